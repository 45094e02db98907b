//! The list of villages with a card.

use super::{STAFF, check_staff, county_choices, own_area};
use crate::rules::CardVillage;
use crate::rules::UploadBatch;
use crate::store::villages;
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::act::House;
use logic::form::{Field, place};
use logic::place::{Level, PlaceCode};
use web::{Answer, Cell, Column, Ctx, ListEntry, Page, Row, Rows, Tone, Window};

pub(crate) const VILLAGES: ListEntry = ListEntry {
    name: "village.list",
    path: "/villages",
    who: STAFF,
    columns: &[
        Column::text("village"),
        Column::text("town"),
        Column::number("households"),
        Column::text("crops"),
        Column::text("weak"),
    ],
    filters: &[COUNTY],
    read: read_villages,
    page: Some(get),
};

const COUNTY: Field = place().named("county", false);

fn read_villages(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let county: Option<PlaceCode> = ctx.asked("county").and_then(|code| code.parse().ok());
    let area = county.map_or(own_area(read)?, |county| county.range());
    let (low, high) = (*area.start(), *area.end());
    let found = villages::list(read, low, high, window.offset(), window.limit)?;
    let row = |village: crate::rules::Village| {
        let town = read.find_place(village.code.within(Level::Town))?.map(|town| town.name);
        let weak = if village.is_weak { Cell::Code("weak", "weak".into(), Tone::Warn) } else { Cell::Empty };
        let cells = vec![
            Cell::Text(village.name),
            Cell::maybe(town),
            village.households.map_or(Cell::Empty, Cell::Number),
            Cell::Text(village.crops),
            weak,
        ];
        Ok::<_, Stop>(Row::to(format!("/villages/{}", village.code), cells))
    };
    let rows = found.into_iter().map(row).collect::<Result<_, _>>()?;
    Ok(Rows { rows, total: villages::count(read, low, high)?, choices: vec![("county", county_choices(read)?)] })
}

#[derive(Template)]
#[template(path = "villages.html")]
struct Villages<'a> {
    ctx: &'a Ctx,
    may_add: bool,
    may_import: bool,
    table: String,
}

fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let may_add = ctx.viewer.is_able::<CardVillage>(&House);
    let may_import = ctx.viewer.is_able::<UploadBatch>(&House);
    Page::html(ctx.t("village.list"), &Villages { ctx, may_add, may_import, table: VILLAGES.html(read, ctx)? })
}

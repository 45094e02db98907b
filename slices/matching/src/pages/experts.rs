//! The list of experts.

use super::{STAFF, check_staff, discipline_choices, discipline_name, months_text};
use crate::rules::ListExpert;
use crate::rules::UploadBatch;
use crate::store::experts;
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::act::House;
use logic::form::{Field, pick};
use web::{Answer, Cell, Column, Ctx, ListEntry, Page, Row, Rows, Tone, Window};

pub(crate) const EXPERTS: ListEntry = ListEntry {
    name: "expert.list_title",
    path: "/experts",
    who: STAFF,
    columns: &[
        Column::text("expert"),
        Column::text("discipline"),
        Column::text("level"),
        Column::text("unit"),
        Column::number("max_posts"),
        Column::text("months"),
        Column::text("state"),
    ],
    filters: &[DISCIPLINE],
    read: read_experts,
    page: Some(get),
};

const DISCIPLINE: Field = pick().named("discipline", false);

fn read_experts(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let discipline = ctx.asked("discipline");
    let units = read.list_units()?;
    let row = |expert: crate::rules::Expert| {
        let unit = units.iter().find(|unit| Some(unit.id) == expert.unit).map(|unit| unit.name.clone());
        let state = if expert.paused_on.is_some() {
            Cell::Code("expert_state", "paused".into(), Tone::Warn)
        } else {
            Cell::Code("expert_state", "active".into(), Tone::Good)
        };
        let cells = vec![
            Cell::maybe(expert.name),
            Cell::Text(discipline_name(read, ctx, &expert.discipline)?),
            Cell::Code("title_level", expert.level.to_string(), Tone::Plain),
            Cell::maybe(unit),
            Cell::Number(expert.max_posts),
            Cell::Text(months_text(ctx, expert.months)),
            state,
        ];
        Ok::<_, Stop>(Row::to(format!("/experts/{}", expert.id), cells))
    };
    let rows = experts::list(read, discipline, window.offset(), window.limit)?
        .into_iter()
        .map(row)
        .collect::<Result<_, _>>()?;
    Ok(Rows {
        rows,
        total: experts::count(read, discipline)?,
        choices: vec![("discipline", discipline_choices(read, ctx)?)],
    })
}

#[derive(Template)]
#[template(path = "experts.html")]
struct Experts<'a> {
    ctx: &'a Ctx,
    may_add: bool,
    may_import: bool,
    table: String,
}

fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let may_add = ctx.viewer.is_able::<ListExpert>(&House);
    let may_import = ctx.viewer.is_able::<UploadBatch>(&House);
    Page::html(ctx.t("expert.list_title"), &Experts { ctx, may_add, may_import, table: EXPERTS.html(read, ctx)? })
}

//! The list of visits.

use super::{STAFF, county_choices};
use crate::store::visits::{self, VisitFilter};
use ground::db::Read;
use ground::stop::Stop;
use logic::form::{Field, day, place};
use logic::place::PlaceCode;
use web::{Cell, Column, Ctx, ListEntry, Row, Rows, Tone, Window};

pub(crate) const VISITS: ListEntry = ListEntry {
    name: "visit.list",
    path: "/visits",
    who: STAFF,
    columns: &[
        Column::day("on"),
        Column::text("village"),
        Column::text("expert"),
        Column::number("days"),
        Column::number("onsite"),
        Column::number("online"),
        Column::text("return_visit"),
    ],
    filters: &[COUNTY, FROM, TO],
    read: read_visits,
    page: None,
};

const COUNTY: Field = place().named("county", false);
const FROM: Field = day().named("from", false);
const TO: Field = day().named("to", false);

fn read_visits(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let county: Option<PlaceCode> = ctx.asked("county").and_then(|code| code.parse().ok());
    let range = county.map(|county| county.range());
    let filter = VisitFilter {
        expert: None,
        low: range.as_ref().map(|range| *range.start()),
        high: range.as_ref().map(|range| *range.end()),
        from: ctx.asked("from").and_then(|day| day.parse().ok()),
        to: ctx.asked("to").and_then(|day| day.parse().ok()),
    };
    let row = |visit: visits::VisitLine| {
        let returned = if visit.is_return { Cell::Code("visit", "return".into(), Tone::Active) } else { Cell::Empty };
        let cells = vec![
            Cell::Day(visit.on),
            Cell::Text(visit.village),
            Cell::maybe(visit.expert),
            Cell::Number(visit.days),
            Cell::Number(visit.onsite),
            Cell::Number(visit.online),
            returned,
        ];
        Row::to(format!("/visits/{}", visit.id), cells)
    };
    let rows = visits::list(read, &filter, window.offset(), window.limit)?.into_iter().map(row).collect();
    Ok(Rows { rows, total: visits::count(read, &filter)?, choices: vec![("county", county_choices(read)?)] })
}

//! The list of activities: the public sees what is announced, staff see all.

use super::county_choices;
use crate::rules::{AddActivity, Area, Class, State, Under};
use crate::store::lines::{self, ActivityLine, Which};
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::act::Who::Anyone;
use logic::form::{Field, choice, day, line, pick, place};
use logic::place::PlaceCode;
use logic::time::Day;
use web::{Answer, Cell, Column, Ctx, ListEntry, Page, Row, Rows, Tone, Window};

pub(crate) const ACTIVITIES: ListEntry = ListEntry {
    name: "activity.list",
    path: "/activities",
    who: &[Anyone],
    columns: &[
        Column::day("starts").sorted(),
        Column::text("activity"),
        Column::text("class"),
        Column::text("host"),
        Column::text("where"),
        Column::text("state"),
    ],
    filters: &[WORD, CLASS, STATE, PROGRAMME, UNIT, COUNTY, FROM, TO],
    read: read_activities,
    page: Some(get),
};

const WORD: Field = line().named("q", false);
const CLASS: Field = choice("class", Class::CODES).named("class", false);
const STATE: Field = choice("activity_state", State::CODES).named("state", false);
const PROGRAMME: Field = pick().named("programme", false);
const UNIT: Field = pick().named("unit", false);
const COUNTY: Field = place().named("county", false);
const FROM: Field = day().named("from", false);
const TO: Field = day().named("to", false);

/// What the address asks for, within what the reader may see.
pub(crate) fn asked(read: &Read, ctx: &Ctx) -> Result<Which, Stop> {
    let county: Option<PlaceCode> = ctx.asked("county").and_then(|code| code.parse().ok());
    let range = county.map(|county| county.range());
    let unit = ctx.asked("unit").and_then(|unit| unit.parse().ok());
    let unit = unit.map(|unit| read.find_unit(unit)).transpose()?.flatten();
    let day = |name: &str, otherwise: Day| ctx.asked(name).and_then(|day| day.parse().ok()).unwrap_or(otherwise);
    Ok(Which {
        state: ctx.asked("state").filter(|code| State::CODES.contains(code)).map(Into::into),
        class: ctx.asked("class").and_then(|code| code.parse().ok()),
        field: ctx.asked("field").and_then(|code| code.parse::<Area>().ok()),
        programme: ctx.asked("programme").and_then(|id| id.parse().ok()),
        series: ctx.asked("series").and_then(|id| id.parse().ok()),
        unit: unit.map(|unit| unit.path.0),
        low: range.as_ref().map(|range| *range.start()),
        high: range.as_ref().map(|range| *range.end()),
        from: day("from", Day::MIN),
        to: day("to", Day::MAX),
        word: ctx.asked("q").map(Into::into),
        ..Which::all(!ctx.viewer.is_staff())
    })
}

/// The names of what can be asked for; nothing another may not see.
const ASKED: [&str; 9] = ["q", "class", "state", "field", "programme", "unit", "county", "from", "to"];

/// What was asked for, as the end of an address: the same question for another look at the answer.
pub(crate) fn question(ctx: &Ctx, without: &[&str]) -> String {
    let names = ASKED.iter().filter(|name| !without.contains(name));
    let pairs = names.filter_map(|name| Some(format!("{name}={}", web::figures::encode(ctx.asked(name)?))));
    pairs.collect::<Vec<_>>().join("&")
}

fn read_activities(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let which = asked(read, ctx)?;
    let is_ascending = window.order() == "starts";
    let rows = lines::list(read, &which, is_ascending, window.offset(), window.limit)?.into_iter().map(row).collect();
    let choices = vec![
        ("programme", ctx.offered(read, "programme")?),
        ("unit", web::choices::units(read)?),
        ("county", county_choices(read)?),
    ];
    Ok(Rows { rows, total: lines::count(read, &which)?, choices })
}

fn row(line: ActivityLine) -> Row {
    let place = line.place_name.unwrap_or_default();
    let place = [place.as_str(), line.venue.as_str()].into_iter().filter(|part| !part.is_empty());
    let cells = vec![
        Cell::Moment(line.starts_at),
        Cell::Text(line.title),
        Cell::Code("class", line.class.code().into(), Tone::Plain),
        Cell::Text(line.unit),
        Cell::Text(place.collect::<Vec<_>>().join(" ")),
        Cell::Code("activity_state", line.state.clone(), tone(&line.state)),
    ];
    Row::to(format!("/activities/{}", line.id), cells)
}

/// How a state looks.
pub(crate) fn tone(state: &str) -> Tone {
    match state {
        "filed" | "returned" => Tone::Warn,
        "approved" | "announced" => Tone::Active,
        "held" | "concluded" => Tone::Good,
        "cancelled" => Tone::Bad,
        _ => Tone::Plain,
    }
}

#[derive(Template)]
#[template(path = "list.html")]
struct List<'a> {
    ctx: &'a Ctx,
    looks: Vec<(String, String, bool)>,
    may_add: bool,
    table: String,
}

/// The looks at a list of activities: list, calendar, map, and the feed for one's own calendar.
pub(crate) fn looks(ctx: &Ctx, here: &str) -> Vec<(String, String, bool)> {
    let question = question(ctx, &[]);
    let look = |key: &str, path: &str| {
        let href = if question.is_empty() { path.into() } else { format!("{path}?{question}") };
        (ctx.t(key).into_owned(), href, key == here)
    };
    vec![
        look("activity.look_list", "/activities"),
        look("activity.look_calendar", "/activities/calendar"),
        look("activity.look_map", "/activities/map"),
    ]
}

fn get(read: &Read, ctx: &Ctx) -> Answer {
    let page = List {
        ctx,
        looks: looks(ctx, "activity.look_list"),
        may_add: may_add(read, ctx)?,
        table: ACTIVITIES.html(read, ctx)?,
    };
    Page::html(ctx.t("activity.list"), &page)
}

/// Whether the reader may add an activity under any unit.
pub(crate) fn may_add(read: &Read, ctx: &Ctx) -> Result<bool, Stop> {
    if !ctx.viewer.is_staff() {
        return Ok(false);
    }
    let under =
        |unit: ground::directory::Unit| Under(crate::rules::HostUnit { id: unit.id, name: unit.name, path: unit.path });
    Ok(read.list_units()?.into_iter().any(|unit| ctx.viewer.is_able::<AddActivity>(&under(unit))))
}

/// Activities other slices may choose: those of the last and the coming half year.
pub(crate) fn choices(read: &Read, ctx: &Ctx) -> Result<Vec<web::Choice>, Stop> {
    let today = ctx.viewer.today();
    let which = Which { from: today.plus(-183), to: today.plus(183), ..Which::all(!ctx.viewer.is_staff()) };
    let lines = lines::list(read, &which, false, 0, 2_000)?;
    Ok(lines
        .into_iter()
        .map(|line| web::Choice::new(line.id, format!("{} {}", line.starts_at.day(), line.title)))
        .collect())
}

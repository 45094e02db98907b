//! The activities of a month as a calendar, and on a map.

use super::{county_choices, list, own_area};
use crate::store::lines::{self, ActivityLine, Which};
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::place::Level;
use logic::time::Day;
use std::collections::BTreeMap;
use web::view::map::{Point, points};
use web::{Answer, Ctx, Page};

/// More than so many of a day stand behind a link to the list.
const SHOWN: usize = 6;

/// The most activities a month's calendar or a map reads.
const MOST: i64 = 5_000;

#[derive(Template)]
#[template(path = "calendar.html")]
struct Calendar<'a> {
    ctx: &'a Ctx,
    looks: Vec<(String, String, bool)>,
    month: String,
    before: String,
    after: String,
    weekdays: Vec<String>,
    weeks: Vec<Vec<Cell>>,
    total: usize,
    picker: String,
    feed: String,
    atom: String,
}

/// A day in the calendar.
struct Cell {
    day: Day,
    number: i8,
    is_off: bool,
    is_today: bool,
    lines: Vec<(String, String, String)>,
    more: Option<(String, String)>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let (year, month) = asked_month(ctx);
    let Some(first) = Day::new(year, month, 1) else { return Err(Stop::Missing) };
    let last = Day::month_end(year, month).unwrap_or(first);
    let which = Which { from: first, to: last, ..list::asked(read, ctx)? };
    let found = lines::list(read, &which, true, 0, MOST)?;
    let total = found.len();
    let mut by_day: BTreeMap<Day, Vec<ActivityLine>> = BTreeMap::new();
    for line in found {
        by_day.entry(line.starts_at.day()).or_default().push(line);
    }
    let start = first.plus(-i32::from(first.weekday()));
    let end = last.plus(6 - i32::from(last.weekday()));
    let days: Vec<Cell> =
        (start.0..=end.0).map(|number| cell(ctx, Day(number), (first, last), by_day.remove(&Day(number)))).collect();
    let page = Calendar {
        ctx,
        looks: list::looks(ctx, "activity.look_calendar"),
        month: ctx.fill("activity.month", &[("year", &year.to_string()), ("month", &month.to_string())]),
        before: month_href(ctx, first.plus(-1)),
        after: month_href(ctx, last.plus(1)),
        weekdays: (0..7).map(|weekday| ctx.word("weekday", weekday)).collect(),
        weeks: into_weeks(days),
        total,
        picker: format!("{year:04}-{month:02}"),
        feed: feed_href(ctx, "ics"),
        atom: feed_href(ctx, "atom"),
    };
    Ok(Page::html(ctx.t("activity.calendar"), &page)?.below(ctx.t("activity.list"), "/activities"))
}

/// `month=2026-09`; this month if none is asked for.
fn asked_month(ctx: &Ctx) -> (i16, i8) {
    let (year, month, _) = ctx.viewer.today().parts();
    let asked = ctx.asked("month").and_then(|text| text.split_once('-'));
    let read = asked.and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
    read.filter(|(year, month)| Day::new(*year, *month, 1).is_some()).unwrap_or((year, month))
}

fn month_href(ctx: &Ctx, day: Day) -> String {
    let (year, month, _) = day.parts();
    let question = list::question(ctx, &["from", "to"]);
    let rest = if question.is_empty() { String::new() } else { format!("&{question}") };
    format!("/activities/calendar?month={year:04}-{month:02}{rest}")
}

/// The same activities as a feed for one's own calendar.
fn feed_href(ctx: &Ctx, kind: &str) -> String {
    let question = list::question(ctx, &["from", "to"]);
    if question.is_empty() { format!("/activities/feed.{kind}") } else { format!("/activities/feed.{kind}?{question}") }
}

fn cell(ctx: &Ctx, day: Day, (first, last): (Day, Day), lines: Option<Vec<ActivityLine>>) -> Cell {
    let lines = lines.unwrap_or_default();
    let more = lines.len().saturating_sub(SHOWN);
    let clock = |line: &ActivityLine| {
        let (hour, minute) = line.starts_at.hour_minute();
        format!("{hour:02}:{minute:02}")
    };
    let shown =
        lines.iter().take(SHOWN).map(|line| (format!("/activities/{}", line.id), clock(line), line.title.clone()));
    Cell {
        day,
        number: day.parts().2,
        is_off: day < first || day > last,
        is_today: day == ctx.viewer.today(),
        lines: shown.collect(),
        more: (more > 0).then(|| (format!("/activities?from={day}&to={day}"), ctx.n("activity.more", more))),
    }
}

fn into_weeks(days: Vec<Cell>) -> Vec<Vec<Cell>> {
    let mut weeks: Vec<Vec<Cell>> = Vec::new();
    for day in days {
        match weeks.last_mut() {
            Some(week) if week.len() < 7 => week.push(day),
            _ => weeks.push(vec![day]),
        }
    }
    weeks
}

#[derive(Template)]
#[template(path = "map.html")]
struct Map<'a> {
    ctx: &'a Ctx,
    looks: Vec<(String, String, bool)>,
    year: i16,
    before: String,
    after: String,
    map: String,
    rows: Vec<(String, usize, String)>,
    elsewhere: usize,
}

/// A year's activities on the map: how many in each county, each town a mark.
pub(crate) fn get_map(read: &Read, ctx: &Ctx) -> Answer {
    let year = ctx.asked("year").and_then(|year| year.parse().ok()).unwrap_or_else(|| ctx.viewer.today().year());
    let (from, to) = Day::year_span(year);
    let which = Which { from, to, ..list::asked(read, ctx)? };
    let found = lines::list(read, &which, true, 0, MOST)?;
    let mut by_place = BTreeMap::new();
    let mut elsewhere = 0;
    for line in &found {
        match line.place {
            Some(code) => *by_place.entry(code).or_insert(0_usize) += 1,
            None => elsewhere += 1,
        }
    }
    let mut marks = Vec::new();
    for (code, count) in &by_place {
        let Some(place) = read.find_place(*code)? else { continue };
        let (Some(lon), Some(lat)) = (place.lon, place.lat) else { continue };
        let href = format!("/activities?county={code}&from={from}&to={to}");
        let state = ctx.n("activity.count", count);
        marks.push(Point { lon, lat, class: "served", state, name: place.name, href });
    }
    let mut rows = Vec::new();
    if own_area(read)?.is_some() {
        for county in county_choices(read)? {
            let Ok(code) = county.value.parse::<logic::place::PlaceCode>() else { continue };
            let count = by_place.iter().filter(|(place, _)| place.within(Level::County) == code).map(|(_, n)| n).sum();
            rows.push((county.label, count, format!("/activities?county={code}&from={from}&to={to}")));
        }
    }
    let page = Map {
        ctx,
        looks: list::looks(ctx, "activity.look_map"),
        year,
        before: year_href(ctx, year - 1),
        after: year_href(ctx, year + 1),
        map: points(&ctx.n("activity.map_of", year), &marks),
        rows,
        elsewhere,
    };
    Ok(Page::html(ctx.t("activity.map"), &page)?.below(ctx.t("activity.list"), "/activities"))
}

fn year_href(ctx: &Ctx, year: i16) -> String {
    let question = list::question(ctx, &["from", "to"]);
    let rest = if question.is_empty() { String::new() } else { format!("&{question}") };
    format!("/activities/map?year={year}{rest}")
}

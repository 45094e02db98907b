//! A figure opened: its value as of a fact, its parts, and exactly what stands behind it.

mod members;
mod seen;

use self::members::Member;
use self::seen::{check_names, check_seen, is_own};
use super::{is_staff, noun_href, title};
use crate::rules::KeepFigure;
use crate::store;
use askama::Template;
use ground::db::Read;
use ground::ledger::{Behind, Figure, Line, Movement};
use ground::stop::Stop;
use logic::act::House;
use logic::fact::Position;
use logic::fold::{Measure, Part, Query};
use logic::place::PlaceCode;
use logic::refusal::Refusal;
use logic::time::Instant;
use std::sync::Arc;
use web::figures::{encode, grouped, href, is_small, percent_shown, shown, shown_together};
use web::{Answer, Bar, Ctx, Page, bars, line_chart};

#[derive(Template)]
#[template(path = "figure.html")]
struct FigurePage<'a> {
    ctx: &'a Ctx,
    value: String,
    unit: String,
    share: Option<(String, String, String)>,
    position: Position,
    as_of: Option<Instant>,
    is_now: bool,
    months: Option<String>,
    counties: Option<String>,
    groups: Vec<(String, String)>,
    members: Vec<Member>,
    members_total: usize,
    lines: Vec<LineView>,
    total: i64,
    is_hidden: bool,
    pages: Vec<(String, String)>,
    moved: Option<Moved>,
    query: String,
    keep: Option<String>,
    note: bool,
}

struct LineView {
    position: Option<Position>,
    happened: String,
    place: String,
    person: String,
    detail: String,
    quantity: String,
    noun: Option<String>,
    is_correction: bool,
}

/// What moved the figure since an earlier position.
struct Moved {
    before: i64,
    now: i64,
    movements: Vec<Movement>,
}

/// Facts on a page.
const PER_PAGE: i64 = 50;

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let pairs = ctx.query.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let query = Query::from_pairs(pairs).map_err(|bad| Refusal::new("figure.bad_query").with("part", bad.0))?;
    check_names(ctx)?;
    check_seen(ctx, &query)?;
    let head = read.last_fact()?.0;
    let position = asked_position(ctx, head)?;
    let figure = if position == head { ctx.figure(read, &query)? } else { Arc::new(read.figure_at(&query, position)?) };
    let staff = is_staff(ctx);
    let page_number: i64 =
        ctx.asked("page").and_then(|page| page.parse().ok()).filter(|page| (1..1_000_000).contains(page)).unwrap_or(1);
    // Rows could be counted village by village and day by day: the public sees the sums alone.
    let is_hidden = !staff && !is_own(ctx, &query);
    let behind = match is_hidden {
        true => Behind { lines: Vec::new(), total: 0 },
        false => read.facts_behind(&query, position, (page_number - 1) * PER_PAGE, PER_PAGE)?,
    };
    let (members, members_total) = members::list(read, ctx, &query, position)?;
    let as_of = read.find_fact(position)?.map(|fact| fact.stamp.at);
    let unit = ctx
        .house
        .indicators()
        .find(|indicator| indicator.is_asked_by(&query))
        .map(|indicator| ctx.t(indicator.unit).into_owned());
    let page = FigurePage {
        ctx,
        value: shown(&ctx.viewer, query.measure, figure.value()),
        unit: unit.unwrap_or_else(|| ctx.word("measure", query.measure)),
        share: share(read, ctx, &figure, position)?,
        position,
        as_of,
        is_now: position == head,
        months: months(ctx, &figure),
        counties: counties(read, ctx, &figure)?,
        groups: groups(ctx, &figure),
        members,
        members_total,
        lines: behind.lines.iter().map(|line| line_view(ctx, &query, line, staff)).collect(),
        total: behind.total,
        is_hidden,
        pages: pages(ctx, &query, page_number, behind.total),
        moved: moved(read, ctx, &query, &figure, position, staff)?,
        keep: keep_form(read, ctx, &query)?,
        note: query.measure == Measure::Places && figure.facts() > figure.value(),
        query: query.to_string(),
    };
    Ok(Page::html(title(read, ctx, &query)?, &page)?.below(ctx.t("figure.list"), "/figures"))
}

/// As of which fact: the ledger's end, or an earlier one that staff name.
fn asked_position(ctx: &Ctx, head: Position) -> Result<Position, Stop> {
    match ctx.asked("at").filter(|_| is_staff(ctx)) {
        Some(at) => {
            let position: Position = at.parse().map_err(|_| Refusal::new("figure.bad_query").with("part", "at"))?;
            Ok(position.clamp(0, head))
        }
        None => Ok(head),
    }
}

/// The whole that the address sets the figure against.
fn share(
    read: &Read,
    ctx: &Ctx,
    figure: &Figure,
    position: Position,
) -> Result<Option<(String, String, String)>, Stop> {
    let Some(whole) = ctx.asked("of").and_then(|of| of.parse::<Query>().ok()) else { return Ok(None) };
    check_seen(ctx, &whole)?;
    let all = (whole.measure, read.figure_at(&whole, position)?.value());
    let share = percent_shown(&ctx.viewer, (figure.query.measure, figure.value()), all);
    Ok(Some((share, shown(&ctx.viewer, all.0, all.1), href(&whole))))
}

fn months(ctx: &Ctx, figure: &Figure) -> Option<String> {
    let found: Vec<(i32, i64)> = figure
        .cells
        .iter()
        .filter_map(|(part, cell)| match part {
            Part::Month(month) => Some((*month, cell.value(figure.query.measure))),
            _ => None,
        })
        .collect();
    let latest: Vec<_> = found.iter().rev().take(12).rev().collect();
    if latest.len() < 2 {
        return None;
    }
    let values: Vec<i64> = latest.iter().map(|(_, value)| *value).collect();
    let labels = shown_together(&ctx.viewer, figure.query.measure, &values);
    let point = |(at, ((month, value), shown)): (usize, (&&(i32, i64), String))| {
        // Twelve full dates would run into one another: the year stands at its first month only.
        let is_first = at == 0 || month % 100 == 1;
        let name = if is_first { format!("{}-{:02}", month / 100, month % 100) } else { format!("{:02}", month % 100) };
        Bar { name, value: *value, shown, href: None }
    };
    let points: Vec<_> = latest.iter().zip(labels).enumerate().map(point).collect();
    Some(line_chart(ctx, &ctx.t("figure.by_month"), &points))
}

fn counties(read: &Read, ctx: &Ctx, figure: &Figure) -> Result<Option<String>, Stop> {
    let mut found: Vec<(PlaceCode, i64)> = figure
        .cells
        .iter()
        .filter_map(|(part, cell)| match part {
            Part::County(code) => Some((*code, cell.value(figure.query.measure))),
            _ => None,
        })
        .collect();
    if found.len() < 2 {
        return Ok(None);
    }
    found.sort_by_key(|(code, value)| (std::cmp::Reverse(*value), *code));
    found.truncate(40);
    let labels =
        shown_together(&ctx.viewer, figure.query.measure, &found.iter().map(|(_, value)| *value).collect::<Vec<_>>());
    let mut all = Vec::new();
    for ((code, value), shown) in found.into_iter().zip(labels) {
        let mut own = figure.query.clone();
        own.filter.region = Some(code);
        let name = read.find_place(code)?.map_or_else(|| code.to_string(), |place| place.name);
        all.push(Bar { name, value, shown, href: Some(href(&own)) });
    }
    Ok(Some(bars(ctx, &ctx.t("figure.by_county"), &all)))
}

/// By group and by channel: never added up into one.
fn groups(ctx: &Ctx, figure: &Figure) -> Vec<(String, String)> {
    let of = |wanted: fn(&Part) -> Option<(&'static str, String)>| {
        let found: Vec<_> = figure
            .cells
            .iter()
            .filter_map(|(part, cell)| Some((wanted(part)?, cell.value(figure.query.measure))))
            .collect();
        let labels = shown_together(
            &ctx.viewer,
            figure.query.measure,
            &found.iter().map(|(_, value)| *value).collect::<Vec<_>>(),
        );
        found
            .into_iter()
            .zip(labels)
            .map(|(((prefix, code), _), shown)| (ctx.word(prefix, code), shown))
            .collect::<Vec<_>>()
    };
    let audiences = of(|part| match part {
        Part::Audience(audience) => Some(("audience", audience.to_string())),
        _ => None,
    });
    let channels = of(|part| match part {
        Part::Channel(channel) => Some(("channel", channel.to_string())),
        _ => None,
    });
    audiences.into_iter().chain(channels).collect()
}

fn line_view(ctx: &Ctx, query: &Query, line: &Line, staff: bool) -> LineView {
    let audience = line.audience.as_ref().map(|audience| ctx.word("audience", audience));
    let channel = line.channel.as_ref().map(|channel| ctx.word("channel", channel));
    let unit = line.unit_name.clone().filter(|_| staff);
    let is_hidden = is_small(Measure::Sum, line.quantity) && query.measure == Measure::Sum && !staff;
    LineView {
        position: staff.then_some(line.position),
        happened: line.happened.to_string(),
        place: line.place_name.clone().unwrap_or_default(),
        person: line.person_name.clone().filter(|_| staff).unwrap_or_default(),
        detail: [audience, channel, unit].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        quantity: if is_hidden { "<5".into() } else { grouped(line.quantity) },
        noun: noun_href(ctx, &query.filter.kind, line.noun).filter(|_| staff),
        is_correction: line.corrects.is_some(),
    }
}

fn pages(ctx: &Ctx, query: &Query, page: i64, total: i64) -> Vec<(String, String)> {
    let last = (total + PER_PAGE - 1) / PER_PAGE;
    let at = ctx.asked("at").map(|at| format!("&at={}", encode(at))).unwrap_or_default();
    let link = |to: i64, key: &str| {
        (1..=last).contains(&to).then(|| (ctx.t(key).into_owned(), format!("{}{at}&page={to}#facts", href(query))))
    };
    [link(page - 1, "list.previous"), link(page + 1, "list.next")].into_iter().flatten().collect()
}

/// The difference to an earlier position, fact by fact.
fn moved(
    read: &Read,
    ctx: &Ctx,
    query: &Query,
    figure: &Figure,
    position: Position,
    staff: bool,
) -> Result<Option<Moved>, Stop> {
    let Some(than) = ctx.asked("than").filter(|_| staff).and_then(|than| than.parse::<Position>().ok()) else {
        return Ok(None);
    };
    let than = than.clamp(0, position);
    let before = read.figure_at(query, than)?.value();
    Ok(Some(Moved { before, now: figure.value(), movements: read.movements(query, than, position, 200)? }))
}

fn keep_form(read: &Read, ctx: &Ctx, query: &Query) -> Result<Option<String>, Stop> {
    if !ctx.viewer.is_able::<KeepFigure>(&House) || store::is_kept(read, &query.to_string())? {
        return Ok(None);
    }
    let form = ctx.act_form("figure.keep").in_a_row();
    Ok(Some(format!(
        "{}<input type=\"hidden\" name=\"query\" value=\"{}\">{}{}",
        form.open(),
        web::view::escape(&query.to_string()),
        form.field("figure_name"),
        form.close()
    )))
}

//! The pages of figures and reports.

pub(crate) mod catalogue;
pub(crate) mod changes;
pub(crate) mod dashboard;
pub(crate) mod fact;
pub(crate) mod facts_list;
pub(crate) mod figure;
pub(crate) mod paper;
pub(crate) mod report;
pub(crate) mod reports;

use ground::db::Read;
use ground::stop::Stop;
use logic::act::House;
use logic::fold::Query;
use logic::id::Id;
use web::{Ctx, Lang};

pub(crate) fn is_staff(ctx: &Ctx) -> bool {
    ctx.viewer.is_allowed(crate::STAFF, &House)
}

pub(crate) fn check_staff(ctx: &Ctx) -> Result<(), Stop> {
    if is_staff(ctx) { Ok(()) } else { Err(Stop::Missing) }
}

/// What a question asks, in words: the figure, then what it is narrowed to.
pub(crate) fn title(read: &Read, ctx: &Ctx, query: &Query) -> Result<String, Stop> {
    let indicator = ctx.house.indicators().find(|indicator| indicator.is_asked_by(query));
    let name = match indicator {
        Some(indicator) => ctx.word("indicator", indicator.key),
        None => format!("{} · {}", ctx.word("fact", &query.filter.kind), ctx.word("measure", query.measure)),
    };
    let narrowed = narrowed(read, ctx, query, indicator.is_none())?;
    let (open, comma, close) = match ctx.lang() {
        Lang::Zh => ("（", "，", "）"),
        Lang::En => (" (", ", ", ")"),
    };
    Ok(if narrowed.is_empty() { name } else { format!("{name}{open}{}{close}", narrowed.join(comma)) })
}

fn narrowed(read: &Read, ctx: &Ctx, query: &Query, with_codes: bool) -> Result<Vec<String>, Stop> {
    let filter = &query.filter;
    let mut words = Vec::new();
    if let Some(programme) = filter.programme {
        let offered = ctx.offered(read, "programme")?.into_iter().find(|choice| choice.value == programme.to_string());
        words.extend(offered.map(|choice| choice.label));
    }
    if let Some(region) = filter.region {
        words.extend(read.find_place(region)?.map(|place| place.name));
    }
    if let Some(unit) = filter.unit {
        words.extend(read.find_unit(unit.into())?.map(|unit| unit.name));
    }
    if let Some(person) = filter.person.filter(|_| is_staff(ctx)) {
        words.extend(read.find_standing_person(person.into())?.and_then(|person| person.name));
    }
    if with_codes {
        words.extend(filter.audience.map(|audience| ctx.word("audience", audience)));
        words.extend(filter.channel.map(|channel| ctx.word("channel", channel)));
        words.extend(filter.class.as_ref().map(|class| ctx.word("class", class)));
    }
    words.extend(period(ctx, query));
    Ok(words)
}

/// The time a question is narrowed to: a year where it is one.
fn period(ctx: &Ctx, query: &Query) -> Option<String> {
    use logic::time::Day;
    let (from, to) = (query.filter.from, query.filter.to);
    match () {
        () if (from, to) == (Day::MIN, Day::MAX) => None,
        () if (from, to) == Day::year_span(from.year()) => Some(ctx.n("figure.year", from.year())),
        () => Some(format!(
            "{}—{}",
            if from == Day::MIN { String::new() } else { from.to_string() },
            if to == Day::MAX { String::new() } else { to.to_string() }
        )),
    }
}

/// The id of a noun, for links.
pub(crate) fn noun_href(ctx: &Ctx, kind: &str, noun: Id) -> Option<String> {
    let known = ctx.house.facts().find(|known| known.name == kind)?;
    known.href.map(|href| href.replace("{}", &noun.to_string()))
}

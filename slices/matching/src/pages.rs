//! The pages of villages, experts, rounds, posts and visits.

pub(crate) mod applications;
pub(crate) mod balance;
pub(crate) mod chapter;
pub(crate) mod draft;
pub(crate) mod expert;
pub(crate) mod experts;
pub(crate) mod gap;
pub(crate) mod imports;
pub(crate) mod letters;
pub(crate) mod lookup;
pub(crate) mod need;
pub(crate) mod needs;
pub(crate) mod pair;
pub(crate) mod panels;
pub(crate) mod parties;
pub(crate) mod post;
pub(crate) mod posts;
pub(crate) mod progress;
pub(crate) mod remind;
pub(crate) mod round;
pub(crate) mod round_rules;
pub(crate) mod rounds;
pub(crate) mod stand_in;
pub(crate) mod step;
pub(crate) mod table;
pub(crate) mod techniques;
pub(crate) mod village;
pub(crate) mod villages;
pub(crate) mod visit;
pub(crate) mod visit_log;
pub(crate) mod visits;

use crate::rules::Months;
use askama::Template;
use ground::db::{Fault, Read};
use ground::settings;
use ground::stop::Stop;
use logic::act::{House, Role::*, Who};
use logic::form::Problems;
use logic::id::Id;
use logic::place::{Level, PlaceCode};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use web::{Choice, Ctx};

/// Who reads the cards and lists.
pub(crate) const STAFF: &[Who] = &[
    Who::RoleAnywhere(Officer),
    Who::RoleAnywhere(Leader),
    Who::RoleAnywhere(Statistician),
    Who::RoleAnywhere(Secretary),
];

pub(crate) fn check_staff(ctx: &Ctx) -> Result<(), Stop> {
    if ctx.viewer.is_allowed(STAFF, &House) { Ok(()) } else { Err(Stop::Missing) }
}

/// A template's text, for a panel.
pub(crate) fn render(template: &impl Template) -> Result<String, Stop> {
    Ok(template.render().map_err(|error| Fault::broken("rendering a panel", error))?)
}

/// The association's own area; everywhere if none is set.
pub(crate) fn own_area(read: &Read) -> Result<RangeInclusive<i64>, Stop> {
    let own: Option<PlaceCode> = read.setting(settings::REGION)?.and_then(|code| code.parse().ok());
    Ok(own.map_or(0..=i64::MAX, |own| own.range()))
}

/// The counties of the association's area.
pub(crate) fn county_choices(read: &Read) -> Result<Vec<Choice>, Stop> {
    let own: Option<PlaceCode> = read.setting(settings::REGION)?.and_then(|code| code.parse().ok());
    let Some(own) = own else { return Ok(Vec::new()) };
    Ok(read.list_places(own, Level::County)?.into_iter().map(|place| Choice::new(place.code, place.name)).collect())
}

pub(crate) fn discipline_choices(read: &Read, ctx: &Ctx) -> Result<Vec<Choice>, Stop> {
    let is_english = ctx.lang() == web::Lang::En;
    let name = |discipline: &ground::directory::Discipline| {
        if is_english { discipline.english.clone() } else { discipline.name.clone() }
    };
    Ok(read
        .list_disciplines()?
        .iter()
        .map(|discipline| Choice::new(&discipline.code, format!("{} {}", discipline.code, name(discipline))))
        .collect())
}

/// The names of all disciplines by their codes: for pages that name many.
pub(crate) fn all_discipline_names(read: &Read, ctx: &Ctx) -> Result<BTreeMap<String, String>, Stop> {
    let is_english = ctx.lang() == web::Lang::En;
    let name = |one: ground::directory::Discipline| (one.code, if is_english { one.english } else { one.name });
    Ok(read.list_disciplines()?.into_iter().map(name).collect())
}

/// Which page of a long list the address asks for, from 1.
pub(crate) fn page_number(ctx: &Ctx) -> i64 {
    ctx.asked("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, 10_000)
}

/// The ways to the page before and the page after, where there are such pages.
pub(crate) fn page_links(ctx: &Ctx, count: i64, on_a_page: i64, href: impl Fn(i64) -> String) -> Vec<(String, String)> {
    let (page, last) = (page_number(ctx), (count + on_a_page - 1) / on_a_page);
    let ways = [(page - 1, "list.previous"), (page + 1, "list.next")].into_iter();
    ways.filter(|(to, _)| (1..=last).contains(to)).map(|(to, key)| (ctx.t(key).into_owned(), href(to))).collect()
}

/// A discipline's name for its code.
pub(crate) fn discipline_name(read: &Read, ctx: &Ctx, code: &str) -> Result<String, Stop> {
    let found = read.find_discipline(code)?;
    Ok(found.map_or_else(
        || code.to_owned(),
        |discipline| if ctx.lang() == web::Lang::En { discipline.english } else { discipline.name },
    ))
}

pub(crate) fn discipline_names(read: &Read, ctx: &Ctx, codes: &[String]) -> Result<String, Stop> {
    let names: Vec<_> = codes.iter().map(|code| discipline_name(read, ctx, code)).collect::<Result<_, _>>()?;
    Ok(names.join("、"))
}

/// A discipline chosen in a field.
pub(crate) fn check_discipline(read: &Read, field: &'static str, code: &str) -> Result<(), Stop> {
    if read.find_discipline(code)?.is_some_and(|found| found.code == code) {
        Ok(())
    } else {
        Err(Problems::one(field, "not_a_choice").into())
    }
}

/// A programme chosen in a field, if any.
pub(crate) fn check_programme(read: &Read, ctx: &Ctx, programme: Option<Id>) -> Result<(), Stop> {
    let Some(programme) = programme else { return Ok(()) };
    let is_offered = ctx.offered(read, "programme")?.iter().any(|choice| choice.value == programme.to_string());
    if is_offered { Ok(()) } else { Err(Problems::one("programme", "not_a_choice").into()) }
}

/// The span of months of two fields: both or neither.
pub(crate) fn months_of(from: Option<i64>, to: Option<i64>) -> Result<Option<Months>, Stop> {
    match (from, to) {
        (Some(from), Some(to)) => Ok(Some(Months { from, to })),
        (None, None) => Ok(None),
        _ => Err(Problems::one("to_month", "both_months").into()),
    }
}

pub(crate) fn months_text(ctx: &Ctx, months: Option<Months>) -> String {
    match months {
        Some(Months { from, to }) if from == to => ctx.n("month.one", from),
        Some(Months { from, to }) => ctx.fill("month.span", &[("from", &from.to_string()), ("to", &to.to_string())]),
        None => ctx.t("month.any").into_owned(),
    }
}

//! Which questions make sense, and who may ask them.

use super::super::is_staff;
use ground::stop::Stop;
use logic::fold::Query;
use logic::place::Level;
use logic::refusal::Refusal;
use logic::time::Day;
use web::Ctx;

/// A misspelt name would silently widen the question: it is refused.
pub(super) fn check_names(ctx: &Ctx) -> Result<(), Stop> {
    let is_known = |name: &str| Query::NAMES.contains(&name) || ["at", "than", "of", "page"].contains(&name);
    match ctx.query.pairs.iter().find(|(name, _)| !is_known(name)) {
        Some((name, _)) => Err(Refusal::new("figure.bad_query").with("part", name).into()),
        None => Ok(()),
    }
}

/// Staff ask anything. The public asks for public figures only, and of nothing so narrow that it tells of one person.
pub(super) fn check_seen(ctx: &Ctx, query: &Query) -> Result<(), Stop> {
    let is_public = ctx.house.indicators().any(|indicator| indicator.is_public && indicator.is_asked_by(query));
    if is_staff(ctx) || is_public && (is_own(ctx, query) || is_wide(query)) { Ok(()) } else { Err(Stop::Missing) }
}

pub(super) fn is_own(ctx: &Ctx, query: &Query) -> bool {
    query.filter.person.is_some_and(|person| ctx.viewer.people().any(|own| own.0 == person))
}

/// The public is told by county and year at the least: two narrower questions, one set against the other, would tell
/// of the few in between.
fn is_wide(query: &Query) -> bool {
    let filter = &query.filter;
    let is_of_one = filter.person.is_some() || filter.unit.is_some();
    let is_by_county = filter.region.is_none_or(|region| region.level() <= Level::County);
    let is_by_year = (filter.from == Day::MIN || filter.from == Day::year_span(filter.from.year()).0)
        && (filter.to == Day::MAX || filter.to == Day::year_span(filter.to.year()).1);
    !is_of_one && is_by_county && is_by_year
}

//! The directory's pages.

pub(crate) mod duplicates;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod person_new;
pub(crate) mod places;
pub(crate) mod search;
pub(crate) mod unit;
pub(crate) mod units;

use ground::db::Read;
use ground::stop::Stop;
use logic::act::House;
use web::{Choice, Ctx};

/// The directory is for staff.
pub(crate) fn check_staff(ctx: &Ctx) -> Result<(), Stop> {
    if ctx.viewer.is_allowed(crate::STAFF, &House) { Ok(()) } else { Err(Stop::Missing) }
}

/// The open units to choose from, set in as deep as they lie.
pub(crate) fn unit_choices(read: &Read) -> Result<Vec<Choice>, Stop> {
    let set_in = |depth: usize| "\u{3000}".repeat(depth);
    let units = read.list_units()?;
    Ok(units.into_iter().map(|unit| Choice::new(unit.id, format!("{}{}", set_in(unit.path.depth()), unit.name))).collect())
}

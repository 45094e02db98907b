//! The directory's pages.

pub(crate) mod duplicates;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod person_new;
pub(crate) mod places;
pub(crate) mod search;
pub(crate) mod unit;
pub(crate) mod units;

use ground::stop::Stop;
use logic::act::House;
use web::Ctx;

/// The directory is for staff.
pub(crate) fn check_staff(ctx: &Ctx) -> Result<(), Stop> {
    if ctx.viewer.is_allowed(crate::STAFF, &House) { Ok(()) } else { Err(Stop::Missing) }
}

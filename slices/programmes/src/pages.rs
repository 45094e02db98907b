//! The pages of programmes.

pub(crate) mod home;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod programme;
pub(crate) mod steps;

use crate::rules::LeadUnit;
use ground::db::Read;
use ground::stop::Stop;
use logic::form::Problems;
use logic::id::UnitId;

/// The unit chosen as lead.
pub(crate) fn lead_unit(read: &Read, id: UnitId) -> Result<LeadUnit, Stop> {
    let unit = read.find_unit(id)?.ok_or_else(|| Problems::one("unit", "not_a_choice"))?;
    Ok(LeadUnit { id: unit.id, name: unit.name, path: unit.path })
}

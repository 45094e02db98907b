//! The pages of volunteering, and what several of them need.

pub(crate) mod card;
pub(crate) mod cards;
pub(crate) mod certificate;
pub(crate) mod desk;
pub(crate) mod free;
pub(crate) mod hours;
pub(crate) mod join;
pub(crate) mod panels;
pub(crate) mod presence;
pub(crate) mod qualifications;
pub(crate) mod reconciliation;
pub(crate) mod record;
pub(crate) mod remind;
pub(crate) mod shift;
pub(crate) mod shift_form;
pub(crate) mod shifts;
pub(crate) mod signups;
pub(crate) mod swaps;
pub(crate) mod verify;
pub(crate) mod week;

use crate::rules::{HostUnit, Volunteer};
use crate::store::volunteers;
use ground::db::Read;
use ground::settings;
use ground::stop::{OrMissing, Stop};
use logic::act::{Role, Who};
use logic::form::Problems;
use logic::id::UnitId;
use logic::place::Level;
use web::{Choice, Ctx};

/// The media type of spreadsheets.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Who reads lists with names: those who run volunteering, each for the units below theirs.
pub(crate) const STAFF: &[Who] = &[
    Who::RoleAnywhere(Role::Officer),
    Who::RoleAnywhere(Role::Secretary),
    Who::RoleAnywhere(Role::Leader),
    Who::RoleAnywhere(Role::Statistician),
];

/// The ids of the units whose people the viewer may see, in one text.
pub(crate) fn units_of(read: &Read, ctx: &Ctx) -> Result<String, Stop> {
    let roles = [Role::Officer, Role::Secretary, Role::Leader, Role::Statistician];
    let units = read.list_units()?;
    let seen = units.iter().filter(|unit| roles.iter().any(|role| ctx.viewer.holds(*role, Some(&unit.path))));
    Ok(seen.map(|unit| unit.id.to_string()).collect::<Vec<_>>().join(" "))
}

/// Whether the viewer sees names and telephones of a unit's people.
pub(crate) fn sees(ctx: &Ctx, unit: &HostUnit) -> bool {
    let roles = [Role::Officer, Role::Secretary, Role::Leader, Role::Statistician];
    roles.iter().any(|role| ctx.viewer.holds(*role, Some(&unit.path)))
}

/// The unit that was chosen.
pub(crate) fn host(read: &Read, id: UnitId) -> Result<HostUnit, Stop> {
    let unit = read.find_unit(id)?.ok_or_else(|| Problems::one("unit", "not_a_choice"))?;
    Ok(HostUnit { id: unit.id, name: unit.name, path: unit.path })
}

/// The association itself: keeps the card of whoever names no unit.
pub(crate) fn root(read: &Read) -> Result<HostUnit, Stop> {
    let unit = read.find_root_unit()?.or_missing()?;
    Ok(HostUnit { id: unit.id, name: unit.name, path: unit.path })
}

/// The viewer's own card.
pub(crate) fn own(read: &Read, ctx: &Ctx) -> Result<Option<Volunteer>, Stop> {
    for person in ctx.viewer.people() {
        if let Some(volunteer) = volunteers::find_of(read, person)? {
            return Ok(Some(volunteer));
        }
    }
    Ok(None)
}

/// Codes with their words, to choose from.
pub(crate) fn codes(ctx: &Ctx, prefix: &str, codes: &[&str]) -> Vec<Choice> {
    codes.iter().map(|code| Choice::new(code, ctx.word(prefix, code))).collect()
}

/// Codes in words, in one line.
pub(crate) fn words<T: std::fmt::Display>(ctx: &Ctx, prefix: &str, codes: &[T]) -> String {
    codes.iter().map(|code| ctx.word(prefix, code)).collect::<Vec<_>>().join(&ctx.t("volunteer.comma"))
}

/// Where a shift may be: the association's city, its counties, and the towns of each.
pub(crate) fn places(read: &Read) -> Result<Vec<Choice>, Stop> {
    let Some(own) = read.setting(settings::REGION)?.and_then(|code| code.parse().ok()) else { return Ok(Vec::new()) };
    let mut choices: Vec<Choice> =
        read.find_place(own)?.into_iter().map(|place| Choice::new(place.code, place.name)).collect();
    for county in read.list_places(own, Level::County)? {
        let towns = read.list_places(county.code, Level::Town)?;
        choices.push(Choice::new(county.code, county.name.clone()).in_group(county.name.clone()));
        choices.extend(towns.into_iter().map(|town| Choice::new(town.code, town.name).in_group(county.name.clone())));
    }
    Ok(choices)
}

/// The units inside which the viewer may make something, set in as deep as they lie.
pub(crate) fn unit_choices(read: &Read, ctx: &Ctx) -> Result<Vec<Choice>, Stop> {
    let may = |path: &logic::act::UnitPath| {
        ctx.viewer.holds(Role::Officer, Some(path)) || ctx.viewer.holds(Role::Secretary, Some(path))
    };
    let units = read.list_units()?.into_iter().filter(|unit| may(&unit.path));
    Ok(units
        .map(|unit| Choice::new(unit.id, format!("{}{}", "\u{3000}".repeat(unit.path.depth()), unit.name)))
        .collect())
}

/// A number as one shows it where others may look on.
pub(crate) fn masked(phone: &str) -> String {
    let count = phone.chars().count();
    let is_shown = |at: usize| at < 3 || at + 4 >= count;
    phone.chars().enumerate().map(|(at, digit)| if is_shown(at) { digit } else { '*' }).collect()
}

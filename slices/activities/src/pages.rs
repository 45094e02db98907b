//! The pages of activities, and what several of them need.

pub(crate) mod activity;
pub(crate) mod attendance;
pub(crate) mod attendance_counts;
pub(crate) mod attendance_desk;
pub(crate) mod attendance_one;
pub(crate) mod attendance_panels;
pub(crate) mod attendance_sheet;
pub(crate) mod calendar;
pub(crate) mod came;
pub(crate) mod certificates;
pub(crate) mod costs;
pub(crate) mod desk_roll;
pub(crate) mod desk_sync;
pub(crate) mod draw;
pub(crate) mod entry_setup;
pub(crate) mod feeds;
pub(crate) mod forms;
pub(crate) mod forms_bulletin;
pub(crate) mod forms_chapter;
pub(crate) mod forms_draft;
pub(crate) mod forms_month;
pub(crate) mod forms_news;
pub(crate) mod forms_panel;
pub(crate) mod forms_records;
pub(crate) mod forms_scorecard;
pub(crate) mod forms_statistics;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod panels;
pub(crate) mod parties;
pub(crate) mod poster;
pub(crate) mod register;
pub(crate) mod register_prove;
pub(crate) mod registration;
pub(crate) mod registration_desk;
pub(crate) mod registration_form;
pub(crate) mod registration_panels;
pub(crate) mod registrations;
pub(crate) mod repeat;
pub(crate) mod roster;
pub(crate) mod series;
pub(crate) mod sessions;
pub(crate) mod steps;

use crate::rules::{Activity, ActivityId, HostUnit, KEEPER};
use crate::store::activities;
use ground::db::{Read, Tx};
use ground::settings;
use ground::stop::Stop;
use logic::act::{Noun, UnitPath};
use logic::form::Problems;
use logic::id::UnitId;
use logic::place::{Level, PlaceCode};
use web::{Choice, Ctx, Done};

/// The media type of spreadsheets.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The unit chosen as host.
pub(crate) fn host(read: &Read, id: UnitId) -> Result<HostUnit, Stop> {
    let unit = read.find_unit(id)?.ok_or_else(|| Problems::one("unit", "not_a_choice"))?;
    Ok(HostUnit { id: unit.id, name: unit.name, path: unit.path })
}

/// The path of the level above a unit; its own at the top.
pub(crate) fn above(path: &UnitPath) -> UnitPath {
    let trimmed = path.0.trim_end_matches('/');
    match trimmed.rsplit_once('/') {
        Some((above, _)) if !above.is_empty() => UnitPath(format!("{above}/")),
        _ => path.clone(),
    }
}

/// The activity of the address, if the reader may see it.
pub(crate) fn find(read: &Read, ctx: &Ctx) -> Result<Activity, Stop> {
    let activity = activities::get(read, ctx.at::<ActivityId>("id")?)?;
    let is_keeper = ctx.viewer.people().any(|person| activity.relates(KEEPER, person));
    if activity.is_public() || ctx.viewer.is_staff() || is_keeper { Ok(activity) } else { Err(Stop::Missing) }
}

/// The same inside an act.
pub(crate) fn find_in(tx: &Tx, ctx: &Ctx) -> Result<Activity, Stop> {
    find(tx, ctx)
}

/// Back to the activity's page.
pub(crate) fn done(activity: &Activity) -> Done {
    Done::at(activity.href()).id(activity.id)
}

/// The association's own area.
pub(crate) fn own_area(read: &Read) -> Result<Option<PlaceCode>, Stop> {
    Ok(read.setting(settings::REGION)?.and_then(|code| code.parse().ok()))
}

/// The counties of the association's area.
pub(crate) fn county_choices(read: &Read) -> Result<Vec<Choice>, Stop> {
    let Some(own) = own_area(read)? else { return Ok(Vec::new()) };
    Ok(read.list_places(own, Level::County)?.into_iter().map(|place| Choice::new(place.code, place.name)).collect())
}

/// Where an activity may take place: the city, its counties, and the towns of each.
pub(crate) fn place_choices(read: &Read) -> Result<Vec<Choice>, Stop> {
    let Some(own) = own_area(read)? else { return Ok(Vec::new()) };
    let counties = read.list_places(own, Level::County)?;
    let mut choices: Vec<Choice> =
        read.find_place(own)?.into_iter().map(|place| Choice::new(place.code, place.name)).collect();
    for county in counties {
        let towns = read.list_places(county.code, Level::Town)?;
        choices.push(Choice::new(county.code, county.name.clone()).in_group(county.name.clone()));
        choices.extend(towns.into_iter().map(|town| Choice::new(town.code, town.name).in_group(county.name.clone())));
    }
    Ok(choices)
}

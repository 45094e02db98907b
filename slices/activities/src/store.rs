//! The statements of activities.

pub(crate) mod activities;
pub(crate) mod afterwards;
pub(crate) mod attendance;
pub(crate) mod attendance_rolls;
pub(crate) mod costs;
pub(crate) mod desk_entries;
pub(crate) mod entries;
pub(crate) mod forms;
pub(crate) mod lines;
pub(crate) mod parties;
pub(crate) mod registrations;
pub(crate) mod rosters;
pub(crate) mod series;
pub(crate) mod sessions;

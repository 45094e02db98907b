//! The pages of activities.

pub(crate) mod draw;
pub(crate) mod entry_setup;
pub(crate) mod register;
pub(crate) mod register_prove;
pub(crate) mod registration;
pub(crate) mod registration_desk;
pub(crate) mod registration_form;
pub(crate) mod registration_panels;
pub(crate) mod registrations;
pub(crate) mod roster;

/// The media type of spreadsheets.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

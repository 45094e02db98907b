//! The pages of activities.

pub(crate) mod registration_desk;

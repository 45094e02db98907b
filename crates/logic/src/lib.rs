//! The pure heart: acts and permissions, facts and folds, forms, clock and calendar types. No IO, no clock, no randomness.

pub mod act;
pub mod calendar;
pub mod code;
pub mod fact;
pub mod fold;
pub mod form;
pub mod id;
pub mod place;
pub mod refusal;
pub mod stored;
pub mod time;

//! Activities (活动): planned, approved, announced, registered for, attended and concluded; each entered once.

mod facts;
mod pages;
mod rules;
mod store;

use ground::db::Migration;
use web::Slice;

/// What activities plug into.
pub static SLICE: Slice = Slice {
    name: "activities",
    text: (include_str!("../text/zh.toml"), include_str!("../text/en.toml")),
    migrations: &[
        Migration::new("activities-0001", include_str!("../migrations/0001_activities.sql")),
        Migration::new("activities-0002", include_str!("../migrations/0002_registrations.sql")),
    ],
    facts: facts::ALL,
    indicators: facts::INDICATORS,
    ..Slice::EMPTY
};

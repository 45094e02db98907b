//! The directory: people, units, places and disciplines, entered once and shared by all slices.

mod discipline;
mod person;
mod place;
mod regions;
mod unit;

pub use discipline::{Discipline, kinship};
pub use person::{Duplicate, NewPerson, Person, PersonFilter};
pub use place::Place;
pub use regions::{Progress, import_regions};
pub use unit::{Unit, UnitKind};

use crate::db::Migration;

/// The directory's tables.
pub const MIGRATIONS: &[Migration] =
    &[Migration::new("directory-0001", include_str!("../migrations/0002_directory.sql"))];

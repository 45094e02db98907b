//! The ledger: append-only facts, hash-chained; every figure is folded from them and opens into them.

mod by_object;
mod chain;
mod drill;
mod figure;
mod keeper;
mod store;
mod verify;

pub use by_object::ObjectSum;
pub use drill::{Behind, Line, MemberLine, Movement};
pub use figure::{Figure, Folder};
pub use keeper::keep;
pub use verify::{Misfit, Verified, verify};

use crate::db::Migration;

/// The ledger's tables.
pub const MIGRATIONS: &[Migration] = &[
    Migration::new("ledger-0001", include_str!("../migrations/0001_ledger.sql")),
    Migration::new("ledger-0002", include_str!("../migrations/0008_class.sql")),
];

/// The kind of fact that says one person's record was merged into another's.
pub static PERSON_MERGED: logic::fact::FactKind = logic::fact::FactKind::new("person.merged", 1, Some("/people/{}"));

#[cfg(test)]
mod tests;

//! The ground the slices stand on: database, ledger, identity, directory, jobs, files, search, notices. No HTML.

pub mod clock;
pub mod convert;
pub mod db;
pub mod directory;
pub mod files;
pub mod identity;
pub mod jobs;
pub mod ledger;
pub mod notices;
pub mod once;
pub mod search;
pub mod sender;
pub mod settings;
pub mod stop;

/// The ground's own tables, in the order they are made.
pub const MIGRATIONS: &[&[db::Migration]] =
    &[ledger::MIGRATIONS, directory::MIGRATIONS, identity::MIGRATIONS, jobs::MIGRATIONS, search::MIGRATIONS];

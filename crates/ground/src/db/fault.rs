//! Our own failures, told apart by what can be done about them.

use std::fmt;

/// A failure of the database or the machine under it.
#[derive(Debug)]
pub struct Fault {
    /// What can be done about it.
    pub kind: FaultKind,
    message: String,
}

/// What can be done about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Two transactions met: run it again.
    Conflict,
    /// The disk is full: make room, nothing was stored.
    Full,
    /// A rule of the tables was broken: a bug, or a value that is there already.
    Constraint,
    /// The database cannot be reached.
    Away,
    /// Something else.
    Broken,
}

impl Fault {
    /// A failure of a kind.
    pub fn new(kind: FaultKind, message: impl fmt::Display) -> Self {
        Self { kind, message: message.to_string() }
    }

    /// A failure nobody foresaw, and what was being done.
    pub fn broken(doing: &str, why: impl fmt::Display) -> Self {
        Self::new(FaultKind::Broken, format!("{doing}: {why}"))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{CannotOpen, ConstraintViolation, DatabaseBusy, DiskFull, SystemIoFailure};
        let kind = match error.sqlite_error_code() {
            Some(DiskFull) => FaultKind::Full,
            Some(ConstraintViolation) => FaultKind::Constraint,
            Some(CannotOpen) => FaultKind::Away,
            Some(DatabaseBusy) => FaultKind::Conflict,
            Some(SystemIoFailure) => FaultKind::Full,
            _ => FaultKind::Broken,
        };
        Self::new(kind, error)
    }
}

impl From<tokio_postgres::Error> for Fault {
    fn from(error: tokio_postgres::Error) -> Self {
        use tokio_postgres::error::SqlState;
        let kind = match error.code() {
            Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED) => FaultKind::Conflict,
            // The table of what serializable transactions have read is full: it empties as they end.
            Some(&SqlState::OUT_OF_MEMORY) => FaultKind::Conflict,
            Some(&SqlState::DISK_FULL) => FaultKind::Full,
            Some(code) if code.code().starts_with("23") => FaultKind::Constraint,
            Some(_) => FaultKind::Broken,
            None => FaultKind::Away,
        };
        // The database's own detail may quote row values: personal text stays out of logs.
        let message = error
            .as_db_error()
            .map_or_else(|| error.to_string(), |db| format!("{}: {}", db.code().code(), db.message()));
        Self::new(kind, message)
    }
}

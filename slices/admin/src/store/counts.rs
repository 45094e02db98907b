//! How much there is in the house: for the overview.

use ground::db::{Fault, Read};
use ground::sql;
use logic::time::Instant;

/// Files: how many, how many bytes, and how many still lie in the database.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Files {
    pub(crate) files: i64,
    pub(crate) bytes: i64,
    pub(crate) waiting: i64,
}

pub(crate) fn files(read: &Read) -> Result<Files, Fault> {
    let count = sql!("select count(*), cast(coalesce(sum(size), 0) as bigint), count(pending) from file");
    let found =
        read.find(count, &[], |row| Ok(Files { files: row.get(0)?, bytes: row.get(1)?, waiting: row.get(2)? }))?;
    Ok(found.unwrap_or_default())
}

/// How many figures are kept folded.
pub(crate) fn folds(read: &Read) -> Result<i64, Fault> {
    read.number(sql!("select count(*) from fold"), &[])
}

/// How many open units there are.
pub(crate) fn units(read: &Read) -> Result<i64, Fault> {
    read.number(sql!("select count(*) from unit where closed_on is null"), &[])
}

/// Since when the oldest job is due that nobody has done, if it was due before that moment.
pub(crate) fn overdue_job(read: &Read, before: Instant) -> Result<Option<Instant>, Fault> {
    let oldest = sql!("select min(due_at) from job where failed_at is null and due_at < $1 and attempts = 0");
    Ok(read.find(oldest, &[&before], |row| row.get(0))?.flatten())
}

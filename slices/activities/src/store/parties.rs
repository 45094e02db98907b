//! Statements on the units beside the host.

use crate::rules::{ActivityId, Part};
use ground::db::{Fault, Read, Tx};
use ground::sql;
use logic::id::UnitId;

/// A unit beside the host.
pub(crate) struct Party {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// What it does.
    pub part: Part,
}

pub(crate) fn list(read: &Read, activity: ActivityId) -> Result<Vec<Party>, Fault> {
    let parties = sql!(
        "select p.unit, u.name, p.part from activity_party p join unit u on u.id = p.unit where p.activity = $1 order by p.part, u.path"
    );
    read.list(parties, &[&activity], |row| Ok(Party { unit: row.get(0)?, name: row.get(1)?, part: row.get(2)? }))
}

pub(crate) fn insert(tx: &mut Tx, activity: ActivityId, unit: UnitId, part: Part) -> Result<(), Fault> {
    tx.run(sql!("insert into activity_party (activity, unit, part) values ($1, $2, $3)"), &[&activity, &unit, &part])
        .map(drop)
}

pub(crate) fn delete(tx: &mut Tx, activity: ActivityId, unit: UnitId) -> Result<(), Fault> {
    tx.run(sql!("delete from activity_party where activity = $1 and unit = $2"), &[&activity, &unit]).map(drop)
}

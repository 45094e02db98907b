//! Statements on lists of another platform.

use crate::rules::ReconciliationId;
use crate::rules::reconciliation::Reconciliation;
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::time::Instant;

pub(crate) fn get(read: &Read, id: ReconciliationId) -> Result<Reconciliation, Stop> {
    let get = sql!("select id, name, first_day, last_day, at, rows from volunteer_reconciliation where id = $1");
    read.find(get, &[&id], reconciliation)?.or_missing()
}

/// Newest first, without their lines.
pub(crate) fn list(read: &Read) -> Result<Vec<Reconciliation>, Fault> {
    let list = sql!(
        "select id, name, first_day, last_day, at, '[]' from volunteer_reconciliation order by at desc, id limit 20"
    );
    read.list(list, &[], reconciliation)
}

pub(crate) fn insert(tx: &mut Tx, one: &Reconciliation) -> Result<(), Fault> {
    let insert = sql!(
        "insert into volunteer_reconciliation (id, name, first_day, last_day, at, rows) values ($1, $2, $3, $4, $5, $6)"
    );
    let rows = serde_json::to_string(&one.lines).map_err(|error| Fault::broken("keeping a list", error))?;
    tx.run(insert, &[&one.id, &one.name, &one.from, &one.to, &one.at, &rows]).map(drop)
}

pub(crate) fn delete(tx: &mut Tx, id: ReconciliationId) -> Result<(), Fault> {
    tx.run(sql!("delete from volunteer_reconciliation where id = $1"), &[&id]).map(drop)
}

/// Lists hold names: they are not kept longer than they are needed.
pub(crate) fn forget(tx: &mut Tx, before: Instant) -> Result<(), Fault> {
    tx.run(sql!("delete from volunteer_reconciliation where at < $1"), &[&before]).map(drop)
}

fn reconciliation(row: &Row) -> Result<Reconciliation, Fault> {
    let rows: String = row.get(5)?;
    Ok(Reconciliation {
        id: row.get(0)?,
        name: row.get(1)?,
        from: row.get(2)?,
        to: row.get(3)?,
        at: row.get(4)?,
        lines: serde_json::from_str(&rows).map_err(|error| Fault::broken("reading a list", error))?,
    })
}

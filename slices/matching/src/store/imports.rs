//! Imports of spreadsheets: what was read, and what became of it.

use crate::rules::BatchId;
use crate::rules::import::{ReadRow, SheetKind};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::time::Instant;

/// An import.
pub(crate) struct Batch {
    pub(crate) id: BatchId,
    pub(crate) kind: SheetKind,
    pub(crate) name: String,
    pub(crate) at: Instant,
    pub(crate) rows: Vec<ReadRow>,
    /// `read`, `imported`, `undone`.
    pub(crate) state: String,
    pub(crate) made: i64,
}

pub(crate) fn insert(tx: &mut Tx, batch: &Batch) -> Result<(), Fault> {
    let insert =
        sql!("insert into import_batch (id, kind, name, at, content, state, made) values ($1, $2, $3, $4, $5, $6, $7)");
    let content = serde_json::to_string(&batch.rows).map_err(|error| Fault::broken("keeping an import", error))?;
    let Batch { id, kind, name, at, state, made, .. } = batch;
    tx.run(insert, &[id, kind, name, at, &content, state, made]).map(drop)
}

pub(crate) fn save(tx: &mut Tx, batch: &Batch) -> Result<(), Fault> {
    tx.run(sql!("update import_batch set state = $2, made = $3 where id = $1"), &[&batch.id, &batch.state, &batch.made])
        .map(drop)
}

pub(crate) fn get(read: &Read, id: BatchId) -> Result<Batch, Stop> {
    read.find(sql!("select id, kind, name, at, content, state, made from import_batch where id = $1"), &[&id], batch)?
        .or_missing()
}

/// The latest imports.
pub(crate) fn list(read: &Read) -> Result<Vec<Batch>, Fault> {
    read.list(
        sql!("select id, kind, name, at, content, state, made from import_batch order by id desc limit 30"),
        &[],
        batch,
    )
}

fn batch(row: &Row) -> Result<Batch, Fault> {
    let content: String = row.get(4)?;
    Ok(Batch {
        id: row.get(0)?,
        kind: row.get(1)?,
        name: row.get(2)?,
        at: row.get(3)?,
        rows: serde_json::from_str(&content).map_err(|error| Fault::broken("reading an import", error))?,
        state: row.get(5)?,
        made: row.get(6)?,
    })
}

//! Documents that plans come from, and what became of their clauses.

use crate::rules::{DocumentId, PlanId};
use ground::db::{Fault, Read, Row, Tx};
use ground::files::FileHash;
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::id::Id;
use logic::time::Instant;
use outline::Outline;

/// A document.
pub(crate) struct Document {
    pub(crate) id: DocumentId,
    pub(crate) plan: PlanId,
    pub(crate) file: FileHash,
    pub(crate) name: String,
    pub(crate) outline: Outline,
    pub(crate) uploaded_at: Instant,
}

macro_rules! select_document {
    ($rest:literal) => {
        sql!(concat!("select id, plan, file, name, outline, uploaded_at from document ", $rest))
    };
}

pub(crate) fn get(read: &Read, id: DocumentId) -> Result<Document, Stop> {
    read.find(select_document!("where id = $1"), &[&id], document)?.or_missing()
}

pub(crate) fn list(read: &Read, plan: PlanId) -> Result<Vec<Document>, Fault> {
    read.list(select_document!("where plan = $1 order by id"), &[&plan], document)
}

pub(crate) fn insert(tx: &mut Tx, document: &Document) -> Result<(), Fault> {
    let insert = sql!(
        "insert into document (id, plan, file, name, title, outline, uploaded_at) values ($1, $2, $3, $4, $5, $6, $7)"
    );
    let outline =
        serde_json::to_string(&document.outline).map_err(|error| Fault::broken("keeping an outline", error))?;
    let Document { id, plan, file, name, uploaded_at, .. } = document;
    tx.run(insert, &[id, plan, &file.0, name, &document.outline.title, &outline, uploaded_at]).map(drop)
}

fn document(row: &Row) -> Result<Document, Fault> {
    let outline: String = row.get(4)?;
    Ok(Document {
        id: row.get(0)?,
        plan: row.get(1)?,
        file: FileHash(row.get(2)?),
        name: row.get(3)?,
        outline: serde_json::from_str(&outline).map_err(|error| Fault::broken("reading an outline", error))?,
        uploaded_at: row.get(5)?,
    })
}

/// What became of a clause: `line`, `task`, `merge`, `leave`, and the line or task.
pub(crate) fn insert_taken(
    tx: &mut Tx,
    document: DocumentId,
    clause: &str,
    became: &str,
    noun: Option<Id>,
) -> Result<(), Fault> {
    let insert = sql!("insert into clause_taken (document, clause, became, noun) values ($1, $2, $3, $4)");
    tx.run(insert, &[&document, &clause, &became, &noun]).map(drop)
}

pub(crate) fn list_taken(read: &Read, document: DocumentId) -> Result<Vec<(String, String, Option<Id>)>, Fault> {
    read.list(sql!("select clause, became, noun from clause_taken where document = $1"), &[&document], |row| row.read())
}

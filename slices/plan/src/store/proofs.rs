//! What was said of a task while it was worked on, and what proves it.

use crate::rules::{EvidenceId, TaskId};
use ground::db::{Fault, Read, Row, Tx};
use ground::files::FileHash;
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::fact::Position;
use logic::id::{Id, PersonId};
use logic::time::Instant;

/// Something said of a task.
pub(crate) struct Note {
    pub(crate) at: Instant,
    pub(crate) person: Option<String>,
    /// `report`, `urge`, `return`.
    pub(crate) kind: String,
    pub(crate) text: String,
}

pub(crate) fn insert_note(
    tx: &mut Tx,
    task: TaskId,
    person: Option<PersonId>,
    kind: &str,
    text: &str,
) -> Result<(), Fault> {
    let insert = sql!("insert into task_note (id, task, at, person, kind, text) values ($1, $2, $3, $4, $5, $6)");
    tx.run(insert, &[&tx.new_id::<Id>(), &task, &tx.now, &person, &kind, &text]).map(drop)
}

pub(crate) fn list_notes(read: &Read, task: TaskId) -> Result<Vec<Note>, Fault> {
    let list = sql!(
        "select n.at, p.name, n.kind, n.text from task_note n left join person p on p.id = n.person where n.task = $1 order by n.id desc"
    );
    read.list(list, &[&task], |row| {
        Ok(Note { at: row.get(0)?, person: row.get(1)?, kind: row.get(2)?, text: row.get(3)? })
    })
}

/// A piece of evidence.
pub(crate) struct Evidence {
    pub(crate) id: EvidenceId,
    /// A fact of the ledger.
    pub(crate) position: Option<Position>,
    /// A file.
    pub(crate) file: Option<FileHash>,
    pub(crate) name: String,
    pub(crate) at: Instant,
}

pub(crate) fn insert_evidence(tx: &mut Tx, task: TaskId, evidence: &Evidence) -> Result<(), Fault> {
    let insert = sql!("insert into task_evidence (id, task, position, file, name, at) values ($1, $2, $3, $4, $5, $6)");
    let file = evidence.file.map(|file| file.0.to_vec());
    tx.run(insert, &[&evidence.id, &task, &evidence.position, &file, &evidence.name, &evidence.at]).map(drop)
}

pub(crate) fn list_evidence(read: &Read, task: TaskId) -> Result<Vec<Evidence>, Fault> {
    read.list(
        sql!("select id, position, file, name, at from task_evidence where task = $1 order by id"),
        &[&task],
        evidence,
    )
}

pub(crate) fn get_evidence(read: &Read, id: EvidenceId) -> Result<Evidence, Stop> {
    read.find(sql!("select id, position, file, name, at from task_evidence where id = $1"), &[&id], evidence)?
        .or_missing()
}

fn evidence(row: &Row) -> Result<Evidence, Fault> {
    let file: Option<logic::fact::Hash> = row.get(2)?;
    Ok(Evidence {
        id: row.get(0)?,
        position: row.get(1)?,
        file: file.map(FileHash),
        name: row.get(3)?,
        at: row.get(4)?,
    })
}

/// Tasks that are finished, or further, without any evidence: there must be none.
pub(crate) fn list_unproven(read: &Read) -> Result<Vec<TaskId>, Fault> {
    let unproven = sql!(
        "select id from task where stage in ('finished', 'verified', 'archived')
            and not exists (select 1 from task_evidence where task_evidence.task = task.id)"
    );
    read.list(unproven, &[], |row| row.get(0))
}

pub(crate) fn delete_evidence(tx: &mut Tx, id: EvidenceId) -> Result<(), Fault> {
    tx.run(sql!("delete from task_evidence where id = $1"), &[&id]).map(drop)
}

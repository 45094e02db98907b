//! Statements on sheets of registrations that were imported.

use super::entries::{from_json, to_json};
use crate::rules::{ActivityId, RosterId};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::time::Instant;
use serde::{Deserialize, Serialize};

/// A sheet that was imported.
#[derive(Debug, Clone)]
pub(crate) struct Roster {
    pub id: RosterId,
    pub activity: ActivityId,
    pub name: String,
    pub at: Instant,
    /// `imported` or `undone`.
    pub state: String,
    pub rows: Vec<RosterRow>,
}

/// What became of a row. Names are not kept here: the row's number in the sheet tells which it was.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RosterRow {
    /// Its number in the sheet.
    pub number: usize,
    /// The code of what became of it.
    pub outcome: String,
    /// What was wrong: the column, then the problem's code.
    pub problems: Vec<(String, String)>,
    /// Its entry number, if it has one.
    pub entry: i64,
}

pub(crate) fn insert(tx: &mut Tx, roster: &Roster) -> Result<(), Fault> {
    let insert =
        sql!("insert into registration_roster (id, activity, name, at, state, rows) values ($1, $2, $3, $4, $5, $6)");
    let Roster { id, activity, name, at, state, rows } = roster;
    tx.run(insert, &[id, activity, name, at, state, &to_json("rows of a roster", rows)?]).map(drop)
}

pub(crate) fn set_undone(tx: &mut Tx, id: RosterId) -> Result<(), Fault> {
    tx.run(sql!("update registration_roster set state = 'undone' where id = $1"), &[&id]).map(drop)
}

pub(crate) fn get(read: &Read, activity: ActivityId, id: RosterId) -> Result<Roster, Stop> {
    let get =
        sql!("select id, activity, name, at, state, rows from registration_roster where id = $1 and activity = $2");
    read.find(get, &[&id, &activity], roster)?.or_missing()
}

/// Newest first, without their rows.
pub(crate) fn list(read: &Read, activity: ActivityId) -> Result<Vec<Roster>, Fault> {
    let list = sql!(
        "select id, activity, name, at, state, '[]' from registration_roster where activity = $1 order by at desc, id limit 20"
    );
    read.list(list, &[&activity], roster)
}

fn roster(row: &Row) -> Result<Roster, Fault> {
    let rows: String = row.get(5)?;
    Ok(Roster {
        id: row.get(0)?,
        activity: row.get(1)?,
        name: row.get(2)?,
        at: row.get(3)?,
        state: row.get(4)?,
        rows: from_json("rows of a roster", &rows)?,
    })
}

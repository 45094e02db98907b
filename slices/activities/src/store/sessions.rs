//! Statements on sessions.

use crate::rules::{ActivityId, Session, SessionId};
use ground::db::{Fault, Read, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};

pub(crate) fn list(read: &Read, activity: ActivityId) -> Result<Vec<Session>, Fault> {
    let sessions = sql!(
        "select id, title, starts_at, ends_at, venue from activity_session where activity = $1 order by starts_at, id"
    );
    read.list(sessions, &[&activity], |row| {
        Ok(Session {
            id: row.get(0)?,
            title: row.get(1)?,
            starts_at: row.get(2)?,
            ends_at: row.get(3)?,
            venue: row.get(4)?,
        })
    })
}

pub(crate) fn get(read: &Read, activity: ActivityId, id: SessionId) -> Result<Session, Stop> {
    list(read, activity)?.into_iter().find(|session| session.id == id).or_missing()
}

pub(crate) fn insert(tx: &mut Tx, activity: ActivityId, session: &Session) -> Result<(), Fault> {
    let insert = sql!(
        "insert into activity_session (id, activity, title, starts_at, ends_at, venue) values ($1, $2, $3, $4, $5, $6)"
    );
    let Session { id, title, starts_at, ends_at, venue } = session;
    tx.run(insert, &[id, &activity, title, starts_at, ends_at, venue]).map(drop)
}

pub(crate) fn delete(tx: &mut Tx, id: SessionId) -> Result<(), Fault> {
    tx.run(sql!("delete from activity_session where id = $1"), &[&id]).map(drop)
}

/// All sessions of an activity begin and end so many microseconds later.
pub(crate) fn shift(tx: &mut Tx, activity: ActivityId, micros: i64) -> Result<(), Fault> {
    let shift =
        sql!("update activity_session set starts_at = starts_at + $2, ends_at = ends_at + $2 where activity = $1");
    tx.run(shift, &[&activity, &micros]).map(drop)
}

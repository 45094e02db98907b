//! Statements on qualifications.

use crate::rules::{Qualification, QualificationId, VolunteerId};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::id::PersonId;
use logic::time::Instant;

pub(crate) fn list(read: &Read, volunteer: VolunteerId) -> Result<Vec<Qualification>, Fault> {
    let list = sql!(
        "select id, volunteer, kind, number, issuer, valid_from, valid_to, seen_at, seen_by from volunteer_qualification
        where volunteer = $1 order by id"
    );
    read.list(list, &[&volunteer], qualification)
}

pub(crate) fn get(read: &Read, volunteer: VolunteerId, id: QualificationId) -> Result<Qualification, Stop> {
    let get = sql!(
        "select id, volunteer, kind, number, issuer, valid_from, valid_to, seen_at, seen_by from volunteer_qualification
        where volunteer = $1 and id = $2"
    );
    read.find(get, &[&volunteer, &id], qualification)?.or_missing()
}

pub(crate) fn save(tx: &mut Tx, one: &Qualification) -> Result<(), Fault> {
    let save = sql!(
        "insert into volunteer_qualification (id, volunteer, kind, number, issuer, valid_from, valid_to, seen_at, seen_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (id) do update set seen_at = excluded.seen_at, seen_by = excluded.seen_by"
    );
    let Qualification { id, volunteer, kind, number, issuer, valid_from, valid_to, seen } = one;
    let (at, by) = (seen.map(|(at, _)| at), seen.map(|(_, by)| by));
    tx.run(save, &[id, volunteer, kind, number, issuer, valid_from, valid_to, &at, &by]).map(drop)
}

pub(crate) fn delete(tx: &mut Tx, id: QualificationId) -> Result<(), Fault> {
    tx.run(sql!("delete from volunteer_qualification where id = $1"), &[&id]).map(drop)
}

/// All of a card: when somebody leaves.
pub(crate) fn delete_all(tx: &mut Tx, volunteer: VolunteerId) -> Result<(), Fault> {
    tx.run(sql!("delete from volunteer_qualification where volunteer = $1"), &[&volunteer]).map(drop)
}

/// Those that end in the coming days, seen and of volunteers who take shifts: the person, the kind, the last day.
pub(crate) fn list_ending(read: &Read, on: logic::time::Day) -> Result<Vec<(PersonId, String)>, Fault> {
    let list = sql!(
        "select v.person, q.kind from volunteer_qualification q join volunteer v on v.id = q.volunteer
        where q.valid_to = $1 and q.seen_at is not null and v.state = 'active' and v.person is not null order by v.person, q.kind"
    );
    read.list(list, &[&on], |row| row.read())
}

fn qualification(row: &Row) -> Result<Qualification, Fault> {
    let seen = row.get::<Option<Instant>>(7)?.zip(row.get::<Option<PersonId>>(8)?);
    Ok(Qualification {
        id: row.get(0)?,
        volunteer: row.get(1)?,
        kind: row.get(2)?,
        number: row.get(3)?,
        issuer: row.get(4)?,
        valid_from: row.get(5)?,
        valid_to: row.get(6)?,
        seen,
    })
}

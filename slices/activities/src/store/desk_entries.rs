//! Statements on what phones at the door sent.

use crate::rules::{ActivityId, AttendanceId, DeskEntry, EntryId};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::id::AccountId;
use logic::time::Instant;

/// What became of an entry: `in`, or the code of the refusal.
pub(crate) fn find_outcome(read: &Read, activity: ActivityId, id: EntryId) -> Result<Option<(String, Instant)>, Fault> {
    let find = sql!("select outcome, at from desk_entry where id = $1 and activity = $2");
    read.find(find, &[&id, &activity], |row| row.read())
}

/// What is in is settled; of what is not, name and telephone are kept until somebody settles it.
pub(crate) fn insert(
    tx: &mut Tx,
    (activity, account): (ActivityId, Option<AccountId>),
    entry: &DeskEntry,
    (outcome, attendance): (&str, Option<AttendanceId>),
) -> Result<(), Fault> {
    let insert = sql!(
        "insert into desk_entry (id, activity, account, kind, registration, session, persons, audience, name, phone, said_at, at, outcome,
            attendance, received_at, settled)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    );
    let is_in = attendance.is_some();
    let kind = if entry.registration.is_some() { "roll" } else { "walk_in" };
    let (name, phone) = (entry.name.as_ref().filter(|_| !is_in), entry.phone.as_ref().filter(|_| !is_in));
    let DeskEntry { id, registration, session, persons, audience, said_at, at, .. } = entry;
    let settled = is_in.then_some("in");
    let params: ground::db::Params = &[
        id,
        &activity,
        &account,
        &kind,
        registration,
        session,
        persons,
        audience,
        &name,
        &phone,
        said_at,
        at,
        &outcome,
        &attendance,
        &tx.now,
        &settled,
    ];
    tx.run(insert, params).map(drop)
}

/// An entry that waits for somebody, with what stood in its way.
#[derive(Debug, Clone)]
pub(crate) struct Conflict {
    pub(crate) entry: DeskEntry,
    pub(crate) outcome: String,
    pub(crate) received_at: Instant,
    /// The name on the registration.
    pub(crate) of: Option<String>,
}

macro_rules! select_conflict {
    ($rest:literal) => {
        sql!(concat!(
            "select e.id, e.registration, e.session, e.persons, e.audience, e.name, e.phone, e.said_at, e.at, e.outcome, e.received_at, p.name
            from desk_entry e left join registration r on r.id = e.registration left join person p on p.id = r.person ",
            $rest
        ))
    };
}

pub(crate) fn list_open(read: &Read, activity: ActivityId) -> Result<Vec<Conflict>, Fault> {
    let list =
        select_conflict!("where e.activity = $1 and e.settled is null order by e.received_at, e.at, e.id limit 200");
    read.list(list, &[&activity], conflict)
}

pub(crate) fn get_open(read: &Read, activity: ActivityId, id: EntryId) -> Result<Conflict, Stop> {
    let get = select_conflict!("where e.activity = $1 and e.id = $2 and e.settled is null");
    read.find(get, &[&activity, &id], conflict)?.or_missing()
}

pub(crate) fn count_open(read: &Read, activity: ActivityId) -> Result<i64, Fault> {
    read.number(sql!("select count(*) from desk_entry where activity = $1 and settled is null"), &[&activity])
}

/// Settled: in after all, or dismissed. Who walked in is forgotten here.
pub(crate) fn settle(tx: &mut Tx, id: EntryId, how: &str, attendance: Option<AttendanceId>) -> Result<(), Fault> {
    let settle = sql!("update desk_entry set settled = $2, attendance = $3, name = null, phone = null where id = $1");
    tx.run(settle, &[&id, &how, &attendance]).map(drop)
}

/// Names and telephones of conflicts that nobody settled are forgotten some time after the activity.
pub(crate) fn forget(tx: &mut Tx, ended_before: Instant) -> Result<u64, Fault> {
    let forget = sql!(
        "update desk_entry set name = null, phone = null, settled = coalesce(settled, 'lapsed')
        where (settled is null or name is not null or phone is not null)
            and activity in (select id from activity where ends_at < $1)"
    );
    tx.run(forget, &[&ended_before])
}

fn conflict(row: &Row) -> Result<Conflict, Fault> {
    Ok(Conflict {
        entry: DeskEntry {
            id: row.get(0)?,
            registration: row.get(1)?,
            session: row.get(2)?,
            persons: row.get(3)?,
            audience: row.get(4)?,
            name: row.get(5)?,
            phone: row.get(6)?,
            said_at: row.get(7)?,
            at: row.get(8)?,
        },
        outcome: row.get(9)?,
        received_at: row.get(10)?,
        of: row.get(11)?,
    })
}

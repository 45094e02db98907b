//! Statements on certificates and feedback.

use crate::rules::{ActivityId, AttendanceId, Certificate, CertificateId, Feedback};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use logic::id::PersonId;
use logic::time::{Day, Instant};

pub(crate) fn find_certificate(read: &Read, id: CertificateId) -> Result<Option<Certificate>, Fault> {
    let find =
        sql!("select id, activity, person, issued_at, revoked_at, reason from attendance_certificate where id = $1");
    read.find(find, &[&id], certificate)
}

/// The one that stands for a person.
pub(crate) fn find_certificate_of(
    read: &Read,
    activity: ActivityId,
    person: PersonId,
) -> Result<Option<Certificate>, Fault> {
    let find = sql!(
        "select id, activity, person, issued_at, revoked_at, reason from attendance_certificate
        where activity = $1 and person = $2 and revoked_at is null"
    );
    read.find(find, &[&activity, &person], certificate)
}

/// Newest first.
pub(crate) fn list_certificates(read: &Read, activity: ActivityId) -> Result<Vec<Certificate>, Fault> {
    let list = sql!(
        "select id, activity, person, issued_at, revoked_at, reason from attendance_certificate
        where activity = $1 order by issued_at desc, id limit 500"
    );
    read.list(list, &[&activity], certificate)
}

pub(crate) fn insert_certificate(tx: &mut Tx, one: &Certificate) -> Result<(), Fault> {
    let insert = sql!("insert into attendance_certificate (id, activity, person, issued_at) values ($1, $2, $3, $4)");
    tx.run(insert, &[&one.id, &one.activity, &one.person, &one.issued_at]).map(drop)
}

pub(crate) fn save_certificate(tx: &mut Tx, one: &Certificate) -> Result<(), Fault> {
    let (at, reason) = one.revoked.as_ref().map(|(at, reason)| (*at, reason)).unzip();
    let save = sql!("update attendance_certificate set revoked_at = $2, reason = $3 where id = $1");
    tx.run(save, &[&one.id, &at, &reason]).map(drop)
}

fn certificate(row: &Row) -> Result<Certificate, Fault> {
    let revoked_at: Option<Instant> = row.get(4)?;
    Ok(Certificate {
        id: row.get(0)?,
        activity: row.get(1)?,
        person: row.get(2)?,
        issued_at: row.get(3)?,
        revoked: revoked_at.zip(Some(row.get::<Option<String>>(5)?.unwrap_or_default())),
    })
}

pub(crate) fn has_feedback(read: &Read, attendance: AttendanceId) -> Result<bool, Fault> {
    let find = sql!("select 1 from activity_feedback where attendance = $1");
    Ok(read.find(find, &[&attendance], |row| row.get::<i64>(0))?.is_some())
}

pub(crate) fn insert_feedback(tx: &mut Tx, one: &Feedback) -> Result<(), Fault> {
    let insert = sql!(
        "insert into activity_feedback (id, activity, attendance, overall, content, manner, again, said, at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let Feedback { id, activity, attendance, overall, content, manner, again, said, at } = one;
    tx.run(insert, &[id, activity, attendance, overall, content, manner, &i64::from(*again), said, at]).map(drop)
}

/// A word of feedback as those who run the activity read it: without whose it is.
pub(crate) struct Word {
    pub(crate) marks: [i64; 3],
    pub(crate) again: bool,
    pub(crate) said: String,
    pub(crate) on: Day,
}

/// In no order that would tell whose they are.
pub(crate) fn list_feedback(read: &Read, activity: ActivityId) -> Result<Vec<Word>, Fault> {
    let list = sql!(
        "select overall, content, manner, again, said, at from activity_feedback
        where activity = $1 order by overall, content, manner, said limit 5000"
    );
    read.list(list, &[&activity], |row| {
        Ok(Word {
            marks: [row.get(0)?, row.get(1)?, row.get(2)?],
            again: row.get::<i64>(3)? != 0,
            said: row.get(4)?,
            on: row.get::<Instant>(5)?.day(),
        })
    })
}

/// What a person came to lately, for the person: activity, title, pass, when.
pub(crate) type Came = (ActivityId, String, crate::rules::Pass, Instant);

pub(crate) fn list_came(read: &Read, person: PersonId, since: Instant) -> Result<Vec<Came>, Fault> {
    let list = sql!(
        "select a.activity, t.title, a.pass, a.at from attendance a join activity t on t.id = a.activity
        where a.person = $1 and a.state <> 'void' and a.at >= $2 order by a.at desc limit 20"
    );
    read.list(list, &[&person, &since], |row| row.read())
}

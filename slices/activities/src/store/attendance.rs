//! Statements on who came, by name or by number.

use crate::rules::{ActivityId, Attendance, AttendanceId, CountId, HeadCount, Pass, RegistrationId, SessionId};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::code::{Channel, Reason};
use logic::id::PersonId;
use logic::time::Day;

macro_rules! select_attendance {
    ($rest:literal) => {
        sql!(concat!(
            "select a.id, a.activity, a.session, a.happened, a.registration, a.person, a.persons, a.audience, a.channel, a.means, a.at,
                a.left_at, a.pass, a.reason from attendance a ",
            $rest
        ))
    };
}

pub(crate) fn get(read: &Read, activity: ActivityId, id: AttendanceId) -> Result<Attendance, Stop> {
    let get = select_attendance!("where a.id = $1 and a.activity = $2");
    read.find(get, &[&id, &activity], attendance)?.or_missing()
}

/// The activity that an attendance or a head count belongs to.
pub(crate) fn find_activity(read: &Read, id: AttendanceId) -> Result<Option<ActivityId>, Fault> {
    let find =
        sql!("select activity from attendance where id = $1 union all select activity from head_count where id = $1");
    read.find(find, &[&id], |row| row.get(0))
}

/// By what only the one who came knows: the pass, or the receipt of the registration.
pub(crate) fn find_by_pass(read: &Read, activity: ActivityId, pass: Pass) -> Result<Vec<Attendance>, Fault> {
    let find = select_attendance!(
        "where a.activity = $1 and a.state <> 'void'
            and (a.pass = $2 or a.registration in (select id from registration where receipt = $2 and activity = $1 and person = a.person))
        order by a.happened, a.at limit 200"
    );
    read.list(find, &[&activity, &pass], attendance)
}

/// The party's standing attendance of this session on this day.
pub(crate) fn find_of_party(
    read: &Read,
    party: RegistrationId,
    session: Option<SessionId>,
    on: Day,
) -> Result<Option<Attendance>, Fault> {
    let find = select_attendance!(
        "where a.registration = $1 and coalesce(a.session, '') = coalesce(cast($2 as text), '') and a.happened = $3 and a.state <> 'void'"
    );
    read.find(find, &[&party, &session, &on], attendance)
}

/// The person's standing attendance of this session on this day, whichever way they came in.
pub(crate) fn find_of_person(
    read: &Read,
    activity: ActivityId,
    person: PersonId,
    session: Option<SessionId>,
    on: Day,
) -> Result<Option<Attendance>, Fault> {
    let find = select_attendance!(
        "where a.activity = $1 and a.person = $2 and coalesce(a.session, '') = coalesce(cast($3 as text), '') and a.happened = $4
            and a.state <> 'void'"
    );
    read.find(find, &[&activity, &person, &session, &on], attendance)
}

/// Every standing attendance of a person at an activity.
pub(crate) fn list_of_person(read: &Read, activity: ActivityId, person: PersonId) -> Result<Vec<Attendance>, Fault> {
    let list = select_attendance!(
        "where a.activity = $1 and a.person = $2 and a.state <> 'void' order by a.happened, a.at limit 200"
    );
    read.list(list, &[&activity, &person], attendance)
}

pub(crate) fn insert(tx: &mut Tx, one: &Attendance) -> Result<(), Fault> {
    let insert = sql!(
        "insert into attendance (id, activity, session, happened, registration, person, persons, audience, channel, means, at, left_at,
            pass, state)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'in')"
    );
    let Attendance { id, activity, session, on, registration, person, persons, audience, channel, means, .. } = one;
    let params: ground::db::Params = &[
        id,
        activity,
        session,
        on,
        registration,
        person,
        persons,
        audience,
        channel,
        means,
        &one.at,
        &one.left_at,
        &one.pass,
    ];
    tx.run(insert, params).map(drop)
}

/// What may change: how many, which group, when they left, whether it stands.
pub(crate) fn save(tx: &mut Tx, one: &Attendance) -> Result<(), Fault> {
    let save =
        sql!("update attendance set persons = $2, audience = $3, left_at = $4, state = $5, reason = $6 where id = $1");
    let state = match (one.void, one.left_at) {
        (Some(_), _) => "void",
        (None, Some(_)) => "left",
        (None, None) => "in",
    };
    tx.run(save, &[&one.id, &one.persons, &one.audience, &one.left_at, &state, &one.void]).map(drop)
}

/// Whether anybody came in by name through this channel, to this session or to where it is part of.
pub(crate) fn is_named(
    read: &Read,
    activity: ActivityId,
    session: Option<SessionId>,
    channel: Channel,
) -> Result<bool, Fault> {
    let find = sql!(
        "select 1 from attendance where activity = $1 and channel = $2 and state <> 'void'
            and (session is null or cast($3 as text) is null or session = $3) limit 1"
    );
    Ok(read.find(find, &[&activity, &channel, &session], |row| row.get::<i64>(0))?.is_some())
}

/// Whether heads were counted through this channel, at this session or where it is part of.
pub(crate) fn is_counted(
    read: &Read,
    activity: ActivityId,
    session: Option<SessionId>,
    channel: Channel,
) -> Result<bool, Fault> {
    let find = sql!(
        "select 1 from head_count where activity = $1 and channel = $2 and reason is null
            and (session is null or cast($3 as text) is null or session = $3) limit 1"
    );
    Ok(read.find(find, &[&activity, &channel, &session], |row| row.get::<i64>(0))?.is_some())
}

/// How many persons came to a session on a day.
pub(crate) fn count_on(read: &Read, activity: ActivityId, session: Option<SessionId>, on: Day) -> Result<i64, Fault> {
    let count = sql!(
        "select coalesce(sum(persons), 0) from attendance where activity = $1 and happened = $2 and channel = 'onsite'
            and coalesce(session, '') = coalesce(cast($3 as text), '') and state <> 'void'"
    );
    read.number(count, &[&activity, &on, &session])
}

/// A registration by its entry number.
pub(crate) fn find_by_number(read: &Read, activity: ActivityId, number: i64) -> Result<Option<RegistrationId>, Fault> {
    let find = sql!("select id from registration where activity = $1 and number = $2 and number > 0");
    read.find(find, &[&activity, &number], |row| row.get(0))
}

/// Whether anything of a session's attendance was written down.
pub(crate) fn has_session(read: &Read, activity: ActivityId, session: SessionId) -> Result<bool, Fault> {
    let find = sql!(
        "select 1 from attendance where activity = $1 and session = $2
        union all select 1 from head_count where activity = $1 and session = $2 limit 1"
    );
    Ok(read.find(find, &[&activity, &session], |row| row.get::<i64>(0))?.is_some())
}

/// Persons of a channel and, if it is known, of a group.
pub(crate) type GroupTotal = (Channel, Option<String>, i64);

pub(crate) fn totals(read: &Read, activity: ActivityId) -> Result<Vec<GroupTotal>, Fault> {
    let totals = sql!(
        "select channel, audience, sum(persons) from attendance where activity = $1 and state <> 'void'
        group by channel, audience order by channel, audience"
    );
    read.list(totals, &[&activity], |row| row.read())
}

/// A head count and the sessions of all: standing ones first come first.
pub(crate) fn list_counts(read: &Read, activity: ActivityId) -> Result<Vec<HeadCount>, Fault> {
    let list = sql!(
        "select id, activity, session, happened, channel, audience, heads, way, note, at, reason from head_count
        where activity = $1 order by happened, at, id limit 500"
    );
    read.list(list, &[&activity], count)
}

pub(crate) fn get_count(read: &Read, activity: ActivityId, id: CountId) -> Result<HeadCount, Stop> {
    let get = sql!(
        "select id, activity, session, happened, channel, audience, heads, way, note, at, reason from head_count
        where id = $1 and activity = $2"
    );
    read.find(get, &[&id, &activity], count)?.or_missing()
}

pub(crate) fn insert_count(tx: &mut Tx, one: &HeadCount) -> Result<(), Fault> {
    let insert = sql!(
        "insert into head_count (id, activity, session, happened, channel, audience, heads, way, note, at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let HeadCount { id, activity, session, on, channel, audience, heads, way, note, at, .. } = one;
    tx.run(insert, &[id, activity, session, on, channel, audience, heads, way, note, at]).map(drop)
}

pub(crate) fn save_count(tx: &mut Tx, one: &HeadCount) -> Result<(), Fault> {
    tx.run(sql!("update head_count set reason = $2 where id = $1"), &[&one.id, &one.void]).map(drop)
}

/// Facts and figures must agree: what stands here is what the ledger adds up to, by activity and channel.
pub(crate) fn list_miscounted(read: &Read) -> Result<Vec<String>, Fault> {
    let list = sql!(
        "select a.id from attendance a where a.state <> 'void' and a.persons <>
            (select coalesce(sum(f.sign * f.quantity), 0) from fact f where f.noun = a.id and f.kind = 'activity.attended')
        union all
        select a.id from attendance a where a.state = 'void' and 0 <>
            (select coalesce(sum(f.sign * f.quantity), 0) from fact f where f.noun = a.id and f.kind = 'activity.attended')
        order by 1 limit 20"
    );
    read.list(list, &[], |row| row.get(0))
}

/// Where names and numbers stand side by side, by activity.
pub(crate) fn list_mixed(read: &Read) -> Result<Vec<String>, Fault> {
    let list = sql!(
        "select distinct a.activity from attendance a join head_count h on h.activity = a.activity and h.channel = a.channel
            and h.reason is null and (h.session is null or a.session is null or h.session = a.session)
        where a.state <> 'void' order by 1 limit 20"
    );
    read.list(list, &[], |row| row.get(0))
}

fn count(row: &Row) -> Result<HeadCount, Fault> {
    Ok(HeadCount {
        id: row.get(0)?,
        activity: row.get(1)?,
        session: row.get(2)?,
        on: row.get(3)?,
        channel: row.get(4)?,
        audience: row.get(5)?,
        heads: row.get(6)?,
        way: row.get(7)?,
        note: row.get(8)?,
        at: row.get(9)?,
        void: row.get::<Option<Reason>>(10)?,
    })
}

fn attendance(row: &Row) -> Result<Attendance, Fault> {
    Ok(Attendance {
        id: row.get(0)?,
        activity: row.get(1)?,
        session: row.get(2)?,
        on: row.get(3)?,
        registration: row.get(4)?,
        person: row.get(5)?,
        persons: row.get(6)?,
        audience: row.get(7)?,
        channel: row.get(8)?,
        means: row.get(9)?,
        at: row.get(10)?,
        left_at: row.get(11)?,
        pass: row.get(12)?,
        void: row.get::<Option<Reason>>(13)?,
    })
}

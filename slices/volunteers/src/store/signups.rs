//! Statements on who is at which shift.

use super::shifts;
use crate::rules::reconciliation::{Line, tail};
use crate::rules::{Hall, How, ShiftId, Signup, SignupId, SignupState, Span, VolunteerId};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::id::PersonId;
use logic::time::{Day, Instant};

macro_rules! select_signup {
    ($rest:literal) => {
        sql!(concat!(
            "select g.id, g.shift, g.volunteer, g.person, p.name, p.phone, g.state, g.turn, g.accompanied, g.in_at, g.in_how, g.out_at,
                g.out_how, g.minutes, g.since
            from signup g left join person p on p.id = g.person ",
            $rest
        ))
    };
}

pub(crate) fn get(read: &Read, id: SignupId) -> Result<Signup, Stop> {
    read.find(select_signup!("where g.id = $1"), &[&id], signup)?.or_missing()
}

/// Of this shift only.
pub(crate) fn get_at(read: &Read, shift: ShiftId, id: SignupId) -> Result<Signup, Stop> {
    read.find(select_signup!("where g.id = $1 and g.shift = $2"), &[&id, &shift], signup)?.or_missing()
}

pub(crate) fn find(read: &Read, shift: ShiftId, person: PersonId) -> Result<Option<Signup>, Fault> {
    read.find(select_signup!("where g.shift = $1 and g.person = $2"), &[&shift, &person], signup)
}

/// Everyone who ever was at it, in the order they came to it.
pub(crate) fn list(read: &Read, shift: ShiftId) -> Result<Vec<Signup>, Fault> {
    read.list(select_signup!("where g.shift = $1 order by g.id"), &[&shift], signup)
}

/// Those waiting, in their order.
pub(crate) fn list_line(read: &Read, shift: ShiftId, limit: i64) -> Result<Vec<Signup>, Fault> {
    read.list(
        select_signup!("where g.shift = $1 and g.state = 'waiting' order by g.turn limit $2"),
        &[&shift, &limit],
        signup,
    )
}

/// How many wait up to this turn.
pub(crate) fn position(read: &Read, shift: ShiftId, turn: i64) -> Result<i64, Fault> {
    read.number(
        sql!("select count(*) from signup where shift = $1 and state = 'waiting' and turn <= $2"),
        &[&shift, &turn],
    )
}

/// The times of the shifts somebody has, near a moment, without this one; under any of the records merged with theirs.
pub(crate) fn list_taken(read: &Read, person: PersonId, without: ShiftId, near: Instant) -> Result<Vec<Span>, Fault> {
    let list = sql!(
        "select s.starts_at, s.ends_at from signup g join shift s on s.id = g.shift
        where g.person in (select id from person where id = $1 or merged_into = $1 or id = (select merged_into from person where id = $1))
            and g.shift <> $2 and g.state in ('taken', 'served') and s.starts_at between $3 and $4 order by s.starts_at"
    );
    let days = 3 * 86_400;
    let span = |row: &Row| Ok(Span { from: row.get(0)?, to: row.get(1)? });
    read.list(list, &[&person, &without, &near.plus_seconds(-days), &near.plus_seconds(days)], span)
}

/// What one person has at shifts that have not ended, or ended this lately; the earliest first.
pub(crate) fn list_of(read: &Read, person: PersonId, since: Instant, limit: i64) -> Result<Vec<Signup>, Fault> {
    let list = select_signup!(
        "join shift s on s.id = g.shift where g.person = $1 and s.ends_at > $2 and g.state in ('invited', 'waiting', 'taken', 'served')
        order by s.starts_at, g.id limit $3"
    );
    read.list(list, &[&person, &since, &limit], signup)
}

/// How many shifts somebody still has, from now on.
pub(crate) fn count_ahead(read: &Read, person: PersonId) -> Result<i64, Fault> {
    let count = sql!(
        "select count(*) from signup g join shift s on s.id = g.shift
        where g.person = $1 and g.state in ('taken', 'waiting', 'invited') and s.state = 'open' and s.ends_at > $2"
    );
    read.number(count, &[&person, &read.now])
}

/// What waits for the keeper's word: signup, shift, role.
pub(crate) fn list_told(read: &Read, keeper: Option<PersonId>, units: &str, limit: i64) -> Result<Vec<Signup>, Fault> {
    let list = select_signup!(
        "join shift s on s.id = g.shift where g.state = 'taken' and (g.in_how = 'told' or g.out_how = 'told')
            and (s.keeper = $1 or $2 like '%' || s.unit || '%')
        order by g.in_at limit $3"
    );
    read.list(list, &[&keeper, &units, &limit], signup)
}

/// Who has a shift that begins between two moments: the shift and the person.
pub(crate) fn list_coming(read: &Read, from: Instant, to: Instant) -> Result<Vec<(ShiftId, PersonId)>, Fault> {
    let list = sql!(
        "select s.id, g.person from signup g join shift s on s.id = g.shift
        where g.state = 'taken' and s.state = 'open' and s.starts_at >= $1 and s.starts_at < $2 order by s.starts_at, s.id, g.id"
    );
    read.list(list, &[&from, &to], |row| row.read())
}

/// Hours served, of shifts beginning in these days; `units` as everywhere. A shift without an activity goes by its role.
pub(crate) fn list_hours(
    read: &Read,
    (from, to): (Day, Day),
    units: &str,
    (offset, limit): (i64, i64),
) -> Result<Vec<(Line, SignupId)>, Fault> {
    let list = sql!(
        "select p.name, p.phone, coalesce((select d.title from search_document d where d.kind = 'activity' and d.noun = s.activity), s.role),
            s.starts_at, g.minutes, g.id from signup g
            join shift s on s.id = g.shift left join person p on p.id = g.person
        where g.state = 'served' and s.duty = 'volunteer' and s.starts_at between $1 and $2 and $3 like '%' || s.unit || '%'
        order by s.starts_at, g.id limit $4 offset $5"
    );
    let last = Instant(to.plus(1).start().0 - 1);
    read.list(list, &[&from.start(), &last, &units, &limit, &offset], |row| {
        let line = Line {
            name: row.get::<Option<String>>(0)?.unwrap_or_default(),
            tail: tail(&row.get::<Option<String>>(1)?.unwrap_or_default()),
            activity: row.get(2)?,
            day: row.get::<Instant>(3)?.day().0,
            minutes: row.get(4)?,
        };
        Ok((line, row.get(5)?))
    })
}

/// How many lines, and how many minutes in all.
pub(crate) fn sum_hours(read: &Read, (from, to): (Day, Day), units: &str) -> Result<(i64, i64), Fault> {
    let sum = sql!(
        "select count(*), cast(coalesce(sum(g.minutes), 0) as bigint) from signup g join shift s on s.id = g.shift
        where g.state = 'served' and s.duty = 'volunteer' and s.starts_at between $1 and $2 and $3 like '%' || s.unit || '%'"
    );
    let last = Instant(to.plus(1).start().0 - 1);
    Ok(read.find(sum, &[&from.start(), &last, &units], |row| row.read())?.unwrap_or((0, 0)))
}

/// What a record of service is called: the role, and the activity if there was one.
pub(crate) fn find_title(read: &Read, signup: logic::id::Id) -> Result<Option<String>, Fault> {
    let find = sql!(
        "select s.role, (select d.title from search_document d where d.kind = 'activity' and d.noun = s.activity)
        from signup g join shift s on s.id = g.shift where g.id = $1"
    );
    let title = |row: &Row| {
        let (role, occasion): (String, Option<String>) = row.read()?;
        Ok(occasion.map_or(role.clone(), |occasion| format!("{role} · {occasion}")))
    };
    read.find(find, &[&signup], title)
}

/// A shift and those of its people that changed.
pub(crate) fn save_hall(tx: &mut Tx, hall: &Hall) -> Result<(), Fault> {
    shifts::save(tx, &hall.shift)?;
    hall.changed.iter().try_for_each(|signup| save(tx, signup))
}

pub(crate) fn save(tx: &mut Tx, signup: &Signup) -> Result<(), Fault> {
    let save = sql!(
        "insert into signup (id, shift, volunteer, person, state, turn, accompanied, in_at, in_how, out_at, out_how, minutes, since)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        on conflict (id) do update set state = excluded.state, turn = excluded.turn, accompanied = excluded.accompanied,
            in_at = excluded.in_at, in_how = excluded.in_how, out_at = excluded.out_at, out_how = excluded.out_how,
            minutes = excluded.minutes, since = excluded.since"
    );
    let Signup { id, shift, volunteer, person, state, turn, accompanied, came, went, since, .. } = signup;
    let minutes = match state {
        SignupState::Served { minutes } => Some(*minutes),
        _ => None,
    };
    let (in_at, in_how) = (came.map(|(at, _)| at), came.map(|(_, how)| how));
    let (out_at, out_how) = (went.map(|(at, _)| at), went.map(|(_, how)| how));
    let accompanied = i64::from(*accompanied);
    let params: ground::db::Params = &[
        id,
        shift,
        volunteer,
        person,
        &state.code(),
        turn,
        &accompanied,
        &in_at,
        &in_how,
        &out_at,
        &out_how,
        &minutes,
        since,
    ];
    tx.run(save, params).map(drop)
}

/// Hours whose fact does not stand, or says other minutes.
pub(crate) fn list_unsaid(read: &Read) -> Result<Vec<String>, Fault> {
    let unsaid = sql!(
        "select g.id from signup g where g.state = 'served' and not exists (select 1 from fact f
            where f.noun = g.id and f.kind = 'shift.served' and f.sign = 1 and f.quantity = g.minutes
                and not exists (select 1 from fact back where back.corrects = f.position and back.sign = -1))"
    );
    read.list(unsaid, &[], |row| row.get(0))
}

/// People with two shifts at once.
pub(crate) fn list_clashes(read: &Read) -> Result<Vec<String>, Fault> {
    let clashes = sql!(
        "select a.id from signup a join shift s on s.id = a.shift join signup b on b.person = a.person and b.id > a.id
            join shift t on t.id = b.shift
        where a.state in ('taken', 'served') and b.state in ('taken', 'served') and s.starts_at < t.ends_at and t.starts_at < s.ends_at"
    );
    read.list(clashes, &[], |row| row.get(0))
}

fn signup(row: &Row) -> Result<Signup, Fault> {
    let state: String = row.get(6)?;
    let state = match state.as_str() {
        "invited" => SignupState::Invited,
        "waiting" => SignupState::Waiting,
        "taken" => SignupState::Taken,
        "served" => SignupState::Served { minutes: row.get(13)? },
        "absent" => SignupState::Absent,
        "withdrawn" => SignupState::Withdrawn,
        "swapped" => SignupState::Swapped,
        "passed_over" => SignupState::PassedOver,
        "cancelled" => SignupState::Cancelled,
        other => return Err(Fault::broken("reading a signup", other)),
    };
    let said = |at: usize| Ok::<_, Fault>(row.get::<Option<Instant>>(at)?.zip(row.get::<Option<How>>(at + 1)?));
    Ok(Signup {
        id: row.get(0)?,
        shift: row.get(1)?,
        volunteer: row.get::<VolunteerId>(2)?,
        person: row.get(3)?,
        name: row.get::<Option<String>>(4)?.unwrap_or_default(),
        phone: row.get::<Option<String>>(5)?.unwrap_or_default(),
        state,
        turn: row.get(7)?,
        accompanied: row.get::<i64>(8)? != 0,
        came: said(9)?,
        went: said(11)?,
        since: row.get(14)?,
    })
}

//! Statements on registrations.

use super::entries::{from_json, to_json};
use crate::rules::{ActivityId, Party, Receipt, Registration, RegistrationId, RosterId, Standing};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::form::Phone;
use logic::form::sheet::{Answers, Sheet};
use logic::id::PersonId;
use logic::time::Instant;

macro_rules! select_registration {
    ($rest:literal) => {
        sql!(concat!(
            "select r.id, r.activity, r.receipt, r.number, r.turn, r.person, r.name, r.phone, r.size, r.session, r.audience, r.role,
                r.companions, r.answers, r.state, r.until, r.reason, r.since, r.roster, p.name, p.phone
            from registration r left join person p on p.id = r.person ",
            $rest
        ))
    };
}

/// By its receipt, for this activity only.
pub(crate) fn get(read: &Read, activity: ActivityId, receipt: Receipt) -> Result<Registration, Stop> {
    let get = select_registration!("where r.receipt = $1 and r.activity = $2");
    read.find(get, &[&receipt, &activity], registration)?.or_missing()
}

pub(crate) fn find_by_id(read: &Read, id: RegistrationId) -> Result<Option<Registration>, Fault> {
    read.find(select_registration!("where r.id = $1"), &[&id], registration)
}

/// The registration of a person that still stands.
pub(crate) fn find_live(read: &Read, activity: ActivityId, person: PersonId) -> Result<Option<Registration>, Fault> {
    let find = select_registration!(
        "where r.activity = $1 and r.person = $2 and r.state in ('requested', 'entered', 'waiting', 'offered', 'confirmed')"
    );
    read.find(find, &[&activity, &person], registration)
}

/// Those waiting, in their order, of parties no larger than this; after this turn.
pub(crate) fn list_line(
    read: &Read,
    activity: ActivityId,
    largest: i64,
    after: i64,
    limit: i64,
) -> Result<Vec<Registration>, Fault> {
    let list = select_registration!(
        "where r.activity = $1 and r.state = 'waiting' and r.size <= $2 and r.turn > $3 order by r.turn limit $4"
    );
    read.list(list, &[&activity, &largest, &after, &limit], registration)
}

/// Offers that are over.
pub(crate) fn list_stale_offers(read: &Read, activity: ActivityId) -> Result<Vec<Registration>, Fault> {
    let list =
        select_registration!("where r.activity = $1 and r.state = 'offered' and r.until <= $2 order by r.until, r.id");
    read.list(list, &[&activity, &read.now], registration)
}

/// Everyone in a lottery.
pub(crate) fn list_entered(read: &Read, activity: ActivityId) -> Result<Vec<Registration>, Fault> {
    let list = select_registration!("where r.activity = $1 and r.state = 'entered' order by r.number");
    read.list(list, &[&activity], registration)
}

/// Everyone who holds places.
pub(crate) fn list_holders(read: &Read, activity: ActivityId) -> Result<Vec<Registration>, Fault> {
    let list = select_registration!("where r.activity = $1 and r.state in ('offered', 'confirmed') order by r.number");
    read.list(list, &[&activity], registration)
}

/// Everyone who may still come.
pub(crate) fn list_live(read: &Read, activity: ActivityId) -> Result<Vec<Registration>, Fault> {
    let list = select_registration!(
        "where r.activity = $1 and r.state in ('requested', 'entered', 'waiting', 'offered', 'confirmed') order by r.number"
    );
    read.list(list, &[&activity], registration)
}

/// All that came with a sheet.
pub(crate) fn list_of_roster(read: &Read, roster: RosterId) -> Result<Vec<Registration>, Fault> {
    read.list(select_registration!("where r.roster = $1 order by r.number"), &[&roster], registration)
}

/// A person's registrations, newest first, with the activities' names and beginnings.
pub(crate) fn list_of_people(read: &Read, person: PersonId) -> Result<Vec<(Registration, String, Instant)>, Fault> {
    let list = sql!(
        "select r.id, r.activity, r.receipt, r.number, r.turn, r.person, r.name, r.phone, r.size, r.session, r.audience, r.role,
            r.companions, r.answers, r.state, r.until, r.reason, r.since, r.roster, p.name, p.phone, a.title, a.starts_at
        from registration r left join person p on p.id = r.person join activity a on a.id = r.activity
        where r.person = $1 and a.ends_at > $2 and r.state <> 'pending' order by a.starts_at, r.number limit 20"
    );
    read.list(list, &[&person, &read.now], |row| Ok((registration(row)?, row.get(21)?, row.get(22)?)))
}

/// How many wait up to this turn: the position in the line.
pub(crate) fn position(read: &Read, activity: ActivityId, turn: i64) -> Result<i64, Fault> {
    let count = sql!("select count(*) from registration where activity = $1 and state = 'waiting' and turn <= $2");
    read.number(count, &[&activity, &turn])
}

/// Whether anybody has registered for a session.
pub(crate) fn is_chosen(read: &Read, activity: ActivityId, session: crate::rules::SessionId) -> Result<bool, Fault> {
    let count = sql!(
        "select count(*) from registration where activity = $1 and session = $2
            and state in ('requested', 'entered', 'waiting', 'offered', 'confirmed')"
    );
    Ok(read.number(count, &[&activity, &session])? > 0)
}

pub(crate) fn insert(tx: &mut Tx, registration: &Registration) -> Result<(), Fault> {
    let insert = sql!(
        "insert into registration (id, activity, receipt, number, turn, person, name, phone, size, session, audience, role, companions,
            answers, state, until, reason, since, roster)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)"
    );
    run(tx, insert, registration)
}

/// Once the person is known, name and telephone are the person's, and kept there alone.
pub(crate) fn save(tx: &mut Tx, registration: &Registration) -> Result<(), Fault> {
    let save = sql!(
        "update registration set activity = $2, receipt = $3, number = $4, turn = $5, person = $6, name = $7, phone = $8, size = $9,
            session = $10, audience = $11, role = $12, companions = $13, answers = $14, state = $15, until = $16, reason = $17, since = $18,
            roster = $19
        where id = $1"
    );
    run(tx, save, registration)
}

fn run(tx: &mut Tx, sql: &'static ground::db::Sql, registration: &Registration) -> Result<(), Fault> {
    let Registration { id, activity, receipt, number, turn, person, party, companions, answers, state, since, .. } =
        registration;
    let (until, reason) = match state {
        Standing::Pending { until } | Standing::Offered { until } => (Some(*until), None),
        Standing::Refused { reason } => (None, Some(reason)),
        _ => (None, None),
    };
    let is_known = person.is_some();
    let name = if is_known { "" } else { &registration.name };
    let phone = registration.phone.as_ref().filter(|_| !is_known);
    let answers = if answers.0.is_empty() { String::new() } else { to_json("answers", answers)? };
    let params: ground::db::Params = &[
        id,
        activity,
        receipt,
        number,
        turn,
        person,
        &name,
        &phone,
        &party.size,
        &party.session,
        &party.audience,
        &party.role,
        companions,
        &answers,
        &state.code(),
        &until,
        &reason,
        since,
        &registration.roster,
    ];
    tx.run(sql, params).map(drop)
}

/// How a draw ended for an entry, for good.
pub(crate) fn save_drawn(tx: &mut Tx, id: RegistrationId, rank: i64, has_won: bool) -> Result<(), Fault> {
    let won = if has_won { rank } else { -rank };
    tx.run(sql!("update registration set won = $2 where id = $1"), &[&id, &won]).map(drop)
}

/// A draw's list for the public: rank (below zero: no place), entry number, size, and what quotas look at. Nobody is named.
pub(crate) fn list_drawn(read: &Read, activity: ActivityId) -> Result<Vec<(i64, Registration)>, Fault> {
    let list = sql!(
        "select r.id, r.activity, r.receipt, r.number, r.turn, null, '', null, r.size, r.session, r.audience, r.role, '', r.answers,
            r.state, r.until, r.reason, r.since, null, null, null, r.won
        from registration r where r.activity = $1 and r.won is not null order by abs(r.won)"
    );
    read.list(list, &[&activity], |row| Ok((row.get(21)?, registration(row)?)))
}

/// What the list of registrations is filtered by.
pub(crate) struct Filter {
    pub state: Option<String>,
    pub session: Option<String>,
    pub text: Option<String>,
}

impl Filter {
    fn upper(&self) -> Option<String> {
        self.text.as_ref().map(|text| format!("{text}\u{10ffff}"))
    }
}

pub(crate) fn list(
    read: &Read,
    activity: ActivityId,
    filter: &Filter,
    offset: i64,
    limit: i64,
) -> Result<Vec<Registration>, Fault> {
    let list = select_registration!(
        "where r.activity = $1 and r.number > 0 and (cast($2 as text) is null or r.state = $2)
            and (cast($3 as text) is null or r.session = $3)
            and (cast($4 as text) is null or p.name >= $4 and p.name < $5 or p.phone = $4)
        order by r.number limit $6 offset $7"
    );
    let Filter { state, session, text } = filter;
    read.list(list, &[&activity, state, session, text, &filter.upper(), &limit, &offset], registration)
}

pub(crate) fn count(read: &Read, activity: ActivityId, filter: &Filter) -> Result<i64, Fault> {
    let count = sql!(
        "select count(*) from registration r left join person p on p.id = r.person
        where r.activity = $1 and r.number > 0 and (cast($2 as text) is null or r.state = $2)
            and (cast($3 as text) is null or r.session = $3)
            and (cast($4 as text) is null or p.name >= $4 and p.name < $5 or p.phone = $4)"
    );
    let Filter { state, session, text } = filter;
    read.number(count, &[&activity, state, session, text, &filter.upper()])
}

/// Registrations and persons by state.
pub(crate) fn totals(read: &Read, activity: ActivityId) -> Result<Vec<(String, i64, i64)>, Fault> {
    let totals = sql!(
        "select state, count(*), sum(size) from registration where activity = $1 and number > 0 group by state order by state"
    );
    read.list(totals, &[&activity], |row| row.read())
}

/// Forms whose telephone was never proven, and what erased persons wrote, are forgotten.
pub(crate) fn forget(tx: &mut Tx) -> Result<(), Fault> {
    tx.run(sql!("delete from registration where state = 'pending' and until <= $1"), &[&tx.now])?;
    let erased = sql!(
        "update registration set companions = '', answers = '' where (companions <> '' or answers <> '')
            and person in (select id from person where erased_at is not null)"
    );
    tx.run(erased, &[]).map(drop)
}

/// Companions' names and answers are forgotten some time after the activity has ended.
pub(crate) fn forget_answers(tx: &mut Tx, ended_before: Instant) -> Result<u64, Fault> {
    let forget = sql!(
        "update registration set companions = '', answers = '' where (companions <> '' or answers <> '')
            and activity in (select id from activity where ends_at < $1)"
    );
    tx.run(forget, &[&ended_before])
}

fn registration(row: &Row) -> Result<Registration, Fault> {
    let state: String = row.get(14)?;
    let until: Option<Instant> = row.get(15)?;
    let until = until.unwrap_or(Instant(0));
    let state = match state.as_str() {
        "pending" => Standing::Pending { until },
        "requested" => Standing::Requested,
        "entered" => Standing::Entered,
        "waiting" => Standing::Waiting,
        "offered" => Standing::Offered { until },
        "confirmed" => Standing::Confirmed,
        "cancelled" => Standing::Cancelled,
        "refused" => Standing::Refused { reason: row.get::<Option<String>>(16)?.unwrap_or_default() },
        "lapsed" => Standing::Lapsed,
        other => return Err(Fault::broken("reading a registration", format!("no such state: {other}"))),
    };
    let answers: String = row.get(13)?;
    let known: Option<String> = row.get(19)?;
    let phone: Option<Phone> = row.get(20)?;
    let person: Option<PersonId> = row.get(5)?;
    Ok(Registration {
        id: row.get(0)?,
        activity: row.get(1)?,
        receipt: row.get(2)?,
        number: row.get(3)?,
        turn: row.get(4)?,
        person,
        name: if person.is_some() { known.unwrap_or_default() } else { row.get(6)? },
        phone: if person.is_some() { phone } else { row.get(7)? },
        party: Party {
            size: row.get(8)?,
            session: row.get(9)?,
            audience: row.get(10)?,
            role: row.get(11)?,
            chosen: Vec::new(),
        },
        companions: row.get(12)?,
        answers: if answers.is_empty() { Answers::default() } else { from_json("answers", &answers)? },
        state,
        since: row.get(17)?,
        roster: row.get(18)?,
    })
}

impl Registration {
    /// With the options that were chosen, as quotas look at them.
    pub(crate) fn counted(mut self, sheet: &Sheet) -> Self {
        self.party.chosen = sheet.chosen(&self.answers);
        self
    }
}

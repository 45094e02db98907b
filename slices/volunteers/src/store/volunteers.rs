//! Statements on volunteers' cards.

use super::{joined, parted};
use crate::rules::{Card, Guardian, HostUnit, Standing, Volunteer, VolunteerId};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::act::UnitPath;
use logic::form::Phone;
use logic::id::{Id, PersonId};
use logic::time::Instant;

macro_rules! select_volunteer {
    ($rest:literal) => {
        sql!(concat!(
            "select v.id, v.person, v.name, v.phone, v.receipt, v.unit, u.name, u.path, v.born, v.skills, v.languages, v.about, v.guardian,
                v.guardian_phone, v.guardian_agreed_at, v.consented_at, v.state, v.until, v.since, p.name, p.phone
            from volunteer v join unit u on u.id = v.unit left join person p on p.id = v.person ",
            $rest
        ))
    };
}

pub(crate) fn get(read: &Read, id: VolunteerId) -> Result<Volunteer, Stop> {
    read.find(select_volunteer!("where v.id = $1"), &[&id], volunteer)?.or_missing()
}

pub(crate) fn find_by_receipt(read: &Read, receipt: Id) -> Result<Option<Volunteer>, Fault> {
    read.find(select_volunteer!("where v.receipt = $1"), &[&receipt], volunteer)
}

pub(crate) fn find_of(read: &Read, person: PersonId) -> Result<Option<Volunteer>, Fault> {
    read.find(select_volunteer!("where v.person = $1"), &[&person], volunteer)
}

/// What a list is filtered by. `units` are the ids of the units whose cards the reader may see, in one text.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    pub units: String,
    pub state: Option<String>,
    pub skill: Option<String>,
    pub language: Option<String>,
    pub proof: Option<String>,
    pub text: Option<String>,
}

impl Filter {
    fn upper(&self) -> Option<String> {
        self.text.as_ref().map(|text| format!("{text}\u{10ffff}"))
    }

    fn like(code: &Option<String>) -> Option<String> {
        code.as_ref().map(|code| format!("% {code} %"))
    }
}

/// With the first day one of their qualifications ends, if any does.
pub(crate) fn list(
    read: &Read,
    filter: &Filter,
    order: &str,
    (offset, limit): (i64, i64),
) -> Result<Vec<Volunteer>, Fault> {
    let list = select_volunteer!(
        "where v.state <> 'pending' and $1 like '%' || v.unit || '%' and (cast($2 as text) is null or v.state = $2)
            and (cast($3 as text) is null or v.skills like $3) and (cast($4 as text) is null or v.languages like $4)
            and (cast($5 as text) is null or exists (select 1 from volunteer_qualification q
                where q.volunteer = v.id and q.kind = $5 and q.seen_at is not null and coalesce(q.valid_to, 99999) >= $6))
            and (cast($7 as text) is null or p.name >= $7 and p.name < $8 or p.phone = $7)
        order by case when $9 = 'person_name' then p.name end, case when $9 = '-person_name' then p.name end desc, v.id desc limit $10 offset $11"
    );
    let Filter { units, state, proof, text, .. } = filter;
    let (skill, language, today) = (Filter::like(&filter.skill), Filter::like(&filter.language), read.now.day());
    let params: ground::db::Params =
        &[units, state, &skill, &language, proof, &today, text, &filter.upper(), &order, &limit, &offset];
    read.list(list, params, volunteer)
}

pub(crate) fn count(read: &Read, filter: &Filter) -> Result<i64, Fault> {
    let count = sql!(
        "select count(*) from volunteer v left join person p on p.id = v.person
        where v.state <> 'pending' and $1 like '%' || v.unit || '%' and (cast($2 as text) is null or v.state = $2)
            and (cast($3 as text) is null or v.skills like $3) and (cast($4 as text) is null or v.languages like $4)
            and (cast($5 as text) is null or exists (select 1 from volunteer_qualification q
                where q.volunteer = v.id and q.kind = $5 and q.seen_at is not null and coalesce(q.valid_to, 99999) >= $6))
            and (cast($7 as text) is null or p.name >= $7 and p.name < $8 or p.phone = $7)"
    );
    let Filter { units, state, proof, text, .. } = filter;
    let (skill, language, today) = (Filter::like(&filter.skill), Filter::like(&filter.language), read.now.day());
    read.number(count, &[units, state, &skill, &language, proof, &today, text, &filter.upper()])
}

pub(crate) fn insert(tx: &mut Tx, volunteer: &Volunteer) -> Result<(), Fault> {
    let insert = sql!(
        "insert into volunteer (id, person, name, phone, receipt, unit, born, skills, languages, about, guardian, guardian_phone,
            guardian_agreed_at, consented_at, state, until, since)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
    );
    run(tx, insert, volunteer)
}

pub(crate) fn save(tx: &mut Tx, volunteer: &Volunteer) -> Result<(), Fault> {
    let save = sql!(
        "update volunteer set person = $2, name = $3, phone = $4, receipt = $5, unit = $6, born = $7, skills = $8, languages = $9,
            about = $10, guardian = $11, guardian_phone = $12, guardian_agreed_at = $13, consented_at = $14, state = $15, until = $16,
            since = $17
        where id = $1"
    );
    run(tx, save, volunteer)
}

/// Once the person is known, name and telephone are the person's, and kept there alone.
fn run(tx: &mut Tx, sql: &'static ground::db::Sql, volunteer: &Volunteer) -> Result<(), Fault> {
    let Volunteer { id, person, receipt, unit, card, state, since, .. } = volunteer;
    let until = match state {
        Standing::Pending { until } => Some(*until),
        _ => None,
    };
    let is_known = person.is_some();
    let name = if is_known { "" } else { &volunteer.name };
    let phone = volunteer.phone.as_ref().filter(|_| !is_known);
    let guardian = card.guardian.as_ref();
    let guardian_name = guardian.map(|guardian| guardian.name.as_str()).unwrap_or_default();
    let guardian_phone = guardian.and_then(|guardian| guardian.phone.clone());
    let agreed_at = guardian.and_then(|guardian| guardian.agreed_at);
    let (skills, languages) = (joined(&card.skills), joined(&card.languages));
    let params: ground::db::Params = &[
        id,
        person,
        &name,
        &phone,
        receipt,
        &unit.id,
        &card.born,
        &skills,
        &languages,
        &card.about,
        &guardian_name,
        &guardian_phone,
        &agreed_at,
        &card.consented_at,
        &state.code(),
        &until,
        since,
    ];
    tx.run(sql, params).map(drop)
}

/// A form whose telephone was never proven: gone, with the place of the one who has a card already.
pub(crate) fn delete(tx: &mut Tx, id: VolunteerId) -> Result<(), Fault> {
    tx.run(sql!("delete from volunteer where id = $1 and state = 'pending'"), &[&id]).map(drop)
}

/// Forms never proven, and what the cards of erased persons say, are forgotten.
pub(crate) fn forget(tx: &mut Tx) -> Result<(), Fault> {
    tx.run(sql!("delete from volunteer where state = 'pending' and until <= $1"), &[&tx.now])?;
    let qualifications = sql!(
        "delete from volunteer_qualification where volunteer in (select v.id from volunteer v join person p on p.id = v.person
            where p.erased_at is not null)"
    );
    tx.run(qualifications, &[])?;
    let cards = sql!(
        "update volunteer set state = 'left', born = null, skills = '', languages = '', about = '', guardian = '', guardian_phone = null,
            guardian_agreed_at = null
        where state <> 'left' and person in (select id from person where erased_at is not null)"
    );
    tx.run(cards, &[]).map(drop)
}

fn volunteer(row: &Row) -> Result<Volunteer, Fault> {
    let state: String = row.get(16)?;
    let state = match state.as_str() {
        "pending" => Standing::Pending { until: row.get::<Option<Instant>>(17)?.unwrap_or(Instant(0)) },
        "active" => Standing::Active,
        "paused" => Standing::Paused,
        "left" => Standing::Left,
        other => return Err(Fault::broken("reading a volunteer", other)),
    };
    let (guardian, guardian_phone, agreed_at): (String, Option<Phone>, Option<Instant>) =
        (row.get(12)?, row.get(13)?, row.get(14)?);
    let person: Option<PersonId> = row.get(1)?;
    let (skills, languages): (String, String) = (row.get(9)?, row.get(10)?);
    Ok(Volunteer {
        id: row.get(0)?,
        person,
        name: if person.is_some() { row.get::<Option<String>>(19)?.unwrap_or_default() } else { row.get(2)? },
        phone: if person.is_some() { row.get(20)? } else { row.get(3)? },
        receipt: row.get(4)?,
        unit: HostUnit { id: row.get(5)?, name: row.get(6)?, path: UnitPath(row.get(7)?) },
        card: Card {
            born: row.get(8)?,
            skills: parted(&skills)?,
            languages: parted(&languages)?,
            about: row.get(11)?,
            guardian: (!guardian.is_empty()).then_some(Guardian { name: guardian, phone: guardian_phone, agreed_at }),
            consented_at: row.get(15)?,
        },
        state,
        since: row.get(18)?,
    })
}

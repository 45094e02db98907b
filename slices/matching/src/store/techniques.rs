//! Techniques, and who uses them.

use crate::rules::{
    Application, ApplicationId, ApplicationState, Technique, TechniqueId, TechniqueState, Trial, VisitId,
};
use ground::db::{Fault, Read, Row, Tx};
use ground::search::{Document, SeenBy};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::id::PersonId;
use logic::place::PlaceCode;
use logic::time::Day;

macro_rules! select_technique {
    ($rest:literal) => {
        sql!(concat!("select id, name, discipline, crop, safety, source, state, since, trial_place, trial_season, reason from technique ", $rest))
    };
}

pub(crate) fn get(read: &Read, id: TechniqueId) -> Result<Technique, Stop> {
    read.find(select_technique!("where id = $1"), &[&id], technique)?.or_missing()
}

pub(crate) fn find_named(read: &Read, name: &str) -> Result<Option<TechniqueId>, Fault> {
    read.find(sql!("select id from technique where name = $1"), &[&name], |row| row.get(0))
}

/// Techniques at a state or all, of which the name holds some words, by id.
pub(crate) fn list(
    read: &Read,
    state: Option<&str>,
    words: Option<&str>,
    offset: i64,
    limit: i64,
) -> Result<Vec<Technique>, Fault> {
    let list = select_technique!(
        "where (cast($1 as text) is null or state = $1) and (cast($2 as text) is null or name like $2) order by id limit $3 offset $4"
    );
    read.list(list, &[&state, &words.map(like), &limit, &offset], technique)
}

pub(crate) fn count(read: &Read, state: Option<&str>, words: Option<&str>) -> Result<i64, Fault> {
    let count = sql!(
        "select count(*) from technique where (cast($1 as text) is null or state = $1) and (cast($2 as text) is null or name like $2)"
    );
    read.number(count, &[&state, &words.map(like)])
}

fn like(words: &str) -> String {
    let plain: String = words.chars().filter(|letter| !matches!(letter, '%' | '_' | '\\')).collect();
    format!("%{plain}%")
}

/// Techniques of a discipline that may be taught, those most in use first.
pub(crate) fn list_teachable(read: &Read, discipline: &str, limit: i64) -> Result<Vec<(TechniqueId, String)>, Fault> {
    let list = sql!(
        "select id, name from technique where state in ('listed', 'spread') and discipline like $1 order by id limit $2"
    );
    let first = discipline.split('.').next().unwrap_or_default();
    read.list(list, &[&format!("{first}%"), &limit], |row| row.read())
}

pub(crate) fn insert(tx: &mut Tx, technique: &Technique) -> Result<(), Fault> {
    let insert = sql!(
        "insert into technique (id, name, discipline, crop, safety, source, state) values ($1, $2, $3, $4, $5, $6, $7)"
    );
    let Technique { id, name, discipline, crop, safety, source, state, .. } = technique;
    tx.run(insert, &[id, name, discipline, crop, safety, source, &state.code()])?;
    index(tx, technique)
}

pub(crate) fn save(tx: &mut Tx, technique: &Technique) -> Result<(), Fault> {
    let update = sql!(
        "update technique set state = $2, since = $3, trial_place = $4, trial_season = $5, reason = $6 where id = $1"
    );
    let (since, reason) = match &technique.state {
        TechniqueState::Proposed => (None, None),
        TechniqueState::Proven { on } | TechniqueState::Listed { on } | TechniqueState::Spread { on } => {
            (Some(*on), None)
        }
        TechniqueState::Withdrawn { on, reason } => (Some(*on), Some(reason)),
    };
    let place = technique.trial.as_ref().map(|trial| trial.place);
    let season = technique.trial.as_ref().map(|trial| &trial.season);
    tx.run(update, &[&technique.id, &technique.state.code(), &since, &place, &season, &reason])?;
    index(tx, technique)
}

fn index(tx: &mut Tx, technique: &Technique) -> Result<(), Fault> {
    let seen_by = if technique.state.may_be_taught() { SeenBy::Public } else { SeenBy::Staff };
    let href = format!("/techniques/{}", technique.id);
    ground::search::index(
        tx,
        &Document {
            kind: "technique",
            noun: technique.id.0,
            title: &technique.name,
            text: &technique.crop,
            href,
            seen_by,
        },
    )
}

fn technique(row: &Row) -> Result<Technique, Fault> {
    let (place, season): (Option<PlaceCode>, Option<String>) = (row.get(8)?, row.get(9)?);
    let code: String = row.get(6)?;
    let on = || row.get::<Day>(7);
    let state = match code.as_str() {
        "proposed" => TechniqueState::Proposed,
        "proven" => TechniqueState::Proven { on: on()? },
        "listed" => TechniqueState::Listed { on: on()? },
        "spread" => TechniqueState::Spread { on: on()? },
        "withdrawn" => TechniqueState::Withdrawn { on: on()?, reason: row.get(10)? },
        other => return Err(Fault::broken("reading a technique", format!("no such state: {other}"))),
    };
    Ok(Technique {
        id: row.get(0)?,
        name: row.get(1)?,
        discipline: row.get(2)?,
        crop: row.get(3)?,
        safety: row.get(4)?,
        source: row.get(5)?,
        trial: place.zip(season).map(|(place, season)| Trial { place, season }),
        state,
    })
}

macro_rules! select_application {
    ($rest:literal) => {
        sql!(concat!("select id, technique, village, person, visit, programme, state, since from application ", $rest))
    };
}

pub(crate) fn get_application(read: &Read, id: ApplicationId) -> Result<Application, Stop> {
    read.find(select_application!("where id = $1"), &[&id], application)?.or_missing()
}

pub(crate) fn find_application(
    read: &Read,
    technique: TechniqueId,
    village: PlaceCode,
    person: PersonId,
) -> Result<Option<Application>, Fault> {
    read.find(
        select_application!("where technique = $1 and village = $2 and person = $3"),
        &[&technique, &village, &person],
        application,
    )
}

/// What a farmer is asked about and has not answered.
pub(crate) fn list_reported_of(read: &Read, person: PersonId) -> Result<Vec<(Application, String)>, Fault> {
    let list = sql!(
        "select a.id, a.technique, a.village, a.person, a.visit, a.programme, a.state, a.since, t.name
        from application a join technique t on t.id = a.technique where a.person = $1 and a.state = 'reported' order by a.id"
    );
    read.list(list, &[&person], |row| Ok((application(row)?, row.get(8)?)))
}

/// What was seen in use on a visit: the technique's name, the farmer's name.
pub(crate) fn list_of_visit(read: &Read, visit: VisitId) -> Result<Vec<(Application, String, Option<String>)>, Fault> {
    let list = sql!(
        "select a.id, a.technique, a.village, a.person, a.visit, a.programme, a.state, a.since, t.name, p.name
        from application a join technique t on t.id = a.technique join person p on p.id = a.person where a.visit = $1 order by a.id"
    );
    read.list(list, &[&visit], |row| Ok((application(row)?, row.get(8)?, row.get(9)?)))
}

/// How many use a technique, as they say themselves.
pub(crate) fn count_confirmed(read: &Read, technique: TechniqueId) -> Result<i64, Fault> {
    read.number(sql!("select count(*) from application where technique = $1 and state = 'confirmed'"), &[&technique])
}

pub(crate) fn insert_application(tx: &mut Tx, application: &Application) -> Result<(), Fault> {
    let insert = sql!(
        "insert into application (id, technique, village, person, visit, programme, state, since) values ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let Application { id, technique, village, person, visit, programme, state } = application;
    tx.run(insert, &[id, technique, village, person, visit, programme, &state.code(), &state.on()]).map(drop)
}

pub(crate) fn save_application(tx: &mut Tx, application: &Application) -> Result<(), Fault> {
    let update = sql!("update application set state = $2, since = $3, visit = $4 where id = $1");
    tx.run(update, &[&application.id, &application.state.code(), &application.state.on(), &application.visit]).map(drop)
}

fn application(row: &Row) -> Result<Application, Fault> {
    let (code, on): (String, Day) = (row.get(6)?, row.get(7)?);
    let state = match code.as_str() {
        "reported" => ApplicationState::Reported { on },
        "confirmed" => ApplicationState::Confirmed { on },
        "denied" => ApplicationState::Denied { on },
        other => return Err(Fault::broken("reading an application", format!("no such state: {other}"))),
    };
    Ok(Application {
        id: row.get(0)?,
        technique: row.get(1)?,
        village: row.get(2)?,
        person: row.get(3)?,
        visit: row.get(4)?,
        programme: row.get(5)?,
        state,
    })
}

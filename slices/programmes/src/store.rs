//! The statements of programmes.

use crate::rules::{LeadUnit, Programme, ProgrammeId, State};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::act::UnitPath;
use logic::id::UnitId;
use logic::time::Day;

macro_rules! select_programme {
    ($rest:literal) => {
        sql!(concat!(
            "select p.id, p.name, p.goal, p.unit, u.name, u.path, p.state, p.since, p.summary, p.practice ",
            "from programme p join unit u on u.id = p.unit ",
            $rest
        ))
    };
}

pub(crate) fn get(read: &Read, id: ProgrammeId) -> Result<Programme, Stop> {
    read.find(select_programme!("where p.id = $1"), &[&id], programme)?.or_missing()
}

pub(crate) fn find_named(read: &Read, name: &str) -> Result<Option<ProgrammeId>, Fault> {
    read.find(sql!("select id from programme where name = $1"), &[&name], |row| row.get(0))
}

/// Programmes in the order of their ids; those still planned for staff only.
pub(crate) fn list(read: &Read, with_planned: bool) -> Result<Vec<Programme>, Fault> {
    read.list(
        select_programme!("where (p.state <> 'planned' or $1 = 1) order by p.id"),
        &[&i64::from(with_planned)],
        programme,
    )
}

pub(crate) fn insert(tx: &mut Tx, programme: &Programme) -> Result<(), Fault> {
    let insert = sql!("insert into programme (id, name, goal, unit, state) values ($1, $2, $3, $4, $5)");
    tx.run(insert, &[&programme.id, &programme.name, &programme.goal, &programme.unit.id, &programme.state.code()])?;
    index(tx, programme)
}

pub(crate) fn save(tx: &mut Tx, programme: &Programme) -> Result<(), Fault> {
    let update = sql!(
        "update programme set name = $2, goal = $3, unit = $4, state = $5, since = $6, summary = $7, practice = $8 where id = $1"
    );
    let Programme { id, name, goal, unit, state } = programme;
    let (since, summary, practice) = columns_of(state);
    tx.run(update, &[id, name, goal, &unit.id, &state.code(), &since, &summary, &practice])?;
    index(tx, programme)
}

fn index(tx: &mut Tx, programme: &Programme) -> Result<(), Fault> {
    use ground::search::{Document, SeenBy, index};
    let seen_by = if programme.state.is_public() { SeenBy::Public } else { SeenBy::Staff };
    let href = format!("/programmes/{}", programme.id);
    index(
        tx,
        &Document {
            kind: "programme",
            noun: programme.id.0,
            title: &programme.name,
            text: &programme.goal,
            href,
            seen_by,
        },
    )
}

pub(crate) fn list_partners(read: &Read, id: ProgrammeId) -> Result<Vec<(UnitId, String)>, Fault> {
    let partners = sql!(
        "select u.id, u.name from programme_partner p join unit u on u.id = p.unit where p.programme = $1 order by u.path"
    );
    read.list(partners, &[&id], |row| row.read())
}

pub(crate) fn insert_partner(tx: &mut Tx, id: ProgrammeId, unit: UnitId) -> Result<(), Fault> {
    tx.run(sql!("insert into programme_partner (programme, unit) values ($1, $2)"), &[&id, &unit]).map(drop)
}

pub(crate) fn delete_partner(tx: &mut Tx, id: ProgrammeId, unit: UnitId) -> Result<(), Fault> {
    tx.run(sql!("delete from programme_partner where programme = $1 and unit = $2"), &[&id, &unit]).map(drop)
}

fn columns_of(state: &State) -> (Option<Day>, Option<&String>, Option<&String>) {
    match state {
        State::Planned => (None, None, None),
        State::Launched { on } | State::Running { on } => (Some(*on), None, None),
        State::Concluded { on, summary } => (Some(*on), Some(summary), None),
        State::Spread { on, summary, practice } => (Some(*on), Some(summary), Some(practice)),
    }
}

fn programme(row: &Row) -> Result<Programme, Fault> {
    let unit = LeadUnit { id: row.get(3)?, name: row.get(4)?, path: UnitPath(row.get(5)?) };
    Ok(Programme { id: row.get(0)?, name: row.get(1)?, goal: row.get(2)?, unit, state: state(row)? })
}

fn state(row: &Row) -> Result<State, Fault> {
    let code: String = row.get(6)?;
    Ok(match code.as_str() {
        "planned" => State::Planned,
        "launched" => State::Launched { on: row.get(7)? },
        "running" => State::Running { on: row.get(7)? },
        "concluded" => State::Concluded { on: row.get(7)?, summary: row.get(8)? },
        "spread" => State::Spread { on: row.get(7)?, summary: row.get(8)?, practice: row.get(9)? },
        other => return Err(Fault::broken("reading a programme", format!("no such state: {other}"))),
    })
}

//! Letters of intent.

use crate::rules::{ExpertId, Letter, LetterId, RoundId, Side};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::act::UnitPath;
use logic::place::PlaceCode;

macro_rules! select_letter {
    ($rest:literal) => {
        sql!(concat!(
            "select l.id, l.round, l.side, l.expert, e.person, l.village, v.contact, l.since, l.withdrawn_on, r.unit, u.path, r.programme ",
            "from letter l join round r on r.id = l.round join unit u on u.id = r.unit ",
            "join expert e on e.id = l.expert left join village v on v.code = l.village ",
            $rest
        ))
    };
}

pub(crate) fn get(read: &Read, id: LetterId) -> Result<Letter, Stop> {
    read.find(select_letter!("where l.id = $1"), &[&id], letter)?.or_missing()
}

/// Letters that stand, as the score takes them: whether the expert's, the expert, the village.
pub(crate) fn list_standing(read: &Read, round: RoundId) -> Result<Vec<(bool, ExpertId, PlaceCode)>, Fault> {
    let list = sql!("select side, expert, village from letter where round = $1 and withdrawn_on is null order by id");
    read.list(list, &[&round], |row| Ok((row.get::<Side>(0)? == Side::Expert, row.get(1)?, row.get(2)?)))
}

/// Letters of a round that stand, the latest first.
pub(crate) fn list(read: &Read, round: RoundId, offset: i64, limit: i64) -> Result<Vec<Letter>, Fault> {
    let list = select_letter!("where l.round = $1 and l.withdrawn_on is null order by l.id desc limit $2 offset $3");
    read.list(list, &[&round, &limit, &offset], letter)
}

pub(crate) fn count(read: &Read, round: RoundId) -> Result<i64, Fault> {
    read.number(sql!("select count(*) from letter where round = $1 and withdrawn_on is null"), &[&round])
}

/// What an expert has handed in for a round and not withdrawn.
pub(crate) fn list_of_expert(read: &Read, round: RoundId, expert: ExpertId) -> Result<Vec<Letter>, Fault> {
    let list = select_letter!(
        "where l.round = $1 and l.expert = $2 and l.side = 'expert' and l.withdrawn_on is null order by l.id"
    );
    read.list(list, &[&round, &expert], letter)
}

/// What the villages of an area have handed in for a round and not withdrawn.
pub(crate) fn list_of_area(read: &Read, round: RoundId, area: PlaceCode) -> Result<Vec<Letter>, Fault> {
    let list = select_letter!(
        "where l.round = $1 and l.village between $2 and $3 and l.side = 'village' and l.withdrawn_on is null order by l.id"
    );
    let range = area.range();
    read.list(list, &[&round, range.start(), range.end()], letter)
}

pub(crate) fn insert(tx: &mut Tx, letter: &Letter) -> Result<(), Fault> {
    let insert = sql!("insert into letter (id, round, side, expert, village, since) values ($1, $2, $3, $4, $5, $6)");
    let Letter { id, round, side, expert, village, since, .. } = letter;
    tx.run(insert, &[id, round, side, expert, village, since]).map(drop)
}

pub(crate) fn save(tx: &mut Tx, letter: &Letter) -> Result<(), Fault> {
    tx.run(sql!("update letter set withdrawn_on = $2 where id = $1"), &[&letter.id, &letter.withdrawn_on]).map(drop)
}

fn letter(row: &Row) -> Result<Letter, Fault> {
    Ok(Letter {
        id: row.get(0)?,
        round: row.get(1)?,
        side: row.get(2)?,
        expert: row.get(3)?,
        person: row.get(4)?,
        village: row.get(5)?,
        contact: row.get(6)?,
        since: row.get(7)?,
        withdrawn_on: row.get(8)?,
        unit: row.get(9)?,
        path: UnitPath(row.get(10)?),
        programme: row.get(11)?,
    })
}

//! Experts' cards.

use super::villages::months;
use crate::rules::{BatchId, Expert, ExpertId};
use ground::db::{Fault, Read, Row, Tx};
use ground::search::{Document, SeenBy};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::id::PersonId;
use logic::place::PlaceCode;

macro_rules! select_expert {
    ($rest:literal) => {
        sql!(concat!(
            "select e.id, e.person, p.name, e.discipline, e.second, e.level, e.unit, e.home, e.max_posts, e.from_month, e.to_month, e.paused_on, e.batch ",
            "from expert e join person p on p.id = e.person ",
            $rest
        ))
    };
}

pub(crate) fn get(read: &Read, id: ExpertId) -> Result<Expert, Stop> {
    read.find(select_expert!("where e.id = $1"), &[&id], expert)?.or_missing()
}

/// A person's card; also under a record that was merged into theirs.
pub(crate) fn find_of(read: &Read, person: PersonId) -> Result<Option<Expert>, Fault> {
    read.find(select_expert!("where e.person = $1 or p.merged_into = $1 order by e.id limit 1"), &[&person], expert)
}

/// All cards that are in use, by id.
pub(crate) fn list_active(read: &Read) -> Result<Vec<Expert>, Fault> {
    read.list(select_expert!("where e.paused_on is null order by e.id"), &[], expert)
}

pub(crate) fn count_active(read: &Read) -> Result<i64, Fault> {
    read.number(sql!("select count(*) from expert where paused_on is null"), &[])
}

/// What there is to be had of each discipline in an area: experts in use and the places they can take, by discipline and
/// county of their home.
pub(crate) fn list_supply(read: &Read) -> Result<Vec<(String, Option<PlaceCode>, i64)>, Fault> {
    let list = sql!("select discipline, home, max_posts from expert where paused_on is null order by discipline, id");
    read.list(list, &[], |row| row.read())
}

/// Cards of a discipline or all, by id.
pub(crate) fn list(read: &Read, discipline: Option<&str>, offset: i64, limit: i64) -> Result<Vec<Expert>, Fault> {
    let list = select_expert!(
        "where (cast($1 as text) is null or e.discipline = $1 or e.second = $1) order by e.id limit $2 offset $3"
    );
    read.list(list, &[&discipline, &limit, &offset], expert)
}

pub(crate) fn count(read: &Read, discipline: Option<&str>) -> Result<i64, Fault> {
    read.number(
        sql!("select count(*) from expert where cast($1 as text) is null or discipline = $1 or second = $1"),
        &[&discipline],
    )
}

pub(crate) fn list_of_batch(read: &Read, batch: BatchId) -> Result<Vec<Expert>, Fault> {
    read.list(select_expert!("where e.batch = $1 order by e.id"), &[&batch], expert)
}

pub(crate) fn insert(tx: &mut Tx, expert: &Expert) -> Result<(), Fault> {
    let insert = sql!(
        "insert into expert (id, person, discipline, second, level, unit, home, max_posts, from_month, to_month, paused_on, batch)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    );
    write(tx, insert, expert)
}

pub(crate) fn save(tx: &mut Tx, expert: &Expert) -> Result<(), Fault> {
    let update = sql!(
        "update expert set person = $2, discipline = $3, second = $4, level = $5, unit = $6, home = $7, max_posts = $8,
            from_month = $9, to_month = $10, paused_on = $11, batch = $12 where id = $1"
    );
    write(tx, update, expert)
}

/// Takes a card away: an import is undone.
pub(crate) fn delete(tx: &mut Tx, id: ExpertId) -> Result<(), Fault> {
    tx.run(sql!("delete from expert where id = $1"), &[&id])?;
    ground::search::remove(tx, "expert", id.0)
}

fn write(tx: &mut Tx, sql: &'static ground::db::Sql, expert: &Expert) -> Result<(), Fault> {
    let Expert { id, person, discipline, second, level, unit, home, max_posts, months, paused_on, batch, .. } = expert;
    let (from, to) = (months.map(|months| months.from), months.map(|months| months.to));
    tx.run(sql, &[id, person, discipline, second, level, unit, home, max_posts, &from, &to, paused_on, batch])?;
    let name = expert.name.clone().unwrap_or_default();
    ground::search::index(
        tx,
        &Document {
            kind: "expert",
            noun: id.0,
            title: &name,
            text: discipline,
            href: format!("/experts/{id}"),
            seen_by: SeenBy::Staff,
        },
    )
}

fn expert(row: &Row) -> Result<Expert, Fault> {
    Ok(Expert {
        id: row.get(0)?,
        person: row.get(1)?,
        name: row.get(2)?,
        discipline: row.get(3)?,
        second: row.get(4)?,
        level: row.get(5)?,
        unit: row.get(6)?,
        home: row.get(7)?,
        max_posts: row.get(8)?,
        months: months(row, 9)?,
        paused_on: row.get(11)?,
        batch: row.get(12)?,
    })
}

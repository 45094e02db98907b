//! Villages and their needs.

use crate::rules::{BatchId, Months, Need, NeedId, Village};
use ground::db::{Fault, Read, Row, Tx};
use ground::search::{Document, SeenBy};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::id::PersonId;
use logic::place::PlaceCode;

macro_rules! select_village {
    ($rest:literal) => {
        sql!(concat!("select v.code, p.name, v.households, v.crops, v.note, v.weak, v.contact from village v join place p on p.code = v.code ", $rest))
    };
}

pub(crate) fn find(read: &Read, code: PlaceCode) -> Result<Option<Village>, Fault> {
    read.find(select_village!("where v.code = $1"), &[&code], village)
}

pub(crate) fn get(read: &Read, code: PlaceCode) -> Result<Village, Stop> {
    find(read, code)?.or_missing()
}

/// Villages in an area, by code.
pub(crate) fn list(read: &Read, low: i64, high: i64, offset: i64, limit: i64) -> Result<Vec<Village>, Fault> {
    read.list(
        select_village!("where v.code between $1 and $2 order by v.code limit $3 offset $4"),
        &[&low, &high, &limit, &offset],
        village,
    )
}

pub(crate) fn count(read: &Read, low: i64, high: i64) -> Result<i64, Fault> {
    read.number(sql!("select count(*) from village where code between $1 and $2"), &[&low, &high])
}

/// The villages whose contact this is.
pub(crate) fn list_of_contact(read: &Read, person: PersonId) -> Result<Vec<Village>, Fault> {
    read.list(select_village!("where v.contact = $1 order by v.code"), &[&person], village)
}

pub(crate) fn save(tx: &mut Tx, village: &Village) -> Result<(), Fault> {
    let save = sql!(
        "insert into village (code, households, crops, note, weak, contact) values ($1, $2, $3, $4, $5, $6)
        on conflict (code) do update set households = excluded.households, crops = excluded.crops, note = excluded.note,
            weak = excluded.weak, contact = excluded.contact"
    );
    let Village { code, households, crops, note, contact, .. } = village;
    tx.run(save, &[code, households, crops, note, &i64::from(village.is_weak), contact])?;
    let (noun, href) = (crate::rules::place_id(*code), format!("/villages/{code}"));
    ground::search::index(
        tx,
        &Document { kind: "village", noun, title: &village.name, text: crops, href, seen_by: SeenBy::Staff },
    )
}

fn village(row: &Row) -> Result<Village, Fault> {
    Ok(Village {
        code: row.get(0)?,
        name: row.get(1)?,
        households: row.get(2)?,
        crops: row.get(3)?,
        note: row.get(4)?,
        is_weak: row.get::<i64>(5)? != 0,
        contact: row.get(6)?,
    })
}

macro_rules! select_need {
    ($rest:literal) => {
        sql!(concat!("select id, village, programme, disciplines, title, text, from_month, to_month, withdrawn_on, batch from need ", $rest))
    };
}

pub(crate) fn get_need(read: &Read, id: NeedId) -> Result<Need, Stop> {
    read.find(select_need!("where id = $1"), &[&id], need)?.or_missing()
}

/// Needs that stand, by village.
pub(crate) fn list_needs(read: &Read, offset: i64, limit: i64) -> Result<Vec<Need>, Fault> {
    read.list(
        select_need!("where withdrawn_on is null order by village, id limit $1 offset $2"),
        &[&limit, &offset],
        need,
    )
}

pub(crate) fn count_needs(read: &Read) -> Result<i64, Fault> {
    read.number(sql!("select count(*) from need where withdrawn_on is null"), &[])
}

pub(crate) fn list_needs_of(read: &Read, village: PlaceCode) -> Result<Vec<Need>, Fault> {
    read.list(select_need!("where village = $1 and withdrawn_on is null order by id"), &[&village], need)
}

pub(crate) fn has_need(read: &Read, village: PlaceCode, title: &str) -> Result<bool, Fault> {
    let known = sql!("select 1 from need where village = $1 and title = $2 and withdrawn_on is null limit 1");
    Ok(read.find(known, &[&village, &title], |_| Ok(()))?.is_some())
}

pub(crate) fn list_needs_of_batch(read: &Read, batch: BatchId) -> Result<Vec<Need>, Fault> {
    read.list(select_need!("where batch = $1 and withdrawn_on is null order by id"), &[&batch], need)
}

pub(crate) fn insert_need(tx: &mut Tx, need: &Need) -> Result<(), Fault> {
    let insert = sql!(
        "insert into need (id, village, programme, disciplines, title, text, from_month, to_month, withdrawn_on, batch)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    write_need(tx, insert, need)
}

pub(crate) fn save_need(tx: &mut Tx, need: &Need) -> Result<(), Fault> {
    let update = sql!(
        "update need set village = $2, programme = $3, disciplines = $4, title = $5, text = $6, from_month = $7, to_month = $8,
            withdrawn_on = $9, batch = $10 where id = $1"
    );
    write_need(tx, update, need)
}

fn write_need(tx: &mut Tx, sql: &'static ground::db::Sql, need: &Need) -> Result<(), Fault> {
    let Need { id, village, programme, disciplines, title, text, months, withdrawn_on, batch } = need;
    let (from, to) = (months.map(|months| months.from), months.map(|months| months.to));
    tx.run(sql, &[id, village, programme, &disciplines.join(" "), title, text, &from, &to, withdrawn_on, batch])?;
    if withdrawn_on.is_some() {
        return ground::search::remove(tx, "need", id.0);
    }
    let href = format!("/needs/{id}");
    ground::search::index(tx, &Document { kind: "need", noun: id.0, title, text, href, seen_by: SeenBy::Staff })
}

fn need(row: &Row) -> Result<Need, Fault> {
    let disciplines: String = row.get(3)?;
    Ok(Need {
        id: row.get(0)?,
        village: row.get(1)?,
        programme: row.get(2)?,
        disciplines: disciplines.split(' ').map(Into::into).collect(),
        title: row.get(4)?,
        text: row.get(5)?,
        months: months(row, 6)?,
        withdrawn_on: row.get(8)?,
        batch: row.get(9)?,
    })
}

/// Two columns as a span of months.
pub(crate) fn months(row: &Row, at: usize) -> Result<Option<Months>, Fault> {
    let (from, to): (Option<i64>, Option<i64>) = (row.get(at)?, row.get(at + 1)?);
    Ok(from.zip(to).map(Months::from))
}

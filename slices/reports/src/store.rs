//! The statements of kept figures and frozen reports.

use crate::rules::{Content, Kept, KeptId, Report, ReportId};
use ground::db::{Fault, Read, Row, Tx};
use ground::files::FileHash;
use ground::sql;
use ground::stop::{OrMissing, Stop};

pub(crate) fn list_kept(read: &Read) -> Result<Vec<Kept>, Fault> {
    read.list(sql!("select id, name, query from kept_figure order by id"), &[], kept)
}

pub(crate) fn get_kept(read: &Read, id: KeptId) -> Result<Kept, Stop> {
    read.find(sql!("select id, name, query from kept_figure where id = $1"), &[&id], kept)?.or_missing()
}

pub(crate) fn is_kept(read: &Read, query: &str) -> Result<bool, Fault> {
    Ok(read.find(sql!("select 1 from kept_figure where query = $1"), &[&query], |_| Ok(()))?.is_some())
}

pub(crate) fn insert_kept(tx: &mut Tx, kept: &Kept) -> Result<(), Fault> {
    tx.run(
        sql!("insert into kept_figure (id, name, query) values ($1, $2, $3)"),
        &[&kept.id, &kept.name, &kept.query.to_string()],
    )
    .map(drop)
}

pub(crate) fn delete_kept(tx: &mut Tx, kept: &Kept) -> Result<(), Fault> {
    tx.run(sql!("delete from kept_figure where id = $1"), &[&kept.id]).map(drop)
}

fn kept(row: &Row) -> Result<Kept, Fault> {
    let query: String = row.get(2)?;
    let query = query.parse().map_err(|_| Fault::broken("reading a figure", "no question"))?;
    Ok(Kept { id: row.get(0)?, name: row.get(1)?, query })
}

macro_rules! select_report {
    ($rest:literal) => {
        sql!(concat!(
            "select id, year, number, position, frozen_at, frozen_by, rules, content, docx, xlsx from report ",
            $rest
        ))
    };
}

pub(crate) fn get(read: &Read, id: ReportId) -> Result<Report, Stop> {
    read.find(select_report!("where id = $1"), &[&id], report)?.or_missing()
}

pub(crate) fn list(read: &Read) -> Result<Vec<Report>, Fault> {
    read.list(select_report!("order by year desc, number desc"), &[], report)
}

pub(crate) fn next_number(read: &Read, year: i16) -> Result<i64, Fault> {
    read.number(sql!("select coalesce(max(number), 0) + 1 from report where year = $1"), &[&year])
}

pub(crate) fn insert(tx: &mut Tx, report: &Report) -> Result<(), Fault> {
    let insert = sql!(
        "insert into report (id, year, number, position, frozen_at, frozen_by, rules, content, docx, xlsx)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let Report { id, year, number, position, frozen_at, frozen_by, rules, content, docx, xlsx } = report;
    tx.run(insert, &[id, year, number, position, frozen_at, frozen_by, rules, &content.to_json(), &docx.0, &xlsx.0])
        .map(drop)
}

fn report(row: &Row) -> Result<Report, Fault> {
    let content: String = row.get(7)?;
    Ok(Report {
        id: row.get(0)?,
        year: row.get(1)?,
        number: row.get(2)?,
        position: row.get(3)?,
        frozen_at: row.get(4)?,
        frozen_by: row.get(5)?,
        rules: row.get(6)?,
        content: Content::from_json(&content).ok_or_else(|| Fault::broken("reading a report", "no report"))?,
        docx: FileHash(row.get(8)?),
        xlsx: FileHash(row.get(9)?),
    })
}

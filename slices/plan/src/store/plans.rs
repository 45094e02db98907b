//! Plans, their lines and their approved versions.

use crate::rules::{Line, LineId, Plan, PlanId, Version};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::act::UnitPath;
use logic::id::PersonId;
use logic::time::Instant;

macro_rules! select_plan {
    ($rest:literal) => {
        sql!(concat!(
            "select p.id, p.year, p.title, p.unit, u.path, p.announced_lines, ",
            "(select count(*) from plan_version v where v.plan = p.id) from plan p join unit u on u.id = p.unit ",
            $rest
        ))
    };
}

pub(crate) fn find(read: &Read, year: i16) -> Result<Option<Plan>, Fault> {
    read.find(select_plan!("where p.year = $1"), &[&year], plan)
}

pub(crate) fn get(read: &Read, year: i16) -> Result<Plan, Stop> {
    find(read, year)?.or_missing()
}

pub(crate) fn get_by_id(read: &Read, id: PlanId) -> Result<Plan, Stop> {
    read.find(select_plan!("where p.id = $1"), &[&id], plan)?.or_missing()
}

pub(crate) fn list(read: &Read) -> Result<Vec<Plan>, Fault> {
    read.list(select_plan!("order by p.year desc"), &[], plan)
}

pub(crate) fn insert(tx: &mut Tx, plan: &Plan) -> Result<(), Fault> {
    let insert = sql!("insert into plan (id, year, title, unit, announced_lines) values ($1, $2, $3, $4, $5)");
    tx.run(insert, &[&plan.id, &plan.year, &plan.title, &plan.unit, &plan.announced_lines]).map(drop)
}

pub(crate) fn save(tx: &mut Tx, plan: &Plan) -> Result<(), Fault> {
    tx.run(
        sql!("update plan set title = $2, announced_lines = $3 where id = $1"),
        &[&plan.id, &plan.title, &plan.announced_lines],
    )
    .map(drop)
}

fn plan(row: &Row) -> Result<Plan, Fault> {
    Ok(Plan {
        id: row.get(0)?,
        year: row.get(1)?,
        title: row.get(2)?,
        unit: row.get(3)?,
        path: UnitPath(row.get(4)?),
        announced_lines: row.get(5)?,
        versions: row.get(6)?,
    })
}

/// An approved version: which, when, by whom, and what it said.
pub(crate) struct Approved {
    pub(crate) number: i64,
    pub(crate) at: Instant,
    pub(crate) signer: Option<String>,
    pub(crate) content: Version,
}

pub(crate) fn insert_version(tx: &mut Tx, plan: &Plan, signer: PersonId, content: &Version) -> Result<(), Fault> {
    let insert =
        sql!("insert into plan_version (plan, number, approved_at, signer, content) values ($1, $2, $3, $4, $5)");
    tx.run(insert, &[&plan.id, &plan.versions, &tx.now, &signer, &content.0]).map(drop)
}

pub(crate) fn list_versions(read: &Read, id: PlanId) -> Result<Vec<Approved>, Fault> {
    let list = sql!(
        "select v.number, v.approved_at, p.name, v.content from plan_version v join person p on p.id = v.signer
        where v.plan = $1 order by v.number desc"
    );
    read.list(list, &[&id], |row| {
        Ok(Approved { number: row.get(0)?, at: row.get(1)?, signer: row.get(2)?, content: Version(row.get(3)?) })
    })
}

pub(crate) fn list_lines(read: &Read, id: PlanId) -> Result<Vec<Line>, Fault> {
    read.list(sql!("select id, plan, number, name, goal from plan_line where plan = $1 order by number"), &[&id], line)
}

pub(crate) fn get_line(read: &Read, id: LineId) -> Result<Line, Stop> {
    read.find(sql!("select id, plan, number, name, goal from plan_line where id = $1"), &[&id], line)?.or_missing()
}

pub(crate) fn insert_line(tx: &mut Tx, line: &Line) -> Result<(), Fault> {
    let insert = sql!("insert into plan_line (id, plan, number, name, goal) values ($1, $2, $3, $4, $5)");
    tx.run(insert, &[&line.id, &line.plan, &line.number, &line.name, &line.goal]).map(drop)
}

pub(crate) fn save_line(tx: &mut Tx, line: &Line) -> Result<(), Fault> {
    tx.run(sql!("update plan_line set name = $2, goal = $3 where id = $1"), &[&line.id, &line.name, &line.goal])
        .map(drop)
}

fn line(row: &Row) -> Result<Line, Fault> {
    Ok(Line { id: row.get(0)?, plan: row.get(1)?, number: row.get(2)?, name: row.get(3)?, goal: row.get(4)? })
}

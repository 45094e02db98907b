//! Statements on lines of cost.

use crate::rules::{ActivityId, Cost, CostId};
use ground::db::{Fault, Read, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};

pub(crate) fn list(read: &Read, activity: ActivityId) -> Result<Vec<Cost>, Fault> {
    let costs =
        sql!("select id, item, source, planned, spent, note from activity_cost where activity = $1 order by id");
    read.list(costs, &[&activity], |row| {
        Ok(Cost {
            id: row.get(0)?,
            item: row.get(1)?,
            source: row.get(2)?,
            planned: row.get(3)?,
            spent: row.get(4)?,
            note: row.get(5)?,
        })
    })
}

pub(crate) fn get(read: &Read, activity: ActivityId, id: CostId) -> Result<Cost, Stop> {
    list(read, activity)?.into_iter().find(|cost| cost.id == id).or_missing()
}

pub(crate) fn insert(tx: &mut Tx, activity: ActivityId, cost: &Cost) -> Result<(), Fault> {
    let insert =
        sql!("insert into activity_cost (id, activity, item, source, planned, note) values ($1, $2, $3, $4, $5, $6)");
    let Cost { id, item, source, planned, note, spent: _ } = cost;
    tx.run(insert, &[id, &activity, item, source, planned, note]).map(drop)
}

pub(crate) fn settle(tx: &mut Tx, id: CostId, spent: i64) -> Result<(), Fault> {
    tx.run(sql!("update activity_cost set spent = $2 where id = $1"), &[&id, &spent]).map(drop)
}

pub(crate) fn delete(tx: &mut Tx, id: CostId) -> Result<(), Fault> {
    tx.run(sql!("delete from activity_cost where id = $1"), &[&id]).map(drop)
}

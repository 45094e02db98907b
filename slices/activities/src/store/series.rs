//! Statements on series.

use crate::rules::{HostUnit, Series, SeriesId};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::act::UnitPath;

macro_rules! select_series {
    ($rest:literal) => {
        sql!(concat!(
            "select s.id, s.title, s.unit, u.name, u.path, s.programme, s.note, s.closed_on
            from activity_series s join unit u on u.id = s.unit ",
            $rest
        ))
    };
}

pub(crate) fn get(read: &Read, id: SeriesId) -> Result<Series, Stop> {
    read.find(select_series!("where s.id = $1"), &[&id], series)?.or_missing()
}

pub(crate) fn list_open(read: &Read) -> Result<Vec<Series>, Fault> {
    read.list(select_series!("where s.closed_on is null order by s.id desc"), &[], series)
}

pub(crate) fn list(read: &Read) -> Result<Vec<Series>, Fault> {
    read.list(select_series!("order by s.id desc"), &[], series)
}

pub(crate) fn insert(tx: &mut Tx, series: &Series) -> Result<(), Fault> {
    let insert = sql!("insert into activity_series (id, title, unit, programme, note) values ($1, $2, $3, $4, $5)");
    let Series { id, title, unit, programme, note, closed_on: _ } = series;
    tx.run(insert, &[id, title, &unit.id, programme, note]).map(drop)
}

pub(crate) fn save(tx: &mut Tx, series: &Series) -> Result<(), Fault> {
    let update = sql!("update activity_series set title = $2, programme = $3, note = $4, closed_on = $5 where id = $1");
    let Series { id, title, programme, note, closed_on, unit: _ } = series;
    tx.run(update, &[id, title, programme, note, closed_on]).map(drop)
}

fn series(row: &Row) -> Result<Series, Fault> {
    Ok(Series {
        id: row.get(0)?,
        title: row.get(1)?,
        unit: HostUnit { id: row.get(2)?, name: row.get(3)?, path: UnitPath(row.get(4)?) },
        programme: row.get(5)?,
        note: row.get(6)?,
        closed_on: row.get(7)?,
    })
}

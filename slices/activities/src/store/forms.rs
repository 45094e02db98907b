//! Statements behind the forms: the activities of some days, with what the forms ask of each.

use crate::rules::{ActivityId, Area, Class, Mode};
use ground::db::{Fault, Read};
use ground::sql;
use logic::code::Audience;
use logic::id::{Id, UnitId};
use logic::time::{Day, Instant};
use std::collections::BTreeMap;

/// An activity as the forms ask for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FormLine {
    pub(crate) id: ActivityId,
    pub(crate) title: String,
    pub(crate) class: Class,
    pub(crate) field: Area,
    pub(crate) state: String,
    /// Since when it is in this state.
    pub(crate) since: Day,
    pub(crate) mode: Mode,
    pub(crate) starts_at: Instant,
    pub(crate) ends_at: Instant,
    pub(crate) unit: UnitId,
    pub(crate) host: String,
    pub(crate) place: Option<String>,
    pub(crate) venue: String,
    pub(crate) audiences: Vec<Audience>,
    pub(crate) capacity: Option<i64>,
    pub(crate) summary: Option<String>,
}

impl FormLine {
    /// Whether it took place.
    pub(crate) fn is_held(&self) -> bool {
        matches!(self.state.as_str(), "held" | "concluded")
    }

    /// The day of its conclusion.
    pub(crate) fn concluded_on(&self) -> Option<Day> {
        (self.state == "concluded").then_some(self.since)
    }
}

/// Those that begin on these days, in their order.
pub(crate) fn list(read: &Read, from: Day, to: Day) -> Result<Vec<FormLine>, Fault> {
    let lines = sql!(
        "select a.id, a.title, a.class, a.field, a.state, a.since, a.channel, a.starts_at, a.ends_at, a.unit, u.name, p.name, a.venue,
            a.audiences, a.capacity, a.summary
        from activity a join unit u on u.id = a.unit left join place p on p.code = a.place
        where a.starts_at >= $1 and a.starts_at < $2 order by a.starts_at, a.id"
    );
    read.list(lines, &[&from.start(), &to.plus(1).start()], |row| {
        let audiences: String = row.get(13)?;
        Ok(FormLine {
            id: row.get(0)?,
            title: row.get(1)?,
            class: row.get(2)?,
            field: row.get(3)?,
            state: row.get(4)?,
            since: row.get(5)?,
            mode: row.get(6)?,
            starts_at: row.get(7)?,
            ends_at: row.get(8)?,
            unit: row.get(9)?,
            host: row.get(10)?,
            place: row.get(11)?,
            venue: row.get(12)?,
            audiences: audiences.split(',').filter_map(|code| code.parse().ok()).collect(),
            capacity: row.get(14)?,
            summary: row.get(15)?,
        })
    })
}

/// Which session is of which activity, for sessions of these days.
pub(crate) fn sessions(read: &Read, from: Day, to: Day) -> Result<BTreeMap<Id, Id>, Fault> {
    let sessions = sql!("select id, activity from activity_session where starts_at >= $1 and starts_at < $2");
    let pairs = read.list(sessions, &[&from.start(), &to.plus(1).start()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(pairs.into_iter().collect())
}

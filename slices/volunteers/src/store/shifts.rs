//! Statements on shifts.

use super::{joined, parted};
use crate::rules::{HostUnit, Plan, Shift, ShiftId, ShiftState};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::act::UnitPath;
use logic::id::{Id, PersonId};
use logic::time::{Day, Instant};

macro_rules! select_shift {
    ($rest:literal) => {
        sql!(concat!(
            "select s.id, s.activity, s.unit, u.name, u.path, s.keeper, s.duty, s.role, s.about, s.place, s.venue, s.starts_at, s.ends_at,
                s.needed, s.taken, s.turns, s.skills, s.languages, s.qualifications, s.least_age, s.way, s.cut_off, s.tolerance, s.code,
                s.state, s.reason, (select d.title from search_document d where d.kind = 'activity' and d.noun = s.activity)
            from shift s join unit u on u.id = s.unit ",
            $rest
        ))
    };
}

pub(crate) fn get(read: &Read, id: ShiftId) -> Result<Shift, Stop> {
    read.find(select_shift!("where s.id = $1"), &[&id], shift)?.or_missing()
}

/// Which shifts a list shows. `units`: those run by these, in one text; nothing for all. `open`: those the public may see.
#[derive(Debug, Clone)]
pub(crate) struct Which {
    pub from: Instant,
    pub to: Instant,
    pub units: Option<String>,
    pub state: Option<String>,
    pub duty: Option<String>,
    pub has_room: bool,
}

impl Which {
    /// Beginning in these days, the first and the last included.
    pub(crate) fn of_days(from: Day, to: Day) -> Self {
        let to = Instant(to.plus(1).start().0 - 1);
        Self { from: from.start(), to, units: None, state: None, duty: None, has_room: false }
    }
}

pub(crate) fn list(read: &Read, which: &Which, (offset, limit): (i64, i64)) -> Result<Vec<Shift>, Fault> {
    let list = select_shift!(
        "where s.starts_at between $1 and $2 and (cast($3 as text) is null or $3 like '%' || s.unit || '%')
            and (cast($4 as text) is null or s.state = $4) and (cast($5 as text) is null or s.duty = $5)
            and ($6 = 0 or s.taken < s.needed and s.way = 'open')
        order by s.starts_at, s.id limit $7 offset $8"
    );
    let Which { from, to, units, state, duty, has_room } = which;
    read.list(list, &[from, to, units, state, duty, &i64::from(*has_room), &limit, &offset], shift)
}

pub(crate) fn count(read: &Read, which: &Which) -> Result<i64, Fault> {
    let count = sql!(
        "select count(*) from shift s
        where s.starts_at between $1 and $2 and (cast($3 as text) is null or $3 like '%' || s.unit || '%')
            and (cast($4 as text) is null or s.state = $4) and (cast($5 as text) is null or s.duty = $5)
            and ($6 = 0 or s.taken < s.needed and s.way = 'open')"
    );
    let Which { from, to, units, state, duty, has_room } = which;
    read.number(count, &[from, to, units, state, duty, &i64::from(*has_room)])
}

pub(crate) fn list_of_activity(read: &Read, activity: Id) -> Result<Vec<Shift>, Fault> {
    read.list(select_shift!("where s.activity = $1 order by s.starts_at, s.id limit 200"), &[&activity], shift)
}

/// Shifts that are over and not closed, of this keeper or of these units.
pub(crate) fn list_unclosed(
    read: &Read,
    keeper: Option<PersonId>,
    units: &str,
    limit: i64,
) -> Result<Vec<Shift>, Fault> {
    let list = select_shift!(
        "where s.state = 'open' and s.ends_at <= $1 and (s.keeper = $2 or $3 like '%' || s.unit || '%') order by s.starts_at limit $4"
    );
    read.list(list, &[&read.now, &keeper, &units, &limit], shift)
}

pub(crate) fn insert(tx: &mut Tx, shift: &Shift) -> Result<(), Fault> {
    let insert = sql!(
        "insert into shift (id, activity, unit, keeper, duty, role, about, place, venue, starts_at, ends_at, needed, taken, turns, skills,
            languages, qualifications, least_age, way, cut_off, tolerance, code, state, reason)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)"
    );
    run(tx, insert, shift)
}

pub(crate) fn save(tx: &mut Tx, shift: &Shift) -> Result<(), Fault> {
    let save = sql!(
        "update shift set activity = $2, unit = $3, keeper = $4, duty = $5, role = $6, about = $7, place = $8, venue = $9, starts_at = $10,
            ends_at = $11, needed = $12, taken = $13, turns = $14, skills = $15, languages = $16, qualifications = $17, least_age = $18,
            way = $19, cut_off = $20, tolerance = $21, code = $22, state = $23, reason = $24
        where id = $1"
    );
    run(tx, save, shift)
}

fn run(tx: &mut Tx, sql: &'static ground::db::Sql, shift: &Shift) -> Result<(), Fault> {
    let Shift { id, unit, keeper, plan, taken, turns, code, state, .. } = shift;
    let reason = match state {
        ShiftState::Cancelled { reason } => Some(reason),
        _ => None,
    };
    let (skills, languages) = (joined(&plan.skills), joined(&plan.languages));
    let qualifications = joined(&plan.qualifications);
    let params: ground::db::Params = &[
        id,
        &plan.activity,
        &unit.id,
        keeper,
        &plan.duty,
        &plan.role,
        &plan.about,
        &plan.place,
        &plan.venue,
        &plan.starts_at,
        &plan.ends_at,
        &plan.needed,
        taken,
        turns,
        &skills,
        &languages,
        &qualifications,
        &plan.least_age,
        &plan.way,
        &plan.cut_off,
        &plan.tolerance,
        code,
        &state.code(),
        &reason,
    ];
    tx.run(sql, params).map(drop)
}

/// Shifts whose places taken are not those that people have.
pub(crate) fn list_miscounted(read: &Read) -> Result<Vec<String>, Fault> {
    let miscounted = sql!(
        "select s.id from shift s where s.taken > s.needed or s.taken <> (select count(*) from signup g
            where g.shift = s.id and g.state in ('taken', 'served', 'absent'))"
    );
    read.list(miscounted, &[], |row| row.get(0))
}

/// Shifts with room before the cut-off, for which somebody waits.
pub(crate) fn list_idle(read: &Read) -> Result<Vec<String>, Fault> {
    let idle = sql!(
        "select s.id from shift s where s.state = 'open' and s.taken < s.needed and s.cut_off > $1
            and exists (select 1 from signup g where g.shift = s.id and g.state = 'waiting')"
    );
    read.list(idle, &[&read.now], |row| row.get(0))
}

fn shift(row: &Row) -> Result<Shift, Fault> {
    let state: String = row.get(24)?;
    let state = match state.as_str() {
        "open" => ShiftState::Open,
        "closed" => ShiftState::Closed,
        "cancelled" => ShiftState::Cancelled { reason: row.get::<Option<String>>(25)?.unwrap_or_default() },
        other => return Err(Fault::broken("reading a shift", other)),
    };
    let (skills, languages, qualifications): (String, String, String) = (row.get(16)?, row.get(17)?, row.get(18)?);
    Ok(Shift {
        id: row.get(0)?,
        unit: HostUnit { id: row.get(2)?, name: row.get(3)?, path: UnitPath(row.get(4)?) },
        keeper: row.get(5)?,
        plan: Plan {
            activity: row.get(1)?,
            duty: row.get(6)?,
            role: row.get(7)?,
            about: row.get(8)?,
            place: row.get(9)?,
            venue: row.get(10)?,
            starts_at: row.get(11)?,
            ends_at: row.get(12)?,
            needed: row.get(13)?,
            skills: parted(&skills)?,
            languages: parted(&languages)?,
            qualifications: parted(&qualifications)?,
            least_age: row.get(19)?,
            way: row.get(20)?,
            cut_off: row.get(21)?,
            tolerance: row.get(22)?,
        },
        taken: row.get(14)?,
        turns: row.get(15)?,
        code: row.get(23)?,
        state,
        occasion: row.get(26)?,
    })
}

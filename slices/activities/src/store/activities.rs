//! Statements on activities themselves.

use crate::rules::{Activity, ActivityId, HostUnit, Plan, State};
use ground::db::{Fault, Read, Row, Tx};
use ground::search::{Document, SeenBy, index};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::act::UnitPath;
use logic::code::Audience;
use logic::id::{AccountId, Id, UnitId};
use logic::time::Instant;

macro_rules! select_activity {
    ($rest:literal) => {
        sql!(concat!(
            "select a.id, a.unit, u.name, u.path, a.keeper, a.series, a.copied_from, a.title, a.class, a.field, a.programme, a.channel,
                a.place, a.venue, a.link, a.audiences, a.capacity, a.about, a.starts_at, a.ends_at, a.state, a.since, a.reason, a.summary,
                a.moved_from, a.moved_reason, a.filed_by
            from activity a join unit u on u.id = a.unit ",
            $rest
        ))
    };
}

pub(crate) fn get(read: &Read, id: ActivityId) -> Result<Activity, Stop> {
    read.find(select_activity!("where a.id = $1"), &[&id], activity)?.or_missing()
}

/// The activity of this host with this name on this very time: the same one typed twice.
pub(crate) fn find_twin(read: &Read, unit: UnitId, plan: &Plan) -> Result<Option<ActivityId>, Fault> {
    let twin = sql!(
        "select id from activity where unit = $1 and starts_at = $2 and title = $3 and state <> 'cancelled' order by id limit 1"
    );
    read.find(twin, &[&unit, &plan.starts_at, &plan.title], |row| row.get(0))
}

pub(crate) fn insert(tx: &mut Tx, activity: &Activity) -> Result<(), Fault> {
    let insert = sql!(
        "insert into activity (id, unit, keeper, series, copied_from, title, class, field, programme, channel, place, venue, link,
            audiences, capacity, about, starts_at, ends_at, state, since)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"
    );
    let Activity { id, unit, keeper, series, copied_from, plan, state, since, moved: _ } = activity;
    let params: ground::db::Params = &[
        id,
        &unit.id,
        keeper,
        series,
        copied_from,
        &plan.title,
        &plan.class,
        &plan.field,
        &plan.programme,
        &plan.mode,
        &plan.place,
        &plan.venue,
        &plan.link,
        &codes(&plan.audiences),
        &plan.capacity,
        &plan.about,
        &plan.starts_at,
        &plan.ends_at,
        &state.code(),
        since,
    ];
    tx.run(insert, params)?;
    put_into_search(tx, activity)
}

pub(crate) fn save(tx: &mut Tx, activity: &Activity) -> Result<(), Fault> {
    let update = sql!(
        "update activity set unit = $2, keeper = $3, title = $4, class = $5, field = $6, programme = $7, channel = $8, place = $9,
            venue = $10, link = $11, audiences = $12, capacity = $13, about = $14, starts_at = $15, ends_at = $16, state = $17,
            since = $18, reason = $19, summary = $20, moved_from = $21, moved_reason = $22, filed_by = $23
        where id = $1"
    );
    let Activity { id, unit, keeper, plan, state, since, moved, series: _, copied_from: _ } = activity;
    let (reason, summary) = words_of(state);
    let params: ground::db::Params = &[
        id,
        &unit.id,
        keeper,
        &plan.title,
        &plan.class,
        &plan.field,
        &plan.programme,
        &plan.mode,
        &plan.place,
        &plan.venue,
        &plan.link,
        &codes(&plan.audiences),
        &plan.capacity,
        &plan.about,
        &plan.starts_at,
        &plan.ends_at,
        &state.code(),
        since,
        &reason,
        &summary,
        &moved.as_ref().map(|(from, _)| *from),
        &moved.as_ref().map(|(_, reason)| reason),
        &filed_by(state),
    ];
    tx.run(update, params)?;
    put_into_search(tx, activity)
}

fn put_into_search(tx: &mut Tx, activity: &Activity) -> Result<(), Fault> {
    let seen_by = if activity.is_public() { SeenBy::Public } else { SeenBy::Staff };
    index(
        tx,
        &Document {
            kind: "activity",
            noun: activity.id.0,
            title: &activity.plan.title,
            text: &activity.plan.about,
            href: activity.href(),
            seen_by,
        },
    )
}

fn words_of(state: &State) -> (Option<&String>, Option<&String>) {
    match state {
        State::Returned { reason } | State::Cancelled { reason } => (Some(reason), None),
        State::Concluded { summary } => (None, Some(summary)),
        _ => (None, None),
    }
}

fn filed_by(state: &State) -> Option<AccountId> {
    match state {
        State::Filed { by } => *by,
        _ => None,
    }
}

fn codes(audiences: &[Audience]) -> String {
    audiences.iter().map(|audience| audience.code()).collect::<Vec<_>>().join(",")
}

fn activity(row: &Row) -> Result<Activity, Fault> {
    let audiences: String = row.get(15)?;
    let moved_from: Option<Instant> = row.get(24)?;
    Ok(Activity {
        id: row.get(0)?,
        unit: HostUnit { id: row.get(1)?, name: row.get(2)?, path: UnitPath(row.get(3)?) },
        keeper: row.get(4)?,
        series: row.get(5)?,
        copied_from: row.get(6)?,
        plan: Plan {
            title: row.get(7)?,
            class: row.get(8)?,
            field: row.get(9)?,
            programme: row.get::<Option<Id>>(10)?,
            mode: row.get(11)?,
            place: row.get(12)?,
            venue: row.get(13)?,
            link: row.get(14)?,
            audiences: audiences.split(',').filter_map(|code| code.parse().ok()).collect(),
            capacity: row.get(16)?,
            about: row.get(17)?,
            starts_at: row.get(18)?,
            ends_at: row.get(19)?,
        },
        state: state(row)?,
        since: row.get(21)?,
        moved: moved_from.zip(row.get::<Option<String>>(25)?),
    })
}

fn state(row: &Row) -> Result<State, Fault> {
    let code: String = row.get(20)?;
    Ok(match code.as_str() {
        "drafted" => State::Drafted,
        "filed" => State::Filed { by: row.get(26)? },
        "returned" => State::Returned { reason: row.get(22)? },
        "approved" => State::Approved,
        "announced" => State::Announced,
        "held" => State::Held,
        "concluded" => State::Concluded { summary: row.get(23)? },
        "cancelled" => State::Cancelled { reason: row.get(22)? },
        other => return Err(Fault::broken("reading an activity", format!("no such state: {other}"))),
    })
}

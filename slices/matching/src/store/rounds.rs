//! Rounds: their rules and states, and what earlier rounds left behind.

use crate::rules::fairness::Price;
use crate::rules::{ExpertId, NeedId, Round, RoundId, RoundState, Rules};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::act::UnitPath;
use logic::place::PlaceCode;
use logic::time::Day;
use std::collections::{BTreeMap, BTreeSet};

macro_rules! select_round {
    ($rest:literal) => {
        sql!(concat!(
            "select r.id, r.programme, r.year, r.name, r.unit, u.path, r.rules, r.state, r.since, r.until_day, r.objective, r.bound, r.version ",
            "from round r join unit u on u.id = r.unit ",
            $rest
        ))
    };
}

pub(crate) fn get(read: &Read, id: RoundId) -> Result<Round, Stop> {
    read.find(select_round!("where r.id = $1"), &[&id], round)?.or_missing()
}

pub(crate) fn list(read: &Read) -> Result<Vec<Round>, Fault> {
    read.list(select_round!("order by r.year desc, r.id desc"), &[], round)
}

pub(crate) fn insert(tx: &mut Tx, round: &Round) -> Result<(), Fault> {
    let insert =
        sql!("insert into round (id, programme, year, name, unit, rules, state) values ($1, $2, $3, $4, $5, $6, $7)");
    let Round { id, programme, year, name, unit, rules, state, .. } = round;
    tx.run(insert, &[id, programme, year, name, unit, &to_json(rules)?, &state.code()]).map(drop)
}

pub(crate) fn save(tx: &mut Tx, round: &Round) -> Result<(), Fault> {
    let update = sql!(
        "update round set rules = $2, state = $3, since = $4, until_day = coalesce($5, until_day),
            objective = coalesce($6, objective), bound = coalesce($7, bound), version = $8 where id = $1"
    );
    let (since, until, objective, bound) = match round.state {
        RoundState::Draft => (None, None, None, None),
        RoundState::Solved { on, objective, bound } => (Some(on), None, Some(objective), Some(bound)),
        RoundState::Published { on, until } => (Some(on), Some(until), None, None),
        RoundState::Closed { on } => (Some(on), None, None, None),
    };
    tx.run(
        update,
        &[&round.id, &to_json(&round.rules)?, &round.state.code(), &since, &until, &objective, &bound, &round.version],
    )
    .map(drop)
}

/// What fairness and even loads cost in the draft that stands.
pub(crate) fn save_price(tx: &mut Tx, round: RoundId, price: Option<&Price>) -> Result<(), Fault> {
    let text = price.map(serde_json::to_string).transpose().map_err(|error| Fault::broken("keeping a price", error))?;
    tx.run(sql!("update round set price = $2 where id = $1"), &[&round, &text]).map(drop)
}

pub(crate) fn find_price(read: &Read, round: RoundId) -> Result<Option<Price>, Fault> {
    let text =
        read.find(sql!("select price from round where id = $1"), &[&round], |row| row.get::<Option<String>>(0))?;
    let price = text.flatten().map(|text| serde_json::from_str(&text)).transpose();
    price.map_err(|error| Fault::broken("reading a price", error))
}

fn to_json(rules: &Rules) -> Result<String, Fault> {
    serde_json::to_string(rules).map_err(|error| Fault::broken("keeping rules", error))
}

fn round(row: &Row) -> Result<Round, Fault> {
    let (rules, code): (String, String) = (row.get(6)?, row.get(7)?);
    let on = || row.get::<Day>(8);
    let state = match code.as_str() {
        "draft" => RoundState::Draft,
        "solved" => RoundState::Solved { on: on()?, objective: row.get(10)?, bound: row.get(11)? },
        "published" => RoundState::Published { on: on()?, until: row.get(9)? },
        "closed" => RoundState::Closed { on: on()? },
        other => return Err(Fault::broken("reading a round", format!("no such state: {other}"))),
    };
    Ok(Round {
        id: row.get(0)?,
        programme: row.get(1)?,
        year: row.get(2)?,
        name: row.get(3)?,
        unit: row.get(4)?,
        path: UnitPath(row.get(5)?),
        rules: serde_json::from_str(&rules).map_err(|error| Fault::broken("reading rules", error))?,
        state,
        version: row.get(12)?,
    })
}

/// Why an expert stayed idle in rounds that are published.
pub(crate) fn list_idle_of(read: &Read, expert: ExpertId) -> Result<Vec<(String, String)>, Fault> {
    let list = sql!(
        "select r.name, i.reason from round_idle i join round r on r.id = i.round where i.expert = $1 and r.state = 'published' order by r.id"
    );
    read.list(list, &[&expert], |row| row.read())
}

/// Why slots of a village stayed empty in rounds that are published.
pub(crate) fn list_empty_of(read: &Read, village: PlaceCode) -> Result<Vec<(String, String)>, Fault> {
    let list = sql!(
        "select n.title, s.reason from round_slot s join round r on r.id = s.round join need n on n.id = s.need
        where n.village = $1 and s.expert is null and r.state = 'published' and s.reason is not null order by n.id, s.slot"
    );
    read.list(list, &[&village], |row| row.read())
}

/// Which expert served which village well: renewed, or graded good or better.
pub(crate) fn list_served(read: &Read) -> Result<BTreeSet<(ExpertId, PlaceCode)>, Fault> {
    let served = sql!(
        "select distinct expert, village from post where state = 'renewed' or state = 'graded' and grade in ('excellent', 'good')"
    );
    Ok(read.list(served, &[], |row| row.read())?.into_iter().collect())
}

/// How many posts each expert holds from other rounds of a year, answered or not.
pub(crate) fn list_busy(read: &Read, year: i16, round: RoundId) -> Result<BTreeMap<ExpertId, i64>, Fault> {
    let busy = sql!(
        "select p.expert, count(*) from post p join round r on r.id = p.round
        where r.year = $1 and r.id <> $2 and p.state not in ('declined', 'ended') group by p.expert"
    );
    Ok(read.list(busy, &[&year, &round], |row| row.read())?.into_iter().collect())
}

/// Needs that are met or asked for in another round of the year.
pub(crate) fn list_taken_needs(read: &Read, year: i16, round: RoundId) -> Result<BTreeSet<NeedId>, Fault> {
    let taken = sql!(
        "select distinct p.need from post p join round r on r.id = p.round
        where r.year = $1 and r.id <> $2 and p.state not in ('declined', 'ended')"
    );
    Ok(read.list(taken, &[&year, &round], |row| row.get(0))?.into_iter().collect())
}

/// How many needs a round could serve.
pub(crate) fn count_open_needs(read: &Read, round: &Round) -> Result<i64, Fault> {
    let count = sql!(
        "select count(*) from need n where n.withdrawn_on is null
        and (cast($1 as text) is null or n.programme is null or n.programme = $1)
        and not exists (select 1 from post p join round r on r.id = p.round
            where p.need = n.id and r.year = $2 and r.id <> $3 and p.state not in ('declined', 'ended'))"
    );
    read.number(count, &[&round.programme, &round.year, &round.id])
}

/// Rounds whose draft is being made.
pub(crate) fn list_open(read: &Read) -> Result<Vec<Round>, Fault> {
    read.list(select_round!("where r.state in ('draft', 'solved') order by r.id"), &[], round)
}

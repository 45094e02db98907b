//! Drafts of rounds: who goes where, who is left over, what was settled by hand, and what each step changed.

use crate::rules::score::Parts;
use crate::rules::{ExpertId, NeedId, RoundId, Rules};
use ground::db::{Fault, Read, Row, Tx};
use ground::sql;
use logic::place::PlaceCode;
use logic::stored::ToStored;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

pub(crate) use crate::rules::material::Pair;

/// The pairs of a round that are fixed (`pin`) or ruled out (`forbid`).
pub(crate) fn list_pairs(read: &Read, round: RoundId, kind: &str) -> Result<BTreeSet<Pair>, Fault> {
    let list = sql!("select need, slot, expert from round_pair where round = $1 and kind = $2");
    Ok(read.list(list, &[&round, &kind], |row| row.read())?.into_iter().collect())
}

pub(crate) fn save_pair(tx: &mut Tx, round: RoundId, pair: Pair, kind: &str) -> Result<(), Fault> {
    if kind == "pin" {
        let one = sql!("delete from round_pair where round = $1 and need = $2 and slot = $3 and kind = 'pin'");
        tx.run(one, &[&round, &pair.0, &pair.1])?;
    }
    let save = sql!(
        "insert into round_pair (round, need, slot, expert, kind) values ($1, $2, $3, $4, $5)
        on conflict (round, need, slot, expert) do update set kind = excluded.kind"
    );
    tx.run(save, &[&round, &pair.0, &pair.1, &pair.2, &kind]).map(drop)
}

pub(crate) fn delete_pair(tx: &mut Tx, round: RoundId, pair: Pair) -> Result<(), Fault> {
    let delete = sql!("delete from round_pair where round = $1 and need = $2 and slot = $3 and expert = $4");
    tx.run(delete, &[&round, &pair.0, &pair.1, &pair.2]).map(drop)
}

/// A slot of the draft: filled, or empty with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DraftSlot {
    pub(crate) need: NeedId,
    pub(crate) slot: i64,
    pub(crate) expert: Option<ExpertId>,
    pub(crate) score: Option<i64>,
    pub(crate) parts: Option<Parts>,
    pub(crate) reason: Option<&'static str>,
}

/// What of a draft is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rewrite {
    /// Whether it takes the place of everything before it; else only what it names changes.
    pub(crate) is_whole: bool,
    pub(crate) slots: Vec<DraftSlot>,
    /// Experts who are left over now, and why.
    pub(crate) idle: Vec<(ExpertId, &'static str)>,
    /// Experts who are left over no more.
    pub(crate) busy: Vec<ExpertId>,
}

pub(crate) fn rewrite(tx: &mut Tx, round: RoundId, rewrite: &Rewrite) -> Result<(), Fault> {
    if rewrite.is_whole {
        tx.run(sql!("delete from round_slot where round = $1"), &[&round])?;
        tx.run(sql!("delete from round_idle where round = $1"), &[&round])?;
    }
    let save = sql!(
        "insert into round_slot (round, need, slot, expert, score, parts, reason) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (round, need, slot) do update set expert = excluded.expert, score = excluded.score, parts = excluded.parts,
            reason = excluded.reason"
    );
    let parts: Vec<Option<String>> = rewrite.slots.iter().map(parts_text).collect::<Result<_, _>>()?;
    let row = |(slot, parts): (&'_ DraftSlot, &'_ Option<String>)| -> Vec<Box<dyn ToStored>> {
        vec![
            Box::new(round),
            Box::new(slot.need),
            Box::new(slot.slot),
            Box::new(slot.expert),
            Box::new(slot.score),
            Box::new(parts.clone()),
            Box::new(slot.reason.map(str::to_owned)),
        ]
    };
    run_rows(tx, save, rewrite.slots.iter().zip(&parts).map(row))?;
    let gone = sql!("delete from round_idle where round = $1 and expert = $2");
    run_rows(
        tx,
        gone,
        rewrite.busy.iter().map(|expert| -> Vec<Box<dyn ToStored>> { vec![Box::new(round), Box::new(*expert)] }),
    )?;
    let left = sql!(
        "insert into round_idle (round, expert, reason) values ($1, $2, $3)
        on conflict (round, expert) do update set reason = excluded.reason"
    );
    run_rows(
        tx,
        left,
        rewrite.idle.iter().map(|(expert, reason)| -> Vec<Box<dyn ToStored>> {
            vec![Box::new(round), Box::new(*expert), Box::new((*reason).to_owned())]
        }),
    )
}

fn run_rows(
    tx: &Tx,
    sql: &'static ground::db::Sql,
    rows: impl Iterator<Item = Vec<Box<dyn ToStored>>>,
) -> Result<(), Fault> {
    let rows: Vec<Vec<Box<dyn ToStored>>> = rows.collect();
    let borrowed: Vec<Vec<&dyn ToStored>> = rows.iter().map(|row| row.iter().map(AsRef::as_ref).collect()).collect();
    if borrowed.is_empty() { Ok(()) } else { tx.run_many(sql, &borrowed) }
}

fn parts_text(slot: &DraftSlot) -> Result<Option<String>, Fault> {
    let text = slot.parts.map(|parts| serde_json::to_string(&parts)).transpose();
    text.map_err(|error| Fault::broken("keeping a draft", error))
}

/// Who fills which slot.
pub(crate) fn list_seats(read: &Read, round: RoundId) -> Result<Vec<Pair>, Fault> {
    let list =
        sql!("select need, slot, expert from round_slot where round = $1 and expert is not null order by need, slot");
    read.list(list, &[&round], |row| row.read())
}

/// How many slots of a draft are filled, and how many are empty.
pub(crate) fn count_slots(read: &Read, round: RoundId) -> Result<(i64, i64), Fault> {
    let count = sql!("select count(expert), count(*) from round_slot where round = $1");
    let (filled, all) = read.find(count, &[&round], |row| row.read::<(i64, i64)>())?.unwrap_or_default();
    Ok((filled, all - filled))
}

/// A slot of the draft with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SlotLine {
    pub(crate) need: NeedId,
    pub(crate) slot: i64,
    pub(crate) title: String,
    /// How many places the need's team has.
    pub(crate) team: usize,
    pub(crate) discipline: String,
    pub(crate) village: PlaceCode,
    pub(crate) village_name: String,
    pub(crate) expert: Option<ExpertId>,
    pub(crate) expert_name: String,
    pub(crate) score: i64,
    pub(crate) parts: Parts,
    pub(crate) reason: String,
}

macro_rules! select_slot {
    ($rest:literal) => {
        sql!(concat!(
            "select s.need, s.slot, n.title, n.disciplines, n.village, p.name, s.expert, q.name, s.score, s.parts, s.reason ",
            "from round_slot s join need n on n.id = s.need join place p on p.code = n.village ",
            "left join expert e on e.id = s.expert left join person q on q.id = e.person ",
            $rest
        ))
    };
}

/// Filled slots in the order needs were stated, of villages and experts whose name holds this text.
pub(crate) fn list_filled(
    read: &Read,
    round: RoundId,
    text: Option<&str>,
    offset: i64,
    limit: i64,
) -> Result<Vec<SlotLine>, Fault> {
    let list = select_slot!(
        "where s.round = $1 and s.expert is not null and (cast($2 as text) is null or p.name like $2 or q.name like $2)
        order by s.need, s.slot limit $3 offset $4"
    );
    read.list(list, &[&round, &text.map(like), &limit, &offset], slot_line)
}

pub(crate) fn count_filled(read: &Read, round: RoundId, text: &str) -> Result<i64, Fault> {
    let count = sql!(
        "select count(*) from round_slot s join need n on n.id = s.need join place p on p.code = n.village
        join expert e on e.id = s.expert join person q on q.id = e.person
        where s.round = $1 and (p.name like $2 or q.name like $2)"
    );
    read.number(count, &[&round, &like(text)])
}

/// Empty slots by village, in an area.
pub(crate) fn list_empty(
    read: &Read,
    round: RoundId,
    area: RangeInclusive<i64>,
    offset: i64,
    limit: i64,
) -> Result<Vec<SlotLine>, Fault> {
    let list = select_slot!(
        "where s.round = $1 and s.expert is null and n.village between $2 and $3 order by n.village, s.need, s.slot limit $4 offset $5"
    );
    read.list(list, &[&round, area.start(), area.end(), &limit, &offset], slot_line)
}

/// A text to look for anywhere, as `like` takes it.
fn like(text: &str) -> String {
    let plain: String = text.chars().filter(|letter| !matches!(letter, '%' | '_' | '\\')).collect();
    format!("%{plain}%")
}

fn slot_line(row: &Row) -> Result<SlotLine, Fault> {
    let (slot, disciplines): (i64, String) = (row.get(1)?, row.get(3)?);
    let parts: Option<String> = row.get(9)?;
    let parts = parts.map(|parts| serde_json::from_str(&parts)).transpose();
    Ok(SlotLine {
        need: row.get(0)?,
        slot,
        title: row.get(2)?,
        team: disciplines.split(' ').count(),
        discipline: disciplines.split(' ').nth(usize::try_from(slot).unwrap_or(0)).unwrap_or_default().to_owned(),
        village: row.get(4)?,
        village_name: row.get(5)?,
        expert: row.get(6)?,
        expert_name: row.get::<Option<String>>(7)?.unwrap_or_default(),
        score: row.get::<Option<i64>>(8)?.unwrap_or(0),
        parts: parts.map_err(|error| Fault::broken("reading a draft", error))?.unwrap_or_default(),
        reason: row.get::<Option<String>>(10)?.unwrap_or_default(),
    })
}

/// Each village of the draft, and how many of its slots are filled, of how many.
pub(crate) fn list_villages(read: &Read, round: RoundId) -> Result<Vec<(PlaceCode, i64, i64)>, Fault> {
    let list = sql!(
        "select n.village, count(s.expert), count(*) from round_slot s join need n on n.id = s.need where s.round = $1
        group by n.village order by n.village"
    );
    read.list(list, &[&round], |row| row.read())
}

/// A slot as supply and fairness look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SlotFigures {
    pub(crate) village: PlaceCode,
    pub(crate) discipline: String,
    pub(crate) expert: Option<ExpertId>,
    pub(crate) score: i64,
    pub(crate) km: Option<i64>,
}

/// All slots of a draft in an area, by village.
pub(crate) fn list_figures(read: &Read, round: RoundId, area: RangeInclusive<i64>) -> Result<Vec<SlotFigures>, Fault> {
    let list = sql!(
        "select n.village, n.disciplines, s.slot, s.expert, s.score, s.parts from round_slot s join need n on n.id = s.need
        where s.round = $1 and n.village between $2 and $3 order by n.village, s.need, s.slot"
    );
    read.list(list, &[&round, area.start(), area.end()], |row| {
        let (disciplines, slot): (String, i64) = (row.get(1)?, row.get(2)?);
        let parts: Option<Parts> = row.get::<Option<String>>(5)?.and_then(|parts| serde_json::from_str(&parts).ok());
        Ok(SlotFigures {
            village: row.get(0)?,
            discipline: disciplines.split(' ').nth(usize::try_from(slot).unwrap_or(0)).unwrap_or_default().to_owned(),
            expert: row.get(3)?,
            score: row.get::<Option<i64>>(4)?.unwrap_or(0),
            km: parts.and_then(|parts| parts.km),
        })
    })
}

/// Experts left over, by name, and why.
pub(crate) fn list_idle(read: &Read, round: RoundId, limit: i64) -> Result<Vec<(ExpertId, String, String)>, Fault> {
    let list = sql!(
        "select i.expert, coalesce(q.name, ''), i.reason from round_idle i join expert e on e.id = i.expert
        join person q on q.id = e.person where i.round = $1 order by i.expert limit $2"
    );
    read.list(list, &[&round, &limit], |row| row.read())
}

pub(crate) fn count_idle(read: &Read, round: RoundId) -> Result<i64, Fault> {
    read.number(sql!("select count(*) from round_idle where round = $1"), &[&round])
}

/// What a step changed in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Changed {
    pub(crate) need: NeedId,
    pub(crate) slot: i64,
    pub(crate) before: Option<ExpertId>,
    pub(crate) after: Option<ExpertId>,
}

/// A step from one draft to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) version: i64,
    /// `solve`, `rule`, `pin`, `forbid` or `free`.
    pub(crate) act: String,
    pub(crate) pair: Option<Pair>,
    /// What the draft before was worth, by the rules of this one.
    pub(crate) objective_before: Option<i64>,
    pub(crate) objective: i64,
    pub(crate) filled_before: Option<i64>,
    pub(crate) filled: i64,
    /// How many slots changed.
    pub(crate) moved: i64,
    /// The first of them.
    pub(crate) changes: Vec<Changed>,
    /// How many pairs of the draft before break a rule of this one.
    pub(crate) broken: i64,
    /// The rules before, where they changed.
    pub(crate) rules: Option<Rules>,
}

impl Changed {
    fn to_text(self) -> String {
        let name = |expert: Option<ExpertId>| expert.map_or("-".to_owned(), |expert| expert.to_string());
        format!("{} {} {} {}", self.need, self.slot, name(self.before), name(self.after))
    }

    fn from_text(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let (need, slot) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        Some(Self { need, slot, before: words.next()?.parse().ok(), after: words.next()?.parse().ok() })
    }
}

pub(crate) fn insert_step(tx: &mut Tx, round: RoundId, step: &Step) -> Result<(), Fault> {
    let insert = sql!(
        "insert into round_step (round, version, act, need, slot, expert, objective_before, objective, filled_before, filled, moved, changes, broken, rules)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    );
    let (need, slot, expert) =
        (step.pair.map(|pair| pair.0), step.pair.map(|pair| pair.1), step.pair.map(|pair| pair.2));
    let changes: Vec<String> = step.changes.iter().copied().map(Changed::to_text).collect();
    let changes = changes.join("\n");
    let Step { version, act, objective_before, objective, filled_before, filled, moved, broken, .. } = step;
    let rules = step.rules.as_ref().map(serde_json::to_string).transpose();
    let rules = rules.map_err(|error| Fault::broken("keeping rules", error))?;
    let values: [&dyn ToStored; 14] = [
        &round,
        version,
        act,
        &need,
        &slot,
        &expert,
        objective_before,
        objective,
        filled_before,
        filled,
        moved,
        &changes,
        broken,
        &rules,
    ];
    tx.run(insert, &values).map(drop)
}

macro_rules! select_step {
    ($rest:literal) => {
        sql!(concat!(
            "select version, act, need, slot, expert, objective_before, objective, filled_before, filled, moved, changes, broken, rules ",
            "from round_step ",
            $rest
        ))
    };
}

/// The step that made a draft.
pub(crate) fn find_step(read: &Read, round: RoundId, version: i64) -> Result<Option<Step>, Fault> {
    read.find(select_step!("where round = $1 and version = $2"), &[&round, &version], step)
}

/// The last steps by hand, the latest first.
pub(crate) fn list_steps(read: &Read, round: RoundId, limit: i64) -> Result<Vec<Step>, Fault> {
    let list = select_step!("where round = $1 and act <> 'solve' order by version desc limit $2");
    read.list(list, &[&round, &limit], step)
}

fn step(row: &Row) -> Result<Step, Fault> {
    let (need, slot, expert): (Option<NeedId>, Option<i64>, Option<ExpertId>) = (row.get(2)?, row.get(3)?, row.get(4)?);
    let changes: String = row.get(10)?;
    let rules = row.get::<Option<String>>(12)?.map(|text| serde_json::from_str(&text)).transpose();
    Ok(Step {
        version: row.get(0)?,
        act: row.get(1)?,
        pair: need.zip(slot).zip(expert).map(|((need, slot), expert)| (need, slot, expert)),
        objective_before: row.get(5)?,
        objective: row.get(6)?,
        filled_before: row.get(7)?,
        filled: row.get(8)?,
        moved: row.get(9)?,
        broken: row.get(11)?,
        rules: rules.map_err(|error| Fault::broken("reading rules", error))?,
        changes: changes.lines().filter_map(Changed::from_text).collect(),
    })
}

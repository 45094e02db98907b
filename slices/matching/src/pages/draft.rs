//! Making a draft and changing it by hand: worked out before the transaction, so that nobody waits, and written with what
//! it cost.

use super::round_rules;
use super::table::{self, Running, Table};
use crate::rules::desk::Valued;
use crate::rules::draft::{Draft, moved};
use crate::rules::fairness::Price;
use crate::rules::score::Hand;
use crate::rules::{
    ExpertId, ForbidPair, FreePair, HaltRound, NeedId, PinPair, Round, RoundId, RoundState, RuleRound, Rules,
    SolveRound,
};
use crate::store::drafts::{self, Changed, DraftSlot, Pair, Rewrite, Step};
use crate::store::{experts, material, rounds, villages};
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::act::Act;
use logic::refusal::Refusal;
use std::collections::BTreeSet;
use std::sync::atomic::Ordering::Relaxed;
use web::{Ctx, Done, Prepared};

logic::form! {
    /// A pair of the draft.
    pub(crate) struct PairForm {
        need: NeedId = pick(),
        slot: i64 = count().max(2),
        expert: ExpertId = pick(),
    }
}

/// A button that acts on a pair of the draft, and says for whom to those who do not see where it stands.
pub(crate) fn pair_button(
    ctx: &Ctx,
    act: &'static str,
    round: RoundId,
    (need, slot, expert): Pair,
    about: String,
) -> String {
    let form = ctx.act_form(act).at("id", round).quiet().about(about);
    form.hidden("need", need).hidden("slot", slot).hidden("expert", expert).button()
}

/// A draft that is worked out and not yet written.
#[derive(Clone)]
pub(crate) struct Planned {
    /// The draft it was made from.
    base: i64,
    bound: i64,
    price: Option<Price>,
    rewrite: Rewrite,
    step: Step,
}

/// Changes that a step remembers one by one; the others are only counted.
const REMEMBERED: usize = 200;

/// Solving takes its time: before the transaction.
pub(crate) fn prepare(read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    Ok(Box::new(plan_anew(read, ctx, &rounds::get(read, ctx.at("id")?)?)?))
}

fn plan_anew(read: &Read, ctx: &Ctx, round: &Round) -> Result<Planned, Stop> {
    round.clone().solve(ctx.viewer.may::<SolveRound>(round)?, 0, 0).map(drop)?;
    let watched = ctx.house.memory.of::<Running>().begin(round.id);
    table::at(read, ctx, round, |table| {
        let hand = material::hand(read, round, &table.desk.material)?;
        let before = table.stored(read, round, hand.clone())?;
        let after = table.solve(&watched, &hand, &before)?;
        // What stands may have lost its ground meanwhile: it is valued by what is known now.
        let valued = has_draft(round).then(|| table.desk.value(&hand, &before.solution.filled));
        let asked = Asked { act: SolveRound::NAME, pair: None, is_whole: true, valued, rules: None };
        Ok(planned(table, round, &before, after, asked))
    })
}

fn has_draft(round: &Round) -> bool {
    matches!(round.state, RoundState::Solved { .. })
}

/// A draft by other rules, beside the one that stands as it counts by them.
fn plan_ruled(read: &Read, ctx: &Ctx, round: &Round) -> Result<Planned, Stop> {
    let rules = round_rules::asked(ctx)?;
    round.clone().rule(ctx.viewer.may::<RuleRound>(round)?, rules.clone()).map(drop)?;
    let watched = ctx.house.memory.of::<Running>().begin(round.id);
    table::at(read, ctx, round, |table| {
        let before = table.rule(read, round, rules)?;
        let hand = before.hand.clone();
        let valued = table.desk.value(&hand, &before.solution.filled);
        let after = table.solve(&watched, &hand, &before)?;
        let rules = Some(round.rules.clone());
        let asked = Asked { act: RuleRound::NAME, pair: None, is_whole: true, valued: Some(valued), rules };
        Ok(planned(table, round, &before, after, asked))
    })
}

pub(crate) fn prepare_rule(read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    let round = rounds::get(read, ctx.at("id")?)?;
    Ok(Box::new(has_draft(&round).then(|| plan_ruled(read, ctx, &round)).transpose()?))
}

/// Other rules; where there is a draft, at once the one they make.
pub(crate) fn rule(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let rules = round_rules::asked(ctx)?;
    let round = rounds::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<RuleRound>(&round)?;
    let planned = match ctx.prepared::<Option<Planned>>()? {
        _ if !has_draft(&round) => None,
        Some(planned) if planned.base == round.version => Some(planned.clone()),
        _ => Some(plan_ruled(tx, ctx, &round)?),
    };
    let round = tx.commit(round.rule(may, rules)?, rounds::save)?;
    match planned {
        Some(planned) => Ok(keep(tx, ctx, round, planned)?.say("round.rule.again")),
        None => Ok(Done::at(format!("/rounds/{}", round.id)).id(round.id)),
    }
}

/// What was asked for.
struct Asked {
    act: &'static str,
    pair: Option<Pair>,
    is_whole: bool,
    /// What stands, by the rules and data as they are now.
    valued: Option<Valued>,
    /// The rules before.
    rules: Option<Rules>,
}

/// What of a draft changes, and what that costs.
fn planned(table: &mut Table, round: &Round, before: &Draft, after: Draft, asked: Asked) -> Planned {
    let material = table.desk.material.clone();
    let changed = moved(&material, before, &after);
    let question = table.desk.question(&after.hand);
    let seats = after.seats(&material);
    let line = |need: usize, slot: usize| {
        let expert = seats[need][slot];
        let parts = expert.map(|expert| question.by_rules(need, slot, expert).unwrap_or_default());
        DraftSlot {
            need: material.needs[need].id,
            slot: slot as i64,
            expert: expert.map(|expert| material.experts[expert].id),
            score: parts.map(|parts| parts.total()),
            parts,
            reason: if expert.is_none() { Some(question.why_empty(need, slot)) } else { None },
        }
    };
    let used = |draft: &Draft| draft.solution.filled.iter().map(|filled| filled.person).collect::<BTreeSet<_>>();
    let (used_before, used_after) = (used(before), used(&after));
    let everybody = 0..material.experts.len();
    let left: Vec<usize> = match asked.is_whole {
        true => everybody.filter(|expert| !used_after.contains(expert)).collect(),
        false => used_before.difference(&used_after).copied().collect(),
    };
    let busy = if asked.is_whole { Vec::new() } else { used_after.difference(&used_before).copied().collect() };
    let id = |expert: usize| material.experts[expert].id;
    let rewrite = Rewrite {
        is_whole: asked.is_whole,
        slots: match asked.is_whole {
            true => material.slots().map(|(need, slot)| line(need, slot)).collect(),
            false => changed.iter().map(|moved| line(moved.0, moved.1)).collect(),
        },
        idle: left.into_iter().map(|expert| (id(expert), question.why_idle(expert))).collect(),
        busy: busy.into_iter().map(id).collect(),
    };
    let change = |&(need, slot, before, after): &(usize, usize, Option<usize>, Option<usize>)| Changed {
        need: material.needs[need].id,
        slot: slot as i64,
        before: before.map(id),
        after: after.map(id),
    };
    let objective_before = match (&asked.valued, round.state) {
        (Some(valued), _) => Some(valued.worth),
        (None, RoundState::Solved { objective, .. }) => Some(objective),
        _ => None,
    };
    let step = Step {
        version: round.version + 1,
        act: asked.act.rsplit('.').next().unwrap_or_default().to_owned(),
        pair: asked.pair,
        objective_before,
        objective: after.solution.objective,
        filled_before: objective_before.map(|_| before.solution.filled.len() as i64),
        filled: after.solution.filled.len() as i64,
        moved: changed.len() as i64,
        broken: asked.valued.map_or(0, |valued| valued.broken as i64),
        rules: asked.rules,
        changes: changed.iter().take(REMEMBERED).map(change).collect(),
    };
    let (bound, price) = (after.bound, after.price);
    table.remember(round.version + 1, after);
    Planned { base: round.version, bound, price, rewrite, step }
}

pub(crate) fn solve(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let round = rounds::get(tx, ctx.at("id")?)?;
    let planned = current(tx, ctx, &round, plan_anew)?;
    keep(tx, ctx, round, planned)
}

/// What was worked out before; anew if somebody has changed the draft meanwhile.
fn current(
    tx: &Tx,
    ctx: &Ctx,
    round: &Round,
    again: impl FnOnce(&Read, &Ctx, &Round) -> Result<Planned, Stop>,
) -> Result<Planned, Stop> {
    let planned = ctx.prepared::<Planned>()?;
    if planned.base == round.version { Ok(planned.clone()) } else { again(tx, ctx, round) }
}

/// Writes a draft in the place of the one before.
fn keep(tx: &mut Tx, ctx: &Ctx, round: Round, planned: Planned) -> Result<Done, Stop> {
    let may = ctx.viewer.may::<SolveRound>(&round)?;
    let round = tx.commit(round.solve(may, planned.step.objective, planned.bound)?, |tx, round| {
        rounds::save(tx, round)?;
        rounds::save_price(tx, round.id, planned.price.as_ref())?;
        drafts::rewrite(tx, round.id, &planned.rewrite)?;
        drafts::insert_step(tx, round.id, &planned.step)
    })?;
    Ok(Done::at(format!("/rounds/{}", round.id)).id(round.id))
}

/// What a pair's new standing makes of the draft.
type Change = fn(&mut Hand, (usize, usize, usize));

fn fix(hand: &mut Hand, (need, slot, expert): (usize, usize, usize)) {
    // A slot has one fixed expert: the last one named.
    hand.pinned.insert((need, slot), expert);
    hand.forbidden.remove(&(need, slot, expert));
}

fn rule_out(hand: &mut Hand, (need, slot, expert): (usize, usize, usize)) {
    set_free(hand, (need, slot, expert));
    hand.forbidden.insert((need, slot, expert));
}

fn set_free(hand: &mut Hand, (need, slot, expert): (usize, usize, usize)) {
    if hand.pinned.get(&(need, slot)) == Some(&expert) {
        hand.pinned.remove(&(need, slot));
    }
    hand.forbidden.remove(&(need, slot, expert));
}

fn plan_pair<A: Act>(read: &Read, ctx: &Ctx, round: &Round, change: Change) -> Result<Planned, Stop> {
    let form: PairForm = ctx.form()?;
    villages::get_need(read, form.need)?;
    experts::get(read, form.expert)?;
    table::at(read, ctx, round, |table| {
        let material = table.desk.material.clone();
        let pair = (form.need, form.slot, form.expert);
        let (need, slot, expert) = material.find_pair(pair).ok_or(Refusal::new("pair.not_in_round"))?;
        let (before, is_stored) = table.standing(read, round)?;
        let mut hand = before.hand.clone();
        change(&mut hand, (need, slot, expert));
        let after = table.change(&hand, &before)?;
        let is_seated = after.seats(&material)[need][slot] == Some(expert);
        Refusal::new("pair.no_room").unless(hand.pinned.get(&(need, slot)) != Some(&expert) || is_seated)?;
        let asked = Asked { act: A::NAME, pair: Some(pair), is_whole: !is_stored, valued: None, rules: None };
        if is_stored {
            return Ok(planned(table, round, &before, after, asked));
        }
        let stored = table.stored(read, round, before.hand.clone())?;
        Ok(planned(table, round, &stored, after, asked))
    })
}

fn plan_pin(read: &Read, ctx: &Ctx, round: &Round) -> Result<Planned, Stop> {
    round.clone().pin(ctx.viewer.may::<PinPair>(round)?).map(drop)?;
    plan_pair::<PinPair>(read, ctx, round, fix)
}

fn plan_forbid(read: &Read, ctx: &Ctx, round: &Round) -> Result<Planned, Stop> {
    round.clone().forbid(ctx.viewer.may::<ForbidPair>(round)?).map(drop)?;
    plan_pair::<ForbidPair>(read, ctx, round, rule_out)
}

fn plan_free(read: &Read, ctx: &Ctx, round: &Round) -> Result<Planned, Stop> {
    round.clone().free(ctx.viewer.may::<FreePair>(round)?).map(drop)?;
    plan_pair::<FreePair>(read, ctx, round, set_free)
}

pub(crate) fn prepare_pin(read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    Ok(Box::new(plan_pin(read, ctx, &rounds::get(read, ctx.at("id")?)?)?))
}

pub(crate) fn prepare_forbid(read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    Ok(Box::new(plan_forbid(read, ctx, &rounds::get(read, ctx.at("id")?)?)?))
}

pub(crate) fn prepare_free(read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    Ok(Box::new(plan_free(read, ctx, &rounds::get(read, ctx.at("id")?)?)?))
}

fn asked_pair(ctx: &Ctx) -> Result<Pair, Stop> {
    let form: PairForm = ctx.form()?;
    Ok((form.need, form.slot, form.expert))
}

pub(crate) fn pin(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let (round, pair) = (rounds::get(tx, ctx.at("id")?)?, asked_pair(ctx)?);
    let planned = current(tx, ctx, &round, plan_pin)?;
    let may = ctx.viewer.may::<PinPair>(&round)?;
    let round = tx.commit(round.pin(may)?, |tx, round| drafts::save_pair(tx, round.id, pair, "pin"))?;
    keep(tx, ctx, round, planned)
}

pub(crate) fn forbid(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let (round, pair) = (rounds::get(tx, ctx.at("id")?)?, asked_pair(ctx)?);
    let planned = current(tx, ctx, &round, plan_forbid)?;
    let may = ctx.viewer.may::<ForbidPair>(&round)?;
    let round = tx.commit(round.forbid(may)?, |tx, round| drafts::save_pair(tx, round.id, pair, "forbid"))?;
    keep(tx, ctx, round, planned)
}

pub(crate) fn free(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let (round, pair) = (rounds::get(tx, ctx.at("id")?)?, asked_pair(ctx)?);
    let planned = current(tx, ctx, &round, plan_free)?;
    let may = ctx.viewer.may::<FreePair>(&round)?;
    let round = tx.commit(round.free(may)?, |tx, round| drafts::delete_pair(tx, round.id, pair))?;
    keep(tx, ctx, round, planned)
}

/// Who waits may take the best draft found so far.
pub(crate) fn halt(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let round = rounds::get(tx, ctx.at("id")?)?;
    let _may = ctx.viewer.may::<HaltRound>(&round)?;
    if let Some(progress) = ctx.house.memory.of::<Running>().of(round.id) {
        progress.halted.store(true, Relaxed);
    }
    Ok(Done::at(format!("/rounds/{}", round.id)).id(round.id))
}

//! Making a draft: the question is put together, solved exactly, and explained slot by slot.

use crate::rules::score::{Parts, Question};
use crate::rules::{Expert, ExpertId, ForbidPair, FreePair, Need, NeedId, PinPair, Round, RoundId, SolveRound};
use crate::store::rounds::{self, DraftSlot, Pair};
use crate::store::{experts, villages};
use fit::Solution;
use ground::db::{Fault, Read, Tx};
use ground::directory::Place;
use ground::stop::Stop;
use logic::place::{Level, PlaceCode};
use std::collections::{BTreeMap, BTreeSet};
use web::{Ctx, Done, Prepared};

logic::form! {
    /// A pair of the draft.
    pub(crate) struct PairForm {
        need: NeedId = pick(),
        slot: i64 = count().max(2),
        expert: ExpertId = pick(),
    }
}

/// A button that acts on a pair of the draft.
pub(crate) fn pair_button(ctx: &Ctx, act: &'static str, round: RoundId, (need, slot, expert): Pair) -> String {
    let form = ctx.act_form(act).at("id", round).quiet();
    form.hidden("need", need).hidden("slot", slot).hidden("expert", expert).button()
}

/// Everything a round is decided from, read once.
pub(crate) struct Material {
    pub(crate) needs: Vec<Need>,
    pub(crate) experts: Vec<Expert>,
    places: BTreeMap<PlaceCode, Place>,
    served: BTreeSet<(ExpertId, PlaceCode)>,
    pinned: BTreeSet<Pair>,
    forbidden: BTreeSet<Pair>,
    busy: BTreeMap<ExpertId, i64>,
}

/// The most needs of one round.
const MOST: i64 = 100_000;

impl Material {
    pub(crate) fn of(read: &Read, round: &Round) -> Result<Self, Stop> {
        let taken = rounds::list_taken_needs(read, round.year, round.id)?;
        let is_asked = |need: &Need| {
            !taken.contains(&need.id)
                && (round.programme.is_none() || need.programme.is_none() || need.programme == round.programme)
        };
        let needs: Vec<_> = villages::list_needs(read, 0, MOST)?.into_iter().filter(is_asked).collect();
        let experts = experts::list_active(read)?;
        let all = needs.iter().map(|need| need.village).chain(experts.iter().filter_map(|expert| expert.home));
        let places = places(read, all)?;
        Ok(Self {
            places,
            served: rounds::list_served(read)?,
            pinned: rounds::list_pairs(read, round.id, "pin")?,
            forbidden: rounds::list_pairs(read, round.id, "forbid")?,
            busy: rounds::list_busy(read, round.year, round.id)?,
            needs,
            experts,
        })
    }

    pub(crate) fn question<'a>(&'a self, round: &'a Round) -> Question<'a> {
        Question {
            rules: &round.rules,
            needs: &self.needs,
            experts: &self.experts,
            places: &self.places,
            served: &self.served,
            pinned: &self.pinned,
            forbidden: &self.forbidden,
            busy: &self.busy,
        }
    }
}

/// The places themselves and the towns and counties they lie in.
fn places(read: &Read, codes: impl Iterator<Item = PlaceCode>) -> Result<BTreeMap<PlaceCode, Place>, Fault> {
    let mut wanted = BTreeSet::new();
    for code in codes {
        wanted.extend([code, code.within(Level::Town), code.within(Level::County)]);
    }
    let mut found = BTreeMap::new();
    for code in wanted {
        found.extend(read.find_place(code)?.map(|place| (code, place)));
    }
    Ok(found)
}

/// A draft that is solved and explained.
#[derive(Clone)]
pub(crate) struct Solved {
    slots: Vec<DraftSlot>,
    idle: Vec<(ExpertId, &'static str)>,
    objective: i64,
    bound: i64,
}

/// Solving takes its time: before the transaction.
pub(crate) fn prepare(read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    let round = rounds::get(read, ctx.at("id")?)?;
    let _may = ctx.viewer.may::<SolveRound>(&round)?;
    Ok(Box::new(solved(&Material::of(read, &round)?, &round)?))
}

fn solved(material: &Material, round: &Round) -> Result<Solved, Stop> {
    let question = material.question(round);
    let instance = question.instance();
    let solution = fit::solve(&instance).map_err(|wrong| Fault::broken("matching", format!("{wrong:?}")))?;
    let bound = fit::bound(&instance, &solution.prices);
    Ok(explain(material, &question, &solution, bound))
}

fn explain(material: &Material, question: &Question, solution: &Solution, bound: i64) -> Solved {
    let filled = solution.filled.iter().map(|filled| {
        let (need, expert) = (&material.needs[filled.need], &material.experts[filled.person]);
        let none = Parts { discipline: 0, distance: 0, continuity: 0, km: None };
        let parts = question.score(need, filled.slot as i64, expert).unwrap_or(none);
        DraftSlot {
            need: need.id,
            slot: filled.slot as i64,
            expert: Some(expert.id),
            score: Some(filled.score),
            parts: Some(parts),
            reason: None,
        }
    });
    let empty = solution.empty.iter().map(|(need, slot)| {
        let need = &material.needs[*need];
        let reason = Some(question.why_empty(need, *slot as i64).to_owned());
        DraftSlot { need: need.id, slot: *slot as i64, expert: None, score: None, parts: None, reason }
    });
    let used: BTreeSet<_> = solution.filled.iter().map(|filled| filled.person).collect();
    let idle = material.experts.iter().enumerate().filter(|(person, _)| !used.contains(person));
    Solved {
        slots: filled.chain(empty).collect(),
        idle: idle.map(|(_, expert)| (expert.id, question.why_idle(expert))).collect(),
        objective: solution.objective,
        bound,
    }
}

pub(crate) fn solve(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let round = rounds::get(tx, ctx.at("id")?)?;
    keep_draft(tx, ctx, &round)?;
    Ok(done(&round))
}

/// Keeps the draft that was prepared, in the place of the one before.
fn keep_draft(tx: &mut Tx, ctx: &Ctx, round: &Round) -> Result<(), Stop> {
    let may = ctx.viewer.may::<SolveRound>(round)?;
    let draft = ctx.prepared::<Solved>()?;
    tx.commit(round.clone().solve(may, draft.objective, draft.bound)?, |tx, round| {
        rounds::save(tx, round)?;
        rounds::save_draft(tx, round.id, &draft.slots, &draft.idle)
    })?;
    Ok(())
}

fn done(round: &Round) -> Done {
    Done::at(format!("/rounds/{}", round.id)).id(round.id)
}

/// What a pair's new standing makes of the draft, before the transaction: others write meanwhile.
fn prepare_pair(
    read: &Read,
    ctx: &Ctx,
    rule: impl FnOnce(Round) -> Result<(), Stop>,
    change: impl FnOnce(&mut Material, Pair),
) -> Result<Prepared, Stop> {
    let (round, pair) = pair(read, ctx, ctx.at("id")?)?;
    rule(round.clone())?;
    let mut material = Material::of(read, &round)?;
    change(&mut material, pair);
    Ok(Box::new(solved(&material, &round)?))
}

pub(crate) fn prepare_pin(read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    let rule = |round: Round| Ok(round.clone().pin(ctx.viewer.may::<PinPair>(&round)?).map(drop)?);
    prepare_pair(read, ctx, rule, |material, pair| {
        // A slot has one fixed expert: the last one named.
        material.pinned.retain(|(need, slot, _)| (*need, *slot) != (pair.0, pair.1));
        material.forbidden.remove(&pair);
        material.pinned.insert(pair);
    })
}

pub(crate) fn prepare_forbid(read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    let rule = |round: Round| Ok(round.clone().forbid(ctx.viewer.may::<ForbidPair>(&round)?).map(drop)?);
    prepare_pair(read, ctx, rule, |material, pair| {
        material.pinned.remove(&pair);
        material.forbidden.insert(pair);
    })
}

pub(crate) fn prepare_free(read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    let rule = |round: Round| Ok(round.clone().free(ctx.viewer.may::<FreePair>(&round)?).map(drop)?);
    prepare_pair(read, ctx, rule, |material, pair| {
        material.pinned.remove(&pair);
        material.forbidden.remove(&pair);
    })
}

fn pair(read: &Read, ctx: &Ctx, round: RoundId) -> Result<(Round, Pair), Stop> {
    let form: PairForm = ctx.form()?;
    villages::get_need(read, form.need)?;
    experts::get(read, form.expert)?;
    Ok((rounds::get(read, round)?, (form.need, form.slot, form.expert)))
}

pub(crate) fn pin(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let (round, pair) = pair(tx, ctx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<PinPair>(&round)?;
    let round = tx.commit(round.pin(may)?, |tx, round| rounds::save_pair(tx, round.id, pair, "pin"))?;
    keep_draft(tx, ctx, &round)?;
    Ok(done(&round))
}

pub(crate) fn forbid(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let (round, pair) = pair(tx, ctx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<ForbidPair>(&round)?;
    let round = tx.commit(round.forbid(may)?, |tx, round| rounds::save_pair(tx, round.id, pair, "forbid"))?;
    keep_draft(tx, ctx, &round)?;
    Ok(done(&round))
}

pub(crate) fn free(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let (round, pair) = pair(tx, ctx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<FreePair>(&round)?;
    let round = tx.commit(round.free(may)?, |tx, round| rounds::delete_pair(tx, round.id, pair))?;
    keep_draft(tx, ctx, &round)?;
    Ok(done(&round))
}

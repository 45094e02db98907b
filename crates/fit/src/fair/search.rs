//! Levels of sums: raised by chains of exchanges, bounded by prices.

use super::ceiling::{Ceiling, grain};
use super::refute::Refuter;
use super::{Fair, value};
use crate::chain::{Aim, Chains, Choices};
use crate::plan::{Options, Plan, plan};
use crate::problem::{Pair, Problem};
use crate::rules::NoPlan;
use std::cmp::Reverse;

/// How many sets of multipliers a level is tried with, at most.
const ROUNDS: usize = 12;
/// How far below the bound the total may end: a ten-thousandth.
const NEAR: i64 = 10_000;
/// How many passes over all needs raise the total, at most.
const PASSES: usize = 8;
/// How many options one level, and all levels of leximin, may look at: about a minute where a nation is shared out.
pub(super) const WORK: (u64, u64) = (100_000_000, 2_000_000_000);
/// How many rounds, and how many steps of work, the bound on a level may take.
const CEILING_ROUNDS: usize = 100;
const CEILING_WORK: u64 = 2_000_000_000;
/// Multiplied scores are rounded up to whole units of one in so many.
const PARTS: f64 = 4096.0;

pub(super) struct Search<'a> {
    pub(super) problem: &'a Problem,
    pub(super) options: Options<'a>,
    /// The most each need could have, alone.
    pub(super) top: Vec<i64>,
    pub(super) first: Plan,
    /// All sums are multiples of it.
    grain: i64,
}

impl<'a> Search<'a> {
    pub(super) fn new(problem: &'a Problem, options: Options<'a>) -> Result<Self, NoPlan> {
        let top = (0..problem.needs()).map(|need| top(problem, need)).collect();
        Ok(Self { problem, options, top, grain: grain(problem), first: plan(problem, options)? })
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.options.watch.stop.is_some_and(|stop| stop())
    }

    /// Raises the level that all but `spared` needs reach, by bisection, then the total at that level.
    pub(super) fn level(&self, spared: usize) -> Result<Fair, NoPlan> {
        let mut tops = self.top.clone();
        tops.sort_unstable();
        let choices = Choices::new(self.problem, &self.first.prices);
        let mut low = Chains::new(self.problem, &choices, &self.first.pairs).quantile(spared);
        let mut best = self.first.pairs.clone();
        let bound = tops.get(spared).copied().unwrap_or(low).max(low);
        let mut high = bound + 1;
        // The bound itself is tried first: often one need alone sets it.
        let (mut next, apart) = (bound, (bound / 2000).max(self.grain));
        let mut has_aimed = false;
        while low < next && next < high && !self.is_stopped() {
            let begin = if has_aimed { None } else { Some(&self.first.pairs) };
            let mut chains = begin.and_then(|pairs| self.reach(&choices, pairs, next, spared));
            if chains.is_none()
                && spared > 0
                && let Some(plan) = self.aim(next)
            {
                has_aimed = true;
                let already = Chains::new(self.problem, &choices, &plan.pairs).quantile(spared);
                if already > low {
                    (low, best) = (already, plan.pairs.clone());
                }
                chains = self.reach(&choices, &plan.pairs, next, spared);
            }
            match chains {
                Some(chains) => {
                    low = chains.quantile(spared).max(next);
                    best = chains.pairs();
                }
                None => high = next,
            }
            // Levels between two multiples of the grain are all the same.
            next = (i64::midpoint(low, high).div_euclid(self.grain) * self.grain).max(low + 1);
            if high - low <= apart {
                break;
            }
        }
        if best != self.first.pairs {
            let mut chains = Chains::new(self.problem, &choices, &best);
            if has_aimed {
                let held: Vec<i64> = (0..self.problem.needs()).map(|need| chains.sum(need)).collect();
                let settled = self.settle(|need| if held[need] >= low { low } else { i64::MAX });
                let found = settled.and_then(|plan| self.reach(&choices, &plan.pairs, low, spared));
                chains = found.unwrap_or(chains);
            }
            self.spare(&mut chains, low, spared);
            self.improve(&mut chains);
            (low, best) = (chains.quantile(spared).max(low), chains.pairs());
        }
        let mut fair = Fair {
            objective: value(self.problem, &best),
            pairs: best,
            level: low,
            level_bound: bound,
            level_proof: Vec::new(),
            bound: self.first.bound,
        };
        self.lower_ceiling(&mut fair, spared);
        if spared == 0 {
            self.multiply(&choices, &mut fair)?;
            // A better total may have come with a higher level.
            fair.level = Chains::new(self.problem, &choices, &fair.pairs).quantile(spared);
        }
        fair.bound = fair.bound.max(fair.objective);
        Ok(fair)
    }

    /// Lowers the bound on the level, by bisection over what prices prove.
    fn lower_ceiling(&self, fair: &mut Fair, spared: usize) {
        let (mut low, mut high) = (fair.level.div_euclid(self.grain), fair.level_bound.div_euclid(self.grain));
        if low >= high || self.is_stopped() {
            return;
        }
        let ceiling = Ceiling::new(self.problem);
        let mut refuter = Refuter::new(&ceiling, CEILING_WORK);
        let apart = (high / 2000).max(1);
        let attempts = (high - low).div_euclid(apart).max(1).ilog2() as usize + 1;
        while low < high && !self.is_stopped() {
            // What may be out of reach: the half above the middle.
            let tried = low + (high - low - 1) / 2 + 1;
            if let Some(plan) = self.count(tried * self.grain) {
                refuter.begin(&plan.prices);
            }
            let found = refuter.refute(tried * self.grain, spared, CEILING_ROUNDS / attempts, &|| self.is_stopped());
            if let Some(proof) = found {
                fair.level_bound = (tried - 1) * self.grain;
                fair.level_proof = proof;
                high = tried - 1;
            } else if tried - low <= apart {
                break;
            } else {
                low = tried;
            }
        }
    }

    /// From now on no need may fall below the level, but for the worst of those below it.
    fn spare(&self, chains: &mut Chains<'_>, level: i64, spared: usize) {
        let mut low: Vec<usize> = (0..self.problem.needs()).filter(|&need| chains.sum(need) < level).collect();
        low.sort_by_key(|&need| (chains.sum(need), need));
        let mut is_spared = vec![false; self.problem.needs()];
        low.iter().take(spared).for_each(|&need| is_spared[need] = true);
        chains.hold(level, is_spared);
    }

    /// A matching with at least `level` for all but `spared` needs, if chains lead to one. Those who cannot reach it are
    /// spared, and the worst; the others are lifted, the nearest first.
    pub(super) fn reach<'b>(
        &'b self,
        choices: &'b Choices<'b>,
        pairs: &[Pair],
        level: i64,
        spared: usize,
    ) -> Option<Chains<'b>> {
        let mut chains = Chains::new(self.problem, choices, pairs);
        let mut low: Vec<usize> = (0..self.problem.needs()).filter(|&need| chains.sum(need) < level).collect();
        low.sort_by_key(|&need| (Reverse(self.top[need].min(level)), Reverse(chains.sum(need)), need));
        let mut is_spared = vec![false; self.problem.needs()];
        low.iter().rev().take(spared).for_each(|&need| is_spared[need] = true);
        low.retain(|&need| self.top[need] >= level || !is_spared[need]);
        let hopeless = (0..self.problem.needs()).filter(|&need| self.top[need] < level).count();
        let left = spared.checked_sub(hopeless)?;
        chains.hold(level, is_spared);
        while low.len() > left {
            let before = low.len();
            let mut open = before;
            low.retain(|&need| {
                let is_lifted = open > left && chains.work() <= WORK.0 && lift(&mut chains, need, level);
                if is_lifted {
                    open -= 1;
                    chains.unspare(need);
                }
                !is_lifted
            });
            let is_over = chains.work() > WORK.0 || self.is_stopped();
            if low.len() > left && (is_over || low.len() == before) {
                return None;
            }
        }
        Some(chains)
    }

    /// Raises the total while every need keeps its level.
    pub(super) fn improve(&self, chains: &mut Chains<'_>) {
        let end = chains.work() + WORK.0;
        for _ in 0..PASSES {
            let mut any = false;
            for need in 0..self.problem.needs() {
                if chains.work() > end || self.is_stopped() {
                    return;
                }
                while let Some(chain) = chains.seek(need, Aim::All) {
                    chains.apply(&chain);
                    any = true;
                }
            }
            if !any {
                return;
            }
        }
    }

    /// Lowers the bound of the total at a level by multipliers on needs (each set is solved exactly, and its step is
    /// Polyak's), and takes a better total where one turns up beside it.
    fn multiply(&self, choices: &Choices<'_>, fair: &mut Fair) -> Result<(), NoPlan> {
        let mut extra = vec![0.0; self.problem.needs()];
        let mut pairs = self.first.pairs.clone();
        let mut bound = self.first.bound;
        for _ in 0..ROUNDS {
            if fair.objective.saturating_mul(NEAR) >= fair.bound.saturating_mul(NEAR - 1) || self.is_stopped() {
                break;
            }
            let sums = Chains::new(self.problem, choices, &pairs);
            let missing: Vec<f64> = (0..extra.len()).map(|need| (fair.level - sums.sum(need)) as f64).collect();
            let counts = |need: usize| extra[need] > 0.0 || missing[need] > 0.0;
            let square: f64 = missing.iter().enumerate().filter(|at| counts(at.0)).map(|at| at.1 * at.1).sum();
            let step = (bound - fair.objective).max(1) as f64 / square.max(1.0);
            for (extra, missing) in extra.iter_mut().zip(&missing) {
                *extra = (*extra + step * missing).clamp(0.0, 7.0);
            }
            let (found, bound_here) = self.weighted(&extra, fair.level)?;
            (pairs, bound) = (found, bound_here);
            fair.bound = fair.bound.min(bound);
            if let Some(mut chains) = self.reach(choices, &pairs, fair.level, 0) {
                self.improve(&mut chains);
                let found = chains.pairs();
                let objective = value(self.problem, &found);
                if objective > fair.objective {
                    (fair.pairs, fair.objective) = (found, objective);
                }
            }
        }
        Ok(())
    }

    /// The best pairs at Σ (1 + multiplier) · score, and the Lagrangian bound on the total at a level.
    fn weighted(&self, extra: &[f64], level: i64) -> Result<(Vec<Pair>, i64), NoPlan> {
        let mut problem = self.problem.clone();
        let widest =
            problem.score.iter().chain(&problem.penalty).map(|score| score.saturating_abs()).max().unwrap_or(0);
        let widest = widest.max(problem.step.iter().copied().max().unwrap_or(0)).max(1);
        let unit = f64::from(crate::SCORE_LIMIT) / 9.0 / f64::from(widest) * PARTS;
        let unit = unit.min(PARTS * PARTS) as i64;
        // Scores are rounded up, costs down: the bound stays one.
        let (mut paid, parts) = (0i128, PARTS as i64);
        for (need, &extra) in extra.iter().enumerate() {
            let more = (unit as f64 * extra) as i64;
            paid += i128::from(more) * i128::from(level);
            for score in &mut problem.score[self.problem.start[need]..self.problem.start[need + 1]] {
                *score = (i64::from(*score) * (unit + more)).div_euclid(parts) as i32 + 1;
            }
        }
        for cost in problem.penalty.iter_mut().chain(&mut problem.step) {
            *cost = (i64::from(*cost) * unit).div_euclid(parts) as i32;
        }
        let found = plan(&problem, Options::default())?;
        let bound = (i128::from(found.bound) * i128::from(parts) - paid) / i128::from(unit) + 1;
        Ok((found.pairs, bound.clamp(i64::MIN.into(), i64::MAX.into()) as i64))
    }
}

/// Lifts a need to a level, in one chain or several; false where none is left.
fn lift(chains: &mut Chains<'_>, need: usize, level: i64) -> bool {
    while chains.sum(need) < level {
        let whole = chains.seek(need, Aim::Own(level - chains.sum(need)));
        let Some(chain) = whole.or_else(|| chains.seek(need, Aim::Own(1))) else { return false };
        chains.apply(&chain);
    }
    true
}

/// The sum of a need's best scores, as many as it has slots and are worth more than nothing.
fn top(problem: &Problem, need: usize) -> i64 {
    let able = problem.row(need).filter(|pair| problem.capacity(pair.0 as usize) > 0);
    let mut scores: Vec<i32> = able.map(|pair| pair.1.max(0)).collect();
    scores.sort_unstable_by(|a, b| b.cmp(a));
    scores.iter().take(problem.demand(need) as usize).map(|&score| i64::from(score)).sum()
}

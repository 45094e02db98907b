//! Fairness among needs: the worst served come first. Finding such a matching is hard in general (sums: NP-hard), so the
//! answer comes with a bound. Sources: Garg et al. 2010 (reviewer assignment, leximin), Stelmakh, Shah and Singh 2019
//! (PeerReview4All), Kobren, Saha and McCallum 2019 (FairFlow); the way here is older: multipliers on needs (Held and Karp
//! 1971; Fisher 1981), each set solved exactly by the engine, then repair by chains of exchanges.

use crate::chain::{Aim, Chains, Choices};
use crate::engine::Watch;
use crate::plan::{Options, Plan, plan};
use crate::problem::{Pair, Problem};
use crate::rules::NoPlan;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What is made as large as can be, before the sum of all scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fairness {
    /// The worst pair made, over all matchings that fill as many slots as can be: exact.
    WorstPair,
    /// The smallest sum of scores of a need.
    WorstSum,
    /// The sum that all but a part of the needs reach (in thousandths: 50 is the fifth percentile).
    Quantile(u32),
    /// The smallest sum, then the next smallest, and so on, as far as levels can be told apart.
    Leximin,
}

/// A fair matching.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fair {
    /// The pairs, by need and expert.
    pub pairs: Vec<Pair>,
    /// What the mode makes as large as can be.
    pub level: i64,
    /// No matching has a higher level.
    pub level_bound: i64,
    /// The sum of scores less penalties.
    pub objective: i64,
    /// No matching at this level has more.
    pub bound: i64,
}

/// Finds a fair matching. Deterministic.
pub fn fair(problem: &Problem, mode: Fairness, options: Options<'_>) -> Result<Fair, NoPlan> {
    match mode {
        Fairness::WorstPair => worst_pair(problem, options),
        Fairness::WorstSum => Search::new(problem, options)?.level(0),
        Fairness::Quantile(part) => {
            Search::new(problem, options)?.level(problem.needs() * part.min(1000) as usize / 1000)
        }
        Fairness::Leximin => Search::new(problem, options)?.leximin(),
    }
}

/// By bisection over the scores: pairs below the level are left out, and no fewer slots may be filled.
fn worst_pair(problem: &Problem, options: Options<'_>) -> Result<Fair, NoPlan> {
    let mut scores = problem.score.clone();
    scores.sort_unstable();
    scores.dedup();
    let most = most_filled(problem, options)?;
    let (mut low, mut high) = (0, scores.len());
    while high - low > 1 {
        let middle = usize::midpoint(low, high);
        if most_filled(&above(problem, scores[middle]), options)? == most { low = middle } else { high = middle }
    }
    let level = scores.get(low).copied().unwrap_or(0);
    // As many slots as can be come before all scores: an unmet one must cost more than any scores can make good.
    let kept = above(problem, level);
    let widest = kept.score.iter().map(|score| score.saturating_abs()).max().unwrap_or(0);
    let weight = widest.saturating_mul(8).saturating_add(1).min(crate::SCORE_LIMIT);
    let dear = kept.penalty.iter().map(|&penalty| penalty.max(weight)).collect();
    let kept = kept.with_penalties(dear).map_err(NoPlan::Fault)?;
    let found = plan(&kept, options)?;
    let objective = value(problem, &found.pairs);
    Ok(Fair {
        pairs: found.pairs,
        level: level.into(),
        level_bound: level.into(),
        objective,
        bound: objective + found.bound - found.objective,
    })
}

fn most_filled(problem: &Problem, options: Options<'_>) -> Result<usize, NoPlan> {
    let mut equal = problem.clone();
    equal.score.fill(0);
    equal.penalty.fill(1);
    equal.step.clear();
    Ok(plan(&equal, options)?.pairs.len())
}

fn above(problem: &Problem, level: i32) -> Problem {
    let mut low = Vec::new();
    for need in 0..problem.needs() as u32 {
        low.extend(problem.row(need as usize).filter(|pair| pair.1 < level).map(|(expert, _)| Pair { need, expert }));
    }
    problem.without(&low)
}

/// The sum of scores less penalties and steps.
fn value(problem: &Problem, pairs: &[Pair]) -> i64 {
    let mut load = vec![0i64; problem.experts()];
    let mut value = 0;
    for pair in pairs {
        value += i64::from(problem.find_score(*pair).unwrap_or(0))
            - load[pair.expert as usize] * i64::from(problem.step(pair.expert as usize));
        load[pair.expert as usize] += 1;
    }
    let slots: i64 =
        (0..problem.needs()).map(|need| i64::from(problem.demand(need)) * i64::from(problem.penalty(need))).sum();
    let saved: i64 = pairs.iter().map(|pair| i64::from(problem.penalty(pair.need as usize))).sum();
    value + saved - slots
}

/// How many sets of multipliers a level is tried with, at most.
const ROUNDS: usize = 12;
/// How far below the bound the total may end: a ten-thousandth.
const NEAR: i64 = 10_000;
/// How many passes over all needs raise the total, at most.
const PASSES: usize = 8;
/// How many options one level, and all levels of leximin, may look at: two to three minutes where a nation is shared out.
const WORK: (u64, u64) = (100_000_000, 2_000_000_000);
/// Multiplied scores are rounded up to whole units of one in so many.
const PARTS: f64 = 4096.0;

struct Search<'a> {
    problem: &'a Problem,
    watch: Watch<'a>,
    /// The most each need could have, alone.
    top: Vec<i64>,
    first: Plan,
    /// All sums are multiples of it.
    grain: i64,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem, options: Options<'a>) -> Result<Self, NoPlan> {
        let top = (0..problem.needs()).map(|need| top(problem, need)).collect();
        let grain = problem.score.iter().fold(0, |grain, score| common(grain, i64::from(*score).abs())).max(1);
        Ok(Self { problem, watch: options.watch, top, grain, first: plan(problem, options)? })
    }

    fn is_stopped(&self) -> bool {
        self.watch.stop.is_some_and(|stop| stop())
    }

    /// Raises the level that all but `spared` needs reach, by bisection, then the total at that level.
    fn level(&self, spared: usize) -> Result<Fair, NoPlan> {
        let mut tops = self.top.clone();
        tops.sort_unstable();
        let choices = Choices::new(self.problem, &self.first.prices);
        let mut low = Chains::new(self.problem, &choices, &self.first.pairs).quantile(spared);
        let mut best = self.first.pairs.clone();
        let bound = tops.get(spared).copied().unwrap_or(low).max(low);
        let mut high = bound + 1;
        // The bound itself is tried first: often one need alone sets it.
        let (mut next, apart) = (bound, (bound / 2000).max(self.grain));
        while low < next && next < high && !self.is_stopped() {
            match self.reach(&choices, &self.first.pairs, next, spared) {
                Some(mut chains) => {
                    self.improve(&mut chains);
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
        let mut fair = Fair {
            objective: value(self.problem, &best),
            pairs: best,
            level: low,
            level_bound: bound,
            bound: self.first.bound,
        };
        if spared == 0 {
            self.multiply(&choices, &mut fair)?;
        }
        fair.bound = fair.bound.max(fair.objective);
        Ok(fair)
    }

    /// A matching with at least `level` for all but `spared` needs, if chains lead to one.
    fn reach<'b>(&'b self, choices: &'b Choices<'b>, pairs: &[Pair], level: i64, spared: usize) -> Option<Chains<'b>> {
        let mut chains = Chains::new(self.problem, choices, pairs);
        let mut low: Vec<usize> = (0..self.problem.needs()).filter(|&need| chains.sum(need) < level).collect();
        let mut is_spared = vec![false; self.problem.needs()];
        low.retain(|&need| {
            is_spared[need] = self.top[need] < level;
            !is_spared[need]
        });
        let mut left = spared.checked_sub(is_spared.iter().filter(|spared| **spared).count())?;
        low.sort_by_key(|&need| (std::cmp::Reverse(chains.sum(need)), need));
        chains.hold(level, is_spared.clone());
        while !low.is_empty() {
            let before = low.len();
            low.retain(|&need| chains.work() > WORK.0 || !lift(&mut chains, need, level));
            if low.len() == before {
                // Nothing lifts these: the worst of them are given up.
                let given_up = (left / 8).max(1).min(low.len());
                left = left.checked_sub(given_up)?;
                for worst in low.split_off(low.len() - given_up) {
                    is_spared[worst] = true;
                }
                chains.hold(level, is_spared.clone());
            }
            if chains.work() > WORK.0 || self.is_stopped() {
                return None;
            }
        }
        Some(chains)
    }

    /// Raises the total while every need keeps its level.
    fn improve(&self, chains: &mut Chains<'_>) {
        for _ in 0..PASSES {
            let mut any = false;
            for need in 0..self.problem.needs() {
                while let Some(chain) = chains.seek(need, Aim::All) {
                    chains.apply(&chain);
                    any = true;
                }
            }
            if !any || self.is_stopped() {
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

    /// The worst need is lifted while no other falls to where it was, then the next worst, until none can be.
    fn leximin(&self) -> Result<Fair, NoPlan> {
        let mut fair = self.level(0)?;
        let choices = Choices::new(self.problem, &self.first.prices);
        let mut chains = Chains::new(self.problem, &choices, &fair.pairs);
        let worst = |chains: &Chains<'_>, need: usize| Reverse((chains.sum(need), need));
        let mut queue: BinaryHeap<_> = (0..self.problem.needs()).map(|need| worst(&chains, need)).collect();
        while let Some(Reverse((sum, need))) = queue.pop() {
            if sum != chains.sum(need) || sum >= self.top[need] {
                continue;
            }
            if chains.work() > WORK.1 || self.is_stopped() {
                break;
            }
            chains.hold(sum + 1, Vec::new());
            if let Some(chain) = chains.seek(need, Aim::Own(1)) {
                chains.apply(&chain);
                queue.extend(chain.links.iter().map(|link| worst(&chains, link.0 as usize)));
            }
        }
        // What is left to gain, where nobody loses.
        chains.hold(i64::MAX, Vec::new());
        self.improve(&mut chains);
        fair.pairs = chains.pairs();
        fair.objective = value(self.problem, &fair.pairs);
        fair.bound = fair.bound.max(fair.objective);
        Ok(fair)
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

/// The sum of a need's best scores, as many as it has slots.
fn top(problem: &Problem, need: usize) -> i64 {
    let mut scores: Vec<i32> =
        problem.row(need).filter(|pair| problem.capacity(pair.0 as usize) > 0).map(|pair| pair.1).collect();
    scores.sort_unstable_by(|a, b| b.cmp(a));
    scores.iter().take(problem.demand(need) as usize).map(|&score| i64::from(score)).sum()
}

/// The greatest common divisor.
fn common(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { common(b, a % b) }
}

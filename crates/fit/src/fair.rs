//! Fairness among needs: the worst served come first. Finding such a matching is hard in general (sums: NP-hard), so the
//! answer comes with a bound. Sources: Garg et al. 2010 (reviewer assignment, leximin), Stelmakh, Shah and Singh 2019
//! (PeerReview4All), Kobren, Saha and McCallum 2019 (FairFlow); the way here is older: multipliers on needs (Held and Karp
//! 1971; Fisher 1981), each set solved exactly by the engine, then repair by one and two swaps.

use crate::plan::{Options, Plan, plan, replan};
use crate::problem::{Pair, Problem};
use crate::rules::NoPlan;
use crate::swap::Swaps;

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

/// How many sets of multipliers one level is tried with.
const ROUNDS: usize = 24;
/// How many sets that come no nearer to the level end the trial.
const PATIENCE: usize = 4;
/// Multipliers are counted in parts of one.
const PARTS: i64 = 64;

struct Search<'a> {
    problem: &'a Problem,
    /// Scores are made so much smaller that multiplied ones still fit.
    shrink: i64,
    /// The most each need could have, alone.
    top: Vec<i64>,
    first: Plan,
    /// All sums are multiples of it.
    grain: i64,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem, options: Options<'a>) -> Result<Self, NoPlan> {
        let widest =
            problem.score.iter().chain(&problem.penalty).map(|score| i64::from(*score).abs()).max().unwrap_or(0);
        let shrink = (widest * 16 / i64::from(crate::SCORE_LIMIT) + 1).max(1);
        let top = (0..problem.needs()).map(|need| top(problem, need)).collect();
        let grain = problem.score.iter().fold(0, |grain, score| common(grain, i64::from(*score).abs())).max(1);
        Ok(Self { problem, shrink, top, grain, first: plan(problem, options)? })
    }

    /// Raises the level that all but `spared` needs reach, by bisection.
    fn level(&self, spared: usize) -> Result<Fair, NoPlan> {
        let mut tops = self.top.clone();
        tops.sort_unstable();
        let floor = vec![i64::MIN; self.problem.needs()];
        let start = Swaps::new(self.problem, &self.first.pairs);
        let mut low = start.quantile(spared);
        let mut best = (self.first.pairs.clone(), self.objective());
        let bound = tops.get(spared).copied().unwrap_or(low).max(low);
        let mut high = bound + 1;
        // The bound itself is tried first: often one need alone sets it.
        let mut next = bound;
        while low < bound && (next == bound || high - low > (bound / 2000).max(self.grain)) {
            match self.reach(next, &floor, spared)? {
                Some((pairs, reached, above)) => {
                    low = reached.max(next);
                    best = (pairs, above);
                }
                None => high = next,
            }
            // Levels between two multiples of the grain are all the same.
            next = (i64::midpoint(low, high).div_euclid(self.grain) * self.grain).max(low + 1);
        }
        let objective = value(self.problem, &best.0);
        Ok(Fair { pairs: best.0, level: low, level_bound: bound, objective, bound: best.1.max(objective) })
    }

    /// Fixes the worst needs at their level and raises the rest, level after level.
    fn leximin(&self) -> Result<Fair, NoPlan> {
        let mut fair = self.level(0)?;
        let mut floor = vec![i64::MIN; self.problem.needs()];
        for _ in 0..16 {
            let mut sums = Swaps::new(self.problem, &fair.pairs);
            let swapped = sums.lift(&floor);
            if swapped {
                fair.pairs = sums.pairs();
            }
            let free: Vec<usize> = (0..floor.len()).filter(|&need| floor[need] == i64::MIN).collect();
            let Some(worst) = free.iter().map(|&need| sums.sum(need)).min() else { break };
            // Needs at the worst level stay there; the others must do better.
            for &need in free.iter().filter(|&&need| sums.sum(need) <= worst) {
                floor[need] = sums.sum(need);
            }
        }
        fair.objective = value(self.problem, &fair.pairs);
        fair.bound = fair.bound.max(fair.objective);
        Ok(fair)
    }

    fn objective(&self) -> i64 {
        value(self.problem, &self.first.pairs)
    }

    /// A matching with at least `level` for all but `spared` needs, with the level it reaches and a bound of the total at
    /// that level; nothing if none was found.
    fn reach(&self, level: i64, floor: &[i64], spared: usize) -> Result<Option<(Vec<Pair>, i64, i64)>, NoPlan> {
        let needs = self.problem.needs();
        let mut extra = vec![0i64; needs];
        let mut best: Option<(Vec<Pair>, i64)> = None;
        let mut bound = i64::MAX;
        let mut last = self.first.clone();
        let (mut least, mut since, mut stale) = (i64::MAX, 0, 0);
        for round in 0..ROUNDS {
            if round > 0 {
                last = replan(&self.weighted(&extra)?, &last.pairs, &last.prices)?;
            }
            let found = &last.pairs;
            let mut swaps = Swaps::new(self.problem, found);
            let spare = swaps.spare(level, &self.top, spared);
            if spared == 0 && floor.iter().all(|&floor| floor == i64::MIN) {
                bound = bound.min(self.dual(&extra, found, level));
            }
            let short: Vec<(usize, i64)> = (0..needs)
                .filter(|&need| !spare[need] && swaps.sum(need) < level)
                .map(|need| (need, level - swaps.sum(need)))
                .collect();
            for (need, extra) in extra.iter_mut().enumerate() {
                if swaps.sum(need) > level && *extra > 0 {
                    *extra -= (*extra / 4).max(1);
                }
            }
            let missing: i64 = short.iter().map(|short| short.1).sum();
            (least, since) = if missing < least { (missing, 0) } else { (least, since + 1) };
            let scale = level.abs().max(1);
            for &(need, missing) in &short {
                extra[need] = (extra[need] + (missing * PARTS / scale).clamp(1, PARTS) * 2).min(PARTS * 7);
            }
            stale += 1;
            if swaps.repair(level, &spare) {
                swaps.improve(level, &spare);
                let pairs = swaps.pairs();
                let total = value(self.problem, &pairs);
                let is_better = best.as_ref().is_none_or(|best| total > best.1);
                if is_better {
                    stale = 0;
                    best = Some((pairs, total));
                }
            }
            let is_enough = best
                .as_ref()
                .is_some_and(|best| short.is_empty() || best.1.saturating_mul(10_000) >= bound.saturating_mul(9_999));
            if (best.is_none() && since >= PATIENCE) || stale > PATIENCE {
                break;
            }
            if is_enough || (short.is_empty() && round > 0) {
                break;
            }
        }
        Ok(best.map(|(pairs, _)| {
            let reached = Swaps::new(self.problem, &pairs).quantile(spared);
            (pairs, reached, if bound == i64::MAX { self.objective() } else { bound })
        }))
    }

    /// Σ (1 + multiplier) · score, in smaller units where they would not fit.
    fn weighted(&self, extra: &[i64]) -> Result<Problem, NoPlan> {
        let mut problem = self.problem.clone();
        let unit = |score: i32, extra: i64| (i64::from(score) * (PARTS + extra) / PARTS / self.shrink) as i32;
        for (need, &extra) in extra.iter().enumerate() {
            for at in problem.start[need]..problem.start[need + 1] {
                problem.score[at] = unit(problem.score[at], extra);
            }
            problem.penalty[need] = unit(problem.penalty[need], extra);
        }
        Ok(problem)
    }

    /// The Lagrangian bound on the total at a level: no matching with all sums at the level has more.
    fn dual(&self, extra: &[i64], found: &[Pair], level: i64) -> i64 {
        let mut total = i128::from(value(self.problem, found)) * i128::from(PARTS);
        let swaps = Swaps::new(self.problem, found);
        for (need, &extra) in extra.iter().enumerate() {
            total += i128::from(extra) * i128::from(swaps.sum(need) - level);
        }
        // Rounding of weighted scores may lose a unit a slot.
        let slots: i64 = (0..self.problem.needs()).map(|need| i64::from(self.problem.demand(need))).sum();
        let slack = if extra.iter().all(|&extra| extra == 0) { 0 } else { slots * self.shrink };
        (total / i128::from(PARTS)).clamp(i64::MIN.into(), i64::MAX.into()) as i64 + slack
    }
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

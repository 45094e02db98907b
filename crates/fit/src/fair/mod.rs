//! Fairness among needs: the worst served come first. Finding such a matching is hard in general (sums: NP-hard), so the
//! answer comes with a bound. Sources: Garg et al. 2010 (reviewer assignment, leximin), Stelmakh, Shah and Singh 2019
//! (PeerReview4All), Kobren, Saha and McCallum 2019 (FairFlow); the way here is older: multipliers on needs (Held and Karp
//! 1971; Fisher 1981), each set solved exactly by the engine, then repair by chains of exchanges.

mod ceiling;
mod leximin;
mod refute;
mod search;
mod starts;

use crate::plan::{Options, plan};
use crate::problem::{Pair, Problem};
use crate::rules::NoPlan;
pub use ceiling::is_out_of_reach;
use search::Search;

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
    /// Prices from which [`is_out_of_reach`] proves that any higher level is; none where each need by itself does.
    pub level_proof: Vec<i64>,
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
        level_proof: Vec::new(),
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

/// The greatest common divisor.
fn common(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { common(b, a % b) }
}

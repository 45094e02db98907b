//! The independent check: from the question, the pairs and the prices alone, without a line of the solver.
//!
//! For any prices p of experts, D(p) = Σ experts (most their load can earn at p) + Σ needs (most they can gain at p) is no
//! less than the value of any matching (weak duality). So a matching whose value is D(p) is best, and the gap D(p) − value
//! bounds what any other could gain.

use crate::problem::{Pair, Problem};
use std::fmt;

/// What the check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Scores less penalties of unmet slots and steps of balanced loads.
    pub objective: i64,
    /// No matching is worth more.
    pub bound: i64,
    /// Slots left unmet.
    pub unmet: u64,
}

impl Verdict {
    /// What another matching could gain at most; nothing is the proof.
    pub fn gap(&self) -> i64 {
        self.bound.saturating_sub(self.objective)
    }
}

/// Why pairs are no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invalid {
    /// A pair the question does not have.
    NoSuchPair(Pair),
    /// A pair made twice.
    Twice(Pair),
    /// A need has more or fewer slots filled than it may.
    Need(u32),
    /// An expert has more or fewer slots than they may.
    Expert(u32),
    /// Not one price per expert.
    Prices,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Invalid::NoSuchPair(pair) => write!(f, "need {} cannot have expert {}", pair.need, pair.expert),
            Invalid::Twice(pair) => write!(f, "need {} has expert {} twice", pair.need, pair.expert),
            Invalid::Need(need) => write!(f, "need {need} has too many or too few slots filled"),
            Invalid::Expert(expert) => write!(f, "expert {expert} has too many or too few slots"),
            Invalid::Prices => f.write_str("there must be one price per expert"),
        }
    }
}

impl std::error::Error for Invalid {}

/// Checks that the pairs are an answer and computes what the prices prove.
pub fn check(problem: &Problem, pairs: &[Pair], prices: &[i64]) -> Result<Verdict, Invalid> {
    let (objective, unmet) = value(problem, pairs)?;
    if prices.len() != problem.experts() {
        return Err(Invalid::Prices);
    }
    let mut profit = Vec::new();
    let bound = (0..problem.experts()).map(|expert| earning(problem, expert, prices[expert])).sum::<i128>()
        + (0..problem.needs()).map(|need| gain(problem, need, prices, &mut profit)).sum::<i128>();
    let bound = bound.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
    Ok(Verdict { objective, bound, unmet })
}

fn value(problem: &Problem, pairs: &[Pair]) -> Result<(i64, u64), Invalid> {
    let mut sorted = pairs.to_vec();
    sorted.sort_unstable();
    if let Some(twice) = sorted.windows(2).find(|two| two[0] == two[1]) {
        return Err(Invalid::Twice(twice[0]));
    }
    let (mut filled, mut load) = (vec![0u32; problem.needs()], vec![0u32; problem.experts()]);
    let mut objective = 0;
    for pair in &sorted {
        let score = problem.find_score(*pair).ok_or(Invalid::NoSuchPair(*pair))?;
        objective += i64::from(score);
        filled[pair.need as usize] += 1;
        load[pair.expert as usize] += 1;
    }
    let mut unmet = 0;
    for (need, &filled) in filled.iter().enumerate() {
        if filled > problem.demand(need) || filled < problem.need_floor(need) {
            return Err(Invalid::Need(need as u32));
        }
        let open = problem.demand(need) - filled;
        unmet += u64::from(open);
        objective -= i64::from(open) * i64::from(problem.penalty(need));
    }
    for (expert, &load) in load.iter().enumerate() {
        if load > problem.capacity(expert) || load < problem.expert_floor(expert) {
            return Err(Invalid::Expert(expert as u32));
        }
        let steps = i64::from(load) * (i64::from(load) - 1) / 2;
        objective -= steps * i64::from(problem.step(expert));
    }
    Ok((objective, unmet))
}

/// The most an expert's load can earn at a price, between floor and capacity.
fn earning(problem: &Problem, expert: usize, price: i64) -> i128 {
    let (floor, capacity) = (problem.expert_floor(expert), problem.capacity(expert));
    let (price, step) = (i128::from(price), i128::from(problem.step(expert)));
    let earned = |load: u32| i128::from(load) * price - step * i128::from(load) * (i128::from(load) - 1) / 2;
    let best = if step == 0 {
        if price > 0 { capacity } else { floor }
    } else {
        (price / step + 1).clamp(0, i128::from(u32::MAX)) as u32
    };
    let best = best.clamp(floor, capacity);
    [best.saturating_sub(1).max(floor), best].into_iter().map(earned).max().unwrap_or(0)
}

/// The most a need can gain at these prices, between floor and demand; unmet slots at the penalty. `profit` is space to
/// work in.
fn gain(problem: &Problem, need: usize, prices: &[i64], profit: &mut Vec<i64>) -> i128 {
    let offers = problem.row(need).map(|(expert, score)| i64::from(score).saturating_sub(prices[expert as usize]));
    let demand = (problem.demand(need) as usize).min(offers.len());
    let mut few = [i64::MIN; FEW];
    let profit = if demand <= FEW {
        keep_best(offers, &mut few[..demand]);
        &few[..demand]
    } else {
        profit.clear();
        profit.extend(offers);
        profit.sort_unstable_by(|a, b| b.cmp(a));
        &profit[..demand]
    };
    let unmet = -i64::from(problem.penalty(need));
    let floor = problem.need_floor(need) as usize;
    let filled = profit
        .iter()
        .enumerate()
        .map(|(slot, &profit)| i128::from(if slot < floor { profit } else { profit.max(unmet) }));
    filled.sum::<i128>() + i128::from(unmet) * i128::from(problem.demand(need) - demand as u32)
}

/// Up to this many slots their best offers are kept in order while looking; beyond, all are sorted.
const FEW: usize = 8;

/// The best offers, the highest first.
fn keep_best(offers: impl Iterator<Item = i64>, best: &mut [i64]) {
    match best {
        [] => {}
        [only] => *only = offers.fold(*only, i64::max),
        [first, second] => {
            for offer in offers {
                *second = (*second).max(offer.min(*first));
                *first = (*first).max(offer);
            }
        }
        _ => {
            for mut offer in offers {
                if offer <= best[best.len() - 1] {
                    continue;
                }
                for known in &mut *best {
                    (*known, offer) = ((*known).max(offer), (*known).min(offer));
                }
            }
        }
    }
}

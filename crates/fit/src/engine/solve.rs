//! One solve from the question to a proven answer.

use super::auction::auction;
use super::equals::choose;
use super::lower::lower;
use super::market::{Market, NEVER, Trade, UNIT};
use super::raise::Search;
use super::refine::{Levels, agree, refine};
use super::reverse::reverse;
use super::sell::sell;
use super::stop::{Phase, Stop, Watch};
use crate::problem::{Pair, Problem};

/// An answer of the core: pairs, and the prices of experts in units of score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) pairs: Vec<Pair>,
    pub(crate) prices: Vec<i64>,
}

/// Each phase's step as a part of the range of values, and how far prices fall behind it, in steps. Found by trial on
/// instances of several kinds; correctness does not depend on them.
const PHASES: [(i32, f64); 4] = [(6, 1.75), (48, 1.25), (800, 2.5), (0, 0.0)];

/// Where floors are worth far more than scores, prices come down to this range first.
const WIDEST: i32 = 1 << 21;

/// Solves from nothing.
pub(crate) fn solve(problem: &Problem, threads: usize, watch: Watch<'_>) -> Found {
    let stop = Stop::new(watch);
    stop.tell(Phase::Sorting);
    let (market, mut trade) = Market::of(problem, true, threads);
    bid(&market, &mut trade, &stop);
    if stop.is_asked() {
        return market.found(problem, &trade, None);
    }
    stop.tell(Phase::Proving);
    let mut levels = refine(&market, &mut trade);
    finish(&market, &mut trade, &mut levels);
    lower(&market, &mut trade, &mut levels);
    stop.tell(Phase::Choosing);
    choose(&market, &mut trade, &levels);
    market.found(problem, &trade, Some(&levels))
}

/// Solves from pairs and prices of before: what no longer agrees is dissolved and repaired.
pub(crate) fn resume(problem: &Problem, pairs: &[Pair], prices: &[i64]) -> Found {
    let (market, mut trade) = Market::of(problem, false, 1);
    let top = i64::from(NEVER / 2);
    for (expert, &name) in market.expert_name.iter().enumerate() {
        let known = prices.get(name as usize).copied().unwrap_or(0);
        let price = (known.saturating_mul(UNIT.into())).clamp(-top, top) as i32;
        trade.set_price(expert, price.max(market.reserve(expert, 0)));
    }
    market.seat_pairs(&mut trade, pairs);
    for expert in 0..market.experts() {
        let used = market.reserve(expert, trade.taken(expert).saturating_sub(1));
        trade.set_price(expert, trade.price(expert).max(used));
    }
    let mut levels = agree(&market, &mut trade, true);
    finish(&market, &mut trade, &mut levels);
    market.found(problem, &trade, Some(&levels))
}

/// All phases of bidding. The roughest keeps slots that compete for few experts from outbidding each other by little;
/// where supply is ample there is nothing to keep them from, so the second phase is tried first.
fn bid(market: &Market, trade: &mut Trade, stop: &Stop<'_>) {
    let steps = steps(market.range);
    let is_usual = market.range <= WIDEST;
    let mut is_trial = is_usual && steps.len() > 1;
    let mut at = usize::from(is_trial);
    let mut is_first = true;
    while let Some(&(step, fall)) = steps.get(at) {
        stop.tell(Phase::Bidding { step: (step + UNIT - 1) / UNIT });
        let is_done = auction(market, trade, step, is_trial, stop);
        if stop.is_asked() {
            return;
        }
        is_trial = false;
        if !is_done {
            restart(market, trade, NEVER);
            at = 0;
            continue;
        }
        // What a rough first phase leaves free is not worth selling yet.
        if !(is_first && is_usual) {
            reverse(market, trade, step, stop);
        }
        if step > 1 {
            restart(market, trade, fall);
        }
        is_first = false;
        at += 1;
    }
}

/// For each phase its step and how far prices fall behind it.
fn steps(range: i32) -> Vec<(i32, i32)> {
    let mut steps = Vec::new();
    let mut last = i32::MAX;
    let mut wide = range;
    while wide > WIDEST {
        wide /= 8;
        steps.push((wide, wide + wide / 2));
        last = wide;
    }
    for (part, fall) in PHASES {
        let step = if part == 0 { 1 } else { (wide / part).max(1) };
        if step < last {
            steps.push((step, (f64::from(step) * fall) as i32));
            last = step;
        }
    }
    if last > 1 {
        steps.push((1, 0));
    }
    steps
}

/// Fills what is open and sells what is free: then pairs and prices prove each other.
fn finish(market: &Market, trade: &mut Trade, levels: &mut Levels) {
    let mut search = Search::new(market);
    for need in std::mem::take(&mut levels.open) {
        let at = need as usize;
        while trade.filled[at] < market.demand[at] && search.fill(market, trade, levels, at) {}
    }
    sell(market, trade, levels);
}

/// Nobody assigned; prices as far below the last as they may be wrong.
fn restart(market: &Market, trade: &mut Trade, fall: i32) {
    for expert in 0..market.experts() {
        let price = (trade.price(expert) - fall).min(market.reserve(expert, trade.taken(expert)));
        trade.set_price(expert, price.max(market.reserve(expert, 0)));
    }
    trade.part_all(market);
}

impl Market {
    /// Makes the pairs that still can be made. Numbers and rows rise as in the question.
    fn seat_pairs(&self, trade: &mut Trade, pairs: &[Pair]) {
        let mut next = 0;
        for pair in pairs {
            // Pairs mostly come by need.
            while self.need_name.get(next).is_some_and(|&name| name < pair.need) {
                next += 1;
            }
            if self.need_name.get(next) != Some(&pair.need) {
                next = self.need_name.partition_point(|&name| name < pair.need);
            }
            let expert =
                if self.is_whole { Ok(pair.expert as usize) } else { self.expert_name.binary_search(&pair.expert) };
            let (Some(&name), Ok(expert)) = (self.need_name.get(next), expert) else { continue };
            let row = self.row(next);
            let Ok(at) = trade.edges[row.clone()].binary_search_by_key(&expert, |edge| edge.expert()) else { continue };
            let at = row.start + at;
            let has_seat = trade.taken(expert) < self.capacity(expert);
            if name == pair.need && has_seat && !trade.edges[at].is_held() && trade.filled[next] < self.demand[next] {
                trade.join_to(self, next, at);
            }
        }
    }

    /// The answer in the question's numbers. Without levels the work was stopped: open slots take what is free.
    fn found(&self, problem: &Problem, trade: &Trade, levels: Option<&Levels>) -> Found {
        let mut prices = vec![0; problem.experts()];
        for (expert, &name) in self.expert_name.iter().enumerate() {
            prices[name as usize] = i64::from(trade.price(expert)).div_euclid(i64::from(UNIT));
        }
        let slots: u32 = trade.filled.iter().sum();
        let mut pairs = Vec::with_capacity(slots as usize);
        let mut load = vec![0; if levels.is_none() { self.experts() } else { 0 }];
        for (expert, load) in load.iter_mut().enumerate() {
            *load = trade.taken(expert);
        }
        for need in 0..self.needs() {
            let begin = pairs.len();
            let mut held = trade.filled[need];
            let mut open = if levels.is_none() { self.demand[need] - held } else { 0 };
            for at in self.row(need) {
                if held + open == 0 {
                    break;
                }
                let edge = trade.edges[at];
                if edge.is_held() {
                    held -= 1;
                } else if open > 0 && load[edge.expert()] < self.capacity(edge.expert()) {
                    open -= 1;
                    load[edge.expert()] += 1;
                } else {
                    continue;
                }
                pairs.push(Pair { need: self.need_name[need], expert: self.expert_name[edge.expert()] });
            }
            if self.is_sorted {
                pairs[begin..].sort_unstable();
            }
        }
        if let Some(levels) = levels {
            self.price_absent(problem, levels, &mut prices);
        }
        Found { pairs, prices }
    }

    /// Experts without capacity cost as much as they would be worth, so that nobody asks for them.
    fn price_absent(&self, problem: &Problem, levels: &Levels, prices: &mut [i64]) {
        // A bit each: looked up for every pair.
        let mut absent = vec![0u64; problem.experts().div_ceil(64)];
        for expert in (0..problem.experts()).filter(|&expert| problem.capacity(expert) == 0) {
            absent[expert / 64] |= 1 << (expert % 64);
            prices[expert] = 0;
        }
        if absent.iter().all(|&bits| bits == 0) {
            return;
        }
        let mut raise = |need: u32, level: i64| {
            for (expert, score) in problem.row(need as usize) {
                if absent[expert as usize / 64] >> (expert % 64) & 1 != 0 {
                    let price = &mut prices[expert as usize];
                    *price = (*price).max(i64::from(score) - level);
                }
            }
        };
        for (&need, &level) in self.need_name.iter().zip(&levels.level) {
            raise(need, i64::from(level) / i64::from(UNIT));
        }
        let mut inside = self.need_name.iter().peekable();
        for need in 0..problem.needs() as u32 {
            if inside.next_if(|&&name| name == need).is_none() && problem.demand(need as usize) > 0 {
                raise(need, -i64::from(problem.penalty(need as usize)));
            }
        }
    }
}

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
    bid(&market, &mut trade, threads, &stop);
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
    market.seat_pairs(problem, &mut trade, pairs);
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
fn bid(market: &Market, trade: &mut Trade, threads: usize, stop: &Stop<'_>) {
    let steps = steps(market.range);
    let is_usual = market.range <= WIDEST;
    let mut is_trial = is_usual && steps.len() > 1;
    let mut at = usize::from(is_trial);
    let mut is_first = true;
    while let Some(&(step, fall)) = steps.get(at) {
        stop.tell(Phase::Bidding { step: (step + UNIT - 1) / UNIT });
        let is_done = auction(market, trade, step, is_trial, threads, stop);
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
    /// Makes the pairs that still can be made. Rows are as they are in the question: by expert.
    fn seat_pairs(&self, problem: &Problem, trade: &mut Trade, pairs: &[Pair]) {
        let needs = numbers(&self.need_name, problem.needs());
        let experts = numbers(&self.expert_name, problem.experts());
        let known = |number: &[Option<u32>], name: u32| Some((*number.get(name as usize)?)? as usize);
        for pair in pairs {
            let (Some(need), Some(expert)) = (known(&needs, pair.need), known(&experts, pair.expert)) else { continue };
            let row = &trade.edges[self.row(need)];
            let Ok(at) = row.binary_search_by_key(&expert, |edge| edge.expert()) else { continue };
            let at = self.row(need).start + at;
            let has_seat = trade.taken(expert) < self.capacity(expert);
            if has_seat && !trade.edges[at].is_held() && trade.filled[need] < self.demand[need] {
                trade.join(self, at);
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
            let mut open = self.demand[need] - trade.filled[need];
            for at in self.row(need) {
                let edge = trade.edges[at];
                let mut is_made = edge.is_held();
                if levels.is_none() && !is_made && open > 0 && load[edge.expert()] < self.capacity(edge.expert()) {
                    (is_made, open) = (true, open - 1);
                    load[edge.expert()] += 1;
                }
                if is_made {
                    pairs.push(Pair { need: self.need_name[need], expert: self.expert_name[edge.expert()] });
                }
            }
            pairs[begin..].sort_unstable();
        }
        if let Some(levels) = levels {
            self.price_absent(problem, levels, &mut prices);
        }
        Found { pairs, prices }
    }

    /// Experts without capacity cost as much as they would be worth, so that nobody asks for them.
    fn price_absent(&self, problem: &Problem, levels: &Levels, prices: &mut [i64]) {
        for (at, &need) in self.need_name.iter().enumerate() {
            let need = need as usize;
            if self.row(at).len() < problem.row(need).len() {
                raise_absent(problem, need, i64::from(levels.level[at]) / i64::from(UNIT), prices);
            }
        }
        let mut inside = self.need_name.iter().peekable();
        for need in 0..problem.needs() {
            if inside.next_if(|&&name| name as usize == need).is_none() && problem.demand(need) > 0 {
                raise_absent(problem, need, -i64::from(problem.penalty(need)), prices);
            }
        }
    }
}

/// Where each name stands in a list of names.
fn numbers(names: &[u32], count: usize) -> Vec<Option<u32>> {
    let mut number = vec![None; count];
    for (at, &name) in names.iter().enumerate() {
        number[name as usize] = Some(at as u32);
    }
    number
}

fn raise_absent(problem: &Problem, need: usize, level: i64, prices: &mut [i64]) {
    for (expert, score) in problem.row(need) {
        if problem.capacity(expert as usize) == 0 {
            let price = &mut prices[expert as usize];
            *price = (*price).max(i64::from(score) - level);
        }
    }
}

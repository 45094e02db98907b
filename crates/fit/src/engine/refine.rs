//! From an auction's end to exact prices: prices are rounded to whole units of score and raised where a need would
//! rather have another expert; pairs that cannot be saved by a few rises are dissolved and left for the repair.

use super::market::{Market, NEVER, Trade, UNIT};
use std::sync::atomic::Ordering::Relaxed;

/// How often a need may ask for higher prices before it gives up pairs instead.
const PATIENCE: u8 = 6;

/// What each need gains at least by each of its slots, exactly: pairs made gain no less, others no more.
#[derive(Debug, Default)]
pub(crate) struct Levels {
    pub(crate) level: Vec<i32>,
    /// Needs with slots given up here.
    pub(crate) open: Vec<u32>,
}

/// Rounds prices, then makes them and the pairs agree.
pub(crate) fn refine(market: &Market, trade: &mut Trade) -> Levels {
    for expert in 0..market.experts() {
        let price = trade.price(expert).saturating_add(UNIT / 2).div_euclid(UNIT) * UNIT;
        // Free seats that still cost are dealt with by lowering.
        let used = market.reserve(expert, trade.taken(expert).saturating_sub(1));
        trade.set_price(expert, price.max(used));
    }
    agree(market, trade, false)
}

/// Makes prices and pairs agree. With `reopens`, slots that are unmet without need are left for the repair; else they are
/// taken to be better unmet, and prices rise until that is so.
pub(crate) fn agree(market: &Market, trade: &mut Trade, reopens: bool) -> Levels {
    let mut queue: Vec<u32> = (0..market.needs() as u32).rev().collect();
    let mut work = Work {
        level: vec![0; market.needs()],
        visits: vec![0; market.needs()],
        is_open: vec![false; market.needs()],
        open: Vec::new(),
    };
    let mut is_queued = vec![true; market.needs()];
    for need in (0..market.needs()).filter(|_| reopens) {
        let filled = trade.filled[need];
        if filled < market.demand[need] && best_free(market, trade, need) > market.option(need, filled) {
            work.reopen(need);
        }
    }
    while let Some(need) = queue.pop() {
        is_queued[need as usize] = false;
        work.settle(market, trade, need as usize, |other| {
            if !is_queued[other] {
                is_queued[other] = true;
                queue.push(other as u32);
            }
        });
    }
    work.open.sort_unstable();
    Levels { level: work.level, open: work.open }
}

struct Work {
    level: Vec<i32>,
    visits: Vec<u8>,
    is_open: Vec<bool>,
    open: Vec<u32>,
}

impl Work {
    fn settle(&mut self, market: &Market, trade: &mut Trade, need: usize, mut wake: impl FnMut(usize)) {
        self.visits[need] = self.visits[need].saturating_add(1);
        loop {
            let (least, worst) = least_held(market, trade, need);
            let filled = trade.filled[need];
            if filled > 0 && least < market.option(need, filled - 1) {
                self.give_up(market, trade, need, worst);
                continue;
            }
            if self.is_open[need] {
                let option = market.option(need, filled);
                // Below a floor even a pair that gains less than nothing is kept.
                self.level[need] = best_free(market, trade, need).max(option.min(least));
                if worst == usize::MAX || self.level[need] <= least {
                    return;
                }
                self.give_up(market, trade, need, worst);
                continue;
            }
            let option = if filled < market.demand[need] { market.option(need, filled) } else { NEVER };
            self.level[need] = least.min(option);
            if self.ask(market, trade, need, self.level[need], &mut wake) {
                return;
            }
            if worst == usize::MAX || option < least {
                self.reopen(need);
            } else {
                self.give_up(market, trade, need, worst);
            }
        }
    }

    fn give_up(&mut self, market: &Market, trade: &mut Trade, need: usize, worst: usize) {
        trade.part(market, worst);
        self.reopen(need);
    }

    fn reopen(&mut self, need: usize) {
        if !std::mem::replace(&mut self.is_open[need], true) {
            self.open.push(need as u32);
        }
    }

    /// Raises the prices of those the need would rather have; false where that may not be.
    fn ask(&self, market: &Market, trade: &Trade, need: usize, level: i32, wake: &mut impl FnMut(usize)) -> bool {
        let stops_early = market.is_sorted && market.is_plain();
        let is_patient = self.visits[need] <= PATIENCE;
        for at in market.row(need) {
            let edge = trade.edges[at];
            if stops_early && edge.score() <= level {
                break;
            }
            let expert = edge.expert();
            if edge.is_held() || edge.score() - trade.price(expert) <= level {
                continue;
            }
            let price = edge.score() - level;
            let has_room = trade.taken(expert) < market.capacity(expert);
            if !is_patient || (has_room && price > market.reserve(expert, trade.taken(expert)).max(trade.price(expert)))
            {
                return false;
            }
            trade.price[expert].store(price, Relaxed);
            for held in trade.holders(market, expert) {
                wake(market.need_of(held));
            }
        }
        true
    }
}

/// The least profit of a pair made, and its edge.
pub(crate) fn least_held(market: &Market, trade: &Trade, need: usize) -> (i32, usize) {
    let mut left = trade.filled[need];
    let mut found = (NEVER, usize::MAX);
    for at in market.row(need) {
        if left == 0 {
            break;
        }
        if trade.edges[at].is_held() {
            found = found.min((trade.profit(at), at));
            left -= 1;
        }
    }
    found
}

/// The greatest profit among pairs not made.
pub(crate) fn best_free(market: &Market, trade: &Trade, need: usize) -> i32 {
    let free = market.row(need).filter(|&at| !trade.edges[at].is_held());
    free.map(|at| trade.profit(at)).max().unwrap_or(-NEVER)
}

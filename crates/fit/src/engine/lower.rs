//! The least prices that prove the matching: one search from everything that holds a price up.
//!
//! Optimal prices form a lattice (Shapley and Shubik 1971), so the least are unique: they do not depend on how the
//! matching was found. The least price of an expert is what one more seat of theirs would gain.

use super::market::{Market, NEVER, Trade};
use super::queue::Queue;
use super::refine::Levels;
use super::sync::atomic::Ordering::Relaxed;
use super::sync::{Mutex, thread};
use std::ops::Range;

/// Lowers all prices as far as they go. Free seats must cost no more than their reserve by now. Threads begin with what
/// their own needs hold up; prices and levels are the same in whatever order they are found.
pub(crate) fn lower(market: &Market, trade: &mut Trade, levels: &mut Levels) {
    let trade = &*trade;
    for expert in 0..market.experts() {
        trade.set_price(expert, market.reserve(expert, trade.taken(expert).saturating_sub(1)));
    }
    let mut level = vec![NEVER; market.needs()];
    let common = Mutex::new(Vec::new());
    thread::scope(|scope| {
        let parts = market.shares.needs.windows(2).map(|bound| bound[0]..bound[1]);
        for (needs, level) in parts.zip(market.shares.split(&mut level)) {
            let (before, common, is_last) = (&levels.level[needs.clone()], &common, needs.end == market.needs());
            let mut fall = Fall::new(market, trade, needs, level, before);
            let mut work = move || {
                fall.begin();
                fall.run();
                if let Ok(mut common) = common.lock() {
                    common.append(&mut fall.common);
                }
            };
            if is_last { work() } else { drop(scope.spawn(work)) }
        }
    });
    let mut common = common.into_inner().unwrap_or_default();
    if !common.is_empty() {
        common.sort_unstable();
        common.dedup();
        let mut fall = Fall::new(market, trade, 0..market.needs(), &mut level, &levels.level);
        for expert in common {
            fall.wake(expert as usize);
        }
        fall.run();
    }
    levels.level = level;
}

struct Fall<'a> {
    market: &'a Market,
    trade: &'a Trade,
    needs: Range<usize>,
    level: &'a mut [i32],
    before: &'a [i32],
    ahead: Queue,
    /// Experts whose price has risen and whom needs of others hold too.
    common: Vec<u32>,
}

impl<'a> Fall<'a> {
    fn new(market: &'a Market, trade: &'a Trade, needs: Range<usize>, level: &'a mut [i32], before: &'a [i32]) -> Self {
        Self { market, trade, needs, level, before, ahead: Queue::default(), common: Vec::new() }
    }

    /// Levels as they would be at the least prices, all to be looked at.
    fn begin(&mut self) {
        let (market, trade) = (self.market, self.trade);
        for need in self.needs.clone() {
            let mut left = trade.filled[need];
            let mut level = if left < market.demand[need] { market.option(need, left) } else { NEVER };
            for edge in &trade.edges[market.row(need)] {
                if left == 0 {
                    break;
                }
                if edge.is_held() {
                    left -= 1;
                    level = level.min(edge.score() - trade.price(edge.expert()));
                }
            }
            self.level[need - self.needs.start] = level;
            self.push(need);
        }
    }

    /// How much a need's level has risen, as far as is known.
    fn rise(&self, need: usize) -> u32 {
        let at = need - self.needs.start;
        (self.level[at] - self.before[at]).max(0) as u32
    }

    fn push(&mut self, need: usize) {
        self.ahead.push(self.rise(need), need as u32);
    }

    /// The price of an expert has risen: what these needs gain by the pair falls.
    fn wake(&mut self, expert: usize) {
        let (market, trade) = (self.market, self.trade);
        let price = trade.price(expert);
        for held in trade.holders(market, expert) {
            let need = market.need_of(held);
            if !self.needs.contains(&need) {
                continue;
            }
            let level = &mut self.level[need - self.needs.start];
            let profit = trade.edges[held].score() - price;
            if profit < *level {
                *level = profit;
                self.push(need);
            }
        }
    }

    fn run(&mut self) {
        let (market, trade) = (self.market, self.trade);
        let stops_early = market.is_sorted && market.is_plain();
        let is_shared = self.needs.len() < market.needs();
        while let Some((rise, need)) = self.ahead.pop() {
            let need = need as usize;
            let level = self.level[need - self.needs.start];
            if rise != self.rise(need) {
                continue;
            }
            for at in market.row(need) {
                let edge = trade.edges[at];
                if stops_early && edge.score() <= level {
                    break;
                }
                let expert = edge.expert();
                let price = edge.score() - level;
                if edge.is_held() || price <= trade.price(expert) {
                    continue;
                }
                if is_shared && market.shares.is_common(expert) {
                    trade.price[expert].fetch_max(price, Relaxed);
                    self.common.push(expert as u32);
                } else {
                    trade.set_price(expert, price);
                }
                self.wake(expert);
            }
        }
    }
}

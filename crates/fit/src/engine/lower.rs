//! The least prices that prove the matching: one search from everything that holds a price up.
//!
//! Optimal prices form a lattice (Shapley and Shubik 1971), so the least are unique: they do not depend on how the
//! matching was found. The least price of an expert is what one more seat of theirs would gain.

use super::market::{Market, NEVER, Trade};
use super::queue::Queue;
use super::refine::Levels;

/// Lowers all prices as far as they go. Free seats must cost no more than their reserve by now.
pub(crate) fn lower(market: &Market, trade: &mut Trade, levels: &mut Levels) {
    let mut fall = Fall::new(market, trade, levels);
    fall.run(market, trade);
    for (expert, &price) in fall.price.iter().enumerate() {
        trade.set_price(expert, price);
    }
    levels.level = fall.level;
}

struct Fall {
    price: Vec<i32>,
    level: Vec<i32>,
    before: Vec<i32>,
    ahead: Queue,
}

impl Fall {
    fn new(market: &Market, trade: &Trade, levels: &Levels) -> Self {
        let least = |expert| market.reserve(expert, trade.taken(expert).saturating_sub(1));
        let price: Vec<i32> = (0..market.experts()).map(least).collect();
        let level = (0..market.needs()).map(|need| {
            let mut left = trade.filled[need];
            let mut level = if left < market.demand[need] { market.option(need, left) } else { NEVER };
            for edge in &trade.edges[market.row(need)] {
                if left == 0 {
                    break;
                }
                if edge.is_held() {
                    left -= 1;
                    level = level.min(edge.score() - price[edge.expert()]);
                }
            }
            level
        });
        let level = level.collect();
        let mut fall = Self { before: levels.level.clone(), ahead: Queue::default(), price, level };
        for need in 0..market.needs() {
            fall.ahead.push(fall.rise(need), need as u32);
        }
        fall
    }

    /// How much a need's level has risen, as far as is known.
    fn rise(&self, need: usize) -> u32 {
        (self.level[need] - self.before[need]).max(0) as u32
    }

    fn hold(&mut self, market: &Market, held: usize, profit: i32) -> Option<usize> {
        let need = market.need_of(held);
        if profit >= self.level[need] {
            return None;
        }
        self.level[need] = profit;
        Some(need)
    }

    fn run(&mut self, market: &Market, trade: &Trade) {
        let stops_early = market.is_sorted && market.is_plain();
        while let Some((rise, need)) = self.ahead.pop() {
            let need = need as usize;
            let level = self.level[need];
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
                if edge.is_held() || price <= self.price[expert] {
                    continue;
                }
                self.price[expert] = price;
                for held in trade.holders(market, expert) {
                    if let Some(other) = self.hold(market, held, trade.edges[held].score() - price) {
                        self.ahead.push(self.rise(other), other as u32);
                    }
                }
            }
        }
    }
}

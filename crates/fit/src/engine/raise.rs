//! Open slots find their place by the cheapest chain of changes (shortest augmenting paths; Tomizawa 1971, Edmonds and
//! Karp 1972, Jonker and Volgenant 1987), and prices rise just enough to stay exact.

use super::market::{Market, NEVER, Trade, UNIT};
use super::refine::{Levels, best_free, least_held};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Distances of one search; lists of what was reached, so that the next begins clean.
pub(crate) struct Search {
    need_distance: Vec<i32>,
    expert_distance: Vec<i32>,
    /// The edge by which an expert was reached, and by which a need lost it.
    expert_by: Vec<u32>,
    need_by: Vec<u32>,
    reached: Vec<u32>,
    reached_experts: Vec<u32>,
    ahead: BinaryHeap<Reverse<u64>>,
    /// How long the chains of late were.
    usual: i32,
}

/// Where a chain ends.
#[derive(Clone, Copy)]
enum End {
    /// The need itself stays unmet, or another gives up a slot.
    Unmet(usize),
    Seat(usize),
}

const EXPERT: u64 = 1 << 31;
/// How many pairs of a row are looked at together.
const PART: usize = 16;

impl Search {
    pub(crate) fn new(market: &Market) -> Self {
        Self {
            need_distance: vec![NEVER; market.needs()],
            expert_distance: vec![NEVER; market.experts()],
            expert_by: vec![0; market.experts()],
            need_by: vec![0; market.needs()],
            reached: Vec::new(),
            reached_experts: Vec::new(),
            ahead: BinaryHeap::new(),
            usual: 16 * UNIT,
        }
    }

    /// Fills one open slot of a need, or finds it better unmet (then the answer is false).
    pub(crate) fn fill(&mut self, market: &Market, trade: &mut Trade, levels: &mut Levels, need: usize) -> bool {
        let option = market.option(need, trade.filled[need]);
        let level = best_free(market, trade, need);
        if level <= option {
            levels.level[need] = level.max(option.min(least_held(market, trade, need).0));
            return false;
        }
        levels.level[need] = level;
        // A chain is mostly about as long as those before it: what lies far beyond is not looked at until none is found.
        let (unmet, mut reach) = (level - option, 2 * self.usual + 4 * UNIT);
        let (end, length) = loop {
            let found = self.explore(market, trade, levels, need, unmet.min(reach));
            if found.1 < reach || unmet <= reach {
                break found;
            }
            self.forget();
            reach = reach.saturating_mul(4);
        };
        self.usual += (length.min(NEVER / 8) - self.usual) / 16;
        self.reprice(trade, levels, length);
        self.rearrange(market, trade, need, end);
        self.forget();
        !matches!(end, End::Unmet(last) if last == need)
    }

    fn explore(&mut self, market: &Market, trade: &Trade, levels: &Levels, need: usize, most: i32) -> (End, i32) {
        let mut best = (End::Unmet(need), most);
        self.need_distance[need] = 0;
        self.reached.push(need as u32);
        self.ahead.push(Reverse(need as u64));
        while let Some(Reverse(next)) = self.ahead.pop() {
            let (distance, node) = ((next >> 32) as i32, (next & (EXPERT - 1)) as usize);
            if distance >= best.1 {
                break;
            }
            if next & EXPERT == 0 {
                if distance == self.need_distance[node] {
                    self.after_need(market, trade, levels, node, &mut best);
                }
            } else if distance == self.expert_distance[node] {
                self.after_expert(market, trade, levels, node, &mut best);
            }
        }
        best
    }

    fn after_need(&mut self, market: &Market, trade: &Trade, levels: &Levels, need: usize, best: &mut (End, i32)) {
        let base = self.need_distance[need] + levels.level[need];
        let stops_early = market.is_sorted && market.is_plain();
        let row = market.row(need);
        for begin in row.clone().step_by(PART) {
            let edges = &trade.edges[begin..row.end.min(begin + PART)];
            // Prices are not below nothing where this ends early.
            if stops_early && base - edges[0].score() >= best.1 {
                break;
            }
            // Few are near, and which cannot be foretold: told apart without a branch, prices are waited for together.
            let mut near = [0u8; PART];
            let mut count = 0;
            for (at, edge) in edges.iter().enumerate() {
                near[count] = at as u8;
                count += usize::from(base - edge.score() + trade.price(edge.expert()) < best.1);
            }
            for &at in &near[..count] {
                self.reach(market, trade, base, begin + at as usize, best);
            }
        }
    }

    #[inline(always)]
    fn reach(&mut self, market: &Market, trade: &Trade, base: i32, at: usize, best: &mut (End, i32)) {
        let edge = trade.edges[at];
        let expert = edge.expert();
        let distance = base - edge.score() + trade.price(expert);
        if distance >= best.1 || edge.is_held() || distance >= self.expert_distance[expert] {
            return;
        }
        if self.expert_distance[expert] == NEVER {
            self.reached_experts.push(expert as u32);
        }
        self.expert_distance[expert] = distance;
        self.expert_by[expert] = at as u32;
        let taken = trade.taken(expert);
        if taken < market.capacity(expert) {
            let end = distance + (market.reserve(expert, taken) - trade.price(expert)).max(0);
            if end < best.1 {
                *best = (End::Seat(expert), end);
            }
        }
        self.ahead.push(Reverse((distance as u64) << 32 | EXPERT | expert as u64));
    }

    fn after_expert(&mut self, market: &Market, trade: &Trade, levels: &Levels, expert: usize, best: &mut (End, i32)) {
        for held in trade.holders(market, expert) {
            let need = market.need_of(held);
            let level = levels.level[need];
            let distance = self.expert_distance[expert] + trade.profit(held) - level;
            if distance >= best.1 || distance >= self.need_distance[need] {
                continue;
            }
            if self.need_distance[need] == NEVER {
                self.reached.push(need as u32);
            }
            self.need_distance[need] = distance;
            self.need_by[need] = held as u32;
            let end = distance + level - market.option(need, trade.filled[need] - 1);
            if end < best.1 {
                *best = (End::Unmet(need), end);
            }
            self.ahead.push(Reverse((distance as u64) << 32 | need as u64));
        }
    }

    fn reprice(&self, trade: &Trade, levels: &mut Levels, length: i32) {
        for &expert in &self.reached_experts {
            let rise = length - self.expert_distance[expert as usize];
            if rise > 0 {
                trade.set_price(expert as usize, trade.price(expert as usize) + rise);
            }
        }
        for &need in &self.reached {
            let fall = length - self.need_distance[need as usize];
            if fall > 0 {
                levels.level[need as usize] -= fall;
            }
        }
    }

    fn rearrange(&self, market: &Market, trade: &mut Trade, need: usize, end: End) {
        let mut expert = match end {
            End::Seat(expert) => expert,
            End::Unmet(last) if last == need => return,
            End::Unmet(last) => {
                let lost = self.need_by[last] as usize;
                trade.part(market, lost);
                trade.edges[lost].expert()
            }
        };
        loop {
            let by = self.expert_by[expert] as usize;
            let asking = market.need_of(by);
            trade.join(market, by);
            if asking == need {
                return;
            }
            let lost = self.need_by[asking] as usize;
            trade.part(market, lost);
            expert = trade.edges[lost].expert();
        }
    }

    fn forget(&mut self) {
        for need in self.reached.drain(..) {
            self.need_distance[need as usize] = NEVER;
        }
        for expert in self.reached_experts.drain(..) {
            self.expert_distance[expert as usize] = NEVER;
        }
        self.ahead.clear();
    }
}

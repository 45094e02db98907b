//! Free seats that still cost find a taker by the cheapest chain of changes, or their price falls: the mirror of `raise`.

use super::askers::{Askers, edge_of};
use super::market::{Edge, Market, NEVER, Trade};
use super::refine::Levels;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Distances of one search.
struct Search<'a> {
    market: &'a Market,
    askers: Askers,
    need_distance: Vec<i32>,
    expert_distance: Vec<i32>,
    /// The edge a need would take, and the edge by which it would leave an expert.
    need_by: Vec<u32>,
    expert_by: Vec<u32>,
    reached: Vec<u32>,
    reached_experts: Vec<u32>,
    ahead: BinaryHeap<Reverse<u64>>,
    space: Vec<Edge>,
}

#[derive(Clone, Copy)]
enum End {
    /// The price falls, or another expert goes free.
    Free(usize),
    /// An unmet slot is filled.
    Filled(usize),
}

const EXPERT: u64 = 1 << 31;

/// Sells or cheapens every free seat that costs more than its reserve; returns how many there were.
pub(crate) fn sell(market: &Market, trade: &mut Trade, levels: &mut Levels) -> usize {
    let costs = |trade: &Trade, expert: usize| trade.price(expert) > market.reserve(expert, trade.taken(expert));
    let free: Vec<usize> = (0..market.experts()).filter(|&expert| costs(trade, expert)).collect();
    if free.is_empty() {
        return 0;
    }
    let mut search = Search {
        market,
        askers: Askers::new(market, trade, &levels.level),
        need_distance: vec![NEVER; market.needs()],
        expert_distance: vec![NEVER; market.experts()],
        need_by: vec![0; market.needs()],
        expert_by: vec![0; market.experts()],
        reached: Vec::new(),
        reached_experts: Vec::new(),
        ahead: BinaryHeap::new(),
        space: Vec::new(),
    };
    for &expert in &free {
        while costs(trade, expert) {
            search.sell(trade, levels, expert);
        }
    }
    free.len()
}

impl Search<'_> {
    fn sell(&mut self, trade: &mut Trade, levels: &mut Levels, expert: usize) {
        let most = trade.price(expert) - self.market.reserve(expert, trade.taken(expert));
        let (end, length) = self.explore(trade, levels, expert, most);
        for &expert in &self.reached_experts {
            let fall = length - self.expert_distance[expert as usize];
            if fall > 0 {
                trade.set_price(expert as usize, trade.price(expert as usize) - fall);
            }
        }
        for &need in &self.reached {
            let rise = length - self.need_distance[need as usize];
            if rise > 0 {
                levels.level[need as usize] += rise;
            }
        }
        self.rearrange(trade, expert, end);
        self.forget();
    }

    fn explore(&mut self, trade: &Trade, levels: &Levels, expert: usize, most: i32) -> (End, i32) {
        let mut best = (End::Free(expert), most);
        self.expert_distance[expert] = 0;
        self.reached_experts.push(expert as u32);
        self.ahead.push(Reverse(EXPERT | expert as u64));
        while let Some(Reverse(next)) = self.ahead.pop() {
            let (distance, node) = ((next >> 32) as i32, (next & (EXPERT - 1)) as usize);
            if distance >= best.1 {
                break;
            }
            if next & EXPERT == 0 {
                if distance == self.need_distance[node] {
                    self.after_need(trade, levels, node, &mut best);
                }
            } else if distance == self.expert_distance[node] {
                self.after_expert(trade, levels, node, &mut best);
            }
        }
        best
    }

    fn after_expert(&mut self, trade: &Trade, levels: &Levels, expert: usize, best: &mut (End, i32)) {
        let base = self.expert_distance[expert] + trade.price(expert);
        self.askers.sort(expert, &mut self.space);
        for at in self.askers.row(expert) {
            let pair = self.askers.pair(at);
            if base - pair.score() >= best.1 {
                break;
            }
            let need = pair.expert();
            let distance = base - pair.score() + self.askers.rise(need, levels.level[need]);
            if distance >= best.1 || distance >= self.need_distance[need] {
                continue;
            }
            let at = edge_of(self.market, trade, need, expert);
            if trade.edges[at].is_held() {
                continue;
            }
            if self.need_distance[need] == NEVER {
                self.reached.push(need as u32);
            }
            self.need_distance[need] = distance;
            self.need_by[need] = at as u32;
            if trade.filled[need] < self.market.demand[need] {
                let end = distance + (self.market.option(need, trade.filled[need]) - levels.level[need]).max(0);
                if end < best.1 {
                    *best = (End::Filled(need), end);
                }
            }
            self.ahead.push(Reverse((distance as u64) << 32 | need as u64));
        }
    }

    fn after_need(&mut self, trade: &Trade, levels: &Levels, need: usize, best: &mut (End, i32)) {
        let base = self.need_distance[need] - levels.level[need];
        let mut left = trade.filled[need];
        for at in self.market.row(need) {
            if left == 0 {
                break;
            }
            let edge = trade.edges[at];
            if !edge.is_held() {
                continue;
            }
            left -= 1;
            let expert = edge.expert();
            let distance = base + edge.score() - trade.price(expert);
            if distance >= best.1 || distance >= self.expert_distance[expert] {
                continue;
            }
            if self.expert_distance[expert] == NEVER {
                self.reached_experts.push(expert as u32);
            }
            self.expert_distance[expert] = distance;
            self.expert_by[expert] = at as u32;
            let end = distance + trade.price(expert) - self.market.reserve(expert, trade.taken(expert) - 1);
            if end < best.1 {
                *best = (End::Free(expert), end);
            }
            self.ahead.push(Reverse((distance as u64) << 32 | EXPERT | expert as u64));
        }
    }

    fn rearrange(&self, trade: &mut Trade, expert: usize, end: End) {
        let mut need = match end {
            End::Free(last) if last == expert => return,
            End::Free(last) => {
                let lost = self.expert_by[last] as usize;
                trade.part(self.market, lost);
                self.market.need_of(lost)
            }
            End::Filled(need) => need,
        };
        loop {
            let by = self.need_by[need] as usize;
            let taker = trade.edges[by].expert();
            if taker == expert {
                trade.join(self.market, by);
                return;
            }
            let lost = self.expert_by[taker] as usize;
            trade.part(self.market, lost);
            trade.join(self.market, by);
            need = self.market.need_of(lost);
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

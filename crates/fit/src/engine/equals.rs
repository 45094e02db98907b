//! The choice among equals. Many matchings may be best; this picks one that depends on nothing but the question: the least
//! prices are unique, so which pairs must, may and must not be made is unique too, and those that may are taken in order.

use super::market::{Market, Trade};
use super::refine::Levels;

/// How many slots a node must and may have at these prices.
#[derive(Clone, Copy)]
struct Span {
    must: u32,
    may: u32,
}

struct Choice<'a> {
    market: &'a Market,
    need: Vec<Span>,
    expert: Vec<Span>,
    stops_early: bool,
    /// Pairs that may be made, by expert; found when first asked for.
    first: Vec<u32>,
    tie: Vec<u32>,
    need_seen: Vec<bool>,
    expert_seen: Vec<bool>,
    need_by: Vec<u32>,
    expert_by: Vec<u32>,
}

/// Replaces the matching by the one that comes first.
pub(crate) fn choose(market: &Market, trade: &mut Trade, levels: &Levels) {
    trade.part_all(market);
    let (mut choice, ties) = Choice::new(market, trade, levels);
    choice.greedy(trade, &ties);
    while choice.sweep_needs(trade, levels) {}
    while choice.sweep_experts(trade, levels, &ties) {}
}

impl<'a> Choice<'a> {
    /// Makes the pairs that must be made; returns those that may, with their experts, in order of needs and falling score.
    fn new(market: &'a Market, trade: &mut Trade, levels: &Levels) -> (Self, Vec<(u32, u32)>) {
        let need = (0..market.needs()).map(|need| need_span(market, need, levels.level[need])).collect();
        let expert = (0..market.experts()).map(|expert| expert_span(market, expert, trade.price(expert))).collect();
        let mut found = Vec::new();
        let stops_early = market.is_sorted && market.is_plain();
        for (need, &level) in levels.level.iter().enumerate() {
            for at in market.row(need) {
                let edge = trade.edges[at];
                if stops_early && edge.score() < level {
                    break;
                }
                match (edge.score() - trade.price(edge.expert())).cmp(&level) {
                    std::cmp::Ordering::Greater => trade.join_to(market, need, at),
                    std::cmp::Ordering::Equal => found.push((edge.expert() as u32, at as u32)),
                    std::cmp::Ordering::Less => {}
                }
            }
        }
        let choice = Self {
            market,
            need,
            expert,
            stops_early,
            first: Vec::new(),
            tie: Vec::new(),
            need_seen: vec![false; market.needs()],
            expert_seen: vec![false; market.experts()],
            need_by: vec![0; market.needs()],
            expert_by: vec![0; market.experts()],
        };
        (choice, found)
    }

    /// Pairs that may be made, in their order, while both sides have room.
    fn greedy(&self, trade: &mut Trade, ties: &[(u32, u32)]) {
        for &(expert, at) in ties {
            let (expert, at) = (expert as usize, at as usize);
            let need = self.market.need_of(at);
            if trade.filled[need] < self.need[need].may && trade.taken(expert) < self.expert[expert].may {
                trade.join(self.market, at);
            }
        }
    }

    fn sweep_needs(&mut self, trade: &mut Trade, levels: &Levels) -> bool {
        self.need_seen.fill(false);
        self.expert_seen.fill(false);
        let mut any = false;
        for need in 0..self.market.needs() {
            while trade.filled[need] < self.need[need].must && self.fill_need(trade, levels, need) {
                any = true;
            }
        }
        any
    }

    fn fill_need(&mut self, trade: &mut Trade, levels: &Levels, start: usize) -> bool {
        let mut queue = vec![start];
        let mut next = 0;
        self.need_seen[start] = true;
        while let Some(&need) = queue.get(next) {
            next += 1;
            let level = levels.level[need];
            for at in self.market.row(need) {
                let edge = trade.edges[at];
                if self.stops_early && edge.score() < level {
                    break;
                }
                let expert = edge.expert();
                if edge.is_held() || edge.score() - trade.price(expert) != level || self.expert_seen[expert] {
                    continue;
                }
                self.expert_seen[expert] = true;
                self.expert_by[expert] = at as u32;
                if trade.taken(expert) < self.expert[expert].may {
                    self.give(trade, start, expert);
                    return true;
                }
                for seat in 0..trade.taken(expert) as usize {
                    let held = trade.holder(self.market, expert, seat);
                    let other = self.market.need_of(held);
                    if self.need_seen[other] || trade.profit(held) != levels.level[other] {
                        continue;
                    }
                    self.need_seen[other] = true;
                    self.need_by[other] = held as u32;
                    if trade.filled[other] > self.need[other].must {
                        trade.part(self.market, held);
                        self.give(trade, start, expert);
                        return true;
                    }
                    queue.push(other);
                }
            }
        }
        false
    }

    fn give(&self, trade: &mut Trade, start: usize, mut expert: usize) {
        loop {
            let by = self.expert_by[expert] as usize;
            let need = self.market.need_of(by);
            trade.join(self.market, by);
            if need == start {
                return;
            }
            let lost = self.need_by[need] as usize;
            trade.part(self.market, lost);
            expert = trade.edges[lost].expert();
        }
    }

    fn sweep_experts(&mut self, trade: &mut Trade, levels: &Levels, ties: &[(u32, u32)]) -> bool {
        self.need_seen.fill(false);
        self.expert_seen.fill(false);
        let mut any = false;
        for expert in 0..self.market.experts() {
            while trade.taken(expert) < self.expert[expert].must {
                if self.first.is_empty() {
                    (self.first, self.tie) = by_expert(self.market, ties);
                }
                if !self.fill_expert(trade, levels, expert) {
                    break;
                }
                any = true;
            }
        }
        any
    }

    fn fill_expert(&mut self, trade: &mut Trade, levels: &Levels, start: usize) -> bool {
        let mut queue = vec![start];
        let mut next = 0;
        self.expert_seen[start] = true;
        while let Some(&expert) = queue.get(next) {
            next += 1;
            for tie in self.first[expert] as usize..self.first[expert + 1] as usize {
                let at = self.tie[tie] as usize;
                let need = self.market.need_of(at);
                if trade.edges[at].is_held() || self.need_seen[need] {
                    continue;
                }
                self.need_seen[need] = true;
                self.need_by[need] = at as u32;
                if trade.filled[need] < self.need[need].may {
                    self.take(trade, start, need);
                    return true;
                }
                for held in self.market.row(need) {
                    let edge = trade.edges[held];
                    if self.stops_early && edge.score() < levels.level[need] {
                        break;
                    }
                    let other = edge.expert();
                    if !edge.is_held() || trade.profit(held) != levels.level[need] || self.expert_seen[other] {
                        continue;
                    }
                    self.expert_seen[other] = true;
                    self.expert_by[other] = held as u32;
                    if trade.taken(other) > self.expert[other].must {
                        trade.part(self.market, held);
                        self.take(trade, start, need);
                        return true;
                    }
                    queue.push(other);
                }
            }
        }
        false
    }

    fn take(&self, trade: &mut Trade, start: usize, mut need: usize) {
        loop {
            let by = self.need_by[need] as usize;
            let expert = trade.edges[by].expert();
            if expert == start {
                trade.join(self.market, by);
                return;
            }
            let lost = self.expert_by[expert] as usize;
            trade.part(self.market, lost);
            trade.join(self.market, by);
            need = self.market.need_of(lost);
        }
    }
}

fn by_expert(market: &Market, found: &[(u32, u32)]) -> (Vec<u32>, Vec<u32>) {
    let mut first = vec![0u32; market.experts() + 2];
    for &(expert, _) in found {
        first[expert as usize + 2] += 1;
    }
    for at in 2..first.len() {
        first[at] += first[at - 1];
    }
    let mut edges = vec![0; found.len()];
    for &(expert, at) in found {
        let place = &mut first[expert as usize + 1];
        edges[*place as usize] = at;
        *place += 1;
    }
    (first, edges)
}

fn need_span(market: &Market, need: usize, level: i32) -> Span {
    let options = || (0..market.demand[need]).map(|slot| market.option(need, slot));
    Span {
        must: options().take_while(|&option| option < level).count() as u32,
        may: options().take_while(|&option| option <= level).count() as u32,
    }
}

fn expert_span(market: &Market, expert: usize, price: i32) -> Span {
    let reserves = || (0..market.capacity(expert)).map(|seat| market.reserve(expert, seat));
    Span {
        must: reserves().take_while(|&reserve| reserve < price).count() as u32,
        may: reserves().take_while(|&reserve| reserve <= price).count() as u32,
    }
}

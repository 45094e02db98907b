//! Floors that only a long chain of changes can keep: the auction tells a slot below its floor from others by a worth that
//! fits 32 bits, which a chain can outweigh. Here floors are bounds that nothing outweighs: the question is a circulation
//! with lower bounds, and from any pairs and prices shortest paths restore its balance (Edmonds and Karp 1972; Ahuja,
//! Magnanti and Orlin 1993, chapter 9). Only what broke a floor is moved, so it costs nothing where no floor is broken.

use super::solve::Found;
use crate::problem::{Pair, Problem};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Best pairs that keep all floors, with prices that prove them; nothing where no pairs do, or where it was stopped.
pub(crate) fn mend(problem: &Problem, pairs: &[Pair], prices: &[i64], is_stopped: &dyn Fn() -> bool) -> Option<Found> {
    let mut network = Network::new(problem, pairs, prices)?;
    let mut search = Search::new(network.hub() + 1);
    for node in 0..=network.hub() {
        while network.excess[node] > 0 {
            if is_stopped() || !search.balance(&mut network, node) {
                return None;
            }
        }
    }
    Some(network.found())
}

/// The hub sends a unit to a need for each slot filled; it goes on to an expert, and back to the hub. Needs, experts and
/// the hub are numbered in this order.
struct Network<'a> {
    problem: &'a Problem,
    is_held: Vec<bool>,
    /// The needs that hold each expert, with the number of the pair.
    holders: Vec<Vec<(u32, u32)>>,
    filled: Vec<u32>,
    load: Vec<u32>,
    /// The most an expert can take; one more than there are pairs is as good as any.
    most: Vec<u32>,
    /// A need's level, an expert's price below nothing: no unit gains by going another way.
    potential: Vec<i64>,
    /// Units that arrive at a node and do not leave it.
    excess: Vec<i64>,
}

impl<'a> Network<'a> {
    /// Pairs that the prices contradict are dissolved, others made; what does not add up then is the excess.
    fn new(problem: &'a Problem, pairs: &[Pair], prices: &[i64]) -> Option<Self> {
        let (needs, experts) = (problem.needs(), problem.experts());
        let mut degree = vec![0; experts];
        problem.expert.iter().for_each(|&expert| degree[expert as usize] += 1);
        let mut network = Self {
            problem,
            is_held: vec![false; problem.pairs()],
            holders: vec![Vec::new(); experts],
            filled: vec![0; needs],
            load: vec![0; experts],
            most: (0..experts).map(|expert| problem.capacity(expert).min(degree[expert] + 1)).collect(),
            potential: vec![0; needs],
            excess: vec![0; needs + experts + 1],
        };
        network.potential.extend(prices.iter().map(|price| -price));
        network.potential.push(0);
        let mut pairs = pairs.iter().peekable();
        for need in 0..needs {
            for at in network.row(need) {
                let pair = Pair { need: need as u32, expert: problem.expert[at] };
                network.is_held[at] = pairs.next_if(|&&next| next == pair).is_some();
            }
            network.settle_need(need)?;
        }
        (0..experts).try_for_each(|expert| network.settle_expert(expert))?;
        Some(network)
    }

    fn hub(&self) -> usize {
        self.potential.len() - 1
    }

    fn row(&self, need: usize) -> std::ops::Range<usize> {
        self.problem.start[need]..self.problem.start[need + 1]
    }

    fn expert(&self, at: usize) -> usize {
        self.problem.expert[at] as usize
    }

    fn most_filled(&self, need: usize) -> u32 {
        self.problem.demand(need).min(self.row(need).len() as u32)
    }

    fn profit(&self, at: usize) -> i64 {
        i64::from(self.problem.score[at]) + self.potential[self.problem.needs() + self.expert(at)]
    }

    /// A level between what the need could have and what it has, at the price of an unmet slot if that lies there.
    fn settle_need(&mut self, need: usize) -> Option<()> {
        let (mut held, mut least, mut best) = (0, i64::MAX, i64::MIN);
        for at in self.row(need) {
            if self.is_held[at] {
                held += 1;
                least = least.min(self.profit(at));
            } else {
                best = best.max(self.profit(at));
            }
        }
        let unmet = -i64::from(self.problem.penalty(need));
        let level = unmet.min(least).max(best);
        self.potential[need] = level;
        for at in self.row(need) {
            let was_held = self.is_held[at];
            let is_held = self.profit(at) >= level && was_held || self.profit(at) > level;
            self.is_held[at] = is_held;
            held = held + u32::from(is_held) - u32::from(was_held);
            if is_held {
                let expert = self.expert(at);
                self.holders[expert].push((need as u32, at as u32));
            }
        }
        let (floor, most) = (self.problem.need_floor(need), self.most_filled(need));
        let (low, high) = match level.cmp(&unmet) {
            std::cmp::Ordering::Less => (floor, floor),
            std::cmp::Ordering::Equal => (floor, most),
            std::cmp::Ordering::Greater => (most, most),
        };
        self.filled[need] = within(held, low, high, floor, most)?;
        self.add_flow(self.hub(), need, self.filled[need]);
        self.excess[need] -= i64::from(held);
        Some(())
    }

    fn settle_expert(&mut self, expert: usize) -> Option<()> {
        let (floor, most) = (self.problem.expert_floor(expert), self.most[expert]);
        let node = self.problem.needs() + expert;
        let (price, step) = (-self.potential[node], i64::from(self.problem.step(expert)));
        // How many seats cost less than the price, and no more than it.
        let (low, high) = match (price.signum(), step) {
            (-1, _) => (0, 0),
            (0, 0) => (0, most),
            (_, 0) => (most, most),
            _ => {
                let count = |price: i64| price.div_euclid(step).saturating_add(1).clamp(0, most.into()) as u32;
                (count(price - 1), count(price))
            }
        };
        let held = self.holders[expert].len() as u32;
        self.load[expert] = within(held, low, high, floor, most)?;
        self.excess[node] += i64::from(held);
        self.add_flow(node, self.hub(), self.load[expert]);
        Some(())
    }

    fn add_flow(&mut self, from: usize, to: usize, units: u32) {
        self.excess[from] -= i64::from(units);
        self.excess[to] += i64::from(units);
    }

    /// Every way a unit can go on from a node, with the pair it would make or dissolve, and what it loses by that.
    fn each_way(&self, node: usize, mut act: impl FnMut(usize, u32, i64)) {
        let (problem, needs, hub) = (self.problem, self.problem.needs(), self.hub());
        let mut go = |to: usize, pair: u32, cost: i64| act(to, pair, cost + self.potential[node] - self.potential[to]);
        if node < needs {
            for at in self.row(node).filter(|&at| !self.is_held[at]) {
                go(needs + self.expert(at), at as u32, -i64::from(problem.score[at]));
            }
            if self.filled[node] > problem.need_floor(node) {
                go(hub, 0, i64::from(problem.penalty(node)));
            }
        } else if node < hub {
            let expert = node - needs;
            for &(need, at) in &self.holders[expert] {
                go(need as usize, at, i64::from(problem.score[at as usize]));
            }
            if self.load[expert] < self.most[expert] {
                go(hub, 0, i64::from(problem.step(expert)) * i64::from(self.load[expert]));
            }
        } else {
            for need in (0..needs).filter(|&need| self.filled[need] < self.most_filled(need)) {
                go(need, 0, -i64::from(problem.penalty(need)));
            }
            for expert in 0..problem.experts() {
                if self.load[expert] > problem.expert_floor(expert) {
                    go(needs + expert, 0, -i64::from(problem.step(expert)) * i64::from(self.load[expert] - 1));
                }
            }
        }
    }

    /// Sends a unit along one way.
    fn send(&mut self, from: usize, to: usize, at: u32) {
        let (needs, hub) = (self.problem.needs(), self.hub());
        if from == hub {
            if to < needs { self.filled[to] += 1 } else { self.load[to - needs] -= 1 }
        } else if to == hub {
            if from < needs { self.filled[from] -= 1 } else { self.load[from - needs] += 1 }
        } else if from < needs {
            self.is_held[at as usize] = true;
            self.holders[to - needs].push((from as u32, at));
        } else {
            self.is_held[at as usize] = false;
            self.holders[from - needs].retain(|holder| holder.1 != at);
        }
        self.add_flow(from, to, 1);
    }

    fn found(&self) -> Found {
        let mut pairs = Vec::new();
        for need in 0..self.problem.needs() {
            let held = self.row(need).filter(|&at| self.is_held[at]);
            pairs.extend(held.map(|at| Pair { need: need as u32, expert: self.problem.expert[at] }));
        }
        let hub = self.potential[self.hub()];
        let prices = self.potential[self.problem.needs()..self.hub()].iter().map(|potential| hub - potential);
        Found { pairs, prices: prices.collect() }
    }
}

/// As near to a count as bounds and, before them, floor and ceiling let it be; nothing where the floor is too high.
fn within(count: u32, low: u32, high: u32, floor: u32, most: u32) -> Option<u32> {
    (floor <= most).then(|| count.clamp(low, high.max(low)).clamp(floor, most))
}

/// Distances of one search.
struct Search {
    distance: Vec<i64>,
    /// The node before, and the pair between.
    by: Vec<(u32, u32)>,
    reached: Vec<u32>,
    ahead: BinaryHeap<Reverse<(i64, u32)>>,
}

impl Search {
    fn new(nodes: usize) -> Self {
        Self { distance: vec![i64::MAX; nodes], by: vec![(0, 0); nodes], reached: Vec::new(), ahead: BinaryHeap::new() }
    }

    /// Sends a unit from a node to the nearest that lacks one, the cheapest way; false where there is no way.
    fn balance(&mut self, network: &mut Network<'_>, start: usize) -> bool {
        let end = self.explore(network, start);
        if let Some(mut node) = end {
            let length = self.distance[node];
            for &node in &self.reached {
                network.potential[node as usize] -= (length - self.distance[node as usize]).max(0);
            }
            while node != start {
                let (before, pair) = self.by[node];
                network.send(before as usize, node, pair);
                node = before as usize;
            }
        }
        for node in self.reached.drain(..) {
            self.distance[node as usize] = i64::MAX;
        }
        self.ahead.clear();
        end.is_some()
    }

    fn explore(&mut self, network: &Network<'_>, start: usize) -> Option<usize> {
        let Self { distance, by, reached, ahead } = self;
        distance[start] = 0;
        reached.push(start as u32);
        ahead.push(Reverse((0, start as u32)));
        while let Some(Reverse((length, node))) = ahead.pop() {
            if length > distance[node as usize] {
                continue;
            }
            if network.excess[node as usize] < 0 {
                return Some(node as usize);
            }
            network.each_way(node as usize, |to, pair, cost| {
                let next = length + cost;
                if next < distance[to] {
                    if distance[to] == i64::MAX {
                        reached.push(to as u32);
                    }
                    (distance[to], by[to]) = (next, (node, pair));
                    ahead.push(Reverse((next, to as u32)));
                }
            });
        }
        None
    }
}

#[cfg(test)]
#[path = "mend_tests.rs"]
mod tests;

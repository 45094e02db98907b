//! Which needs could want an expert: the pairs seen from the other side.

use super::market::{Edge, Market, Trade};

/// Rows of needs and what they offer, one per expert: only pairs that can matter while prices fall and levels rise.
pub(crate) struct Askers {
    first: Vec<u32>,
    /// The need stands where an edge has its expert, and its offer where an edge has its score.
    pairs: Vec<Edge>,
    is_sorted: Vec<bool>,
    /// The levels the offers were made at; offers fall as levels rise.
    level: Vec<i32>,
}

impl Askers {
    pub(crate) fn new(market: &Market, trade: &Trade, level: &[i32]) -> Self {
        let mut first = vec![0u32; market.experts() + 2];
        each(market, trade, level, |expert, _, _| first[expert + 2] += 1);
        for at in 2..first.len() {
            first[at] += first[at - 1];
        }
        let mut pairs = vec![Edge::new(0, 0); first[first.len() - 1] as usize];
        each(market, trade, level, |expert, need, score| {
            pairs[first[expert + 1] as usize] = Edge::new(need as u32, score - level[need]);
            first[expert + 1] += 1;
        });
        Self { first, pairs, is_sorted: vec![false; market.experts()], level: level.to_vec() }
    }

    /// The first offers for an expert, the highest first.
    pub(crate) fn of(&mut self, expert: usize) -> &[Edge] {
        let row = &mut self.pairs[self.first[expert] as usize..self.first[expert + 1] as usize];
        if !std::mem::replace(&mut self.is_sorted[expert], true) {
            row.sort_unstable_by_key(|pair| (std::cmp::Reverse(pair.score()), pair.expert()));
        }
        row
    }

    pub(crate) fn row(&self, expert: usize) -> std::ops::Range<usize> {
        self.first[expert] as usize..self.first[expert + 1] as usize
    }

    pub(crate) fn pair(&self, at: usize) -> Edge {
        self.pairs[at]
    }

    /// What a need offers now.
    pub(crate) fn offer(&self, pair: Edge, level: &[i32]) -> i32 {
        let need = pair.expert();
        pair.score() - (level[need] - self.level[need])
    }
}

fn each(market: &Market, trade: &Trade, level: &[i32], mut act: impl FnMut(usize, usize, i32)) {
    let is_plain = market.is_plain();
    for (need, &level) in level.iter().enumerate() {
        for edge in &trade.edges[market.row(need)] {
            if is_plain && edge.score() <= level {
                if market.is_sorted {
                    break;
                }
                continue;
            }
            if !is_plain || trade.price(edge.expert()) > 0 {
                act(edge.expert(), need, edge.score());
            }
        }
    }
}

/// The edge of a pair that is there.
pub(crate) fn edge_of(market: &Market, trade: &Trade, need: usize, expert: usize) -> usize {
    let mut row = market.row(need);
    row.find(|&at| trade.edges[at].expert() == expert).unwrap_or(row.start)
}

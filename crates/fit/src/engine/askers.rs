//! Which needs could want an expert: the pairs seen from the other side.

use super::market::{Edge, Market, Trade};
use super::sync::thread;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};

/// Rows of needs and what they offer, one per expert: only pairs that can matter while prices fall and levels rise.
/// Threads read rows of different experts at the same time.
pub(crate) struct Askers {
    first: Vec<u32>,
    /// The need stands where an edge has its expert, and its offer where an edge has its score.
    pairs: Vec<AtomicU64>,
    is_sorted: Vec<AtomicBool>,
    /// The levels the offers were made at; offers fall as levels rise.
    level: Vec<i32>,
}

impl Askers {
    pub(crate) fn new(market: &Market, trade: &Trade, level: &[i32]) -> Self {
        let first: Vec<AtomicU32> = (0..market.experts() + 2).map(|_| AtomicU32::new(0)).collect();
        each(market, trade, level, |expert, _, _| {
            next(market, expert, &first[expert + 2]);
        });
        let mut sum = 0;
        for count in &first {
            sum += count.load(Relaxed);
            count.store(sum, Relaxed);
        }
        // Memory fresh from the system is nothing already.
        let pairs: Vec<AtomicU64> = vec![0; sum as usize].into_iter().map(AtomicU64::new).collect();
        each(market, trade, level, |expert, need, score| {
            let place = next(market, expert, &first[expert + 1]);
            pairs[place as usize].store(Edge::new(need as u32, score - level[need]).word(), Relaxed);
        });
        Self {
            first: first.into_iter().map(AtomicU32::into_inner).collect(),
            pairs,
            is_sorted: (0..market.experts()).map(|_| AtomicBool::new(false)).collect(),
            level: level.to_vec(),
        }
    }

    /// Puts the offers for an expert in order, the highest first; `space` is to work in.
    pub(crate) fn sort(&self, expert: usize, space: &mut Vec<Edge>) {
        if self.is_sorted[expert].load(Relaxed) {
            return;
        }
        self.is_sorted[expert].store(true, Relaxed);
        space.clear();
        space.extend(self.row(expert).map(|at| self.pair(at)));
        space.sort_unstable_by_key(|pair| pair.falling());
        for (at, pair) in self.row(expert).zip(space) {
            self.pairs[at].store(pair.word(), Relaxed);
        }
    }

    pub(crate) fn row(&self, expert: usize) -> std::ops::Range<usize> {
        self.first[expert] as usize..self.first[expert + 1] as usize
    }

    #[inline(always)]
    pub(crate) fn pair(&self, at: usize) -> Edge {
        Edge::of(self.pairs[at].load(Relaxed))
    }

    /// What a need has come to offer less since.
    #[inline(always)]
    pub(crate) fn rise(&self, need: usize, level: i32) -> i32 {
        level - self.level[need]
    }
}

/// Counts one up, and returns what was there; only experts whom several threads name need a costly step.
#[inline(always)]
fn next(market: &Market, expert: usize, count: &AtomicU32) -> u32 {
    if market.shares.is_common(expert) {
        return count.fetch_add(1, Relaxed);
    }
    let known = count.load(Relaxed);
    count.store(known + 1, Relaxed);
    known
}

fn each(market: &Market, trade: &Trade, level: &[i32], act: impl Fn(usize, usize, i32) + Sync) {
    thread::scope(|scope| {
        for bound in market.shares.needs.windows(2) {
            let act = &act;
            let work = move || each_of(market, trade, (bound[0]..bound[1]).zip(&level[bound[0]..bound[1]]), act);
            if bound[1] == market.needs() { work() } else { drop(scope.spawn(work)) }
        }
    });
}

fn each_of<'a>(
    market: &Market,
    trade: &Trade,
    levels: impl Iterator<Item = (usize, &'a i32)>,
    act: &impl Fn(usize, usize, i32),
) {
    let is_plain = market.is_plain();
    for (need, &level) in levels {
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

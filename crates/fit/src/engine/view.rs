//! The state of the trade as one thread sees it: the edges and slots of its needs, and what is known of every expert.

use super::market::{Edge, Market, NEVER, Trade, seat, seat_edge};
use super::sync::atomic::{AtomicI32, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::ops::Range;

pub(crate) struct View<'a> {
    pub(crate) market: &'a Market,
    pub(crate) needs: Range<usize>,
    base: usize,
    edges: &'a mut [Edge],
    filled: &'a mut [u32],
    price: &'a [AtomicI32],
    taken: &'a [AtomicU32],
    seats: &'a [AtomicU64],
}

impl Trade {
    pub(crate) fn view<'a>(&'a mut self, market: &'a Market) -> View<'a> {
        View {
            market,
            needs: 0..market.needs(),
            base: 0,
            edges: &mut self.edges,
            filled: &mut self.filled,
            price: &self.price,
            taken: &self.taken,
            seats: &self.seats,
        }
    }

    /// One view for each share.
    pub(crate) fn views<'a>(&'a mut self, market: &'a Market) -> Vec<View<'a>> {
        let mut views = Vec::new();
        let (mut edges, mut filled) = (self.edges.as_mut_slice(), self.filled.as_mut_slice());
        for bound in market.shares.needs.windows(2) {
            let needs = bound[0]..bound[1];
            let base = market.first[needs.start] as usize;
            let (mine, rest) = edges.split_at_mut(market.first[needs.end] as usize - base);
            let (slots, others) = filled.split_at_mut(needs.len());
            (edges, filled) = (rest, others);
            let (price, taken, seats) = (&*self.price, &*self.taken, &*self.seats);
            views.push(View { market, needs, base, edges: mine, filled: slots, price, taken, seats });
        }
        views
    }
}

impl View<'_> {
    #[inline(always)]
    pub(crate) fn edge(&self, at: usize) -> Edge {
        self.edges[at - self.base]
    }

    #[inline(always)]
    pub(crate) fn price(&self, expert: usize) -> i32 {
        self.price[expert].load(Relaxed)
    }

    #[inline(always)]
    pub(crate) fn set_price(&self, expert: usize, price: i32) {
        self.price[expert].store(price, Relaxed);
    }

    #[inline(always)]
    pub(crate) fn taken(&self, expert: usize) -> u32 {
        self.taken[expert].load(Relaxed)
    }

    /// The edges by which an expert is held.
    pub(crate) fn holders(&self, expert: usize) -> impl Iterator<Item = usize> {
        let begin = self.market.seat[expert] as usize;
        self.seats[begin..begin + self.taken(expert) as usize].iter().map(|seat| seat_edge(seat.load(Relaxed)))
    }

    pub(crate) fn holder(&self, expert: usize, at: usize) -> usize {
        seat_edge(self.seats[self.market.seat[expert] as usize + at].load(Relaxed))
    }

    /// Whether a free seat costs more than keeping it free is worth.
    pub(crate) fn costs(&self, expert: usize) -> bool {
        self.price(expert) > self.market.reserve(expert, self.taken(expert))
    }

    /// Makes a pair of a need; the expert must have a seat left.
    #[inline(always)]
    pub(crate) fn join(&mut self, need: usize, at: usize) {
        let expert = self.edge(at).expert();
        let taken = self.taken(expert);
        self.seats[self.market.seat[expert] as usize + taken as usize].store(seat(0, at), Relaxed);
        self.taken[expert].store(taken + 1, Relaxed);
        self.filled[need - self.needs.start] += 1;
        self.edges[at - self.base].take();
    }

    /// Dissolves a pair of a need.
    pub(crate) fn part(&mut self, need: usize, at: usize) {
        let expert = self.edge(at).expert();
        let (begin, last) = (self.market.seat[expert] as usize, self.taken(expert) as usize - 1);
        let seats = &self.seats[begin..=begin + last];
        if let Some(place) = seats.iter().position(|seat| seat_edge(seat.load(Relaxed)) == at) {
            seats[place].store(seats[last].load(Relaxed), Relaxed);
            self.taken[expert].store(last as u32, Relaxed);
            self.filled[need - self.needs.start] -= 1;
            self.edges[at - self.base].leave();
        }
    }

    /// The edge of a pair that is there.
    pub(crate) fn edge_of(&self, need: usize, expert: usize) -> usize {
        let mut row = self.market.row(need);
        row.find(|&at| self.edge(at).expert() == expert).unwrap_or(row.start)
    }

    /// What a need's worst slot gains, and the edge that fills it, if any does.
    pub(crate) fn worst(&self, need: usize) -> (i32, Option<usize>) {
        let mut left = self.filled[need - self.needs.start];
        let open = if left < self.market.demand[need] { self.market.option(need, left) } else { NEVER };
        let mut found = (open, None);
        for at in self.market.row(need) {
            if left == 0 {
                break;
            }
            let edge = self.edge(at);
            if edge.is_held() {
                left -= 1;
                let profit = edge.score() - self.price(edge.expert());
                if profit < found.0 {
                    found = (profit, Some(at));
                }
            }
        }
        found
    }
}

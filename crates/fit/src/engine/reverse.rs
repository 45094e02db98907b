//! The reverse auction (Bertsekas, Castañón and Tsaknakis 1993): an expert with a free seat that still costs something
//! asks for less, as low as the second best offer, and takes the need that offers most.

use super::askers::{Askers, edge_of};
use super::market::{Edge, Market, NEVER, Trade};
use super::stop::Stop;

/// How many of the best offers an expert remembers.
const BEST: usize = 5;

/// The needs that offered most when an expert last asked them all, and what no other exceeds: offers only fall meanwhile.
#[derive(Clone, Copy)]
struct Memory {
    pair: [Edge; BEST],
    count: usize,
    rest: i32,
}

struct Reverse<'a> {
    market: &'a Market,
    trade: &'a mut Trade,
    step: i32,
    level: Vec<i32>,
    askers: Askers,
    /// Where an expert's memory lies, for those who have one.
    place: Vec<u32>,
    memory: Vec<Memory>,
    free: Vec<u32>,
}

/// Sells every free seat or brings its price down to its reserve, so that no slot could gain more than `step` by changing.
pub(crate) fn reverse(market: &Market, trade: &mut Trade, step: i32, stop: &Stop<'_>) -> u64 {
    let free: Vec<u32> = (0..market.experts() as u32).filter(|&expert| costs(market, trade, expert as usize)).collect();
    if free.is_empty() {
        return 0;
    }
    let level: Vec<i32> = (0..market.needs()).map(|need| worst(market, trade, need).0).collect();
    let askers = Askers::new(market, trade, &level);
    let place = vec![u32::MAX; market.experts()];
    let mut state = Reverse { market, trade, step, level, askers, place, memory: Vec::new(), free };
    let mut count = 0;
    while let Some(expert) = state.free.pop() {
        while costs(market, state.trade, expert as usize) {
            count += 1;
            if count % 256 == 0 && stop.is_asked() {
                return count;
            }
            state.ask(expert as usize);
        }
    }
    count
}

/// Whether a free seat costs more than keeping it free is worth.
pub(crate) fn costs(market: &Market, trade: &Trade, expert: usize) -> bool {
    trade.price(expert) > market.reserve(expert, trade.taken(expert))
}

impl Reverse<'_> {
    fn ask(&mut self, expert: usize) {
        let reserve = self.market.reserve(expert, self.trade.taken(expert));
        let (need, best, second) = self.offers(expert);
        let is_taken = best > reserve.saturating_add(self.step);
        let price = if is_taken { reserve.max(second.saturating_sub(self.step)) } else { reserve };
        if price < self.trade.price(expert) {
            self.trade.set_price(expert, price);
            for at in 0..self.trade.taken(expert) as usize {
                let held = self.trade.holder(self.market, expert, at);
                let need = self.market.need_of(held);
                self.level[need] = worst(self.market, self.trade, need).0;
            }
        }
        if is_taken {
            self.take(expert, need);
        }
    }

    fn take(&mut self, expert: usize, need: usize) {
        let (_, lost) = worst(self.market, self.trade, need);
        self.trade.join_at(self.market, edge_of(self.market, self.trade, need, expert), lost);
        self.level[need] = worst(self.market, self.trade, need).0;
        let Some(lost) = lost else { return };
        let lost = self.trade.edges[lost];
        let loser = lost.expert();
        if let Some(memory) = self.memory.get_mut(self.place[loser] as usize)
            && !memory.pair[..memory.count].iter().any(|pair| pair.expert() == need)
        {
            memory.rest = memory.rest.max(lost.score() - self.level[need]);
        }
        if costs(self.market, self.trade, loser) {
            self.free.push(loser as u32);
        }
    }

    /// The need that offers most, its offer, and the second best offer.
    fn offers(&mut self, expert: usize) -> (usize, i32, i32) {
        if let Some(memory) = self.memory.get(self.place[expert] as usize) {
            let mut found = (0, -NEVER, -NEVER);
            for &pair in &memory.pair[..memory.count] {
                self.consider(expert, pair, &mut found);
            }
            if found.2 >= memory.rest {
                return found;
            }
        }
        let memory = self.look(expert);
        if let Some(known) = self.memory.get_mut(self.place[expert] as usize) {
            *known = memory;
        } else {
            self.place[expert] = self.memory.len() as u32;
            self.memory.push(memory);
        }
        let mut found = (0, -NEVER, -NEVER);
        for &pair in &memory.pair[..memory.count] {
            self.consider(expert, pair, &mut found);
        }
        found.2 = found.2.max(memory.rest);
        found
    }

    fn consider(&self, expert: usize, pair: Edge, found: &mut (usize, i32, i32)) {
        let need = pair.expert();
        let offer = self.askers.offer(pair, &self.level);
        if offer > found.2 && !self.holds(expert, need) {
            if offer > found.1 {
                *found = (need, offer, found.1);
            } else {
                found.2 = offer;
            }
        }
    }

    fn holds(&self, expert: usize, need: usize) -> bool {
        self.trade.holders(self.market, expert).any(|held| self.market.row(need).contains(&held))
    }

    fn look(&mut self, expert: usize) -> Memory {
        self.askers.of(expert);
        let mut best = [(-NEVER, Edge::new(0, 0)); BEST + 1];
        for at in self.askers.row(expert) {
            let pair = self.askers.pair(at);
            if pair.score() <= best[BEST].0 {
                break;
            }
            let offer = self.askers.offer(pair, &self.level);
            if offer <= best[BEST].0 || self.holds(expert, pair.expert()) {
                continue;
            }
            let mut place = BEST;
            while place > 0 && best[place - 1].0 < offer {
                best[place] = best[place - 1];
                place -= 1;
            }
            best[place] = (offer, pair);
        }
        let count = best[..BEST].iter().take_while(|best| best.0 > -NEVER).count();
        Memory { pair: std::array::from_fn(|at| best[at].1), count, rest: best[BEST].0 }
    }
}

/// What a need's worst slot gains, and the edge that fills it, if any does.
pub(crate) fn worst(market: &Market, trade: &Trade, need: usize) -> (i32, Option<usize>) {
    let mut left = trade.filled[need];
    let open = if left < market.demand[need] { market.option(need, left) } else { NEVER };
    let mut found = (open, None);
    for at in market.row(need) {
        if left == 0 {
            break;
        }
        if trade.edges[at].is_held() {
            left -= 1;
            let profit = trade.profit(at);
            if profit < found.0 {
                found = (profit, Some(at));
            }
        }
    }
    found
}

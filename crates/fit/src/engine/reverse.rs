//! The reverse auction (Bertsekas, Castañón and Tsaknakis 1993): an expert with a free seat that still costs something
//! asks for less, as low as the second best offer, and takes the need that offers most.

use super::askers::Askers;
use super::market::{Edge, Market, NEVER, Trade};
use super::stop::Stop;
use super::sync::{Mutex, thread};
use super::view::View;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

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
    view: View<'a>,
    /// The share whose own experts ask; else everybody does.
    share: Option<usize>,
    step: i32,
    level: &'a mut [i32],
    askers: &'a Askers,
    experts: Range<usize>,
    /// Where an expert's memory lies, for those who have one.
    place: Vec<u32>,
    memory: Vec<Memory>,
    free: Vec<u32>,
    space: Vec<Edge>,
    stop: &'a Stop<'a>,
    /// Held while the seats of experts change whom several threads know.
    gate: &'a Mutex<()>,
}

/// Sells every free seat or brings its price down to its reserve, so that no slot could gain more than `step` by changing.
/// Each thread sells the seats of experts whom only its own needs name; those of others are sold at the end.
pub(crate) fn reverse(market: &Market, trade: &mut Trade, step: i32, stop: &Stop<'_>) -> u64 {
    let view = trade.view(market);
    if !(0..market.experts()).any(|expert| view.costs(expert)) {
        return 0;
    }
    let mut level = vec![0; market.needs()];
    in_shares(market, trade, &mut level, &|_, view, level| {
        for (need, level) in view.needs.clone().zip(level) {
            *level = view.worst(need).0;
        }
    });
    let askers = Askers::new(market, trade, &level);
    let (count, gate) = (AtomicU64::new(0), Mutex::new(()));
    if market.shares.count() > 1 {
        in_shares(market, trade, &mut level, &|share, view, level| {
            count.fetch_add(Reverse::new(view, Some(share), step, level, &askers, (stop, &gate)).run(), Relaxed);
        });
    }
    let rest = Reverse::new(trade.view(market), None, step, &mut level, &askers, (stop, &gate)).run();
    count.into_inner() + rest
}

/// Does the same for each share of the needs at the same time.
fn in_shares(
    market: &Market,
    trade: &mut Trade,
    level: &mut [i32],
    act: &(impl Fn(usize, View<'_>, &mut [i32]) + Sync),
) {
    let mut views = trade.views(market).into_iter().zip(market.shares.split(level)).enumerate();
    thread::scope(|scope| {
        let last = views.next_back();
        for (share, (view, level)) in views {
            scope.spawn(move || act(share, view, level));
        }
        if let Some((share, (view, level))) = last {
            act(share, view, level);
        }
    });
}

impl<'a> Reverse<'a> {
    fn new(
        view: View<'a>,
        share: Option<usize>,
        step: i32,
        level: &'a mut [i32],
        askers: &'a Askers,
        (stop, gate): (&'a Stop<'a>, &'a Mutex<()>),
    ) -> Self {
        let market = view.market;
        let experts = share.map_or(0..market.experts(), |share| market.shares.experts(share));
        let may_ask = |expert: &usize| view.costs(*expert) && (share.is_none() || !market.shares.is_common(*expert));
        let free = experts.clone().filter(may_ask).map(|expert| expert as u32).collect();
        let place = vec![u32::MAX; experts.len()];
        let (memory, space) = (Vec::new(), Vec::new());
        Self { view, share, step, level, askers, experts, place, memory, free, space, stop, gate }
    }

    fn run(&mut self) -> u64 {
        let mut count = 0;
        while let Some(expert) = self.free.pop() {
            while self.view.costs(expert as usize) {
                count += 1;
                if count % 256 == 0 && self.stop.is_asked() {
                    return count;
                }
                self.ask(expert as usize);
            }
        }
        count
    }

    fn ask(&mut self, expert: usize) {
        let market = self.view.market;
        let reserve = market.reserve(expert, self.view.taken(expert));
        let (need, best, second) = self.offers(expert);
        let is_taken = best > reserve.saturating_add(self.step);
        let price = if is_taken { reserve.max(second.saturating_sub(self.step)) } else { reserve };
        if price < self.view.price(expert) {
            self.view.set_price(expert, price);
            for at in 0..self.view.taken(expert) as usize {
                let held = self.view.holder(expert, at);
                self.set_level(market.need_of(held));
            }
        }
        if is_taken {
            self.take(expert, need);
        }
    }

    /// Whether other threads part from this expert too, who asks when they are done.
    fn is_common(&self, expert: usize) -> bool {
        self.share.is_some() && self.view.market.shares.is_common(expert)
    }

    fn part(&mut self, need: usize, lost: usize) {
        let is_common = self.is_common(self.view.edge(lost).expert());
        let alone = is_common.then(|| self.gate.lock());
        self.view.part(need, lost);
        drop(alone);
    }

    fn set_level(&mut self, need: usize) {
        self.level[need - self.view.needs.start] = self.view.worst(need).0;
    }

    fn take(&mut self, expert: usize, need: usize) {
        let (_, lost) = self.view.worst(need);
        if let Some(lost) = lost {
            self.part(need, lost);
        }
        self.view.join(need, self.view.edge_of(need, expert));
        self.set_level(need);
        let Some(lost) = lost else { return };
        let lost = self.view.edge(lost);
        let loser = lost.expert();
        if self.is_common(loser) {
            return;
        }
        let level = self.level[need - self.view.needs.start];
        if let Some(memory) = self.memory.get_mut(self.place[loser - self.experts.start] as usize)
            && !memory.pair[..memory.count].iter().any(|pair| pair.expert() == need)
        {
            memory.rest = memory.rest.max(lost.score() - level);
        }
        if self.view.costs(loser) {
            self.free.push(loser as u32);
        }
    }

    /// The need that offers most, its offer, and the second best offer.
    fn offers(&mut self, expert: usize) -> (usize, i32, i32) {
        let place = self.place[expert - self.experts.start];
        if let Some(memory) = self.memory.get(place as usize) {
            let mut found = (0, -NEVER, -NEVER);
            for &pair in &memory.pair[..memory.count] {
                self.consider(expert, pair, &mut found);
            }
            if found.2 >= memory.rest {
                return found;
            }
        }
        let memory = self.look(expert);
        if let Some(known) = self.memory.get_mut(place as usize) {
            *known = memory;
        } else {
            self.place[expert - self.experts.start] = self.memory.len() as u32;
            self.memory.push(memory);
        }
        let mut found = (0, -NEVER, -NEVER);
        for &pair in &memory.pair[..memory.count] {
            self.consider(expert, pair, &mut found);
        }
        found.2 = found.2.max(memory.rest);
        found
    }

    /// What a need offers now.
    #[inline(always)]
    fn offer(&self, pair: Edge) -> i32 {
        let need = pair.expert();
        pair.score() - self.askers.rise(need, self.level[need - self.view.needs.start])
    }

    fn consider(&self, expert: usize, pair: Edge, found: &mut (usize, i32, i32)) {
        let need = pair.expert();
        let offer = self.offer(pair);
        if offer > found.2 && !self.holds(expert, need) {
            if offer > found.1 {
                *found = (need, offer, found.1);
            } else {
                found.2 = offer;
            }
        }
    }

    fn holds(&self, expert: usize, need: usize) -> bool {
        self.view.holders(expert).any(|held| self.view.market.row(need).contains(&held))
    }

    fn look(&mut self, expert: usize) -> Memory {
        self.askers.sort(expert, &mut self.space);
        let mut best = [(-NEVER, Edge::new(0, 0)); BEST + 1];
        for at in self.askers.row(expert) {
            let pair = self.askers.pair(at);
            if pair.score() <= best[BEST].0 {
                break;
            }
            let offer = self.offer(pair);
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

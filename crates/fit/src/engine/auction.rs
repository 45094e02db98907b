//! The forward auction (Bertsekas 1979; for transportation, Bertsekas and Castañón 1989): each open slot bids for the
//! expert who leaves it most, as much as it could pay and still be no worse off than with the second best, and a step.
//!
//! Needs are dealt out to threads in ranges; only their own thread touches them. An expert's seats change under a lock of
//! one word. A slot that loses its seat to another thread is told by mail. Prices only rise, so a stale price is never too
//! high, and a bid made on one is still a bid the need stands by.

use super::market::{Edge, Market, NEVER, Trade, seat, seat_bid, seat_edge};
use super::stop::Stop;
use super::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release};
use super::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, AtomicU64, AtomicUsize};
use super::sync::{Mutex, hint, thread};
use std::ops::Range;

/// How many of the best edges a need remembers.
const BEST: usize = 4;
/// How many bids it takes at most to settle a slot where supply is ample.
const USUAL: u64 = 3;
const NONE: u32 = u32::MAX;

/// What a need is asked for at every bid, in half a line of cache: the edges that were best when it last looked at them all,
/// and what no other exceeds (prices only rise meanwhile); its slots; what a slot is worth unmet where all are worth the same.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Asker {
    edge: [u32; BEST],
    rest: i32,
    filled: u32,
    demand: u32,
    unmet: i32,
}

impl Asker {
    /// An edge that was held when the need last looked can be chosen again.
    fn regain(&mut self, edge: usize, value: i32) {
        if self.rest != NEVER && value > self.rest && !self.edge.contains(&(edge as u32)) {
            self.rest = value;
        }
    }
}

/// The best of what a need can still choose, and the value of the second best.
#[derive(Clone, Copy)]
struct Choice {
    edge: usize,
    value: i32,
    second: i32,
}

/// What threads share.
struct Floor<'a> {
    market: &'a Market,
    trade: Shared<'a>,
    step: i32,
    is_plain: bool,
    locks: &'a [AtomicBool],
    mail: Vec<Mutex<Vec<u32>>>,
    waiting: Vec<AtomicBool>,
    /// Threads at work and letters under way: nothing left to do when there are none.
    busy: AtomicUsize,
    /// The first need of each thread, and the end.
    bounds: &'a [usize],
    stop: &'a Stop<'a>,
    /// How many bids beyond the usual a thread bears before it ends the auction, and whether one has.
    patience: u64,
    is_short: AtomicBool,
}

struct Shared<'a> {
    price: &'a [AtomicI32],
    taken: &'a [AtomicU32],
    seats: &'a [AtomicU64],
}

/// One thread's needs.
struct Hand<'a> {
    number: usize,
    needs: Range<usize>,
    base: usize,
    edges: &'a mut [Edge],
    askers: Vec<Asker>,
    open: Vec<u32>,
    /// Bids beyond what is usual, and bids of late that drove nobody out.
    bids: u64,
    settled: u64,
}

/// Fills every slot, or finds it worth more unmet, so that no slot could gain more than `step` by changing.
/// A trial ends early, and the answer is false, where slots outbid each other again and again: supply is short.
pub(crate) fn auction(market: &Market, trade: &mut Trade, step: i32, is_trial: bool, stop: &Stop<'_>) -> bool {
    let threads = market.shares.count();
    let slots: u64 = market.demand.iter().map(|&slots| u64::from(slots)).sum();
    let locks: Vec<AtomicBool> =
        (0..if threads > 1 { market.experts() } else { 0 }).map(|_| AtomicBool::new(false)).collect();
    let floor = Floor {
        market,
        trade: Shared { price: &trade.price, taken: &trade.taken, seats: &trade.seats },
        step,
        is_plain: market.is_plain(),
        locks: &locks,
        mail: (0..threads).map(|_| Mutex::default()).collect(),
        waiting: (0..threads).map(|_| AtomicBool::new(false)).collect(),
        busy: AtomicUsize::new(threads),
        bounds: &market.shares.needs,
        stop,
        patience: if is_trial { slots / 8 } else { u64::MAX },
        is_short: AtomicBool::new(false),
    };
    let mut hands = Vec::new();
    let mut edges = trade.edges.as_mut_slice();
    for (number, bound) in floor.bounds.windows(2).enumerate() {
        let needs = bound[0]..bound[1];
        let base = market.first[needs.start] as usize;
        let (mine, rest) = edges.split_at_mut(market.first[needs.end] as usize - base);
        edges = rest;
        let asker = |need| Asker {
            edge: [NONE; BEST],
            rest: NEVER,
            filled: trade.filled[need],
            demand: market.demand[need],
            unmet: market.option(need, 0),
        };
        let askers = needs.clone().map(asker).collect();
        let open = needs.clone().rev().map(|need| need as u32).collect();
        hands.push(Hand { number, needs, base, edges: mine, askers, open, bids: 0, settled: 0 });
    }
    if let [hand] = hands.as_mut_slice() {
        hand.work::<false>(&floor);
    } else {
        thread::scope(|scope| {
            for hand in &mut hands {
                let floor = &floor;
                scope.spawn(move || hand.work::<true>(floor));
            }
        });
    }
    let is_done = !floor.is_short.into_inner();
    let filled = hands.iter().flat_map(|hand| hand.askers.iter().map(|asker| asker.filled));
    trade.filled.iter_mut().zip(filled).for_each(|(known, filled)| *known = filled);
    is_done
}

impl Hand<'_> {
    fn work<const SHARED: bool>(&mut self, floor: &Floor<'_>) {
        loop {
            let mut rounds = 0u32;
            while let Some(need) = self.open.pop() {
                self.serve::<SHARED>(floor, need as usize);
                rounds = rounds.wrapping_add(1);
                if rounds.is_multiple_of(256) && (self.is_in_vain(floor) || floor.stop.is_asked()) {
                    self.open.clear();
                }
                if SHARED && rounds.is_multiple_of(16) && floor.waiting[self.number].load(Relaxed) {
                    self.fetch(floor);
                }
            }
            if !SHARED || !self.wait(floor) {
                return;
            }
        }
    }

    /// Whether a trial has shown that supply is short.
    fn is_in_vain(&mut self, floor: &Floor<'_>) -> bool {
        // Slots that settled easily must not hide that those after them do not.
        self.bids = self.bids.saturating_sub(USUAL * std::mem::take(&mut self.settled));
        if self.bids > floor.patience {
            floor.is_short.store(true, Relaxed);
        }
        floor.is_short.load(Relaxed)
    }

    /// Waits for mail; false when everybody has nothing left to do.
    fn wait(&mut self, floor: &Floor<'_>) -> bool {
        if floor.waiting[self.number].load(Acquire) {
            self.fetch(floor);
            return true;
        }
        floor.busy.fetch_sub(1, AcqRel);
        let mut turns = 0;
        loop {
            if floor.waiting[self.number].load(Acquire) {
                floor.busy.fetch_add(1, AcqRel);
                self.fetch(floor);
                return true;
            }
            if floor.busy.load(Acquire) == 0 {
                return false;
            }
            turns += 1;
            if turns < 64 { hint::spin_loop() } else { thread::yield_now() }
        }
    }

    fn fetch(&mut self, floor: &Floor<'_>) {
        let Ok(mut mail) = floor.mail[self.number].lock() else { return };
        floor.waiting[self.number].store(false, Release);
        let letters = std::mem::take(&mut *mail);
        drop(mail);
        for &edge in &letters {
            self.lose(floor, edge as usize);
        }
        floor.busy.fetch_sub(letters.len(), AcqRel);
    }

    /// A slot of this thread has lost its seat.
    fn lose(&mut self, floor: &Floor<'_>, edge: usize) -> usize {
        let need = floor.market.need_of(edge);
        let lost = &mut self.edges[edge - self.base];
        lost.leave();
        let value = lost.score() - floor.trade.price[lost.expert()].load(Relaxed);
        let asker = &mut self.askers[need - self.needs.start];
        asker.filled -= 1;
        asker.regain(edge, value);
        self.open.push(need as u32);
        need
    }

    /// Bids until the need's slots are filled or better unmet, or until it has driven another out.
    #[inline(always)]
    fn serve<const SHARED: bool>(&mut self, floor: &Floor<'_>, need: usize) {
        let at = need - self.needs.start;
        while self.askers[at].filled < self.askers[at].demand {
            let asker = &self.askers[at];
            let option = if floor.is_plain { asker.unmet } else { floor.market.option(need, asker.filled) };
            let Some(choice) = self.choose(floor, need) else { return };
            if choice.value <= option {
                return;
            }
            self.bids += 1;
            let edge = choice.edge - self.base;
            let bid = self.edges[edge].score() - choice.second.max(option) + floor.step;
            let Some(lost) = floor.place::<SHARED>(self.edges[edge].expert(), bid, choice.edge) else { continue };
            self.edges[edge].take();
            let asker = &mut self.askers[at];
            asker.filled += 1;
            if lost == NONE as usize {
                self.settled += 1;
                continue;
            }
            if asker.filled < asker.demand {
                self.open.push(need as u32);
            }
            let first = self.base;
            if !SHARED || (first..first + self.edges.len()).contains(&lost) {
                self.lose(floor, lost);
            } else {
                floor.send(lost);
            }
            return;
        }
    }

    /// The best and second best edge not yet held: from memory where that is certain, else by looking at all.
    #[inline(always)]
    fn choose(&mut self, floor: &Floor<'_>, need: usize) -> Option<Choice> {
        let asker = &self.askers[need - self.needs.start];
        if asker.rest != NEVER {
            let mut choice = Choice { edge: 0, value: -NEVER, second: -NEVER };
            for &at in asker.edge.iter().take_while(|edge| **edge != NONE) {
                let edge = self.edges[at as usize - self.base];
                if edge.is_held() {
                    continue;
                }
                let value = edge.score() - floor.trade.price[edge.expert()].load(Relaxed);
                if value > choice.value {
                    choice = Choice { edge: at as usize, value, second: choice.value };
                } else if value > choice.second {
                    choice.second = value;
                }
            }
            if choice.second >= asker.rest {
                return (choice.value > -NEVER).then_some(choice);
            }
        }
        self.look(floor, need)
    }

    /// Looks along the row and remembers the best.
    fn look(&mut self, floor: &Floor<'_>, need: usize) -> Option<Choice> {
        let mut best = [(-NEVER, NONE); BEST + 1];
        let row = floor.market.row(need);
        let begin = row.start;
        for (at, &edge) in self.edges[row.start - self.base..row.end - self.base].iter().enumerate() {
            let worst = best[BEST].0;
            if floor.is_plain && edge.score() <= worst {
                break;
            }
            if edge.is_held() {
                continue;
            }
            let value = edge.score() - floor.trade.price[edge.expert()].load(Relaxed);
            if value > worst {
                let mut place = BEST;
                while place > 0 && best[place - 1].0 < value {
                    best[place] = best[place - 1];
                    place -= 1;
                }
                best[place] = (value, (begin + at) as u32);
            }
        }
        let asker = &mut self.askers[need - self.needs.start];
        asker.edge = std::array::from_fn(|at| best[at].1);
        asker.rest = best[BEST].0;
        let (value, edge) = best[0];
        (edge != NONE).then_some(Choice { edge: edge as usize, value, second: best[1].0 })
    }
}

impl Floor<'_> {
    /// Tells another thread that one of its slots has lost its seat.
    fn send(&self, edge: usize) {
        let need = self.market.need_of(edge);
        let owner = self.bounds.partition_point(|&bound| bound <= need) - 1;
        self.busy.fetch_add(1, AcqRel);
        if let Ok(mut mail) = self.mail[owner].lock() {
            mail.push(edge as u32);
            self.waiting[owner].store(true, Release);
        }
    }

    #[inline(always)]
    fn place<const SHARED: bool>(&self, expert: usize, bid: i32, edge: usize) -> Option<usize> {
        if !SHARED {
            return self.seat(expert, bid, edge);
        }
        let lock = &self.locks[expert];
        while lock.compare_exchange_weak(false, true, Acquire, Relaxed).is_err() {
            hint::spin_loop();
        }
        let lost = self.seat(expert, bid, edge);
        lock.store(false, Release);
        lost
    }

    /// Takes a seat; returns the edge that loses one, or [`NONE`]; nothing if the price has passed the bid.
    #[inline(always)]
    fn seat(&self, expert: usize, bid: i32, edge: usize) -> Option<usize> {
        let (market, trade) = (self.market, &self.trade);
        let price = trade.price[expert].load(Relaxed);
        if bid <= price {
            return None;
        }
        let taken = trade.taken[expert].load(Relaxed);
        let seats = &trade.seats[market.seat[expert] as usize..market.seat[expert + 1] as usize];
        let reserve = market.reserve(expert, taken);
        let least = seats[..taken as usize].first().map_or(NEVER, |seat| seat_bid(seat.load(Relaxed)));
        if (taken as usize) < seats.len() && reserve <= least {
            sift_up(seats, taken as usize, seat(bid, edge));
            trade.taken[expert].store(taken + 1, Relaxed);
            let next = seat_bid(seats[0].load(Relaxed)).min(market.reserve(expert, taken + 1));
            trade.price[expert].store(next.max(price), Relaxed);
            return Some(NONE as usize);
        }
        let lost = seat_edge(seats[0].load(Relaxed));
        sift_down(&seats[..taken as usize], seat(bid, edge));
        let next = seat_bid(seats[0].load(Relaxed)).min(reserve);
        trade.price[expert].store(next.max(price), Relaxed);
        Some(lost)
    }
}

/// Seats are a heap with the lowest bid first.
fn sift_up(seats: &[AtomicU64], mut at: usize, mine: u64) {
    while at > 0 {
        let parent = (at - 1) / 2;
        let above = seats[parent].load(Relaxed);
        if above <= mine {
            break;
        }
        seats[at].store(above, Relaxed);
        at = parent;
    }
    seats[at].store(mine, Relaxed);
}

fn sift_down(seats: &[AtomicU64], mine: u64) {
    let mut at = 0;
    loop {
        let mut child = 2 * at + 1;
        if child >= seats.len() {
            break;
        }
        let mut below = seats[child].load(Relaxed);
        if let Some(other) = seats.get(child + 1).map(|seat| seat.load(Relaxed)).filter(|other| *other < below) {
            (child, below) = (child + 1, other);
        }
        if below >= mine {
            break;
        }
        seats[at].store(below, Relaxed);
        at = child;
    }
    seats[at].store(mine, Relaxed);
}

//! What level no matching reaches, from prices alone.
//!
//! At prices of experts' time a need that reaches a level pays at least for the cheapest of its sets that do. Where all needs
//! together, but for the dearest that may be spared, pay more than all there is of everybody's time costs, no matching
//! reaches the level. This relaxes capacities (Fisher 1981) and leaves each need's choice whole, so at the best prices it is
//! no looser than the linear program (Geoffrion 1974).

use super::common;
use crate::problem::Problem;

/// Sums are told apart to one in so many of a level, and rounded up.
const PARTS: i64 = 256;

/// Whether prices prove that no matching gives a sum of `level` to all needs but `spared` of them. Negative prices count as
/// nothing.
pub fn is_out_of_reach(problem: &Problem, level: i64, spared: usize, prices: &[i64]) -> bool {
    Ceiling::new(problem).pay(level, spared, prices).gap > 0
}

/// Needs of more slots pay nothing.
const GIANT: usize = 64;

/// Prices far from what sums can hold.
fn within(price: i64) -> i64 {
    price.clamp(0, 1 << 48)
}

/// What is the same at all prices.
pub(super) struct Ceiling<'a> {
    problem: &'a Problem,
    /// How many needs can take each expert at once.
    pub(super) supply: Vec<u32>,
    grain: i64,
}

/// What needs pay at prices.
pub(super) struct Paid {
    /// What is paid beyond what everybody's time costs.
    pub(super) gap: i128,
    /// How often each expert is wanted.
    pub(super) wanted: Vec<u32>,
    /// Steps of work it took.
    pub(super) work: u64,
}

impl<'a> Ceiling<'a> {
    pub(super) fn new(problem: &'a Problem) -> Self {
        let mut supply = vec![0; problem.experts()];
        for &expert in &problem.expert {
            let supply = &mut supply[expert as usize];
            *supply = (*supply + 1).min(problem.capacity(expert as usize));
        }
        Self { problem, supply, grain: grain(problem) }
    }

    pub(super) fn pay(&self, level: i64, spared: usize, prices: &[i64]) -> Paid {
        let mut purse = Purse::new(level, self.grain);
        // What each need pays, with the place of what it wants.
        let (mut paid, mut wanted_by) = (Vec::with_capacity(self.problem.needs()), Vec::new());
        for need in 0..self.problem.needs() {
            let row = self.problem.row(need).filter(|pair| self.supply[pair.0 as usize] > 0);
            let priced = row.map(|(expert, score)| Offer {
                price: within(prices.get(expert as usize).copied().unwrap_or(0)),
                score: i64::from(score).min(level),
                expert,
            });
            let begin = wanted_by.len();
            purse.work += self.problem.row(need).len() as u64;
            let cost = purse.cheapest(priced, self.problem.demand(need) as usize, &mut wanted_by);
            paid.push((cost.unwrap_or(i64::MAX), begin as u32, wanted_by.len() as u32));
        }
        let never = paid.iter().filter(|paid| paid.0 == i64::MAX).count();
        let mut wanted = vec![0; self.problem.experts()];
        if never > spared {
            return Paid { gap: i128::MAX, wanted, work: purse.work };
        }
        let kept = paid.len() - spared.min(paid.len());
        if kept < paid.len() {
            paid.select_nth_unstable(kept);
            paid.truncate(kept);
        }
        for &(_, begin, end) in &paid {
            wanted_by[begin as usize..end as usize].iter().for_each(|&expert| wanted[expert as usize] += 1);
        }
        let all: i128 = paid.iter().map(|paid| i128::from(paid.0)).sum();
        let cost = |(supply, price): (&u32, &i64)| i128::from(*supply) * i128::from(within(*price));
        Paid { gap: all - self.supply.iter().zip(prices).map(cost).sum::<i128>(), wanted, work: purse.work }
    }
}

#[derive(Clone, Copy)]
struct Offer {
    price: i64,
    score: i64,
    expert: u32,
}

/// Space to find cheapest sets in.
struct Purse {
    level: i64,
    unit: i64,
    parts: usize,
    offers: Vec<Offer>,
    /// By slots used and parts reached: the least cost, and how it came about.
    cost: Vec<(i64, u32)>,
    /// An offer and what was taken before it.
    taken: Vec<(u32, u32)>,
    work: u64,
}

const NONE: u32 = u32::MAX;

impl Purse {
    fn new(level: i64, grain: i64) -> Self {
        let unit = (level.max(1) + PARTS * grain - 1).div_euclid(PARTS * grain) * grain;
        let parts = (level.max(1) + unit - 1).div_euclid(unit) as usize;
        Self { level, unit, parts, offers: Vec::new(), cost: Vec::new(), taken: Vec::new(), work: 0 }
    }

    /// The least a need pays to reach the level, and whom it takes for it.
    fn cheapest(&mut self, row: impl Iterator<Item = Offer>, slots: usize, wanted: &mut Vec<u32>) -> Option<i64> {
        if self.level <= 0 || slots > GIANT {
            return Some(0);
        }
        let level = self.level;
        if slots == 1 {
            let best = row.filter(|offer| offer.score >= level).min_by_key(|offer| (offer.price, offer.expert))?;
            wanted.push(best.expert);
            return Some(best.price);
        }
        self.offers.clear();
        self.offers.extend(row.filter(|offer| offer.score > 0));
        let slots = slots.min(self.offers.len());
        self.offers.sort_unstable_by_key(|offer| (offer.price, std::cmp::Reverse(offer.score), offer.expert));
        let free = self.offers.partition_point(|offer| offer.price == 0);
        if free >= slots && self.offers[..slots].iter().map(|offer| offer.score).sum::<i64>() >= level {
            // The best that cost nothing are enough; the fewer, the better.
            let mut sum = 0;
            let enough = self.offers[..slots].iter().take_while(|offer| {
                let is_needed = sum < level;
                sum += offer.score;
                is_needed
            });
            wanted.extend(enough.map(|offer| offer.expert));
            return Some(0);
        }
        self.drop_beaten(slots);
        self.spread(slots, wanted)
    }

    /// Where as many others as there are slots cost no more and score no less, nobody needs an offer.
    fn drop_beaten(&mut self, slots: usize) {
        let mut best: Vec<i64> = Vec::with_capacity(slots + 1);
        self.offers.retain(|offer| {
            if best.len() == slots && best[slots - 1] >= offer.score {
                return false;
            }
            best.insert(best.partition_point(|&score| score >= offer.score), offer.score);
            best.truncate(slots);
            true
        });
    }

    fn spread(&mut self, slots: usize, wanted: &mut Vec<u32>) -> Option<i64> {
        let (unit, parts, width) = (self.unit, self.parts, self.parts + 1);
        self.work += (self.offers.len() * slots * parts) as u64;
        self.taken.clear();
        self.cost.clear();
        self.cost.resize((slots + 1) * width, (i64::MAX, NONE));
        self.cost[0].0 = 0;
        for (number, offer) in self.offers.iter().enumerate() {
            let more = ((offer.score + unit - 1).div_euclid(unit) as usize).min(parts);
            // From many slots to few, so that nobody is taken twice.
            for used in (0..slots.min(number + 1)).rev() {
                for part in 0..parts {
                    let (cost, before) = self.cost[used * width + part];
                    if cost == i64::MAX {
                        continue;
                    }
                    let next = &mut self.cost[(used + 1) * width + (part + more).min(parts)];
                    if cost + offer.price < next.0 {
                        *next = (cost + offer.price, self.taken.len() as u32);
                        self.taken.push((offer.expert, before));
                    }
                }
            }
        }
        let ends = (1..=slots).map(|used| self.cost[used * width + parts]);
        let (cost, mut last) = ends.min_by_key(|end| end.0).filter(|end| end.0 < i64::MAX)?;
        while last != NONE {
            let (expert, before) = self.taken[last as usize];
            wanted.push(expert);
            last = before;
        }
        Some(cost)
    }
}

/// All sums of scores are multiples of it.
pub(super) fn grain(problem: &Problem) -> i64 {
    problem.score.iter().fold(0, |grain, score| common(grain, i64::from(*score).abs())).max(1)
}

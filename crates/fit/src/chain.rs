//! Changes to a matching that keep it one: a need gives an expert up and takes another, whose holder takes a third, and so
//! on, until an expert has room or the circle closes. No slot that was filled is left open.
//!
//! Chains are looked for best first by what is gained at given prices: next to a matching that these prices prove, few
//! links gain anything, so few are looked at. A need stands in a chain once, so that its floor is looked at once.

use crate::problem::{Pair, Problem};
use std::collections::BinaryHeap;

/// A matching under change, with each need's sum of scores.
#[derive(Debug)]
pub(crate) struct Chains<'a> {
    problem: &'a Problem,
    options: &'a Choices<'a>,
    /// Experts and scores of each need, needs and scores of each expert.
    held: Vec<Vec<(u32, i32)>>,
    holders: Vec<Vec<(u32, i32)>>,
    sum: Vec<i64>,
    labels: Vec<Label>,
    heap: BinaryHeap<(i64, u32)>,
    /// The best value at each expert in the search of this number.
    best: Vec<(u32, i64)>,
    search: u32,
    /// What [`Chains::hold`] was told.
    level: i64,
    spared: Vec<bool>,
    /// Options looked at so far: a measure of work that is the same on every machine.
    work: u64,
}

/// What needs may take in the middle of a chain: by falling score the few best of their rows at the prices.
#[derive(Debug)]
pub(crate) struct Choices<'a> {
    price: &'a [i64],
    start: Vec<usize>,
    pairs: Vec<(u32, i32)>,
}

/// How many experts a need has to choose from in the middle of a chain.
const CHOICES: usize = 40;
/// How long a chain may be.
const LINKS: u8 = 10;
/// How many labels one search may set.
const LABELS: usize = 4000;
/// Needs of more slots stay out of chains: each link looks along what a need holds.
const GIANT: usize = 64;
const NONE: u32 = u32::MAX;

impl<'a> Choices<'a> {
    pub(crate) fn new(problem: &Problem, price: &'a [i64]) -> Self {
        let mut options = Self { price, start: vec![0], pairs: Vec::new() };
        let mut row = Vec::new();
        for need in 0..problem.needs() {
            row.clear();
            row.extend(problem.row(need).filter(|pair| problem.capacity(pair.0 as usize) > 0));
            if row.len() > CHOICES {
                let profit = |&(expert, score): &(u32, i32)| {
                    // Equals are told apart at random, so that not all needs want the same.
                    let mixed = (expert ^ (need as u32).rotate_left(16)).wrapping_mul(0x9E37_79B1);
                    (i64::from(score).saturating_sub(price[expert as usize]), mixed)
                };
                row.select_nth_unstable_by_key(CHOICES, |pair| std::cmp::Reverse(profit(pair)));
                row.truncate(CHOICES);
            }
            row.sort_unstable_by_key(|&(expert, score)| (std::cmp::Reverse(score), expert));
            options.pairs.extend_from_slice(&row);
            options.start.push(options.pairs.len());
        }
        options
    }
}

/// An expert who has one need too many, and how that came about.
#[derive(Debug, Clone, Copy)]
struct Label {
    expert: u32,
    need: u32,
    parent: u32,
    links: u8,
    is_end: bool,
    value: i64,
}

/// What a chain has to gain.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Aim {
    /// So much for the need it begins at, at the least loss to all together.
    Own(i64),
    /// More for all together.
    All,
}

/// Who takes whom in whose place, and what all gain together.
#[derive(Debug)]
pub(crate) struct Chain {
    gain: i64,
    pub(crate) links: Vec<(u32, Option<u32>, u32)>,
}

impl<'a> Chains<'a> {
    pub(crate) fn new(problem: &'a Problem, options: &'a Choices<'a>, pairs: &[Pair]) -> Self {
        let (mut held, mut holders) = (vec![Vec::new(); problem.needs()], vec![Vec::new(); problem.experts()]);
        let mut sum = vec![0; problem.needs()];
        for &pair in pairs {
            let score = problem.find_score(pair).unwrap_or(0);
            held[pair.need as usize].push((pair.expert, score));
            holders[pair.expert as usize].push((pair.need, score));
            sum[pair.need as usize] += i64::from(score);
        }
        Self {
            problem,
            options,
            held,
            holders,
            sum,
            labels: Vec::new(),
            heap: BinaryHeap::new(),
            best: vec![(0, 0); problem.experts()],
            search: 0,
            level: i64::MIN,
            spared: Vec::new(),
            work: 0,
        }
    }

    /// From now on no need may fall below the level, or below where it is, but for those spared.
    pub(crate) fn hold(&mut self, level: i64, spared: Vec<bool>) {
        (self.level, self.spared) = (level, spared);
    }

    /// The need is held as all others are.
    pub(crate) fn unspare(&mut self, need: usize) {
        if let Some(spared) = self.spared.get_mut(need) {
            *spared = false;
        }
    }

    fn floor(&self, need: usize) -> i64 {
        if self.spared.get(need) == Some(&true) { i64::MIN / 2 } else { self.level.min(self.sum[need]) }
    }

    pub(crate) fn work(&self) -> u64 {
        self.work
    }

    pub(crate) fn sum(&self, need: usize) -> i64 {
        self.sum[need]
    }

    pub(crate) fn pairs(&self) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (need, held) in self.held.iter().enumerate() {
            pairs.extend(held.iter().map(|&(expert, _)| Pair { need: need as u32, expert }));
        }
        pairs.sort_unstable();
        pairs
    }

    /// The sum that all but `spared` needs reach.
    pub(crate) fn quantile(&self, spared: usize) -> i64 {
        let mut sums = self.sum.clone();
        sums.sort_unstable();
        sums.get(spared).copied().unwrap_or(0)
    }

    /// The best chain that begins at a need, if one does what it is for; no other need falls below its floor.
    pub(crate) fn seek(&mut self, need: usize, aim: Aim) -> Option<Chain> {
        if self.held[need].len() > GIANT {
            return None;
        }
        let mut found: Option<Chain> = None;
        for at in 0..self.held[need].len() {
            let (expert, score) = self.held[need][at];
            self.seek_from(need, Some((expert, score)), aim, &mut found);
        }
        if self.held[need].len() < self.problem.demand(need) as usize {
            self.seek_from(need, None, aim, &mut found);
        }
        found
    }

    fn seek_from(&mut self, need: usize, give: Option<(u32, i32)>, aim: Aim, found: &mut Option<Chain>) {
        self.labels.clear();
        self.heap.clear();
        self.search += 1;
        let hole = give.map_or(0, |give| self.options.price[give.0 as usize]);
        let (least, bottom) = match aim {
            Aim::Own(gain) => (gain, i64::MIN),
            Aim::All => (self.floor(need).saturating_sub(self.sum[need]), 0),
        };
        let bottom = found.as_ref().map_or(bottom, |found| found.gain);
        let filled = if give.is_none() { i64::from(self.problem.penalty(need)) } else { 0 };
        for (take, score) in self.problem.row(need) {
            let mine = i64::from(score) - give.map_or(0, |give| i64::from(give.1));
            let value = (mine + filled + hole).saturating_sub(self.options.price[take as usize]);
            if mine >= least && value > bottom && !self.holds(need, take) {
                self.reach(Label { expert: take, need: need as u32, parent: NONE, links: 1, is_end: false, value });
            }
        }
        while let Some((value, at)) = self.heap.pop() {
            let label = self.labels[at as usize];
            if label.is_end {
                *found = Some(Chain { gain: value, links: self.links(at, give) });
                return;
            }
            if self.best[label.expert as usize].1 > value {
                continue;
            }
            self.end_here(label, at, (give, hole), bottom);
            if label.links < LINKS && self.labels.len() < LABELS {
                self.go_on(label, at, (give, bottom));
            }
        }
    }

    /// The chain may end at an expert who has room.
    fn end_here(&mut self, label: Label, at: u32, (give, hole): (Option<(u32, i32)>, i64), bottom: i64) {
        let expert = label.expert as usize;
        let load = self.holders[expert].len();
        if load >= self.problem.capacity(expert) as usize {
            return;
        }
        let mut value =
            label.value - hole + self.options.price[expert] - load as i64 * i64::from(self.problem.step(expert));
        if let Some((give, _)) = give {
            let give = give as usize;
            let left = self.holders[give].len() - 1;
            if left < self.problem.expert_floor(give) as usize {
                return;
            }
            value += left as i64 * i64::from(self.problem.step(give));
        }
        if value > bottom {
            self.push(Label { parent: at, is_end: true, value, ..label });
        }
    }

    /// Whoever holds the expert may give them up for another.
    fn go_on(&mut self, label: Label, at: u32, (give, bottom): (Option<(u32, i32)>, i64)) {
        let price = self.options.price[label.expert as usize];
        for holder in 0..self.holders[label.expert as usize].len() {
            let (other, loss) = self.holders[label.expert as usize][holder];
            let need = other as usize;
            if self.held[need].len() > GIANT || self.is_on_the_way(at, other) {
                continue;
            }
            let least = self.floor(need);
            let base = label.value.saturating_add(price) - i64::from(loss);
            let (begin, end) = (self.options.start[need], self.options.start[need + 1]);
            let next = |expert: u32, value: i64| Label {
                expert,
                need: other,
                parent: at,
                links: label.links + 1,
                is_end: give.is_some_and(|give| give.0 == expert),
                value,
            };
            self.work += (end - begin) as u64;
            for option in begin..end {
                let (take, score) = self.options.pairs[option];
                if self.sum[need] + i64::from(score) - i64::from(loss) < least {
                    break;
                }
                let value = (base + i64::from(score)).saturating_sub(self.options.price[take as usize]);
                if value > bottom && !self.holds(need, take) {
                    self.reach(next(take, value));
                }
            }
            // The circle may close at a pair that is not among the best of the row.
            let Some((back, _)) = give.filter(|_| end - begin == CHOICES) else { continue };
            let Some(score) = self.problem.find_score(Pair { need: other, expert: back }) else { continue };
            let value = (base + i64::from(score)).saturating_sub(self.options.price[back as usize]);
            let keeps = self.sum[need] + i64::from(score) - i64::from(loss) >= least;
            if keeps && value > bottom && !self.holds(need, back) {
                self.reach(next(back, value));
            }
        }
    }

    fn reach(&mut self, label: Label) {
        let best = &mut self.best[label.expert as usize];
        if best.0 != self.search || best.1 < label.value {
            *best = (self.search, label.value);
            self.push(label);
        }
    }

    fn push(&mut self, label: Label) {
        self.heap.push((label.value, self.labels.len() as u32));
        self.labels.push(label);
    }

    fn holds(&self, need: usize, expert: u32) -> bool {
        self.held[need].iter().any(|held| held.0 == expert)
    }

    fn is_on_the_way(&self, mut at: u32, need: u32) -> bool {
        while at != NONE {
            let label = self.labels[at as usize];
            if label.need == need {
                return true;
            }
            at = label.parent;
        }
        false
    }

    fn links(&self, mut at: u32, give: Option<(u32, i32)>) -> Vec<(u32, Option<u32>, u32)> {
        let mut links = Vec::new();
        while at != NONE {
            let label = self.labels[at as usize];
            let before = label.parent;
            let is_same = before != NONE && self.labels[before as usize].need == label.need;
            if !is_same {
                let out =
                    if before == NONE { give.map(|give| give.0) } else { Some(self.labels[before as usize].expert) };
                links.push((label.need, out, label.expert));
            }
            at = before;
        }
        links
    }

    /// Makes the changes.
    pub(crate) fn apply(&mut self, chain: &Chain) {
        for &(need, out, _) in &chain.links {
            if let Some(out) = out {
                self.remove(need as usize, out);
            }
        }
        for &(need, _, into) in &chain.links {
            let score = self.problem.find_score(Pair { need, expert: into }).unwrap_or(0);
            self.held[need as usize].push((into, score));
            self.holders[into as usize].push((need, score));
            self.sum[need as usize] += i64::from(score);
        }
    }

    fn remove(&mut self, need: usize, out: u32) {
        if let Some(at) = self.held[need].iter().position(|held| held.0 == out) {
            self.sum[need] -= i64::from(self.held[need].remove(at).1);
            self.holders[out as usize].retain(|holder| holder.0 as usize != need);
        }
    }
}

//! Small changes to a matching that keep it one: a need takes a free expert, or two needs exchange theirs.

use crate::problem::{Pair, Problem};
use std::cell::RefCell;

/// A matching under change, with each need's sum of scores.
#[derive(Debug)]
pub(crate) struct Swaps<'a> {
    problem: &'a Problem,
    /// Experts and scores of each need.
    held: Vec<Vec<(u32, i32)>>,
    holders: Vec<Vec<u32>>,
    sum: Vec<i64>,
    /// The best free expert of each need, while nothing changes.
    spare: RefCell<Vec<Spare>>,
}

#[derive(Debug, Clone, Copy)]
enum Spare {
    Unknown,
    Known(Option<(u32, i32)>),
}

/// What a need gains by a change, what another loses.
#[derive(Clone, Copy)]
struct Change {
    give: u32,
    take: u32,
    /// The need that has to give the expert up, and whom it takes instead.
    from: Option<(u32, u32)>,
    mine: i64,
    theirs: i64,
}

impl<'a> Swaps<'a> {
    pub(crate) fn new(problem: &'a Problem, pairs: &[Pair]) -> Self {
        let (mut held, mut holders) = (vec![Vec::new(); problem.needs()], vec![Vec::new(); problem.experts()]);
        let mut sum = vec![0; problem.needs()];
        for &pair in pairs {
            let score = problem.find_score(pair).unwrap_or(0);
            held[pair.need as usize].push((pair.expert, score));
            holders[pair.expert as usize].push(pair.need);
            sum[pair.need as usize] += i64::from(score);
        }
        let spare = RefCell::new(vec![Spare::Unknown; problem.needs()]);
        Self { problem, held, holders, sum, spare }
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

    /// The needs that are spared: those that cannot reach the level, then those farthest from it.
    pub(crate) fn spare(&self, level: i64, top: &[i64], spared: usize) -> Vec<bool> {
        let mut order: Vec<usize> = (0..self.sum.len()).collect();
        order.sort_by_key(|&need| (top[need] >= level, self.sum[need], need));
        let mut spare = vec![false; self.sum.len()];
        for &need in order.iter().take(spared) {
            spare[need] = true;
        }
        spare
    }

    /// Lifts every need to the level at the least loss; false where one stays below.
    pub(crate) fn repair(&mut self, level: i64, spare: &[bool]) -> bool {
        let mut low: Vec<usize> = (0..self.sum.len()).filter(|&need| !spare[need] && self.sum[need] < level).collect();
        low.sort_by_key(|&need| (self.sum[need], need));
        low.into_iter().all(|need| {
            while self.sum[need] < level {
                let floor = |other: usize| if spare[other] { i64::MIN } else { level.min(self.sum[other]) };
                // To the level at the least loss, else as near as can be.
                let reaches = |change: &Change| self.sum[need] + change.mine >= level;
                let key =
                    |change: &Change| if reaches(change) { (1, change.mine + change.theirs) } else { (0, change.mine) };
                let Some(change) = self.best(need, &floor, &|change| change.mine > 0, &key) else { return false };
                self.apply(need, change);
            }
            true
        })
    }

    /// Raises the total while every need stays at the level.
    pub(crate) fn improve(&mut self, level: i64, spare: &[bool]) {
        for _ in 0..4 {
            let mut any = false;
            for need in 0..self.sum.len() {
                let floor = |other: usize| if spare[other] { i64::MIN } else { level.min(self.sum[other]) };
                let keeps =
                    |change: &Change| change.mine + change.theirs > 0 && self.sum[need] + change.mine >= floor(need);
                if let Some(change) = self.best(need, &floor, &keeps, &|change| (0, change.mine + change.theirs)) {
                    self.apply(need, change);
                    any = true;
                }
            }
            if !any {
                return;
            }
        }
    }

    /// Lifts the worst need that has no floor yet while no other falls to it or below its floor.
    pub(crate) fn lift(&mut self, floor: &[i64]) -> bool {
        let mut any = false;
        for _ in 0..self.sum.len() {
            let free = (0..self.sum.len()).filter(|&need| floor[need] == i64::MIN);
            let Some(worst) = free.min_by_key(|&need| (self.sum[need], need)) else { return any };
            let own = self.sum[worst];
            let least = |other: usize| if floor[other] == i64::MIN { own + 1 } else { floor[other] };
            let Some(change) =
                self.best(worst, &least, &|change| change.mine > 0, &|change| (0, change.mine + change.theirs))
            else {
                return any;
            };
            self.apply(worst, change);
            any = true;
        }
        any
    }

    /// The best change of one need's expert by a key; others must keep their floors.
    fn best(
        &self,
        need: usize,
        floor: &dyn Fn(usize) -> i64,
        may: &dyn Fn(&Change) -> bool,
        key: &dyn Fn(&Change) -> (i32, i64),
    ) -> Option<Change> {
        let mut best: Option<((i32, i64), Change)> = None;
        let mut consider = |change: Change| {
            let rank = key(&change);
            if may(&change) && best.as_ref().is_none_or(|best| rank > best.0) {
                best = Some((rank, change));
            }
        };
        for (take, gain) in self.problem.row(need) {
            if self.held[need].iter().any(|held| held.0 == take) {
                continue;
            }
            let is_free = self.holders[take as usize].len() < self.problem.capacity(take as usize) as usize;
            for &(give, loss) in &self.held[need] {
                let mine = i64::from(gain) - i64::from(loss);
                if is_free {
                    consider(Change { give, take, from: None, mine, theirs: 0 });
                    continue;
                }
                for &other in &self.holders[take as usize] {
                    self.exchange(other, (give, take), mine, floor, &mut consider);
                }
            }
        }
        best.map(|(_, change)| change)
    }

    /// The other need gives the expert up for the one given, or for anybody free.
    fn exchange(
        &self,
        other: u32,
        (give, take): (u32, u32),
        mine: i64,
        floor: &dyn Fn(usize) -> i64,
        consider: &mut dyn FnMut(Change),
    ) {
        let at = other as usize;
        let Some(loss) = self.problem.find_score(Pair { need: other, expert: take }) else { return };
        let holds = |expert: u32| self.held[at].iter().any(|held| held.0 == expert);
        let mut offer = |instead: u32, score: i32| {
            let theirs = i64::from(score) - i64::from(loss);
            if self.sum[at] + theirs >= floor(at) {
                consider(Change { give, take, from: Some((other, instead)), mine, theirs });
            }
        };
        if let Some(score) = self.problem.find_score(Pair { need: other, expert: give }).filter(|_| !holds(give)) {
            offer(give, score);
        }
        if mine > 0 {
            let best = self.free(at).filter(|best| best.0 != take);
            if let Some((expert, score)) = best {
                offer(expert, score);
            }
        }
    }

    /// The best expert with room whom the need does not have.
    fn free(&self, need: usize) -> Option<(u32, i32)> {
        if let Spare::Known(best) = self.spare.borrow()[need] {
            return best;
        }
        let has_room =
            |expert: u32| self.holders[expert as usize].len() < self.problem.capacity(expert as usize) as usize;
        let holds = |expert: u32| self.held[need].iter().any(|held| held.0 == expert);
        let row = self.problem.row(need).filter(|&(expert, _)| has_room(expert) && !holds(expert));
        let best = row.max_by_key(|&(expert, score)| (score, expert));
        self.spare.borrow_mut()[need] = Spare::Known(best);
        best
    }

    fn apply(&mut self, need: usize, change: Change) {
        self.spare.borrow_mut().fill(Spare::Unknown);
        self.replace(need, change.give, None);
        if let Some((other, instead)) = change.from {
            self.replace(other as usize, change.take, Some(instead));
        }
        self.add(need, change.take);
    }

    fn replace(&mut self, need: usize, out: u32, into: Option<u32>) {
        self.held[need].retain(|held| held.0 != out);
        self.holders[out as usize].retain(|holder| *holder as usize != need);
        self.sum[need] -= i64::from(self.problem.find_score(Pair { need: need as u32, expert: out }).unwrap_or(0));
        if let Some(into) = into {
            self.add(need, into);
        }
    }

    fn add(&mut self, need: usize, expert: u32) {
        let score = self.problem.find_score(Pair { need: need as u32, expert }).unwrap_or(0);
        self.held[need].push((expert, score));
        self.holders[expert as usize].push(need as u32);
        self.sum[need] += i64::from(score);
    }
}

//! The working table of a round: candidate lists made once, then one draft after another, each proven the best under the
//! rules and what was settled by hand; a change by hand is answered from the draft before it.

use super::Rules;
use super::draft::{Draft, Level, Worked};
use super::fairness::{Aim, DEAREST, Fairness, Price, Sums};
use super::material::Material;
use super::nearby::{List, Nearby};
use super::score::{Hand, Question};
use fit::{Filled, Options, Wrong};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Candidates of a slot that are looked at first; more where the proof asks for them.
const FIRST: usize = 32;

/// A round's question made ready.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Needs and experts.
    pub material: Arc<Material>,
    /// The rules.
    pub rules: Rules,
    pub(super) lists: Arc<Vec<Vec<(List, usize)>>>,
}

/// What an earlier draft is worth under these rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Valued {
    /// The pairs that keep the rules.
    pub kept: Vec<Filled>,
    /// How many break one.
    pub broken: usize,
    /// What those are worth that keep them; the places of the others count as empty.
    pub worth: i64,
}

impl Desk {
    /// Looks for each slot's nearest candidates.
    pub fn open(material: Arc<Material>, rules: Rules) -> Self {
        Self::open_with(material, rules, FIRST)
    }

    /// With lists of so many.
    pub(super) fn open_with(material: Arc<Material>, rules: Rules, count: usize) -> Self {
        let hand = Hand::default();
        let lists = {
            let nearby = Nearby::new(Question { rules: &rules, material: &material, hand: &hand });
            let of = |(need, wanted): (usize, &super::Need)| {
                (0..wanted.disciplines.len()).map(|slot| (nearby.list(need, slot, count), count)).collect()
            };
            material.needs.iter().enumerate().map(of).collect()
        };
        Self { material, rules, lists: Arc::new(lists) }
    }

    /// The question with what was settled by hand.
    pub fn question<'a>(&'a self, hand: &'a Hand) -> Question<'a> {
        Question { rules: &self.rules, material: &self.material, hand }
    }

    /// The best draft; from the one before, where there is one. Lists grow until nobody outside them could make it better.
    pub fn draft(&mut self, hand: &Hand, before: Option<&Draft>, options: Options<'_>) -> Result<Draft, Wrong> {
        self.draft_beside(hand, before, None, options)
    }

    /// The best draft made anew, and of all that are as good the one nearest to what stands.
    pub fn draft_near(&mut self, hand: &Hand, stands: &Draft, options: Options<'_>) -> Result<Draft, Wrong> {
        self.draft_beside(hand, None, Some(stands), options)
    }

    fn draft_beside(
        &mut self,
        hand: &Hand,
        before: Option<&Draft>,
        near: Option<&Draft>,
        options: Options<'_>,
    ) -> Result<Draft, Wrong> {
        let mut worked = Worked::default();
        if self.rules.is_fair() {
            let known = before.and_then(|before| before.worked.free.as_deref().cloned());
            worked.free = Some(Arc::new(self.best(hand, &Aim::total(&self.rules), known, options)?.solution));
        }
        if self.rules.fairness == Fairness::Worst {
            let known = before.and_then(|before| before.worked.level.as_deref());
            worked.level = Some(Arc::new(self.raise(hand, known, options)?));
        }
        let level = worked.level.clone();
        let mut aim = Aim::of(&self.rules, level.as_ref().map(|level| level.at));
        let mut found = self.best(hand, &aim, before.map(|before| self.known(before, &aim)), options)?;
        let is_stopped = || options.watch.stop.is_some_and(|stop| stop());
        // As many places as can be come before all scores: an empty one costs more until they are filled.
        while level.as_ref().is_some_and(|level| found.solution.filled.len() < level.filled)
            && aim.penalty < DEAREST
            && !is_stopped()
        {
            aim.penalty = (aim.penalty * 16).min(DEAREST);
            found = self.best(hand, &aim, None, options)?;
        }
        if let Some(near) = near.filter(|_| !is_stopped()) {
            let stood = self.known(near, &aim);
            found.settle(&stood)?;
        }
        let gap = (found.bound - found.solution.objective).max(0);
        let solution = self.plain(hand, &aim, &found);
        (worked.aim, worked.prices) = (Some(aim), found.solution.prices);
        worked.narrowed = found.narrowed.map(Arc::new);
        // What was stopped on the way proves no price.
        let price = worked.free.as_ref().filter(|_| !is_stopped()).map(|free| Price {
            without: self.sums(hand, &free.filled),
            with: self.sums(hand, &solution.filled),
            level: level.as_ref().filter(|level| level.filled > 0).map(|level| (level.at, level.most)),
        });
        let bound = solution.bound.max(solution.objective + gap);
        Ok(Draft { hand: hand.clone(), bound, solution, price, worked })
    }

    /// The highest level at which as many places can be filled as at any: by bisection, from the level before.
    fn raise(&mut self, hand: &Hand, before: Option<&Level>, options: Options<'_>) -> Result<Level, Wrong> {
        let is_stopped = || options.watch.stop.is_some_and(|stop| stop());
        let mut seats = self.best(hand, &Aim::count(None), before.map(|level| level.seats.clone()), options)?.solution;
        let filled = seats.filled.len();
        let (mut low, mut high) = (0, self.rules.best() + 1);
        let mut next = before.map_or(i64::midpoint(low, high), |level| level.at).min(high - 1).max(low + 1);
        while high - low > 1 && filled > 0 && !is_stopped() {
            let found = self.best(hand, &Aim::count(Some(next)), Some(seats.clone()), options)?.solution;
            if is_stopped() {
                break;
            }
            let is_reached = found.filled.len() == filled;
            if is_reached {
                (low, seats) = (next, found)
            } else {
                high = next
            }
            // A change by hand seldom moves the level: the next point is tried first.
            let is_first = is_reached && before.is_some_and(|level| level.at == next);
            next = if is_first { low + 1 } else { i64::midpoint(low, high) };
        }
        Ok(Level { at: low, most: high - 1, filled, seats })
    }

    /// What pairs are worth under these rules, without those that break one.
    pub fn value(&self, hand: &Hand, filled: &[Filled]) -> Valued {
        let question = self.question(hand);
        let is_pinned = |filled: &Filled| hand.pinned.get(&(filled.need, filled.slot)) == Some(&filled.person);
        let mut kept = Vec::with_capacity(filled.len());
        for one in filled {
            let parts = match is_pinned(one) {
                true => Ok(question.by_rules(one.need, one.slot, one.person).unwrap_or_default()),
                false => question.score(one.need, one.slot, one.person),
            };
            kept.extend(parts.ok().map(|parts| Filled { score: parts.total() * question.weight(one.need), ..*one }));
        }
        // Who has more places than the rules allow keeps the best of them; so do those who may not be in one team.
        kept.sort_by_key(|one| (!is_pinned(one), std::cmp::Reverse(one.score), one.need, one.slot));
        let mut load: BTreeMap<usize, u32> = BTreeMap::new();
        let mut teams = std::collections::BTreeSet::new();
        kept.retain(|one| {
            let taken = load.entry(one.person).or_default();
            let unit = self.material.experts[one.person].unit.filter(|_| self.rules.apart);
            let is_kept = (is_pinned(one) || *taken < question.capacity(one.person))
                && unit.is_none_or(|unit| teams.insert((one.need, unit)));
            *taken += u32::from(is_kept);
            is_kept
        });
        kept.sort_unstable();
        Valued { broken: filled.len() - kept.len(), worth: self.worth(hand, &kept), kept }
    }

    /// The sum of scores less the cost of empty places.
    pub(super) fn worth(&self, hand: &Hand, filled: &[Filled]) -> i64 {
        let question = self.question(hand);
        let empty = |need: usize| self.rules.penalty() * question.weight(need);
        let all: i64 = self.material.slots().map(|(need, _)| empty(need)).sum();
        filled.iter().map(|one| one.score + empty(one.need)).sum::<i64>() - all
    }

    fn sums(&self, hand: &Hand, filled: &[Filled]) -> Sums {
        let question = self.question(hand);
        let scores: Vec<i64> = filled.iter().map(|one| one.score / question.weight(one.need)).collect();
        let mut loads: BTreeMap<usize, i64> = BTreeMap::new();
        for one in filled {
            *loads.entry(one.person).or_default() += 1;
        }
        Sums {
            total: self.worth(hand, filled),
            filled: filled.len() as i64,
            worst: scores.iter().copied().min().unwrap_or(0),
            poor: scores.iter().filter(|score| **score < self.rules.poor()).count() as i64,
            experts: loads.len() as i64,
            most: loads.into_values().max().unwrap_or(0),
        }
    }
}

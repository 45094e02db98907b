//! People who must not be in one need together: of one employer, of one discipline.
//!
//! That is NP-hard, so the answer is a good one with its bound, not always the best: the question is solved without the
//! rule, then in each need that breaks it one slot keeps the group and the others lose it, until no need breaks it. Which
//! slot keeps it is then changed where that gains ([`super::swaps`]).

use super::answer::{Filled, Solution};
use super::swaps::improve;
use super::{resolve, solve_watched};
use crate::bound::bound_apart;
use crate::instance::{Instance, Need, Wrong};
use crate::plan::Options;
use std::collections::BTreeMap;

/// A good assignment in which groups are kept apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// The assignment, with prices of its own; its bound says what no such assignment can exceed.
    pub solution: Solution,
    /// The question narrowed until nobody broke the rule: of this one the assignment is the best.
    pub asked: Instance,
    /// Prices from which [`crate::bound_apart`] proves the bound.
    pub proof: Vec<i64>,
}

/// Finds a good assignment in which no two people of a group are in one need. `apart` is the group of each person;
/// `u32::MAX`, or none at all, is nobody's group. Feasible always. From the answer to a similar question, if there is one,
/// as [`crate::resolve`] does: then slots keep the groups they had, and little work goes into changing that.
pub fn solve_apart(
    instance: &Instance,
    apart: &[u32],
    before: Option<&Solution>,
    options: Options<'_>,
) -> Result<Apart, Wrong> {
    let is_stopped = || options.watch.stop.is_some_and(|stop| stop());
    let solution = match before {
        Some(before) => resolve(instance, before)?,
        None => solve_watched(instance, options)?,
    };
    let proof = (bound_apart(instance, apart, &solution.prices), solution.prices.clone());
    let kept = before.map_or_else(Broken::new, |before| kept(instance, before, apart));
    let mut choice = Choice { instance, apart, kept, owner: Broken::new(), asked: instance.clone(), solution, proof };
    if choice.settle(&is_stopped)? {
        choice.kept.clear();
        improve(&mut choice, before.is_some(), &is_stopped)?;
    }
    let Choice { asked, mut solution, proof, .. } = choice;
    solution.bound = proof.0;
    Ok(Apart { solution, asked, proof: proof.1 })
}

/// By need and group, the slot that keeps the group.
pub(super) type Broken = BTreeMap<(usize, u32), usize>;

/// Which slot keeps each group that was twice in a need, and what is best then.
pub(super) struct Choice<'a> {
    pub(super) instance: &'a Instance,
    pub(super) apart: &'a [u32],
    /// Who kept the group before keeps it now.
    kept: Broken,
    pub(super) owner: Broken,
    pub(super) asked: Instance,
    pub(super) solution: Solution,
    /// The lowest bound so far, and its prices.
    proof: (i64, Vec<i64>),
}

impl Choice<'_> {
    /// Narrows the question until nobody breaks the rule; false where it was stopped before.
    pub(super) fn settle(&mut self, is_stopped: &dyn Fn() -> bool) -> Result<bool, Wrong> {
        loop {
            let broken = broken(&self.asked, &self.solution, self.apart);
            if broken.is_empty() {
                return Ok(true);
            }
            if is_stopped() {
                leave_out(&self.asked, &mut self.solution, self.apart, &broken);
                return Ok(false);
            }
            for (key, owner) in broken {
                self.owner.insert(key, self.kept.remove(&key).unwrap_or(owner));
                self.narrow(key.0);
            }
            self.solve()?;
        }
    }

    /// Asks of a need what its owners leave to it.
    pub(super) fn narrow(&mut self, need: usize) {
        self.asked.needs[need] = self.narrowed(need, &self.owner);
    }

    pub(super) fn narrowed(&self, need: usize, owner: &Broken) -> Need {
        let mut narrowed = self.instance.needs[need].clone();
        for (&(_, group), &owner) in owner.range((need, 0)..=(need, u32::MAX)) {
            let slots = narrowed.slots.iter_mut().enumerate();
            for (_, slot) in slots.filter(|(number, _)| *number != owner) {
                slot.candidates.retain(|candidate| self.apart.get(candidate.person) != Some(&group));
            }
        }
        narrowed
    }

    /// The best of what is asked now.
    pub(super) fn solve(&mut self) -> Result<(), Wrong> {
        self.solution = resolve(&self.asked, &self.solution)?;
        let found = bound_apart(self.instance, self.apart, &self.solution.prices);
        if found < self.proof.0 {
            self.proof = (found, self.solution.prices.clone());
        }
        Ok(())
    }
}

/// The slots that have somebody of a group.
fn kept(instance: &Instance, solution: &Solution, apart: &[u32]) -> Broken {
    let slots = |need: usize| instance.needs.get(need).map_or(0, |need| need.slots.len());
    let there = solution.filled.iter().filter(|filled| filled.slot < slots(filled.need));
    let grouped = there.filter_map(|filled| Some(((filled.need, *apart.get(filled.person)?), filled.slot)));
    grouped.filter(|(key, _)| key.1 != u32::MAX).collect()
}

/// Groups that are twice in a need, and the slot that would lose most without its person at these prices.
fn broken(instance: &Instance, solution: &Solution, apart: &[u32]) -> Broken {
    let mut broken = Broken::new();
    for team in solution.filled.chunk_by(|a, b| a.need == b.need).filter(|team| team.len() > 1) {
        let mut groups: BTreeMap<u32, Vec<&Filled>> = BTreeMap::new();
        for filled in team {
            let group = apart.get(filled.person).copied().filter(|&group| group != u32::MAX);
            groups.entry(group.unwrap_or(u32::MAX)).or_default().push(filled);
        }
        let worth = |filled: &Filled| {
            let price = solution.prices.get(filled.person).copied().unwrap_or(0);
            filled.score - price + instance.needs[filled.need].slots[filled.slot].penalty
        };
        for (group, held) in groups.into_iter().filter(|(group, held)| *group != u32::MAX && held.len() > 1) {
            let owner = held.into_iter().max_by_key(|filled| (worth(filled), std::cmp::Reverse(filled.slot)));
            broken.extend(owner.map(|owner| ((owner.need, group), owner.slot)));
        }
    }
    broken
}

/// Empties the slots that break the rule, for an answer that was stopped.
fn leave_out(instance: &Instance, solution: &mut Solution, apart: &[u32], broken: &Broken) {
    let is_broken = |filled: &Filled| {
        let group = apart.get(filled.person).copied().unwrap_or(u32::MAX);
        broken.get(&(filled.need, group)).is_some_and(|&owner| owner != filled.slot)
    };
    let (gone, kept) = std::mem::take(&mut solution.filled).into_iter().partition(is_broken);
    solution.filled = kept;
    for Filled { need, slot, score, .. } in gone {
        solution.objective -= score + instance.needs[need].slots[slot].penalty;
        solution.empty.push((need, slot));
    }
    solution.empty.sort_unstable();
}

//! People who must not be in one need together: of one employer, of one discipline.
//!
//! That is NP-hard, so the answer is a good one with its bound, not always the best: the question is solved without the
//! rule, then in each need that breaks it one slot keeps the group and the others lose it, until no need breaks it.

use super::answer::{Filled, Solution};
use super::{resolve, solve_watched};
use crate::bound::bound_apart;
use crate::instance::{Instance, Wrong};
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
/// as [`crate::resolve`] does.
pub fn solve_apart(
    instance: &Instance,
    apart: &[u32],
    before: Option<&Solution>,
    options: Options<'_>,
) -> Result<Apart, Wrong> {
    let mut asked = instance.clone();
    let mut solution = match before {
        Some(before) => resolve(&asked, before)?,
        None => solve_watched(&asked, options)?,
    };
    let mut proof = (bound_apart(instance, apart, &solution.prices), solution.prices.clone());
    loop {
        let broken = broken(&asked, &solution, apart);
        if broken.is_empty() {
            break;
        }
        if options.watch.stop.is_some_and(|stop| stop()) {
            leave_out(&asked, &mut solution, apart, &broken);
            break;
        }
        for ((need, group), owner) in broken {
            let slots = asked.needs[need].slots.iter_mut().enumerate();
            for (_, slot) in slots.filter(|(number, _)| *number != owner) {
                slot.candidates.retain(|candidate| apart.get(candidate.person) != Some(&group));
            }
        }
        solution = resolve(&asked, &solution)?;
        let found = bound_apart(instance, apart, &solution.prices);
        if found < proof.0 {
            proof = (found, solution.prices.clone());
        }
    }
    solution.bound = proof.0;
    Ok(Apart { solution, asked, proof: proof.1 })
}

type Broken = BTreeMap<(usize, u32), usize>;

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

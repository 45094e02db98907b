//! Another slot keeps a group that was twice in a need, where the whole gains by that: one such choice changed, or two.
//!
//! Each trial is solved exactly from where the last one ended. The prices say beforehand what a trial can gain at most: what
//! its needs could have after it less what they have; where that is nothing, it is not tried.

use super::apart::{Broken, Choice};
use crate::bound::bound_of;
use crate::instance::{Instance, Wrong};

/// How many candidates all trials together may look through, with so many beside in each: about a second.
const WORK: usize = 50_000_000;
const BESIDE: usize = 20_000;
/// A part of it where there was an answer before.
const BRIEF: usize = 20;
/// How many of the next conflicts a change is tried together with.
const NEAR: usize = 4;

/// A conflict, and the slot that is to keep the group; nothing where it is left open again.
type Change = ((usize, u32), Option<usize>);

/// Changes choices while that gains anything, within bounded work.
pub(super) fn improve(choice: &mut Choice<'_>, is_brief: bool, is_stopped: &dyn Fn() -> bool) -> Result<(), Wrong> {
    let mut left = WORK / if is_brief { BRIEF } else { 1 } / (size(choice.instance) + BESIDE);
    let mut together = 1;
    while together <= 2 {
        let mut is_better = false;
        let mut trials = if together == 1 { ones(choice) } else { twos(choice) };
        trials.retain(|trial| most(choice, trial) > 0);
        trials.sort_by_cached_key(|trial| std::cmp::Reverse(most(choice, trial)));
        for trial in trials {
            // What was gained since may have changed what this can gain.
            let is_there =
                trial.iter().all(|change| choice.owner.get(&change.0).is_some_and(|&slot| Some(slot) != change.1));
            if !is_there || most(choice, &trial) <= 0 {
                continue;
            }
            if left == 0 || is_stopped() {
                return Ok(());
            }
            left -= 1;
            is_better |= attempt(choice, &trial)?;
        }
        together = if is_better { 1 } else { together + 1 };
    }
    Ok(())
}

fn size(instance: &Instance) -> usize {
    instance.needs.iter().flat_map(|need| &need.slots).map(|slot| slot.candidates.len() + 1).sum()
}

fn ones(choice: &Choice<'_>) -> Vec<Vec<Change>> {
    choice.owner.keys().flat_map(|&conflict| changes(choice, conflict)).map(|change| vec![change]).collect()
}

fn twos(choice: &Choice<'_>) -> Vec<Vec<Change>> {
    let all: Vec<Vec<Change>> = choice.owner.keys().map(|&conflict| changes(choice, conflict)).collect();
    let mut trials = Vec::new();
    for (at, ones) in all.iter().enumerate() {
        for others in all[at + 1..].iter().take(NEAR) {
            trials.extend(ones.iter().flat_map(|&one| others.iter().map(move |&other| vec![one, other])));
        }
    }
    trials
}

/// What else could become of a conflict.
fn changes(choice: &Choice<'_>, conflict: (usize, u32)) -> Vec<Change> {
    let (need, group) = conflict;
    let is_of = |person: usize| choice.apart.get(person) == Some(&group);
    let slots = choice.instance.needs[need].slots.iter().enumerate();
    let able = slots.filter(|(_, slot)| slot.candidates.iter().any(|candidate| is_of(candidate.person)));
    let others = able.map(|(slot, _)| slot).filter(|slot| choice.owner.get(&conflict) != Some(slot));
    others.map(|slot| (conflict, Some(slot))).chain([(conflict, None)]).collect()
}

fn change(owner: &mut Broken, changes: &[Change]) {
    for &(conflict, slot) in changes {
        match slot {
            Some(slot) => drop(owner.insert(conflict, slot)),
            None => drop(owner.remove(&conflict)),
        }
    }
}

/// The most that changes can gain, by weak duality at the prices of now.
fn most(choice: &Choice<'_>, changes: &[Change]) -> i64 {
    let mut needs: Vec<usize> = changes.iter().map(|change| change.0.0).collect();
    needs.dedup();
    let prices = &choice.solution.prices;
    let gain = |need: usize| {
        let mut owner: Broken =
            choice.owner.range((need, 0)..=(need, u32::MAX)).map(|(key, slot)| (*key, *slot)).collect();
        let mine: Vec<Change> = changes.iter().filter(|change| change.0.0 == need).copied().collect();
        change(&mut owner, &mine);
        let after = choice.narrowed(need, &owner);
        bound_of(choice.instance, &after, choice.apart, prices)
            - bound_of(choice.instance, &choice.asked.needs[need], &[], prices)
    };
    needs.into_iter().map(gain).sum()
}

/// Makes changes and keeps them if the whole gains.
fn attempt(choice: &mut Choice<'_>, changes: &[Change]) -> Result<bool, Wrong> {
    let before = (choice.owner.clone(), choice.solution.clone());
    change(&mut choice.owner, changes);
    changes.iter().for_each(|change| choice.narrow(change.0.0));
    choice.solve()?;
    choice.settle(&|| false)?;
    if choice.solution.objective > before.1.objective {
        return Ok(true);
    }
    let now = std::mem::replace(&mut choice.owner, before.0);
    choice.solution = before.1;
    let keys = now.keys().chain(choice.owner.keys()).filter(|key| now.get(key) != choice.owner.get(key));
    let mut touched: Vec<usize> = keys.map(|key| key.0).collect();
    touched.sort_unstable();
    touched.dedup();
    touched.into_iter().for_each(|need| choice.narrow(need));
    Ok(false)
}

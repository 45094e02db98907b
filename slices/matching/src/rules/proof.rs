//! The proof that nobody beside the lists could make a draft better, and longer lists until it holds.

use super::asked::Asked;
use super::desk::Desk;
use super::fairness::Aim;
use super::nearby::Nearby;
use super::score::{Hand, Question};
use fit::{Apart, Instance, Options, Solution, Wrong};
use std::collections::HashSet;
use std::sync::Arc;

/// An answer in the solver's terms.
pub(super) struct Found {
    pub(super) solution: Solution,
    pub(super) bound: i64,
    pub(super) narrowed: Option<Instance>,
    pub(super) asked: Asked,
}

impl Found {
    /// Of all that are as good, the one nearest to what stood: whatever of it fits these prices stays.
    pub(super) fn settle(&mut self, stood: &Solution) -> Result<(), Wrong> {
        let near = Solution { filled: stood.filled.clone(), ..self.solution.clone() };
        let settled = fit::resolve(self.narrowed.as_ref().unwrap_or(&self.asked.instance), &near)?;
        // What is as good by the narrowed question may still bring a group together that it did not have to part.
        if settled.objective == self.solution.objective && self.keeps_apart(&settled) {
            self.solution = settled;
        }
        Ok(())
    }

    fn keeps_apart(&self, solution: &Solution) -> bool {
        let Some(apart) = &self.asked.apart else { return true };
        let mut seen = HashSet::new();
        let in_groups = solution.filled.iter().filter(|one| apart[one.person] != u32::MAX);
        in_groups.into_iter().all(|one| seen.insert((one.need, apart[one.person])))
    }
}

impl Desk {
    /// The best under an aim. Lists grow until nobody outside them could make it better.
    pub(super) fn best(
        &mut self,
        hand: &Hand,
        aim: &Aim,
        known: Option<Solution>,
        options: Options<'_>,
    ) -> Result<Found, Wrong> {
        let (stood, mut known, mut is_again) = (known.clone(), known, false);
        loop {
            let asked = self.ask(hand, aim);
            let found = solve(&asked, known.as_ref(), options)?;
            let (solution, proof) = (found.solution, found.proof);
            let is_stopped = options.watch.stop.is_some_and(|stop| stop());
            let short = if is_stopped { Vec::new() } else { self.short(hand, aim, &asked, &proof) };
            if short.is_empty() {
                let bound = if is_stopped { self.bound(hand, aim, &asked, &proof) } else { solution.bound };
                let narrowed = asked.apart.is_some().then_some(found.asked);
                let mut found = Found { solution, bound, narrowed, asked };
                if let Some(stood) = stood.filter(|_| is_again) {
                    // Lists that were too short have moved what may stay.
                    found.settle(&stood)?;
                }
                return Ok(found);
            }
            self.lengthen(&short);
            (known, is_again) = (Some(solution), true);
        }
    }

    /// What no draft exceeds, whoever is on the lists.
    fn bound(&self, hand: &Hand, aim: &Aim, asked: &Asked, prices: &[i64]) -> i64 {
        let mut wider = asked.instance.clone();
        for (need, wanted) in wider.needs.iter_mut().enumerate() {
            self.widen(hand, aim, wanted, need);
        }
        fit::bound_apart(&wider, asked.apart.as_deref().unwrap_or_default(), prices)
    }

    /// Leaving a slot empty counts as much as the best who is not on its list could bring, at no price; tells the slots for
    /// which there is such a one.
    fn widen(&self, hand: &Hand, aim: &Aim, wanted: &mut fit::Need, need: usize) -> Vec<usize> {
        let weight = aim.weight(self.question(hand).weight(need));
        let mut open = Vec::new();
        for (slot, (list, _)) in self.lists[need].iter().enumerate() {
            let rest = list.rest.and_then(|rest| aim.worth(rest));
            if let Some(rest) = rest.filter(|_| !hand.pinned.contains_key(&(need, slot))) {
                let penalty = &mut wanted.slots[slot].penalty;
                *penalty = (*penalty).min(-rest * weight);
                open.push(slot);
            }
        }
        open
    }

    /// Slots for which somebody beside the list might be better than what the need has.
    fn short(&self, hand: &Hand, aim: &Aim, asked: &Asked, prices: &[i64]) -> Vec<(usize, usize)> {
        let apart = asked.apart.as_deref().unwrap_or_default();
        let mut short = Vec::new();
        for (need, wanted) in asked.instance.needs.iter().enumerate() {
            let mut wider = wanted.clone();
            let open = self.widen(hand, aim, &mut wider, need);
            let reach = |wanted: &fit::Need| fit::bound_of(&asked.instance, wanted, apart, prices);
            if !open.is_empty() && reach(&wider) > reach(wanted) {
                short.extend(open.into_iter().map(|slot| (need, slot)));
            }
        }
        short
    }

    /// Twice as many candidates for these slots.
    fn lengthen(&mut self, short: &[(usize, usize)]) {
        let hand = Hand::default();
        let nearby = Nearby::new(Question { rules: &self.rules, material: &self.material, hand: &hand });
        let lists = Arc::make_mut(&mut self.lists);
        for &(need, slot) in short {
            let (list, count) = &mut lists[need][slot];
            *count *= 2;
            *list = nearby.list(need, slot, *count);
        }
    }
}

fn solve(asked: &Asked, known: Option<&Solution>, options: Options<'_>) -> Result<Apart, Wrong> {
    if let Some(apart) = &asked.apart {
        return fit::solve_apart(&asked.instance, apart, known, options);
    }
    let solution = match known {
        Some(known) => fit::resolve(&asked.instance, known)?,
        None => fit::solve_watched(&asked.instance, options)?,
    };
    Ok(Apart { proof: solution.prices.clone(), solution, asked: Instance::default() })
}

//! Between the solver's terms and the round's: each place of an expert may be a person there, and a score count otherwise
//! than it stands.

use super::desk::Desk;
use super::draft::Draft;
use super::fairness::{Aim, Places};
use super::proof::Found;
use super::score::Hand;
use fit::{Alternative, Filled, Solution, Wrong};
use std::collections::{BTreeMap, HashMap};

impl Desk {
    /// What else could be in a slot, and what the whole loses by it.
    pub fn alternatives(&self, draft: &Draft, need: usize, slot: usize) -> Result<Vec<Alternative>, Wrong> {
        let aim = draft.worked.aim.unwrap_or(Aim::total(&self.rules));
        let asked = self.ask(&draft.hand, &aim);
        let solution = self.known(draft, &aim);
        let instance = draft.worked.narrowed.as_deref().unwrap_or(&asked.instance);
        let found = fit::alternatives(instance, &solution, need, slot)?;
        let Some(places) = asked.places else { return Ok(found) };
        Ok(by_expert(found, &places))
    }

    /// An answer in the round's terms: experts, plain scores, the price of an expert's time.
    pub(super) fn plain(&self, hand: &Hand, aim: &Aim, found: &Found) -> Solution {
        let question = self.question(hand);
        let owner = |place: usize| found.asked.places.as_ref().map_or(place, |places| places.owner(place));
        let plain = |one: &Filled| {
            let person = owner(one.person);
            let score = question.by_rules(one.need, one.slot, person).map_or(0, |parts| parts.total());
            Filled { person, score: score * question.weight(one.need), ..*one }
        };
        let filled: Vec<Filled> = found.solution.filled.iter().map(plain).collect();
        let prices = match &found.asked.places {
            // One place more would cost a step more than the last.
            Some(places) => (0..self.material.experts.len())
                .map(|expert| {
                    places.range(expert).last().map_or(0, |last| (found.solution.prices[last] - aim.step).max(0))
                })
                .collect(),
            None => found.solution.prices.clone(),
        };
        let worth = self.worth(hand, &filled);
        Solution { filled, empty: found.solution.empty.clone(), objective: worth, bound: worth, prices }
    }

    /// A draft in the solver's terms, to start from.
    pub(super) fn known(&self, draft: &Draft, aim: &Aim) -> Solution {
        let mut known = draft.solution.clone();
        let prices = &draft.worked.prices;
        if aim.step == 0 {
            known.prices = if prices.len() == self.material.experts.len() { prices.clone() } else { known.prices };
            return known;
        }
        let question = self.question(&draft.hand);
        let mut capacity: Vec<u32> = (0..self.material.experts.len()).map(|expert| question.capacity(expert)).collect();
        for &expert in draft.hand.pinned.values() {
            capacity[expert] = capacity[expert].max(1);
        }
        let places = Places::of(&capacity);
        let mut load: HashMap<usize, usize> = HashMap::new();
        known.filled.retain_mut(|one| {
            let number = load.entry(one.person).or_default();
            let place = places.range(one.person).nth(*number);
            *number += 1;
            one.person = place.unwrap_or(one.person);
            place.is_some()
        });
        let count = places.all().count();
        known.prices = if prices.len() == count { prices.clone() } else { vec![0; count] };
        known
    }
}

/// Of an expert's places the one that loses least.
fn by_expert(found: Vec<Alternative>, places: &Places) -> Vec<Alternative> {
    let mut best: BTreeMap<usize, Alternative> = BTreeMap::new();
    let mut none = Vec::new();
    for mut other in found {
        for change in &mut other.instead {
            let owner = |place: Option<usize>| place.map(|place| places.owner(place));
            (change.before, change.after) = (owner(change.before), owner(change.after));
        }
        other.instead.retain(|change| change.before != change.after);
        let Some(expert) = other.person.map(|place| places.owner(place)) else {
            none.push(other);
            continue;
        };
        other.person = Some(expert);
        match best.get(&expert) {
            Some(known) if known.loss <= other.loss => {}
            _ => drop(best.insert(expert, other)),
        }
    }
    best.into_values().chain(none).collect()
}

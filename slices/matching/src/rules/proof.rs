//! The question as the solver takes it, made from short lists, and the proof that nobody beside the lists could make a
//! draft better.

use super::desk::{Desk, plain_of};
use super::draft::Draft;
use super::fairness::{Aim, Places};
use super::nearby::Nearby;
use super::score::{Hand, Question};
use fit::{Alternative, Apart, Candidate, Filled, Instance, Options, Slot, Solution, Wrong};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// A question made ready for the solver.
struct Asked {
    instance: Instance,
    /// People of a group are kept out of one need.
    apart: Option<Vec<u32>>,
    /// Where each place of an expert counts as a person.
    places: Option<Places>,
}

/// An answer in the solver's terms.
pub(super) struct Found {
    pub(super) solution: Solution,
    pub(super) bound: i64,
    pub(super) narrowed: Option<Instance>,
    asked: Asked,
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

    /// The question as the solver takes it where the sum of scores alone counts.
    #[cfg(test)]
    pub(super) fn instance(&self, hand: &Hand) -> Instance {
        self.ask(hand, &Aim::total(&self.rules)).instance
    }

    fn ask(&self, hand: &Hand, aim: &Aim) -> Asked {
        let question = self.question(hand);
        let mut capacity: Vec<u32> = (0..self.material.experts.len()).map(|expert| question.capacity(expert)).collect();
        for &expert in hand.pinned.values() {
            // Whoever is fixed by hand goes, whatever the card says.
            capacity[expert] = capacity[expert].max(1);
        }
        let places = (aim.step > 0).then(|| Places::of(&capacity));
        let needs = self.lists.iter().enumerate().map(|(need, lists)| {
            let penalty = aim.penalty * aim.weight(question.weight(need));
            let slot = |slot: usize| {
                let candidates = self.candidates(&question, aim, need, slot);
                let candidates =
                    places.as_ref().map_or(candidates.clone(), |places| one_by_one(&candidates, places, aim.step));
                Slot { penalty, candidates }
            };
            fit::Need { slots: (0..lists.len()).map(slot).collect() }
        });
        let needs = needs.collect();
        let apart = self.apart(places.as_ref());
        if let Some(places) = &places {
            capacity = places.all().map(|(expert, number)| u32::from((number as u32) < capacity[expert])).collect();
        }
        Asked { instance: Instance { capacity, needs }, apart, places }
    }

    /// Those who could fill a slot; a fixed one alone, and for no other slot of the need.
    fn candidates(&self, question: &Question, aim: &Aim, need: usize, slot: usize) -> Vec<Candidate> {
        let (hand, weight) = (question.hand, aim.weight(question.weight(need)));
        if let Some(&person) = hand.pinned.get(&(need, slot)) {
            // Whoever fixes a pair by hand knows better than the rules.
            let score = question.by_rules(need, slot, person).map_or(0, |parts| parts.total());
            return vec![Candidate { person, score: aim.made(score) * weight }];
        }
        let is_pinned_beside = |expert: usize| {
            let slots = 0..self.lists[need].len();
            slots.into_iter().any(|other| hand.pinned.get(&(need, other)) == Some(&expert))
        };
        let is_touched = hand.pinned.range((need, 0)..(need + 1, 0)).next().is_some()
            || hand.forbidden.range((need, 0, 0)..(need + 1, 0, 0)).next().is_some();
        let best = self.lists[need][slot].0.best.iter();
        let is_open =
            |expert: usize| !is_touched || !is_pinned_beside(expert) && !hand.forbidden.contains(&(need, slot, expert));
        best.filter(|(expert, _)| is_open(*expert))
            .map_while(|&(person, score)| Some(Candidate { person, score: aim.worth(score)? * weight }))
            .collect()
    }

    /// The groups of which one at most is in a need: the places of an expert, and an employer's experts where a team's
    /// members must come from different ones. Nothing where no need has two slots.
    fn apart(&self, places: Option<&Places>) -> Option<Vec<u32>> {
        let has_teams = self.material.needs.iter().any(|need| need.disciplines.len() > 1);
        if !has_teams || !self.rules.apart && places.is_none() {
            return None;
        }
        let mut numbers = HashMap::new();
        let mut number = |unit| {
            let next = numbers.len() as u32;
            *numbers.entry(unit).or_insert(next)
        };
        let units = self.material.experts.iter().map(|expert| expert.unit.filter(|_| self.rules.apart));
        let groups: Vec<u32> = units.map(|unit| unit.map_or(u32::MAX, &mut number)).collect();
        let Some(places) = places else { return Some(groups) };
        let own = |expert: usize| match groups[expert] {
            u32::MAX if places.range(expert).len() > 1 => (numbers.len() + expert) as u32,
            group => group,
        };
        Some(places.all().map(|(expert, _)| own(expert)).collect())
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
        plain_of(&found.solution, filled, worth, prices)
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

/// Each place of a candidate for itself: each further one brings a step less.
fn one_by_one(candidates: &[Candidate], places: &Places, step: i64) -> Vec<Candidate> {
    let of = |candidate: &Candidate| {
        let score = candidate.score;
        let range = places.range(candidate.person).enumerate();
        range.map(move |(number, person)| Candidate { person, score: score - step * number as i64 }).collect::<Vec<_>>()
    };
    candidates.iter().flat_map(of).collect()
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

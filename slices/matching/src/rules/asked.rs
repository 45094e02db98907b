//! The question as the solver takes it, made from short lists, with what was settled by hand.

use super::desk::Desk;
use super::fairness::{Aim, Places};
use super::score::{Hand, Question};
use fit::{Candidate, Instance, Slot};
use std::collections::HashMap;

/// A question made ready for the solver.
pub(super) struct Asked {
    pub(super) instance: Instance,
    /// People of a group are kept out of one need.
    pub(super) apart: Option<Vec<u32>>,
    /// Where each place of an expert counts as a person.
    pub(super) places: Option<Places>,
}

impl Desk {
    /// The question as the solver takes it where the sum of scores alone counts.
    #[cfg(test)]
    pub(super) fn instance(&self, hand: &Hand) -> Instance {
        self.ask(hand, &Aim::total(&self.rules)).instance
    }

    pub(super) fn ask(&self, hand: &Hand, aim: &Aim) -> Asked {
        let question = self.question(hand);
        let mut capacity: Vec<u32> = (0..self.material.experts.len()).map(|expert| question.capacity(expert)).collect();
        for &expert in hand.pinned.values() {
            // Whoever is fixed by hand goes, whatever the card says.
            capacity[expert] = capacity[expert].max(1);
        }
        let places = (aim.step > 0).then(|| Places::of(&capacity));
        let needs = self.lists.iter().enumerate().map(|(need, lists)| {
            let weight = aim.weight(question.weight(need));
            let slot = |slot: usize| {
                let penalty = weight * aim.penalty_of(hand.pinned.contains_key(&(need, slot)));
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

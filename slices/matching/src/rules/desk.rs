//! The working table of a round: candidate lists made once, then one draft after another, each proven the best under the
//! rules and what was settled by hand; a change by hand is answered from the draft before it.

use super::Rules;
use super::material::Material;
use super::nearby::{List, Nearby};
use super::score::{Hand, Question};
use fit::{Apart, Candidate, Instance, Options, Slot, Solution, Wrong};
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
    lists: Arc<Vec<Vec<(List, usize)>>>,
}

/// A draft: who goes where, and its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What was settled by hand.
    pub hand: Hand,
    /// Who fills which slot, and the price of everybody's time.
    pub solution: Solution,
    /// No draft under these rules is worth more.
    pub bound: i64,
    /// The question narrowed so that groups are kept apart, where they are.
    narrowed: Option<Arc<Instance>>,
}

/// A slot whose expert changed: need, slot, before, after.
pub type Moved = (usize, usize, Option<usize>, Option<usize>);

impl Draft {
    /// Pairs as they are stored, with no proof.
    pub fn unproven(hand: Hand, solution: Solution) -> Self {
        Self { hand, solution, bound: i64::MAX, narrowed: None }
    }

    /// Who fills each slot, need by need.
    pub fn seats(&self, material: &Material) -> Vec<Vec<Option<usize>>> {
        let mut seats: Vec<Vec<Option<usize>>> =
            material.needs.iter().map(|need| vec![None; need.disciplines.len()]).collect();
        for filled in &self.solution.filled {
            seats[filled.need][filled.slot] = Some(filled.person);
        }
        seats
    }
}

impl Desk {
    /// Looks for each slot's nearest candidates.
    pub fn open(material: Arc<Material>, rules: Rules) -> Self {
        let hand = Hand::default();
        let lists = {
            let nearby = Nearby::new(Question { rules: &rules, material: &material, hand: &hand });
            let of = |(need, wanted): (usize, &super::Need)| {
                (0..wanted.disciplines.len()).map(|slot| (nearby.list(need, slot, FIRST), FIRST)).collect()
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
        let mut known: Option<Solution> = before.map(|before| before.solution.clone());
        loop {
            let instance = self.instance(hand);
            let apart = self.apart();
            let found = self.solve(&instance, apart.as_deref(), known.as_ref(), options)?;
            let (solution, proof) = (found.solution, found.proof);
            let apart = apart.as_deref().unwrap_or_default();
            let is_stopped = options.watch.stop.is_some_and(|stop| stop());
            let short = if is_stopped { Vec::new() } else { self.short(hand, &instance, apart, &proof) };
            if short.is_empty() {
                let bound = if is_stopped { self.bound(hand, &instance, apart, &proof) } else { solution.bound };
                let narrowed = (!apart.is_empty()).then(|| Arc::new(found.asked));
                return Ok(Draft { hand: hand.clone(), solution, bound, narrowed });
            }
            self.lengthen(&short);
            known = Some(solution);
        }
    }

    fn solve(
        &self,
        instance: &Instance,
        apart: Option<&[u32]>,
        known: Option<&Solution>,
        options: Options<'_>,
    ) -> Result<Apart, Wrong> {
        if let Some(apart) = apart {
            return fit::solve_apart(instance, apart, known, options);
        }
        let solution = match known {
            Some(known) => fit::resolve(instance, known)?,
            None => fit::solve_watched(instance, options)?,
        };
        Ok(Apart { proof: solution.prices.clone(), solution, asked: Instance::default() })
    }

    /// What else could be in a slot, and what the whole loses by it.
    pub fn alternatives(&self, draft: &Draft, need: usize, slot: usize) -> Result<Vec<fit::Alternative>, Wrong> {
        match &draft.narrowed {
            Some(narrowed) => fit::alternatives(narrowed, &draft.solution, need, slot),
            None => fit::alternatives(&self.instance(&draft.hand), &draft.solution, need, slot),
        }
    }

    /// The question as the solver takes it.
    pub fn instance(&self, hand: &Hand) -> Instance {
        let question = self.question(hand);
        let penalty = self.rules.penalty();
        let mut capacity: Vec<u32> = (0..self.material.experts.len()).map(|expert| question.capacity(expert)).collect();
        for &expert in hand.pinned.values() {
            // Whoever is fixed by hand goes, whatever the card says.
            capacity[expert] = capacity[expert].max(1);
        }
        let needs = self.lists.iter().enumerate().map(|(need, lists)| {
            let weight = question.weight(need);
            let slot =
                |slot: usize| Slot { penalty: penalty * weight, candidates: self.candidates(&question, need, slot) };
            fit::Need { slots: (0..lists.len()).map(slot).collect() }
        });
        Instance { capacity, needs: needs.collect() }
    }

    /// Those who could fill a slot; a fixed one alone, and for no other slot of the need.
    fn candidates(&self, question: &Question, need: usize, slot: usize) -> Vec<Candidate> {
        let (hand, weight) = (question.hand, question.weight(need));
        if let Some(&person) = hand.pinned.get(&(need, slot)) {
            // Whoever fixes a pair by hand knows better than the rules.
            let score = question.by_rules(need, slot, person).map_or(0, |parts| parts.total());
            return vec![Candidate { person, score: score * weight }];
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
            .map(|&(person, score)| Candidate { person, score: score * weight })
            .collect()
    }

    /// The employer of each expert, where a team's members must come from different ones.
    fn apart(&self) -> Option<Vec<u32>> {
        let mut numbers = std::collections::HashMap::new();
        self.rules.apart.then(|| {
            let mut number = |unit| {
                let next = numbers.len() as u32;
                *numbers.entry(unit).or_insert(next)
            };
            self.material.experts.iter().map(|expert| expert.unit.map_or(u32::MAX, &mut number)).collect()
        })
    }

    /// What no draft exceeds, whoever is on the lists.
    fn bound(&self, hand: &Hand, instance: &Instance, apart: &[u32], prices: &[i64]) -> i64 {
        let mut wider = instance.clone();
        for (need, wanted) in wider.needs.iter_mut().enumerate() {
            self.widen(hand, wanted, need);
        }
        fit::bound_apart(&wider, apart, prices)
    }

    /// Leaving a slot empty counts as much as the best who is not on its list could bring, at no price; tells the slots for
    /// which there is such a one.
    fn widen(&self, hand: &Hand, wanted: &mut fit::Need, need: usize) -> Vec<usize> {
        let weight = self.question(hand).weight(need);
        let mut open = Vec::new();
        for (slot, (list, _)) in self.lists[need].iter().enumerate() {
            if let Some(rest) = list.rest.filter(|_| !hand.pinned.contains_key(&(need, slot))) {
                let penalty = &mut wanted.slots[slot].penalty;
                *penalty = (*penalty).min(-rest * weight);
                open.push(slot);
            }
        }
        open
    }

    /// Slots for which somebody beside the list might be better than what the need has.
    fn short(&self, hand: &Hand, instance: &Instance, apart: &[u32], prices: &[i64]) -> Vec<(usize, usize)> {
        let mut short = Vec::new();
        for (need, wanted) in instance.needs.iter().enumerate() {
            let mut wider = wanted.clone();
            let open = self.widen(hand, &mut wider, need);
            let reach = |wanted: &fit::Need| fit::bound_of(instance, wanted, apart, prices);
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

/// The slots that differ between two drafts.
pub fn moved(material: &Material, before: &Draft, after: &Draft) -> Vec<Moved> {
    let (before, after) = (before.seats(material), after.seats(material));
    let slots = material.slots();
    let both = slots.map(|(need, slot)| (need, slot, before[need][slot], after[need][slot]));
    both.filter(|(.., before, after)| before != after).collect()
}

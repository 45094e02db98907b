//! The answer: which slots are filled by whom, what that is worth, and the price of each person's time.

use crate::flow::Network;
use crate::instance::{Instance, Wrong};
use std::collections::BTreeMap;

/// A filled slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Filled {
    /// The need.
    pub need: usize,
    /// The slot of the need.
    pub slot: usize,
    /// Who fills it.
    pub person: usize,
    /// How well they fit.
    pub score: i64,
}

/// An answer that no other beats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// The filled slots, need by need.
    pub filled: Vec<Filled>,
    /// Slots left empty, as (need, slot).
    pub empty: Vec<(usize, usize)>,
    /// The sum of scores less the penalties of empty slots.
    pub objective: i64,
    /// What one more slot of each person's time would be worth: nothing for those with time left.
    pub prices: Vec<i64>,
}

/// Finds the best assignment. The same question has the same answer, always.
pub fn solve(instance: &Instance) -> Result<Solution, Wrong> {
    instance.check()?;
    if let Some(solution) = crate::facade::solve(instance) {
        return Ok(solution);
    }
    let mut graph = Graph::of(instance);
    graph.network.send(SOURCE, SINK);
    Ok(graph.read(instance))
}

const SOURCE: usize = 0;
const SINK: usize = 1;

/// Source → slots → pairs of need and person → people → sink: a pair lets one slot through, so nobody fills two of a need.
struct Graph {
    network: Network,
    choices: Vec<(usize, usize, usize, i64, usize)>,
    people: usize,
}

impl Graph {
    fn of(instance: &Instance) -> Self {
        let slots: usize = instance.needs.iter().map(|need| need.slots.len()).sum();
        let people = 2 + slots;
        let pairs = pair_numbers(instance);
        let mut network = Network::new(people + instance.capacity.len() + pairs.len());
        let first_pair = people + instance.capacity.len();
        for (person, capacity) in instance.capacity.iter().enumerate() {
            network.arc(people + person, SINK, *capacity, 0);
        }
        for ((_, person), pair) in &pairs {
            network.arc(first_pair + pair, people + person, 1, 0);
        }
        let mut choices = Vec::new();
        let mut node = 2;
        for (need, wanted) in instance.needs.iter().enumerate() {
            for (slot, open) in wanted.slots.iter().enumerate() {
                network.arc(SOURCE, node, 1, 0);
                for candidate in &open.candidates {
                    // Filling a slot is worth its score and saves the penalty.
                    let arc = network.arc(
                        node,
                        first_pair + pairs[&(need, candidate.person)],
                        1,
                        -(candidate.score + open.penalty),
                    );
                    choices.push((need, slot, candidate.person, candidate.score, arc));
                }
                node += 1;
            }
        }
        Self { network, choices, people }
    }

    fn read(&self, instance: &Instance) -> Solution {
        let used = self.choices.iter().filter(|(.., arc)| self.network.is_used(*arc));
        let filled: Vec<_> = used
            .map(|(need, slot, person, score, _)| Filled { need: *need, slot: *slot, person: *person, score: *score })
            .collect();
        let is_filled = |need, slot| filled.iter().any(|filled| (filled.need, filled.slot) == (need, slot));
        let all = instance
            .needs
            .iter()
            .enumerate()
            .flat_map(|(need, wanted)| (0..wanted.slots.len()).map(move |slot| (need, slot)));
        let empty: Vec<_> = all.filter(|(need, slot)| !is_filled(*need, *slot)).collect();
        let lost: i64 = empty.iter().map(|(need, slot)| instance.needs[*need].slots[*slot].penalty).sum();
        let objective = filled.iter().map(|filled| filled.score).sum::<i64>() - lost;
        let sink = self.network.potential(SINK);
        let price = |person: usize| (sink - self.network.potential(self.people + person)).max(0);
        Solution { filled, empty, objective, prices: (0..instance.capacity.len()).map(price).collect() }
    }
}

/// A number for each pair of a need and a person who could fill one of its slots.
fn pair_numbers(instance: &Instance) -> BTreeMap<(usize, usize), usize> {
    let mut pairs = BTreeMap::new();
    for (need, wanted) in instance.needs.iter().enumerate() {
        for candidate in wanted.slots.iter().flat_map(|slot| &slot.candidates) {
            let next = pairs.len();
            pairs.entry((need, candidate.person)).or_insert(next);
        }
    }
    pairs
}

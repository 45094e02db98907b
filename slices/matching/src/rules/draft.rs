//! A draft: who goes where, its proof, and what it is worth; which places differ between two.

use super::fairness::{Aim, Price};
use super::material::Material;
use super::score::Hand;
use fit::{Filled, Instance, Solution};
use std::sync::Arc;

/// A draft: who goes where, and its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What was settled by hand.
    pub hand: Hand,
    /// Who fills which slot, at plain scores, and the price of everybody's time.
    pub solution: Solution,
    /// No draft under these rules is worth more.
    pub bound: i64,
    /// What fairness and even loads cost, where the rules ask for them.
    pub price: Option<Price>,
    pub(super) worked: Worked,
}

/// How a draft was found, for the next one and for what else could be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Worked {
    /// How pairs counted.
    pub(super) aim: Option<Aim>,
    /// The prices of the solver's people.
    pub(super) prices: Vec<i64>,
    /// The question narrowed so that groups are kept apart, where they are.
    pub(super) narrowed: Option<Arc<Instance>>,
    /// The best draft without fairness and even loads.
    pub(super) free: Option<Arc<Solution>>,
    /// A draft with as many places as can be at the level of the worst pair.
    pub(super) level: Option<Arc<Level>>,
}

/// The level of the worst pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Level {
    /// As many places are filled with pairs from this score up as with any.
    pub(super) at: i64,
    /// With none above this one.
    pub(super) most: i64,
    /// How many places those are.
    pub(super) filled: usize,
    /// A draft that fills them.
    pub(super) seats: Solution,
}

/// A slot whose expert changed: need, slot, before, after.
pub type Moved = (usize, usize, Option<usize>, Option<usize>);

impl Draft {
    /// Pairs as they are stored, with no proof.
    pub fn unproven(hand: Hand, filled: Vec<Filled>, experts: usize) -> Self {
        let prices = vec![0; experts];
        let solution = Solution { filled, empty: Vec::new(), objective: i64::MIN, bound: i64::MAX, prices };
        Self { hand, solution, bound: i64::MAX, price: None, worked: Worked::default() }
    }

    /// The level below which no pair was considered, if there is one.
    pub fn floor(&self) -> Option<i64> {
        self.worked.aim.and_then(|aim| aim.floor)
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

/// The slots that differ between two drafts.
pub fn moved(material: &Material, before: &Draft, after: &Draft) -> Vec<Moved> {
    let (before, after) = (before.seats(material), after.seats(material));
    let slots = material.slots();
    let both = slots.map(|(need, slot)| (need, slot, before[need][slot], after[need][slot]));
    both.filter(|(.., before, after)| before != after).collect()
}

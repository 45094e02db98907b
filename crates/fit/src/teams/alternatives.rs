//! What else could be: for each candidate of a slot what the whole loses, exactly, if that person had to fill it.
//!
//! To force a pair is to close a ring of changes through it: the slot takes the person, others move up, until the slot's own
//! person is used elsewhere or not at all. The cheapest ring is the pair itself and a shortest chain from the person back to
//! the slot. What leads back to the slot is searched once, as far as it is nearer than giving its person's time away; the way
//! there from each candidate is short.

use super::answer::{Change, Solution};
use super::repair::{repair, steps};
use super::search::{Asked, End, Rest, Search};
use super::state::{FAR, NONE, State};
use crate::instance::{Instance, Wrong};

/// Somebody who could fill a slot, or leaving it empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// The person; nobody for the slot left empty.
    pub person: Option<usize>,
    /// What the slot would be worth: the score, or the penalty taken off.
    pub score: i64,
    /// What the best assignment with this is worth less than the best of all: exact, and nothing for what is.
    pub loss: i64,
    /// What would change then, this slot's own change among it, by need and slot.
    pub instead: Vec<Change>,
}

/// Everybody who could fill a slot, in the order the slot names them, and at the end leaving it empty. People without
/// capacity are passed over. The solution must be the instance's own; if it is not the best, losses and changes are counted
/// from the best found from it.
pub fn alternatives(
    instance: &Instance,
    solution: &Solution,
    need: usize,
    slot: usize,
) -> Result<Vec<Alternative>, Wrong> {
    let mut state = State::new(instance)?;
    let at = state.slot(need, slot).ok_or(Wrong::NoSuchSlot { need, slot })?;
    state.seat(&solution.filled, &solution.prices, false)?;
    repair(&mut state, &|| false);
    let mut rings = Rings::new(&state, at);
    let mut found = Vec::new();
    for candidate in state.row[at as usize] {
        if instance.capacity[candidate.person] > 0 {
            let (loss, instead) = rings.through(candidate.person as u32, candidate.score);
            found.push(Alternative { person: Some(candidate.person), score: candidate.score, loss, instead });
        }
    }
    let (loss, instead) = rings.through_none();
    found.push(Alternative { person: None, score: -state.penalty[at as usize], loss, instead });
    Ok(found)
}

/// Why a slot is empty: the least that filling it would lose, and how. Nothing if nobody can fill it, or if it is filled.
pub fn why_empty(
    instance: &Instance,
    solution: &Solution,
    need: usize,
    slot: usize,
) -> Result<Option<Alternative>, Wrong> {
    let found = alternatives(instance, solution, need, slot)?;
    let is_empty = found.last().is_some_and(|none| none.loss == 0 && none.instead.is_empty());
    let people = found.into_iter().filter(|found| is_empty && found.person.is_some());
    Ok(people.min_by_key(|found| (found.loss, found.person)))
}

/// The ways back to a slot.
struct Rings<'a> {
    state: &'a State<'a>,
    slot: u32,
    back: Search,
    forward: Search,
    /// How far it is from anybody's free time to the slot, and from whose.
    rest: i64,
    from: End,
}

impl<'a> Rings<'a> {
    fn new(state: &'a State<'a>, slot: u32) -> Self {
        let (mut back, forward) = (Search::new(state), Search::new(state));
        let (mut from, mut rest) = (End::Open, 0);
        if state.person[slot as usize] != NONE {
            let most = state.score[slot as usize] - state.level[slot as usize] + 1;
            let asked = Asked::new(state, most);
            back.begin(slot, 0);
            (from, rest) = back.explore_back(state, &asked, most);
        }
        Self { state, slot, back, forward, rest, from }
    }

    fn through(&mut self, person: u32, score: i64) -> (i64, Vec<Change>) {
        let (state, slot) = (self.state, self.slot);
        if state.person[slot as usize] == person {
            return (0, Vec::new());
        }
        let slack = state.slack(slot, person, score);
        match state.held_beside(slot, person) {
            NONE => self.forward.begin(self.forward.person_node(person), slack),
            other => self.forward.begin(other, slack + state.surplus(other)),
        }
        let near: &[i64] = if self.from == End::Open { &[] } else { &self.back.distance };
        let (end, loss) = self.forward.explore(state, FAR, &Rest { end: self.rest, near });
        let last = match end {
            End::Empty(slot) | End::Known(slot) => slot,
            End::Seat(person) => self.forward.person_node(person),
            End::Open => NONE,
        };
        let mut nodes: Vec<u32> = if last == NONE { Vec::new() } else { self.forward.chain(last).collect() };
        nodes.push(slot);
        nodes.reverse();
        match end {
            End::Known(node) => nodes.extend(self.back.chain(node).skip(1)),
            _ => self.go_back(&mut nodes),
        }
        self.forward.forget();
        (loss, self.changes(&nodes))
    }

    fn through_none(&self) -> (i64, Vec<Change>) {
        let at = self.slot as usize;
        if self.state.person[at] == NONE {
            return (0, Vec::new());
        }
        let mut nodes = vec![self.slot];
        self.go_back(&mut nodes);
        (self.state.level[at] + self.state.penalty[at] + self.rest, self.changes(&nodes))
    }

    /// From free time to the slot.
    fn go_back(&self, nodes: &mut Vec<u32>) {
        nodes.push(NONE);
        match self.from {
            End::Seat(person) => nodes.extend(self.back.chain(self.back.person_node(person))),
            End::Empty(slot) => nodes.extend(self.back.chain(slot)),
            End::Open | End::Known(_) => {}
        }
    }

    /// What a ring changes; where it crosses itself the loop is left out, which costs nothing.
    fn changes(&self, nodes: &[u32]) -> Vec<Change> {
        let mut ring: Vec<u32> = vec![self.slot];
        for &node in &nodes[1..] {
            if let Some(at) = ring[1..].iter().position(|&known| known == node) {
                ring.truncate(at + 1);
            }
            ring.push(node);
            if node == self.slot {
                break;
            }
        }
        let state = self.state;
        let listed = |person: u32| (person != NONE).then_some(person as usize);
        let mut changes: Vec<Change> = steps(state, &self.forward, &ring)
            .into_iter()
            .map(|(slot, person)| {
                let need = state.need[slot as usize] as usize;
                let number = (slot - state.first[need]) as usize;
                Change { need, slot: number, before: listed(state.person[slot as usize]), after: listed(person) }
            })
            .collect();
        changes.sort_unstable();
        changes
    }
}

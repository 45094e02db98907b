//! Cheapest chains of changes (shortest augmenting paths; Tomizawa 1971, Edmonds and Karp 1972) in both directions.
//!
//! A chain goes from a slot to a person it could have, from a person to a slot that gives them up, and on: its length is the
//! sum of what each step lacks, which is never negative. It ends where somebody has time left or a slot is left empty.
//! Where the person is in the slot's need already, only the slot that holds them can give them up: the chain goes from slot to
//! slot. So nobody comes into a need twice.

use super::state::{FAR, NONE, State};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Distances of one search, and what was reached, so that the next begins clean. Slots come first, then people.
#[derive(Debug)]
pub(super) struct Search {
    slots: u32,
    pub(super) distance: Vec<i64>,
    by: Vec<u32>,
    pub(super) reached: Vec<u32>,
    ahead: BinaryHeap<Reverse<(i64, u32)>>,
}

/// Where a chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Nowhere yet.
    Open,
    /// At a slot that is left empty, or that was.
    Empty(u32),
    /// At a person with time left, or whose time is left.
    Seat(u32),
    /// At a node from where the rest is known.
    Known(u32),
}

/// How far it is from where a chain ends to where it is wanted.
pub(super) struct Rest<'a> {
    /// From an end.
    pub(super) end: i64,
    /// From nodes that are no farther than that.
    pub(super) near: &'a [i64],
}

impl Rest<'_> {
    pub(super) const NOTHING: Self = Rest { end: 0, near: &[] };
}

impl Search {
    pub(super) fn new(state: &State<'_>) -> Self {
        let nodes = state.slots() + state.people();
        Self {
            slots: state.slots() as u32,
            distance: vec![FAR; nodes],
            by: vec![NONE; nodes],
            reached: Vec::new(),
            ahead: BinaryHeap::new(),
        }
    }

    pub(super) fn person_node(&self, person: u32) -> u32 {
        self.slots + person
    }

    /// The person of a node, if it is one.
    pub(super) fn person_of(&self, node: u32) -> Option<u32> {
        node.checked_sub(self.slots)
    }

    pub(super) fn begin(&mut self, node: u32, distance: i64) {
        self.reach(node, distance, NONE);
    }

    fn reach(&mut self, node: u32, distance: i64, by: u32) {
        let known = &mut self.distance[node as usize];
        if distance < *known {
            if *known == FAR {
                self.reached.push(node);
            }
            *known = distance;
            self.by[node as usize] = by;
            self.ahead.push(Reverse((distance, node)));
        }
    }

    pub(super) fn forget(&mut self) {
        for node in self.reached.drain(..) {
            self.distance[node as usize] = FAR;
        }
        self.ahead.clear();
    }

    /// The nodes of the chain to a node, the last first.
    pub(super) fn chain(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(Some(node), |&node| Some(self.by[node as usize]).filter(|&by| by != NONE))
    }

    /// Forward, from where it began to the nearest end; chains of `most` and longer are not wanted.
    pub(super) fn explore(&mut self, state: &State<'_>, most: i64, rest: &Rest<'_>) -> (End, i64) {
        let mut best = (End::Open, most);
        while let Some(Reverse((distance, node))) = self.ahead.pop() {
            if distance > self.distance[node as usize] {
                continue;
            }
            if let Some(&near) = rest.near.get(node as usize)
                && near <= rest.end
            {
                if distance + near < best.1 {
                    best = (End::Known(node), distance + near);
                }
                continue;
            }
            if distance + rest.end >= best.1 {
                if rest.near.is_empty() {
                    break;
                }
                continue;
            }
            match self.person_of(node) {
                Some(person) => self.after_person(state, person, distance, rest.end, &mut best),
                None => self.after_slot(state, node, distance, rest.end, &mut best),
            }
        }
        best
    }

    fn after_slot(&mut self, state: &State<'_>, slot: u32, distance: i64, rest: i64, best: &mut (End, i64)) {
        let at = slot as usize;
        let base = distance + state.level[at];
        let end = base + state.penalty[at] + rest;
        if end < best.1 {
            *best = (End::Empty(slot), end);
        }
        for candidate in state.row[at] {
            let person = candidate.person as u32;
            let next = base - candidate.score + state.price[candidate.person];
            if next >= best.1 || state.instance.capacity[candidate.person] == 0 {
                continue;
            }
            let beside = state.held_beside(slot, person);
            if beside == NONE {
                self.reach(self.person_node(person), next, slot);
                if state.has_seat(person) && next + rest < best.1 {
                    *best = (End::Seat(person), next + rest);
                }
            } else if beside != slot {
                self.reach(beside, next + state.surplus(beside), slot);
            }
        }
    }

    fn after_person(&mut self, state: &State<'_>, person: u32, distance: i64, rest: i64, best: &mut (End, i64)) {
        let node = self.person_node(person);
        if state.has_seat(person) && distance + rest < best.1 {
            *best = (End::Seat(person), distance + rest);
        }
        for slot in state.held(person) {
            self.reach(slot, distance + state.surplus(slot), node);
        }
    }

    /// Backward, from where it began to the nearest place a chain there can come from: an empty slot, or a person whose
    /// time is left at its price.
    pub(super) fn explore_back(&mut self, state: &State<'_>, asked: &Asked, most: i64) -> (End, i64) {
        let mut best = (End::Open, most);
        while let Some(Reverse((distance, node))) = self.ahead.pop() {
            if distance >= best.1 {
                break;
            }
            if distance > self.distance[node as usize] {
                continue;
            }
            match self.person_of(node) {
                Some(person) => self.before_person(state, asked, person, distance, &mut best),
                None => self.before_slot(state, asked, node, distance, &mut best),
            }
        }
        best
    }

    fn before_person(&mut self, state: &State<'_>, asked: &Asked, person: u32, distance: i64, best: &mut (End, i64)) {
        let node = self.person_node(person);
        let end = distance + state.price[person as usize];
        if end < best.1 && state.load[person as usize] > 0 {
            *best = (End::Seat(person), end);
        }
        for &(slot, score) in asked.of(person) {
            let next = distance + state.slack(slot, person, score);
            if next < best.1 && state.held_beside(slot, person) == NONE {
                self.reach(slot, next, node);
            }
        }
    }

    fn before_slot(&mut self, state: &State<'_>, asked: &Asked, slot: u32, distance: i64, best: &mut (End, i64)) {
        let person = state.person[slot as usize];
        if person == NONE {
            if distance < best.1 {
                *best = (End::Empty(slot), distance);
            }
            return;
        }
        let surplus = state.surplus(slot);
        if distance + surplus < best.1 {
            self.reach(self.person_node(person), distance + surplus, slot);
        }
        let siblings = state.siblings(slot);
        if siblings.len() == 1 {
            return;
        }
        for &(other, score) in asked.of(person).iter().filter(|(other, _)| *other != slot && siblings.contains(other)) {
            let next = distance + state.slack(other, person, score) + surplus;
            if next < best.1 {
                self.reach(other, next, slot);
            }
        }
    }
}

/// Who asks for each person: slots that lack less than a limit to gain their level by them.
#[derive(Debug)]
pub(super) struct Asked {
    first: Vec<u32>,
    pair: Vec<(u32, i64)>,
}

impl Asked {
    pub(super) fn new(state: &State<'_>, limit: i64) -> Self {
        let mut found = Vec::new();
        let mut first = vec![0; state.people() + 1];
        for (slot, row) in state.row.iter().enumerate() {
            let level = state.level[slot] - limit;
            for candidate in *row {
                if level + state.price[candidate.person] < candidate.score {
                    found.push((candidate.person as u32, slot as u32, candidate.score));
                    first[candidate.person + 1] += 1;
                }
            }
        }
        for at in 1..first.len() {
            first[at] += first[at - 1];
        }
        let mut next: Vec<u32> = first.clone();
        let mut pair = vec![(0, 0); found.len()];
        for (person, slot, score) in found {
            let at = &mut next[person as usize];
            pair[*at as usize] = (slot, score);
            *at += 1;
        }
        Self { first, pair }
    }

    fn of(&self, person: u32) -> &[(u32, i64)] {
        &self.pair[self.first[person as usize] as usize..self.first[person as usize + 1] as usize]
    }
}

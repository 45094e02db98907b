//! An assignment of teams and the prices that go with it.
//!
//! Slots are numbered through, need after need. Each slot has a level, each person a price; besides, whoever holds a slot
//! may be worth more to it than level and price together: that surplus is the price of being in this need at all, which
//! only slots of the same need compete for. Pairs and prices prove each other where
//! - no slot would gain more than its level by anybody: score ≤ level + price, for people who are not in the need yet, and
//!   score ≤ level + price + surplus, for those who hold another of its slots;
//! - a filled slot gains its level and its surplus, and surplus ≥ 0;
//! - level ≥ −penalty, and equal where the slot is empty; price ≥ 0, and 0 for people with time left.

use super::answer::{Filled, Solution};
use crate::instance::{Candidate, Instance, LIMIT, Wrong};

/// Nobody, or no slot.
pub(super) const NONE: u32 = u32::MAX;
/// Beyond every sum of scores.
pub(super) const FAR: i64 = i64::MAX / 4;

/// Small needs look through their own slots for somebody; larger ones through what that person holds.
const FEW: usize = 8;

/// Chains within a need that are longer than this are dissolved rather than followed.
const MOST_ROUNDS: usize = 30;

#[derive(Debug)]
pub(super) struct State<'a> {
    pub(super) instance: &'a Instance,
    /// The need of each slot, and each need's first slot.
    pub(super) need: Vec<u32>,
    pub(super) first: Vec<u32>,
    pub(super) row: Vec<&'a [Candidate]>,
    pub(super) penalty: Vec<i64>,
    /// Who holds each slot, with which score.
    pub(super) person: Vec<u32>,
    pub(super) score: Vec<i64>,
    pub(super) level: Vec<i64>,
    pub(super) price: Vec<i64>,
    pub(super) load: Vec<u32>,
    /// The slots of each person, as a list through the slots.
    head: Vec<u32>,
    next: Vec<u32>,
    last: Vec<u32>,
}

/// What is known of a person while all candidates are looked through once.
#[derive(Clone, Copy)]
struct Known {
    price: i64,
    /// The need that would keep them, one more than its number, and in which slot.
    kept: u32,
    slot: u32,
    /// The slot that named them last, one more than its number.
    named: u32,
}

/// A candidate who is kept in another slot of the need.
#[derive(Clone, Copy)]
struct Cross {
    slot: u32,
    holder: u32,
    person: u32,
    score: i64,
}

impl<'a> State<'a> {
    /// Nobody assigned yet.
    pub(super) fn new(instance: &'a Instance) -> Result<Self, Wrong> {
        let slots: usize = instance.needs.iter().map(|need| need.slots.len()).sum();
        if [slots, instance.capacity.len(), instance.needs.len()].iter().any(|&count| count >= 1 << 30) {
            return Err(Wrong::TooMany);
        }
        let (mut need, mut row) = (Vec::with_capacity(slots), Vec::with_capacity(slots));
        let (mut first, mut penalty) = (vec![0], Vec::with_capacity(slots));
        for (at, wanted) in instance.needs.iter().enumerate() {
            for slot in &wanted.slots {
                need.push(at as u32);
                row.push(slot.candidates.as_slice());
                penalty.push(slot.penalty);
            }
            first.push(row.len() as u32);
        }
        let people = instance.capacity.len();
        Ok(Self {
            instance,
            need,
            first,
            row,
            level: penalty.clone(),
            penalty,
            person: vec![NONE; slots],
            score: vec![0; slots],
            price: vec![0; people],
            load: vec![0; people],
            head: vec![NONE; people],
            next: vec![NONE; slots],
            last: vec![NONE; slots],
        })
    }

    pub(super) fn slots(&self) -> usize {
        self.need.len()
    }

    pub(super) fn people(&self) -> usize {
        self.price.len()
    }

    /// The number of a need's slot.
    pub(super) fn slot(&self, need: usize, slot: usize) -> Option<u32> {
        let begin = *self.first.get(need)?;
        let at = begin.checked_add(u32::try_from(slot).ok()?)?;
        (at < *self.first.get(need + 1)?).then_some(at)
    }

    pub(super) fn siblings(&self, slot: u32) -> std::ops::Range<u32> {
        let need = self.need[slot as usize] as usize;
        self.first[need]..self.first[need + 1]
    }

    pub(super) fn has_seat(&self, person: u32) -> bool {
        self.load[person as usize] < self.instance.capacity[person as usize]
    }

    /// The slots a person holds.
    pub(super) fn held(&self, person: u32) -> impl Iterator<Item = u32> + '_ {
        let listed = |slot: u32| (slot != NONE).then_some(slot);
        std::iter::successors(listed(self.head[person as usize]), move |&slot| listed(self.next[slot as usize]))
    }

    /// The slot by which a person is in the need of a slot already, or none.
    pub(super) fn held_beside(&self, slot: u32, person: u32) -> u32 {
        let mut siblings = self.siblings(slot);
        if siblings.len() <= FEW {
            return siblings.find(|&other| self.person[other as usize] == person).unwrap_or(NONE);
        }
        self.held(person).find(|other| siblings.contains(other)).unwrap_or(NONE)
    }

    /// What a filled slot gains beyond its level.
    pub(super) fn surplus(&self, slot: u32) -> i64 {
        let at = slot as usize;
        self.score[at] - self.price[self.person[at] as usize] - self.level[at]
    }

    /// What a slot lacks to gain its level by a person who is not in its need.
    pub(super) fn slack(&self, slot: u32, person: u32, score: i64) -> i64 {
        self.level[slot as usize] + self.price[person as usize] - score
    }

    pub(super) fn find_score(&self, slot: u32, person: u32) -> Option<i64> {
        let mut row = self.row[slot as usize].iter();
        row.find(|candidate| candidate.person == person as usize).map(|candidate| candidate.score)
    }

    pub(super) fn join(&mut self, slot: u32, person: u32, score: i64) {
        let (at, who) = (slot as usize, person as usize);
        (self.person[at], self.score[at]) = (person, score);
        (self.last[at], self.next[at]) = (NONE, self.head[who]);
        if let Some(last) = self.last.get_mut(self.head[who] as usize) {
            *last = slot;
        }
        self.head[who] = slot;
        self.load[who] += 1;
    }

    pub(super) fn part(&mut self, slot: u32) {
        let at = slot as usize;
        let who = std::mem::replace(&mut self.person[at], NONE) as usize;
        if who == NONE as usize {
            return;
        }
        let (last, next) = (self.last[at], self.next[at]);
        match self.next.get_mut(last as usize) {
            Some(before) => *before = next,
            None => self.head[who] = next,
        }
        if let Some(after) = self.last.get_mut(next as usize) {
            *after = last;
        }
        self.load[who] -= 1;
    }

    /// Takes over earlier pairs, as far as they can be made at their prices, and finds all levels; one pass over all
    /// candidates, which is the check of the question too. With `keeps_all` pairs stay even where a slot could gain more.
    pub(super) fn seat(&mut self, pairs: &[Filled], prices: &[i64], keeps_all: bool) -> Result<(), Wrong> {
        let mut wanted = vec![NONE; self.slots()];
        for pair in pairs {
            if let Some(slot) = self.slot(pair.need, pair.slot).filter(|_| pair.person < self.people()) {
                wanted[slot as usize] = pair.person as u32;
            }
        }
        let known = |(person, &capacity): (usize, &u32)| {
            let price = prices.get(person).copied().unwrap_or(0).clamp(0, FAR / 4);
            // Nobody asks for people without time.
            Known { price: if capacity > 0 { price } else { FAR }, kept: 0, slot: 0, named: 0 }
        };
        let mut people: Vec<Known> = self.instance.capacity.iter().enumerate().map(known).collect();
        for (price, known) in self.price.iter_mut().zip(&people) {
            *price = if known.price == FAR { 0 } else { known.price };
        }
        let mut cross = Vec::new();
        for need in 0..self.instance.needs.len() {
            cross.clear();
            let slots = self.first[need]..self.first[need + 1];
            for slot in slots.clone() {
                let person = wanted[slot as usize];
                if let Some(known) = people.get_mut(person as usize)
                    && known.kept != need as u32 + 1
                    && self.has_seat(person)
                {
                    (known.kept, known.slot) = (need as u32 + 1, slot);
                    self.person[slot as usize] = person;
                }
            }
            for slot in slots.clone() {
                self.look_through(slot, &mut people, &mut cross)?;
            }
            self.settle(slots, &mut cross, keeps_all);
        }
        Ok(())
    }

    /// A slot's level by those outside the need; whoever is inside is noted.
    fn look_through(&mut self, slot: u32, people: &mut [Known], cross: &mut Vec<Cross>) -> Result<(), Wrong> {
        let at = slot as usize;
        let need = self.need[at];
        let is_large = |number: i64| !(-LIMIT..=LIMIT).contains(&number);
        let mut level = -self.penalty[at];
        let (mut is_found, mut any_large) = (false, is_large(self.penalty[at]));
        for candidate in self.row[at] {
            let Candidate { person, score } = *candidate;
            let Some(known) = people.get_mut(person) else {
                return Err(Wrong::NoSuchPerson { need: need as usize, person });
            };
            if std::mem::replace(&mut known.named, slot + 1) == slot + 1 {
                return Err(Wrong::NamedTwice { need: need as usize, person });
            }
            if is_large(score) {
                any_large = true;
            } else if known.kept != need + 1 {
                level = level.max(score - known.price);
            } else if known.slot == slot {
                self.score[at] = score;
                is_found = true;
            } else {
                cross.push(Cross { slot, holder: known.slot, person: person as u32, score });
            }
        }
        if any_large {
            return Err(Wrong::ScoreTooLarge { need: need as usize });
        }
        if !is_found {
            self.person[at] = NONE;
        }
        self.level[at] = level;
        Ok(())
    }

    /// Raises levels within a need until its slots agree who holds what, and gives up pairs of slots that could gain more.
    fn settle(&mut self, slots: std::ops::Range<u32>, cross: &mut Vec<Cross>, keeps_all: bool) {
        for slot in slots.clone().filter(|_| keeps_all) {
            // Then the levels only serve to tell which empty slots would rather be filled.
            self.link(slot);
        }
        if keeps_all {
            return;
        }
        if !cross.is_empty() {
            // A slot that gives its person up could have them again, as any other could.
            let held = slots.clone().filter(|&slot| self.person[slot as usize] != NONE);
            cross.extend(held.map(|slot| {
                let (person, score) = (self.person[slot as usize], self.score[slot as usize]);
                Cross { slot, holder: slot, person, score }
            }));
        }
        let base: Vec<i64> = if cross.is_empty() { Vec::new() } else { self.of(slots.clone(), &self.level) };
        for round in 0.. {
            if round > 0 {
                for (slot, &level) in slots.clone().zip(&base) {
                    self.level[slot as usize] = level;
                }
            }
            self.open_up(cross);
            let rising = self.spread(&slots, cross);
            let mut poor: Vec<u32> = slots
                .clone()
                .filter(|&slot| self.person[slot as usize] != NONE)
                .filter(|slot| self.surplus(*slot) < 0 || rising.contains(slot))
                .collect();
            if !rising.is_empty() && (round > 4 || poor.is_empty()) {
                poor.extend(slots.clone());
            }
            for &slot in &poor {
                self.person[slot as usize] = NONE;
            }
            if poor.is_empty() || cross.is_empty() {
                break;
            }
        }
        for slot in slots {
            self.link(slot);
        }
    }

    fn of(&self, slots: std::ops::Range<u32>, list: &[i64]) -> Vec<i64> {
        list[slots.start as usize..slots.end as usize].to_vec()
    }

    fn link(&mut self, slot: u32) {
        let (person, score) = (self.person[slot as usize], self.score[slot as usize]);
        if person != NONE {
            self.join(slot, person, score);
        }
    }

    /// Those whose pair is given up count as outside the need.
    fn open_up(&mut self, cross: &[Cross]) {
        for cross in cross.iter().filter(|cross| self.person[cross.holder as usize] != cross.person) {
            let level = &mut self.level[cross.slot as usize];
            if self.instance.capacity[cross.person as usize] > 0 {
                *level = (*level).max(cross.score - self.price[cross.person as usize]);
            }
        }
    }

    /// Longest chains within the need; returns slots that would gain by exchanging among themselves.
    fn spread(&mut self, slots: &std::ops::Range<u32>, cross: &[Cross]) -> Vec<u32> {
        let mut risen = Vec::new();
        for _ in 0..=slots.len().min(MOST_ROUNDS) {
            risen.clear();
            for cross in cross.iter().filter(|cross| self.person[cross.holder as usize] == cross.person) {
                let holder = cross.holder as usize;
                let level = self.level[holder] + cross.score - self.score[holder];
                if level > self.level[cross.slot as usize] {
                    self.level[cross.slot as usize] = level;
                    risen.push(cross.slot);
                }
            }
            if risen.is_empty() {
                break;
            }
        }
        risen
    }

    /// Empty slots that would rather be filled.
    pub(super) fn open(&self) -> Vec<u32> {
        let is_open = |&slot: &u32| {
            let at = slot as usize;
            self.person[at] == NONE && self.level[at] > -self.penalty[at]
        };
        (0..self.slots() as u32).filter(is_open).collect()
    }

    /// People with time left that still costs.
    pub(super) fn dear(&self) -> Vec<u32> {
        (0..self.people() as u32).filter(|&who| self.price[who as usize] > 0 && self.has_seat(who)).collect()
    }

    /// The answer; people without time cost as much as they would be worth, so that nobody asks for them.
    pub(super) fn solution(mut self) -> Solution {
        if self.instance.capacity.contains(&0) {
            for (row, level) in self.row.iter().zip(&self.level) {
                for candidate in row.iter().filter(|candidate| self.instance.capacity[candidate.person] == 0) {
                    let price = &mut self.price[candidate.person];
                    *price = (*price).max(candidate.score - level);
                }
            }
        }
        let mut solution = Solution { filled: Vec::with_capacity(self.slots()), ..Solution::default() };
        for (at, (&need, &person)) in self.need.iter().zip(&self.person).enumerate() {
            let slot = at - self.first[need as usize] as usize;
            let (need, score) = (need as usize, self.score[at]);
            if person == NONE {
                solution.objective -= self.penalty[at];
                solution.empty.push((need, slot));
            } else {
                solution.objective += score;
                solution.filled.push(Filled { need, slot, person: person as usize, score });
            }
        }
        solution.bound = solution.objective;
        solution.prices = self.price;
        solution
    }
}

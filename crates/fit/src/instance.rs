//! The question: needs with slots, people with capacity.

use std::fmt;

/// Needs and the people who could meet them. People are numbered from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Instance {
    /// How many slots each person may take.
    pub capacity: Vec<u32>,
    /// The needs.
    pub needs: Vec<Need>,
}

/// A need: one slot for each person it wants.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Need {
    /// Its slots.
    pub slots: Vec<Slot>,
}

/// A slot: what it costs to leave it empty, and who could fill it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slot {
    /// What an empty slot costs, in units of score. It is filled whenever that is worth more than leaving it.
    pub penalty: i64,
    /// Who could fill it.
    pub candidates: Vec<Candidate>,
}

/// Someone who could fill a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The person.
    pub person: usize,
    /// How well they fit.
    pub score: i64,
}

/// Why a question cannot be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// A slot names a person who is not there.
    NoSuchPerson {
        /// The need.
        need: usize,
        /// The person named.
        person: usize,
    },
    /// A slot names a person twice.
    NamedTwice {
        /// The need.
        need: usize,
        /// The person.
        person: usize,
    },
    /// Scores and penalties must lie within a thousand million of zero, so that no sum overflows.
    ScoreTooLarge {
        /// The need.
        need: usize,
    },
    /// More needs, slots or people than thirty bits can number.
    TooMany,
    /// A slot is asked about that is not there.
    NoSuchSlot {
        /// The need.
        need: usize,
        /// The slot.
        slot: usize,
    },
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wrong::NoSuchPerson { need, person } => write!(f, "need {need} names person {person}, who is not there"),
            Wrong::NamedTwice { need, person } => write!(f, "a slot of need {need} names person {person} twice"),
            Wrong::ScoreTooLarge { need } => {
                write!(f, "need {need} has a score or penalty beyond the limit of {LIMIT}")
            }
            Wrong::TooMany => f.write_str("too many needs, slots or people to number"),
            Wrong::NoSuchSlot { need, slot } => write!(f, "need {need} has no slot {slot}"),
        }
    }
}

impl std::error::Error for Wrong {}

/// The greatest score or penalty, either way.
pub const LIMIT: i64 = 1_000_000_000;

impl Instance {
    /// Whether the question can be answered.
    pub fn check(&self) -> Result<(), Wrong> {
        // The slot that named each person last: one pass, however long the lists are.
        let mut named = vec![0usize; self.capacity.len()];
        let mut count = 0;
        for (need, wanted) in self.needs.iter().enumerate() {
            for slot in &wanted.slots {
                count += 1;
                check_slot(need, slot, &mut named, count)?;
            }
        }
        Ok(())
    }
}

fn check_slot(need: usize, slot: &Slot, named: &mut [usize], count: usize) -> Result<(), Wrong> {
    let is_large = |number: i64| !(-LIMIT..=LIMIT).contains(&number);
    let mut any_large = is_large(slot.penalty);
    for &Candidate { person, score } in &slot.candidates {
        let last = named.get_mut(person).ok_or(Wrong::NoSuchPerson { need, person })?;
        if std::mem::replace(last, count) == count {
            return Err(Wrong::NamedTwice { need, person });
        }
        any_large |= is_large(score);
    }
    if any_large { Err(Wrong::ScoreTooLarge { need }) } else { Ok(()) }
}

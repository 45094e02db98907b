//! The question: needs with slots, people with capacity.

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
}

/// The greatest score or penalty, either way.
pub const LIMIT: i64 = 1_000_000_000;

impl Instance {
    /// Whether the question can be answered.
    pub fn check(&self) -> Result<(), Wrong> {
        for (at, need) in self.needs.iter().enumerate() {
            for slot in &need.slots {
                self.check_slot(at, slot)?;
            }
        }
        Ok(())
    }

    fn check_slot(&self, need: usize, slot: &Slot) -> Result<(), Wrong> {
        let mut named: Vec<usize> = slot.candidates.iter().map(|candidate| candidate.person).collect();
        named.sort_unstable();
        if let Some(person) = named.last().filter(|person| **person >= self.capacity.len()) {
            return Err(Wrong::NoSuchPerson { need, person: *person });
        }
        if let Some(twice) = named.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(Wrong::NamedTwice { need, person: twice[0] });
        }
        let is_small = |number: i64| (-LIMIT..=LIMIT).contains(&number);
        let all_small = is_small(slot.penalty) && slot.candidates.iter().all(|candidate| is_small(candidate.score));
        if all_small { Ok(()) } else { Err(Wrong::ScoreTooLarge { need }) }
    }
}

//! The answer: which slots are filled by whom, what that is worth, and the price of each person's time.

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

/// An answer that no other beats, unless the work was stopped: then `bound` says what another could reach at most.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Solution {
    /// The filled slots, by need and slot.
    pub filled: Vec<Filled>,
    /// Slots left empty, as (need, slot).
    pub empty: Vec<(usize, usize)>,
    /// The sum of scores less the penalties of empty slots.
    pub objective: i64,
    /// No assignment is worth more.
    pub bound: i64,
    /// One price for each person's time, which together prove the answer (see [`crate::bound`]): nothing for those with
    /// time left.
    pub prices: Vec<i64>,
}

impl Solution {
    /// What another assignment could gain at most: nothing, unless the work was stopped.
    pub fn gap(&self) -> i64 {
        self.bound.saturating_sub(self.objective)
    }
}

/// A slot that is filled otherwise than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The need.
    pub need: usize,
    /// The slot of the need.
    pub slot: usize,
    /// Who filled it.
    pub before: Option<usize>,
    /// Who fills it now.
    pub after: Option<usize>,
}

/// What differs between two answers, by need and slot.
pub fn changes(before: &Solution, after: &Solution) -> Vec<Change> {
    let (mut old, mut new) = (before.filled.iter().peekable(), after.filled.iter().peekable());
    let key = |filled: &&Filled| (filled.need, filled.slot);
    let mut changes = Vec::new();
    loop {
        let at = match (old.peek().map(key), new.peek().map(key)) {
            (Some(left), Some(right)) => left.min(right),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => return changes,
        };
        let before = old.next_if(|filled| key(filled) == at).map(|filled| filled.person);
        let after = new.next_if(|filled| key(filled) == at).map(|filled| filled.person);
        if before != after {
            changes.push(Change { need: at.0, slot: at.1, before, after });
        }
    }
}

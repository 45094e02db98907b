//! A change: the new state together with its facts and the work it asks for. Nothing else can be stored.

use super::{Act, Actor, May};
use crate::code::Reason;
use crate::fact::{Draft, FactKind};
use crate::id::{Id, PersonId};
use crate::time::Instant;

/// What an allowed act comes to: written in one transaction or not at all.
#[must_use]
#[derive(Debug)]
pub struct Change<N> {
    /// The noun as it is from now on.
    pub state: N,
    by: Actor,
    facts: Vec<Draft>,
    voids: Vec<Void>,
    jobs: Vec<Job>,
    notices: Vec<Notice>,
}

/// Standing facts to take back: all of a noun and a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Void {
    /// The noun.
    pub noun: Id,
    /// The kind of fact.
    pub kind: &'static FactKind,
    /// Why.
    pub reason: Reason,
}

/// Work to be done after the transaction, by a handler of this kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The handler.
    pub kind: &'static str,
    /// What it works on: ids and numbers, never personal text.
    pub payload: String,
    /// Not before.
    pub due: Instant,
}

/// Word to a person: a text key with its blanks, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The receiver.
    pub person: PersonId,
    /// The text key, under `notice.`.
    pub text: &'static str,
    /// Words that fill the blanks.
    pub blanks: Vec<(&'static str, String)>,
    /// The page it leads to.
    pub href: String,
}

impl<N> Change<N> {
    /// The new state and the fact it leaves.
    pub fn new<A: Act>(may: May<A>, state: N, fact: Draft) -> Self {
        Self { state, by: may.by, facts: vec![fact], voids: Vec::new(), jobs: Vec::new(), notices: Vec::new() }
    }

    /// One more fact.
    pub fn and(mut self, fact: Draft) -> Self {
        self.facts.push(fact);
        self
    }

    /// More facts.
    pub fn and_all(mut self, facts: impl IntoIterator<Item = Draft>) -> Self {
        self.facts.extend(facts);
        self
    }

    /// Takes back the noun's standing facts of these kinds: the facts of this change stand in their place.
    pub fn correcting(mut self, noun: impl Into<Id>, kinds: &[&'static FactKind], reason: Reason) -> Self {
        let noun = noun.into();
        self.voids.extend(kinds.iter().map(|kind| Void { noun, kind, reason }));
        self
    }

    /// Work for later.
    pub fn job(mut self, kind: &'static str, payload: impl Into<String>, due: Instant) -> Self {
        self.jobs.push(Job { kind, payload: payload.into(), due });
        self
    }

    /// Word to a person; nobody if there is none.
    pub fn tell(
        mut self,
        person: impl Into<Option<PersonId>>,
        text: &'static str,
        blanks: Vec<(&'static str, String)>,
        href: String,
    ) -> Self {
        self.notices.extend(person.into().map(|person| Notice { person, text, blanks, href }));
        self
    }

    /// Takes the change apart for storing.
    pub fn into_parts(self) -> (N, Actor, Vec<Draft>, Vec<Void>, Vec<Job>, Vec<Notice>) {
        (self.state, self.by, self.facts, self.voids, self.jobs, self.notices)
    }
}

//! Appending: a change is stored, its facts wait in the transaction and are chained at its end.

use super::store;
use crate::db::{Fault, Pending, Tx};
use crate::stop::Stop;
use crate::{jobs, notices};
use logic::act::{Change, Void};
use logic::fact::{Draft, Fact, Position, Stamp};

impl Tx<'_> {
    /// Stores a change whole: the state by `save`, its facts, its jobs and its notices.
    pub fn commit<N>(
        &mut self,
        change: Change<N>,
        save: impl FnOnce(&mut Self, &N) -> Result<(), Fault>,
    ) -> Result<N, Stop> {
        let (state, by, facts, voids, jobs, notices) = change.into_parts();
        save(self, &state)?;
        self.say(facts, &voids, by.into())?;
        jobs.iter().try_for_each(|job| jobs::enqueue(self, job))?;
        notices.iter().try_for_each(|notice| notices::tell(self, notice))?;
        Ok(state)
    }

    fn say(&mut self, facts: Vec<Draft>, voids: &[Void], stamp: Stamp) -> Result<(), Fault> {
        let mut replaced: Vec<(&str, Position)> = Vec::new();
        for void in voids {
            for fact in self.standing_facts(void.noun, void.kind.name)? {
                replaced.push((void.kind.name, fact.position));
                self.pending.push(Pending::TakeBack(Box::new(fact), void.reason, stamp));
            }
        }
        for fact in facts {
            let stands_for = replaced.iter().position(|(kind, _)| *kind == fact.kind.name);
            let corrects = stands_for.map(|at| replaced.remove(at).1);
            self.pending.push(Pending::Say(fact, stamp, corrects));
        }
        Ok(())
    }

    /// Puts the waiting facts at the end of the chain. The last thing a transaction does.
    pub(crate) fn chain(&mut self) -> Result<(), Fault> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let mut last = self.ledger_head()?;
        let pending = std::mem::take(&mut self.pending);
        let mut facts = Vec::with_capacity(pending.len());
        for one in &pending {
            let fact = match one {
                Pending::Say(draft, stamp, corrects) => Fact::append(draft, *stamp, *corrects, last),
                Pending::TakeBack(fact, reason, stamp) => fact.reverse(*reason, *stamp, last),
            };
            last = (fact.position, fact.hash);
            facts.push(fact);
        }
        store::insert(self, &facts)
    }
}

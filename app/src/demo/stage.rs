//! The stage: people of the city act through the house's own acts, at their own hour of the year.

use ground::db::{Fault, Tx};
use ground::stop::{OrMissing, Stop};
use logic::act::{Grant, Viewer};
use logic::form::Raw;
use logic::id::{AccountId, Id, PersonId};
use logic::time::{Day, Instant};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use web::House;

/// Where a year is lived: the house, and the seed of everything.
#[derive(Clone)]
pub(super) struct City {
    pub(super) house: Arc<House>,
    pub(super) seed: u64,
    /// The hour of the last act: the ledger's hours never go back.
    last: Arc<AtomicI64>,
}

/// Someone who acts.
#[derive(Debug, Clone)]
pub(super) struct Who {
    account: Option<AccountId>,
    pub(super) person: PersonId,
    grants: Vec<Grant>,
}

impl Who {
    /// Someone with an account.
    pub(super) fn staff(account: AccountId, person: PersonId, grant: Grant) -> Self {
        Self { account: Some(account), person, grants: vec![grant] }
    }

    /// Someone who signed in by telephone.
    pub(super) fn by_phone(person: PersonId) -> Self {
        Self { account: None, person, grants: Vec::new() }
    }

    fn viewer(&self, now: Instant) -> Viewer {
        let Self { account, person, grants } = self.clone();
        Viewer { account, person: Some(person), also: Vec::new(), grants, now, is_program: false }
    }
}

/// One transaction of the city's life. Its hour goes on with every act.
pub(super) struct Scene<'a, 'b> {
    pub(super) tx: &'a mut Tx<'b>,
    house: &'a Arc<House>,
    now: Instant,
}

impl City {
    pub(super) fn new(house: &Arc<House>, seed: u64) -> Self {
        Self { house: house.clone(), seed, last: Arc::default() }
    }

    /// One transaction at that moment. The work may run again: it takes clones and changes nothing outside.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        at: Instant,
        work: impl Fn(&mut Scene) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        self.write_from(at, at, work).await
    }

    /// One transaction whose acts begin at one moment and are stored at another.
    pub(super) async fn write_from<T: Send + 'static>(
        &self,
        from: Instant,
        stored: Instant,
        work: impl Fn(&mut Scene) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let now = from.max(Instant(self.last.load(Ordering::Relaxed)));
        self.house.db.clock().set(stored.max(now));
        let house = self.house.clone();
        let written = self.house.db.write(move |tx| {
            let mut scene = Scene { tx, house: &house, now };
            let done = work(&mut scene)?;
            Ok((done, scene.now))
        });
        let (done, last) = written.await?;
        self.last.store(last.0, Ordering::Relaxed);
        Ok(done)
    }
}

impl Scene<'_, '_> {
    /// Acts on the noun of an address such as `("id", …)`.
    pub(super) fn act(&mut self, who: &Who, act: &str, at: &[(&str, String)], input: Raw) -> Result<Option<Id>, Stop> {
        let done = web::kit::act_inside(self.house, self.tx, &who.viewer(self.now), act, at, input);
        let done = done.map_err(|stop| failed(act, stop))?;
        match done.refusal {
            Some(refusal) => Err(failed(act, Stop::Refused(refusal))),
            None => Ok(done.id),
        }
    }

    /// Makes a noun and tells its id.
    pub(super) fn make(&mut self, who: &Who, act: &str, input: Raw) -> Result<Id, Stop> {
        self.act(who, act, &[], input)?.or_missing()
    }

    /// Acts on a noun.
    pub(super) fn on(&mut self, who: &Who, act: &str, noun: Id, input: Raw) -> Result<Option<Id>, Stop> {
        self.act(who, act, &[("id", noun.to_string())], input)
    }

    /// The hour of the next act.
    pub(super) fn now(&self) -> Instant {
        self.now
    }

    /// It is that hour, if it is not later already.
    pub(super) fn at(&mut self, now: Instant) {
        self.now = self.now.max(now);
    }

    /// Time passes.
    pub(super) fn later(&mut self, seconds: i64) {
        self.now = self.now.plus_seconds(seconds);
    }
}

/// Which act did not go through: a mistake of the demo's, told by name.
fn failed(act: &str, stop: Stop) -> Stop {
    match stop {
        Stop::Fault(fault) => Stop::Fault(fault),
        other => Fault::broken(&format!("the demo city: {act}"), format!("{other:?}")).into(),
    }
}

/// A form that is a button.
pub(super) fn button() -> Raw {
    Raw::default()
}

/// A day of the demo's year.
pub(super) fn day(month: i8, day: i8) -> Day {
    Day::new(super::YEAR, month, day).unwrap_or(Day::MIN)
}

/// That day at that hour.
pub(super) fn at(day: Day, hour: i64) -> Instant {
    day.start().plus_seconds(hour * 3600)
}

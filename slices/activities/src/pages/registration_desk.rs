//! The desk at which everyone registers, whichever way they come: it opens on an activity's places as they stand now,
//! and closes only when nobody waits who could be seated.

use crate::rules::{
    self, Activity, ActivityId, Entry, Hall, LapseOffer, Places, Registration, ServeLine, Side, Standing,
};
use crate::store::{activities, entries, registrations, sessions};
use ground::db::{Read, Tx};
use ground::stop::{OrMissing, Stop};
use logic::act::{Act, Change, May, Viewer};
use logic::id::PersonId;
use logic::refusal::Refusal;

/// How many of the line are read at a time.
const STRETCH: i64 = 200;
/// No party is larger: for asking the line without a limit.
const ANY_SIZE: i64 = 1_000_000;

/// The desk of an activity.
pub(crate) struct Desk {
    pub(crate) activity: Activity,
    pub(crate) entry: Entry,
    pub(crate) places: Places,
    stored: Places,
    is_loosened: bool,
}

impl Desk {
    /// The activity, its settings and its places; offers that are over have lapsed.
    pub(crate) fn open(tx: &mut Tx, id: ActivityId) -> Result<Self, Stop> {
        let activity = activities::get(tx, id)?;
        let entry = entries::find(tx, id)?.or_missing()?;
        let places = entries::places(tx, id)?;
        let mut desk = Self { activity, entry, stored: places.clone(), places, is_loosened: false };
        let program = Viewer::program(tx.now);
        for stale in registrations::list_stale_offers(tx, id)? {
            let stale = stale.counted(&desk.entry.sheet);
            let may = program.may::<LapseOffer>(&stale)?;
            desk.step(tx, |hall| stale.lapse(may, hall))?;
        }
        Ok(desk)
    }

    /// What rules decide by.
    pub(crate) fn hall(&mut self) -> Hall<'_> {
        Hall { activity: &self.activity, entry: &self.entry, places: &mut self.places }
    }

    /// A registration by its receipt, with what quotas look at.
    pub(crate) fn find(&self, read: &Read, receipt: rules::Receipt) -> Result<Registration, Stop> {
        Ok(registrations::get(read, self.activity.id, receipt)?.counted(&self.entry.sheet))
    }

    /// Someone has arrived whose person is known: registered, or told what they registered before.
    pub(crate) fn arrive<A: Act>(
        &mut self,
        tx: &mut Tx,
        may: May<A>,
        (registration, is_new): (Registration, bool),
        side: Side,
        person: PersonId,
    ) -> Result<Arrived, Stop> {
        if let Some(known) = registrations::find_live(tx, self.activity.id, person)? {
            return Ok(Arrived::Known(known));
        }
        self.check_invited(tx, &registration, side, person)?;
        let number = entries::next_number(tx, self.activity.id)?;
        let change = registration.arrive(may, &mut self.hall(), side, (person, number))?;
        let save = if is_new { registrations::insert } else { registrations::save };
        Ok(Arrived::New(tx.commit(change, save)?))
    }

    fn check_invited(&self, read: &Read, who: &Registration, side: Side, person: PersonId) -> Result<(), Stop> {
        if self.entry.way != rules::Way::Invitation || side == Side::Host {
            return Ok(());
        }
        let phone = match &who.phone {
            Some(phone) => Some(phone.clone()),
            None => read.find_standing_person(person)?.and_then(|person| person.phone),
        };
        let is_invited = phone.map(|phone| entries::is_invited(read, self.activity.id, &phone)).transpose()?;
        Refusal::new("registration.not_invited").unless(is_invited == Some(true))?;
        Ok(())
    }

    /// One step of one registration. Whatever may have given places back, or made a party fit, lets the line move.
    pub(crate) fn step(
        &mut self,
        tx: &mut Tx,
        step: impl FnOnce(&mut Hall) -> Result<Change<Registration>, Refusal>,
    ) -> Result<Registration, Stop> {
        let change = step(&mut self.hall())?;
        self.is_loosened = true;
        tx.commit(change, registrations::save)
    }

    /// Places or limits have changed otherwise: the line is looked at.
    pub(crate) fn loosen(&mut self) {
        self.is_loosened = true;
    }

    /// Everyone whose turn has come and who fits is served, in the line's order; then the places are written down.
    pub(crate) fn close(mut self, tx: &mut Tx) -> Result<(), Stop> {
        // Built with the feature `unserved`, nobody is served: for showing that the tests notice.
        if self.is_loosened && self.activity.takes_people(tx.now) && !cfg!(feature = "unserved") {
            self.serve_line(tx)?;
        }
        let changed = self.places.0.iter().filter(|quota| !self.stored.0.contains(quota));
        changed.into_iter().try_for_each(|quota| entries::save_quota(tx, quota))?;
        Ok(())
    }

    fn serve_line(&mut self, tx: &mut Tx) -> Result<(), Stop> {
        let program = Viewer::program(tx.now);
        let mut after = -1;
        loop {
            let largest = self.places.largest().min(ANY_SIZE);
            if largest < 1 {
                return Ok(());
            }
            let line = registrations::list_line(tx, self.activity.id, largest, after, STRETCH)?;
            let Some(last) = line.last() else { return Ok(()) };
            after = last.turn;
            let line = line.into_iter().map(|waiting| waiting.counted(&self.entry.sheet));
            let served = self.places.serve(line.map(|waiting| (waiting.clone(), waiting.party)));
            for waiting in served {
                let may = program.may::<ServeLine>(&waiting)?;
                let change = waiting.serve(may, &self.hall())?;
                tx.commit(change, registrations::save)?;
            }
        }
    }

    /// Sessions people may choose, if they are to choose.
    pub(crate) fn sessions(&self, read: &Read) -> Result<Vec<rules::Session>, Stop> {
        if self.entry.asks_session { Ok(sessions::list(read, self.activity.id)?) } else { Ok(Vec::new()) }
    }
}

/// What became of someone who arrived.
pub(crate) enum Arrived {
    /// Registered now.
    New(Registration),
    /// Registered before.
    Known(Registration),
}

impl Arrived {
    /// The registration, new or not.
    pub(crate) fn registration(&self) -> &Registration {
        match self {
            Self::New(registration) | Self::Known(registration) => registration,
        }
    }

    /// What to say.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Known(_) => "registration.known",
            Self::New(registration) => match registration.state {
                Standing::Confirmed => "registration.done_confirmed",
                Standing::Waiting => "registration.done_waiting",
                Standing::Entered => "registration.done_entered",
                _ => "registration.done_requested",
            },
        }
    }
}

/// The job: offers nobody answered lapse, and the line moves on.
pub(crate) fn lapse_offers(tx: &mut Tx, payload: &str) -> Result<(), Stop> {
    let id = payload.parse().map_err(|_| ground::db::Fault::broken("lapsing offers", payload))?;
    Desk::open(tx, id)?.close(tx)
}

/// Invariant: nobody waits for whom there are places. The sums and the line are counted anew, not read from what acts wrote.
pub(crate) fn idle_places(read: &Read) -> Result<Vec<String>, Stop> {
    let mut broken = Vec::new();
    for id in entries::list_with_line(read)? {
        let Some(entry) = entries::find(read, id)? else { continue };
        let places = entries::places(read, id)?;
        for waiting in registrations::list_line(read, id, ANY_SIZE, -1, ANY_SIZE)? {
            let waiting = waiting.counted(&entry.sheet);
            if places.of(&waiting.party).all(|quota| waiting.party.size <= quota.free()) {
                broken.push(format!("{} waits as number {} of {id}", waiting.id, waiting.number));
            }
        }
    }
    Ok(broken)
}

/// Invariant: what is taken is what parties hold, and never more than there is.
pub(crate) fn miscounted_places(read: &Read) -> Result<Vec<String>, Stop> {
    let mut broken = entries::list_miscounted(read)?;
    for id in entries::list_with_options(read)? {
        let Some(entry) = entries::find(read, id)? else { continue };
        let places = entries::places(read, id)?;
        let holders: Vec<_> =
            registrations::list_holders(read, id)?.into_iter().map(|holder| holder.counted(&entry.sheet)).collect();
        for quota in places.0 {
            let held: i64 = holders
                .iter()
                .filter(|holder| holder.party.falls_under(&quota.scope))
                .map(|holder| holder.party.size)
                .sum();
            if held != quota.taken || held > quota.places {
                broken.push(format!("{} of {id}: taken {}, held {held}", quota.id, quota.taken));
            }
        }
    }
    Ok(broken)
}

//! What a phone at the door kept while there was no network: done once, and told what became of it.

use super::registration::RegistrationId;
use super::session::SessionId;
use logic::code::Audience;
use logic::form::Phone;
use logic::time::Instant;

logic::id!(
    /// An entry: the id is made by the phone.
    EntryId
);

/// 离线签到: one party that came in while the phone was alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskEntry {
    /// Made by the phone, so that it is done once however often it is sent.
    pub id: EntryId,
    /// The registration; nothing for somebody who walked in.
    pub registration: Option<RegistrationId>,
    /// Where to.
    pub session: Option<SessionId>,
    /// How many; 0: all of the registration.
    pub persons: i64,
    /// The group they say they belong to.
    pub audience: Option<Audience>,
    /// Who walked in: kept only until it is settled.
    pub name: Option<String>,
    /// The telephone of who walked in.
    pub phone: Option<Phone>,
    /// When, by the phone's own clock.
    pub said_at: Instant,
    /// When, by ours.
    pub at: Instant,
}

/// A phone's clock may be off by this many seconds without a word about it.
pub const CLOCK_SLACK: i64 = 120;

/// How far a phone's clock is ahead of ours, in seconds: what it says the time is now, against what it is.
/// A difference that the way of the message explains is none.
pub(crate) fn clock_ahead(phone: Instant, now: Instant) -> i64 {
    // To the nearest second: a phone counts in milliseconds.
    let ahead = (phone.0 - now.0 + 500_000).div_euclid(1_000_000);
    if ahead.abs() > CLOCK_SLACK { ahead } else { 0 }
}

/// The moment an entry was made, by our clock; a clock that ran on makes nothing come from the future.
pub(crate) fn corrected(said_at: Instant, ahead: i64, now: Instant) -> Instant {
    said_at.plus_seconds(-ahead).min(now)
}

#[cfg(test)]
mod tests {
    use super::{clock_ahead, corrected};
    use logic::time::{Day, Instant};

    fn at(hour: u8, minute: u8) -> Instant {
        Day::new(2026, 3, 8).unwrap().at(hour, minute)
    }

    #[test]
    fn a_clock_two_hours_off_is_set_right_and_a_slow_network_is_none() {
        assert_eq!(clock_ahead(at(12, 0), at(10, 0)), 7_200);
        assert_eq!(clock_ahead(at(8, 0), at(10, 0)), -7_200);
        assert_eq!(clock_ahead(at(10, 1), at(10, 0)), 0);
        assert_eq!(corrected(at(11, 30), 7_200, at(10, 0)), at(9, 30), "two hours fast");
        assert_eq!(corrected(at(7, 30), -7_200, at(10, 0)), at(9, 30), "two hours slow");
        assert_eq!(corrected(at(10, 1), 0, at(10, 0)), at(10, 0), "never in the future");
    }
}

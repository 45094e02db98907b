//! How often people unknown have acted from one address in this minute: for acts that crowds behind one address do.
//! Counted in memory, so that counting costs no write; several programs count each for itself.

use ground::stop::Stop;
use logic::refusal::Refusal;
use logic::time::Instant;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

const MINUTE: i64 = 60;
/// Addresses remembered at most; beyond that all are forgotten rather than memory filled.
const ADDRESSES: usize = 200_000;

/// The counts of the running minute.
#[derive(Default)]
pub(super) struct Crowds(Mutex<Counts>);

#[derive(Default)]
struct Counts {
    minute: i64,
    by_address: HashMap<(&'static str, String), u32>,
}

impl Crowds {
    /// Counts one more, or refuses when there are too many.
    pub(super) fn count(&self, act: &'static str, from: String, now: Instant, most: u32) -> Result<(), Stop> {
        let seconds = now.0.div_euclid(1_000_000);
        let minute = seconds.div_euclid(MINUTE);
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.minute != minute || counts.by_address.len() > ADDRESSES {
            *counts = Counts { minute, by_address: HashMap::new() };
        }
        let count = counts.by_address.entry((act, from)).or_default();
        *count += 1;
        let left = MINUTE - seconds.rem_euclid(MINUTE);
        Ok(Refusal::new("too_many").with("seconds", left).unless(*count <= most)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_has_its_count_and_each_minute_begins_anew() {
        let crowds = Crowds::default();
        let at = |seconds: i64| Instant(seconds * 1_000_000);
        let is_let = |from: &str, seconds| crowds.count("a.b", from.into(), at(seconds), 2).is_ok();
        assert_eq!([is_let("甲", 0), is_let("甲", 1), is_let("甲", 59)], [true, true, false]);
        assert!(is_let("乙", 59) && is_let("甲", 60));
        assert!(crowds.count("a.c", "甲".into(), at(60), 1).is_ok(), "another act is counted by itself");
    }
}

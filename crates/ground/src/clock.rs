//! The one place that asks the machine what time it is, or for random bytes.

use logic::id::Id;
use logic::time::Instant;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The clock of a running program. It can be moved, for tests and for the demo city.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset: Arc<AtomicI64>,
}

impl Clock {
    /// Now.
    pub fn now(&self) -> Instant {
        Instant(machine_micros() + self.offset.load(Ordering::Relaxed))
    }

    /// Makes it this moment now; time goes on from there.
    pub fn set(&self, now: Instant) {
        self.offset.store(now.0 - machine_micros(), Ordering::Relaxed);
    }

    /// Moves the clock on by some seconds.
    pub fn advance(&self, seconds: i64) {
        self.offset.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }
}

fn machine_micros() -> i64 {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everyone else takes as a parameter")]
    let now = std::time::SystemTime::now();
    now.duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_micros() as i64)
}

/// Random bytes from the operating system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(clippy::expect_used, reason = "a machine without randomness cannot keep anyone's password")]
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A new id.
pub fn new_id(now: Instant) -> Id {
    new_id_after(now, 0)
}

/// The id that comes that many ids after the first one of this moment: the twelve bits behind the milliseconds count
/// quarters of a microsecond, so ids sort as they were made.
pub fn new_id_after(now: Instant, number: u32) -> Id {
    let quarters = now.0.rem_euclid(1000) * 4 + i64::from(number);
    let mut bytes: [u8; 10] = random();
    bytes[..2].copy_from_slice(&((quarters % 4000) as u16).to_be_bytes());
    Id::new(now.0 + quarters / 4000 * 1000, bytes)
}

//! Limits against guessing and flooding, counted in the database so that several programs share them.

use crate::db::{Fault, Tx};
use crate::sql;
use crate::stop::Stop;
use logic::refusal::Refusal;

/// So many in so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What is counted: `sign_in`.
    pub name: &'static str,
    /// How many.
    pub count: i64,
    /// In how many seconds.
    pub seconds: i64,
}

/// Counts one more for this key, or refuses when the limit is reached.
pub fn limit(tx: &mut Tx, limit: Limit, key: &str) -> Result<(), Stop> {
    let slot = tx.now.0.div_euclid(limit.seconds * 1_000_000) * limit.seconds * 1_000_000;
    let count = count(tx, &format!("{}:{key}", limit.name), slot)?;
    if count > limit.count {
        let again = tx.now.seconds_since(logic::time::Instant(slot));
        return Err(Refusal::new("too_many").with("seconds", limit.seconds - again).into());
    }
    Ok(())
}

fn count(tx: &mut Tx, key: &str, slot: i64) -> Result<i64, Fault> {
    let count = sql!(
        "insert into attempt (key, slot, count) values ($1, $2, 1)
        on conflict (key, slot) do update set count = attempt.count + 1 returning count"
    );
    tx.number(count, &[&key, &slot])
}

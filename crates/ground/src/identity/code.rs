//! One-time codes: six digits to a telephone, good once, for five minutes and five tries.

use crate::db::{Fault, Tx};
use crate::sql;
use logic::form::Phone;
use logic::time::Instant;
use sha2::{Digest, Sha256};

/// How long a code is good, in seconds.
pub const CODE_SECONDS: i64 = 5 * 60;
const TRIES: i64 = 5;

/// A new code of six digits.
pub fn new_code() -> String {
    let bytes: [u8; 8] = crate::clock::random();
    format!("{:06}", u64::from_be_bytes(bytes) % 1_000_000)
}

fn hash(phone: &Phone, code: &str) -> Vec<u8> {
    Sha256::digest(format!("{phone}\n{code}").as_bytes()).to_vec()
}

impl Tx<'_> {
    /// Keeps a code for a telephone, in place of the one before.
    pub fn keep_code(&mut self, phone: &Phone, code: &str) -> Result<(), Fault> {
        let keep = sql!(
            "insert into one_time_code (phone, hash, expires_at, tries) values ($1, $2, $3, 0)
            on conflict (phone) do update set hash = excluded.hash, expires_at = excluded.expires_at, tries = 0"
        );
        self.run(keep, &[phone, &hash(phone, code), &self.now.plus_seconds(CODE_SECONDS)]).map(drop)
    }

    /// Whether this is the code; if so it is used up, if not a try is.
    pub fn use_code(&mut self, phone: &Phone, code: &str) -> Result<bool, Fault> {
        let find = sql!("select hash, expires_at, tries from one_time_code where phone = $1");
        type Kept = (Vec<u8>, Instant, i64);
        let kept: Option<Kept> = self.find(find, &[phone], |row| row.read())?;
        let fits = kept.is_some_and(|(kept, expires_at, tries)| {
            kept == hash(phone, code) && self.now < expires_at && tries < TRIES
        });
        let after = if fits {
            sql!("delete from one_time_code where phone = $1")
        } else {
            sql!("update one_time_code set tries = tries + 1 where phone = $1")
        };
        self.run(after, &[phone])?;
        Ok(fits)
    }
}

//! One-time codes: six digits to a telephone, good once, for five minutes and five tries.

use crate::db::{Fault, Read, Tx};
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

impl Read<'_> {
    /// The telephone of a ticket: what a page's address carries in its place while a code is awaited.
    pub fn find_phone_of_ticket(&self, ticket: &str) -> Result<Option<Phone>, Fault> {
        let find = sql!("select phone from one_time_code where ticket = $1 and expires_at > $2");
        self.find(find, &[&ticket, &self.now], |row| row.get(0).map(Phone))
    }
}

impl Tx<'_> {
    /// Keeps a code for a telephone, in place of the one before; gives the ticket that stands for the telephone.
    pub fn keep_code(&mut self, phone: &Phone, code: &str) -> Result<String, Fault> {
        let ticket = format!("{:032x}", u128::from_be_bytes(crate::clock::random()));
        let keep = sql!(
            "insert into one_time_code (phone, hash, ticket, expires_at, tries) values ($1, $2, $3, $4, 0)
            on conflict (phone) do update
            set hash = excluded.hash, ticket = excluded.ticket, expires_at = excluded.expires_at, tries = 0"
        );
        self.run(keep, &[phone, &hash(phone, code), &ticket, &self.now.plus_seconds(CODE_SECONDS)])?;
        Ok(ticket)
    }

    /// Whether this is the code, at the cost of a try; it stays good until [`Tx::forget_code`].
    pub fn try_code(&mut self, phone: &Phone, code: &str) -> Result<bool, Fault> {
        let find = sql!("select hash, expires_at, tries from one_time_code where phone = $1");
        type Kept = (Vec<u8>, Instant, i64);
        let kept: Option<Kept> = self.find(find, &[phone], |row| row.read())?;
        self.run(sql!("update one_time_code set tries = tries + 1 where phone = $1"), &[phone])?;
        Ok(kept.is_some_and(|(kept, expires_at, tries)| {
            kept == hash(phone, code) && self.now < expires_at && tries < TRIES
        }))
    }

    /// Uses a code up.
    pub fn forget_code(&mut self, phone: &Phone) -> Result<(), Fault> {
        self.run(sql!("delete from one_time_code where phone = $1"), &[phone]).map(drop)
    }
}

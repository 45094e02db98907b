//! Acting once: the answer to a request is kept under its idempotency key, in the same transaction as what it did.

use crate::db::{Fault, Read, Tx};
use crate::sql;
use sha2::{Digest, Sha256};

/// How long an answer is kept, in seconds.
pub const KEPT_SECONDS: i64 = 48 * 3600;

/// A request's key: who asked, what, and the key they chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    hash: Vec<u8>,
    act: String,
}

impl Key {
    /// The key of a request. Different viewers, acts or addresses never share one.
    pub fn new(viewer: &str, act: &str, address: &str, key: &str) -> Self {
        let text = [viewer, act, address, key].join("\n");
        Self { hash: Sha256::digest(text.as_bytes()).to_vec(), act: act.into() }
    }
}

impl Read<'_> {
    /// The answer given before under this key.
    pub fn find_answer(&self, key: &Key) -> Result<Option<String>, Fault> {
        self.find(sql!("select answer from once where key = $1"), &[&key.hash], |row| row.get(0))
    }
}

impl Tx<'_> {
    /// Keeps the answer under this key.
    pub fn keep_answer(&mut self, key: &Key, answer: &str) -> Result<(), Fault> {
        let keep = sql!("insert into once (key, act, answer, at) values ($1, $2, $3, $4)");
        self.run(keep, &[&key.hash, &key.act, &answer, &self.now]).map(drop)
    }

    /// Forgets answers older than [`KEPT_SECONDS`].
    pub fn forget_answers(&mut self) -> Result<u64, Fault> {
        self.run(sql!("delete from once where at < $1"), &[&self.now.plus_seconds(-KEPT_SECONDS)])
    }
}

//! The chain: each fact's hash covers its own fields and the hash before it, so that a changed past shows.
//!
//! `hash = SHA-256(previous hash ‖ lines)`, a line being `name=value` and a line feed, in the order below; a value that
//! is missing is an empty text. Anyone can recompute it with ten lines of any language.

use super::Fact;
use sha2::{Digest, Sha256};
use std::fmt::{Display, Write};

/// A SHA-256 value.
pub type Hash = [u8; 32];

/// What stands before the first fact.
pub const NO_HASH: Hash = [0; 32];

impl Fact {
    /// The hash this fact must carry after that one.
    pub fn seal(&self, previous: &Hash) -> Hash {
        let mut digest = Sha256::new();
        digest.update(previous);
        digest.update(self.lines().as_bytes());
        digest.finalize().into()
    }

    fn lines(&self) -> String {
        let mut lines = Lines(String::with_capacity(512));
        lines.put("position", self.position);
        lines.put("kind", &self.kind);
        lines.put("version", self.version);
        lines.put("sign", self.sign);
        lines.put_some("corrects", self.corrects);
        lines.put_some("reason", self.reason.as_deref());
        lines.put_some("account", self.stamp.account);
        lines.put_some("by", self.stamp.by);
        lines.put_some("behalf", self.stamp.behalf);
        lines.put("at", self.stamp.at.0);
        lines.put("noun", self.noun);
        lines.put("happened", self.happened.0);
        lines.put_some("programme", self.programme);
        lines.put_some("person", self.person);
        lines.put_some("place", self.place.map(|place| place.0));
        lines.put_some("unit", self.unit);
        lines.put_some("object", self.object);
        lines.put_some("audience", self.audience.as_deref());
        lines.put_some("channel", self.channel.as_deref());
        // A fact without a class has no line for it: the hashes of older ledgers stay what they are.
        if let Some(class) = &self.class {
            lines.put("class", class);
        }
        lines.put("quantity", self.quantity);
        lines.put("body", &self.body);
        lines.0
    }
}

struct Lines(String);

impl Lines {
    fn put(&mut self, name: &str, value: impl Display) {
        // Writing into a string cannot fail.
        let _ = writeln!(self.0, "{name}={value}");
    }

    fn put_some(&mut self, name: &str, value: Option<impl Display>) {
        match value {
            Some(value) => self.put(name, value),
            None => self.put(name, ""),
        }
    }
}

//! The domain's no: a code that the interface translates, with the words that fill its blanks.

use std::fmt;

/// Why an act was refused. The code is a text key under `refusal.`; the blanks are `{name}` in that text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// For example `task.no_evidence`.
    pub code: &'static str,
    /// Words that fill the blanks of the text.
    pub blanks: Vec<(&'static str, String)>,
}

impl Refusal {
    /// A refusal without blanks.
    pub const fn new(code: &'static str) -> Self {
        Self { code, blanks: Vec::new() }
    }

    /// Fills a blank.
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.blanks.push((name, value.to_string()));
        self
    }

    /// `Err(self)` unless the condition holds: `refusal.unless(due >= today)?`.
    pub fn unless(self, holds: bool) -> Result<(), Self> {
        if holds { Ok(()) } else { Err(self) }
    }
}

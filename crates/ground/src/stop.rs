//! The ways work may stop short: the domain's no, a form that is wrong, something missing, or our own failure.

use crate::db::Fault;
use logic::form::Problems;
use logic::refusal::Refusal;

/// Why nothing was done.
#[derive(Debug)]
pub enum Stop {
    /// It is not there, or not for this viewer: the answer is the same.
    Missing,
    /// The domain says no.
    Refused(Refusal),
    /// The form is wrong.
    Invalid(Problems),
    /// We failed.
    Fault(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Problems> for Stop {
    fn from(problems: Problems) -> Self {
        Self::Invalid(problems)
    }
}

/// A missing permission answers like a missing noun.
impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        if refusal == logic::act::NOT_ALLOWED { Self::Missing } else { Self::Refused(refusal) }
    }
}

/// Something found, or [`Stop::Missing`].
pub trait OrMissing<T> {
    /// The value, or a stop.
    fn or_missing(self) -> Result<T, Stop>;
}

impl<T> OrMissing<T> for Option<T> {
    fn or_missing(self) -> Result<T, Stop> {
        self.ok_or(Stop::Missing)
    }
}

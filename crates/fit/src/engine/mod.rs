//! The exact core: a forward auction with falling steps, an exact finish, and a choice among equals that depends on
//! nothing but the question.

mod askers;
mod auction;
mod equals;
mod lower;
mod market;
mod mend;
mod queue;
mod raise;
mod refine;
mod reverse;
mod sell;
mod shares;
mod solve;
mod stop;
mod sync;
mod view;

pub(crate) use mend::mend;
pub(crate) use solve::{Found, resume, solve};
pub use stop::{Phase, Watch};

#[cfg(all(test, feature = "schedules"))]
mod schedules;

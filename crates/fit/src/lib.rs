//! Fit assigns people to needs so that the sum of scores, less a penalty for every slot left empty, is as high as it can be,
//! and says so with prices that prove it.
//!
//! A need has slots; a slot names its candidates with a score each. A person takes at most as many slots as they have
//! capacity, and at most one slot of a need.

mod flow;
mod instance;
mod solve;

pub use instance::{Candidate, Instance, Need, Slot, Wrong};
pub use solve::{Filled, Solution, solve};

#[cfg(test)]
mod tests;

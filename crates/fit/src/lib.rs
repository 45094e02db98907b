//! Fit assigns people to needs so that the sum of scores, less a penalty for every slot left empty, is as high as it can be,
//! and says so with prices that prove it.
//!
//! A need has slots; a slot names its candidates with a score each. A person takes at most as many slots as they have
//! capacity, and at most one slot of a need.

mod chain;
mod check;
mod conflict;
mod engine;
mod explain;
mod fair;
mod plan;
mod problem;
mod read;
mod report;
mod rules;
pub use check::{Invalid, Verdict, check};
pub use conflict::{Rule, conflict};
pub use engine::{Phase, Watch};
pub use explain::{Idle, Next, Unmet, Why, why_idle, why_pair, why_unmet};
pub use fair::{Fair, Fairness, fair, is_out_of_reach};
pub use generate::{Kind, Size, generate};
pub use plan::{Moves, Options, Plan, moves, plan, replan};
pub use problem::{Fault, Pair, Problem, SCORE_LIMIT};
pub use read::{
    Named, read, read_answer, read_binary, read_csv, read_json, write_answer, write_binary, write_csv, write_json,
};
pub use report::{Cost, peak_bytes, report};
pub use rules::{NoPlan, Rules, plan_with};
mod bound;
mod generate;
mod instance;
mod teams;

pub use bound::{bound, bound_apart, bound_of};
pub use instance::{Candidate, Instance, LIMIT, Need, Slot, Wrong};
pub use teams::{
    Alternative, Apart, Change, Filled, Solution, alternatives, changes, resolve, solve, solve_apart, solve_watched,
    why_empty,
};

#[cfg(test)]
mod tests;

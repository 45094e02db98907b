//! The answer: pairs, prices that prove them, and what they are worth.

use crate::check::check;
use crate::conflict::conflict;
use crate::engine::{self, Found, Watch};
use crate::problem::{Pair, Problem};
use crate::rules::{NoPlan, Rules};

/// How to solve.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// How many threads bid; 0 and 1 are one. The answer is the same with any number.
    pub threads: usize,
    /// Progress, cancellation and time.
    pub watch: Watch<'a>,
}

/// An answer with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The pairs, by need and expert.
    pub pairs: Vec<Pair>,
    /// What one more slot of each expert's time would gain.
    pub prices: Vec<i64>,
    /// The sum of scores less penalties of unmet slots.
    pub objective: i64,
    /// No matching is worth more.
    pub bound: i64,
    /// Slots left unmet.
    pub unmet: u64,
}

impl Plan {
    /// What another matching could gain at most: nothing, unless the work was stopped.
    pub fn gap(&self) -> i64 {
        self.bound.saturating_sub(self.objective)
    }

    pub(crate) fn is_valid(&self) -> bool {
        self.objective > i64::MIN
    }
}

/// Finds a best matching and the least prices that prove it. The same question has the same answer, with any number of
/// threads, unless the watch stops the work: then it is the best so far, with its bound.
pub fn plan(problem: &Problem, options: Options<'_>) -> Result<Plan, NoPlan> {
    let plan = plan_as_is(problem, options);
    if plan.is_valid() {
        return Ok(plan);
    }
    Err(conflict(problem, &Rules::default()).map_or(NoPlan::Unfinished, NoPlan::Conflict))
}

pub(crate) fn plan_as_is(problem: &Problem, options: Options<'_>) -> Plan {
    let found = engine::solve(problem, options.threads.max(1), options.watch);
    proven(problem, found, &|| options.watch.stop.is_some_and(|stop| stop()))
}

/// Solves anew from an earlier plan's pairs and prices, after a few things changed: what still holds is kept. Exact as
/// [`plan`] is, but which of equally good matchings it finds, and at which prices, depends on where it starts. Add
/// [`Problem::add_bonus`] to the earlier pairs for few to move.
pub fn replan(problem: &Problem, pairs: &[Pair], prices: &[i64]) -> Result<Plan, NoPlan> {
    let plan = proven(problem, engine::resume(problem, pairs, prices), &|| false);
    if plan.is_valid() {
        return Ok(plan);
    }
    Err(conflict(problem, &Rules::default()).map_or(NoPlan::Unfinished, NoPlan::Conflict))
}

/// What moved between two plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moves {
    /// Pairs in both.
    pub kept: usize,
    /// Pairs of before that can no longer be made.
    pub impossible: usize,
    /// Pairs of before that could be made and were not.
    pub moved: usize,
    /// Pairs that are new.
    pub new: usize,
}

/// Compares the pairs of before with a plan's; both sorted, as plans are. A pair can be made while both have a place for it.
pub fn moves(problem: &Problem, before: &[Pair], plan: &Plan) -> Moves {
    let mut moves = Moves::default();
    for pair in before {
        if plan.pairs.binary_search(pair).is_ok() {
            moves.kept += 1;
        } else if problem.find_score(*pair).is_some() && problem.capacity(pair.expert as usize) > 0 {
            moves.moved += 1;
        } else {
            moves.impossible += 1;
        }
    }
    moves.new = plan.pairs.len() - moves.kept;
    moves
}

/// Checked; where floors are broken, or not at their best, they are mended first.
fn proven(problem: &Problem, found: Found, is_stopped: &dyn Fn() -> bool) -> Plan {
    let has_floors = !problem.need_floor.is_empty() || !problem.expert_floor.is_empty();
    let plan = checked(problem, found);
    if !has_floors || (plan.is_valid() && plan.gap() == 0) || is_stopped() {
        return plan;
    }
    let Plan { pairs, prices, .. } = plan;
    match engine::mend(problem, &pairs, &prices, is_stopped) {
        Some(mended) => checked(problem, mended),
        None => checked(problem, Found { pairs, prices }),
    }
}

fn checked(problem: &Problem, found: Found) -> Plan {
    let Found { pairs, prices } = found;
    let (objective, bound, unmet) = match check(problem, &pairs, &prices) {
        Ok(verdict) => (verdict.objective, verdict.bound, verdict.unmet),
        Err(_) => (i64::MIN, i64::MAX, 0),
    };
    Plan { pairs, prices, objective, bound, unmet }
}

//! Pairs that must be and pairs that must not, and what conflicts where not every rule can be kept.
//!
//! A forced pair is given a bonus so large that it is worth any swap; where all forced pairs are made, the proof of the
//! question with bonuses proves the answer: every matching with all forced pairs has the same bonus.

use crate::check::{Verdict, check};
use crate::conflict::{Rule, conflict};
use crate::plan::{Options, Plan, plan_as_is};
use crate::problem::{Fault, Pair, Problem, SCORE_LIMIT};
use std::fmt;

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPlan {
    /// These rules cannot all be kept; without any one of them the others could.
    Conflict(Vec<Rule>),
    /// The watch stopped the work before the rules were kept, or numbers are too wide apart to tell.
    Unfinished,
    /// A rule names what is not there.
    Fault(Fault),
}

impl fmt::Display for NoPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoPlan::Conflict(rules) => {
                f.write_str("cannot all be kept:")?;
                rules.iter().try_for_each(|rule| write!(f, " {rule};"))
            }
            NoPlan::Unfinished => f.write_str("stopped before an answer that keeps the rules was found"),
            NoPlan::Fault(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for NoPlan {}

/// Pairs to force and to forbid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// Pairs that must be made.
    pub forced: Vec<Pair>,
    /// Pairs that must not be made.
    pub forbidden: Vec<Pair>,
}

impl Rules {
    /// The question without forbidden pairs and with forced ones at a bonus, and the bonus.
    fn apply(&self, problem: &Problem) -> Result<(Problem, i32), Fault> {
        let mut ruled = problem.without(&self.forbidden);
        let widest = ruled.score.iter().chain(&ruled.penalty).map(|score| score.saturating_abs()).max().unwrap_or(0);
        let bonus = widest.saturating_add(1).saturating_mul(64).min(SCORE_LIMIT - widest);
        let mut forced = self.forced.clone();
        forced.sort_unstable();
        forced.dedup();
        ruled.add_bonus(&forced, if forced.is_empty() { 0 } else { bonus })?;
        Ok((ruled, bonus))
    }

    fn made(&self, pairs: &[Pair]) -> bool {
        self.forced.iter().all(|pair| pairs.binary_search(pair).is_ok())
    }

    fn count(&self) -> i64 {
        let mut forced = self.forced.clone();
        forced.sort_unstable();
        forced.dedup();
        forced.len() as i64
    }

    /// Checks a plan that keeps these rules, as [`check`] does without rules. Nothing if it does not keep them.
    pub fn check(&self, problem: &Problem, plan: &Plan) -> Option<Verdict> {
        let (ruled, bonus) = self.apply(problem).ok()?;
        let mut pairs = plan.pairs.clone();
        pairs.sort_unstable();
        let verdict = check(&ruled, &pairs, &plan.prices).ok().filter(|_| self.made(&pairs))?;
        let bonus = i64::from(bonus) * self.count();
        Some(Verdict { objective: verdict.objective - bonus, bound: verdict.bound - bonus, unmet: verdict.unmet })
    }
}

/// Finds a best matching that keeps the rules and the question's floors, with its proof.
pub fn plan_with(problem: &Problem, rules: &Rules, options: Options<'_>) -> Result<Plan, NoPlan> {
    let (ruled, _) = rules.apply(problem).map_err(NoPlan::Fault)?;
    let mut plan = plan_as_is(&ruled, options);
    if let Some(verdict) = rules.check(problem, &plan) {
        (plan.objective, plan.bound) = (verdict.objective, verdict.bound);
        return Ok(plan);
    }
    match conflict(problem, rules) {
        Some(rules) => Err(NoPlan::Conflict(rules)),
        None => Err(NoPlan::Unfinished),
    }
}

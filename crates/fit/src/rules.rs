//! Pairs that must be and pairs that must not, and what conflicts where not every rule can be kept.
//!
//! What is forced is made first, and the question that is left is solved: fewer slots, less capacity, and each further slot
//! of an expert at the step it would have come to. Its proof is the proof of the whole, whatever the numbers.

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
    /// The watch stopped the work before the rules were kept.
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

/// A question after its forced pairs are made.
struct Left {
    problem: Problem,
    /// The forced pairs, sorted, and what they are worth.
    made: Vec<Pair>,
    worth: i64,
    /// How many forced pairs each expert has.
    load: Vec<u32>,
}

impl Left {
    /// The price of an expert's further slot, told from the first slot and not from the first that is not forced; nor below
    /// what the last forced slot costs.
    fn price_of_all(&self, expert: usize, price: i64) -> i64 {
        let (step, load) = (i64::from(self.problem.step(expert)), i64::from(self.load[expert]));
        if self.problem.capacity(expert) > 0 { price + step * load } else { price.max(step * (load - 1)) }
    }

    fn price_of_rest(&self, expert: usize, price: i64) -> i64 {
        let (step, load) = (i64::from(self.problem.step(expert)), i64::from(self.load[expert]));
        if self.problem.capacity(expert) > 0 { price.saturating_sub(step * load) } else { price }
    }
}

impl Rules {
    /// What is left to decide; nothing where the forced pairs cannot all be made.
    fn left(&self, problem: &Problem) -> Result<Option<Left>, Fault> {
        let mut made = self.forced.clone();
        made.sort_unstable();
        made.dedup();
        let mut left = problem.without(&self.forbidden);
        let mut worth = 0;
        let (mut filled, mut load) = (vec![0; left.needs()], vec![0; left.experts()]);
        for &pair in &made {
            let Some(score) = left.find_score(pair) else { return Ok(None) };
            worth += i64::from(score);
            filled[pair.need as usize] += 1u32;
            load[pair.expert as usize] += 1u32;
        }
        if !made.is_empty() {
            left = left.without(&made);
        }
        for (need, &filled) in filled.iter().enumerate().filter(|(_, filled)| **filled > 0) {
            let Some(open) = left.demand[need].checked_sub(filled) else { return Ok(None) };
            left.demand[need] = open;
            if let Some(floor) = left.need_floor.get_mut(need) {
                *floor = floor.saturating_sub(filled);
            }
        }
        for (expert, &load) in load.iter().enumerate().filter(|(_, load)| **load > 0) {
            let Some(free) = left.capacity[expert].checked_sub(load) else { return Ok(None) };
            left.capacity[expert] = free;
            if let Some(floor) = left.expert_floor.get_mut(expert) {
                *floor = floor.saturating_sub(load);
            }
            worth -= i64::from(left.step(expert)) * i64::from(load) * (i64::from(load) - 1) / 2;
        }
        for at in 0..left.expert.len() {
            let expert = left.expert[at] as usize;
            let (step, load) = (left.step(expert), load[expert]);
            // The next slot comes after the forced ones: it costs their steps too.
            if step > 0 && load > 0 && left.capacity[expert] > 0 {
                let score = i64::from(left.score[at]) - i64::from(step) * i64::from(load);
                let small = i32::try_from(score).ok().filter(|score| *score >= -SCORE_LIMIT);
                left.score[at] = small.ok_or(Fault::TooLarge(score))?;
            }
        }
        Ok(Some(Left { problem: left, made, worth, load }))
    }

    /// Checks a plan that keeps these rules, as [`check`] does without rules. Nothing if it does not keep them.
    pub fn check(&self, problem: &Problem, plan: &Plan) -> Option<Verdict> {
        let left = self.left(problem).ok()??;
        let (mut made, rest): (Vec<Pair>, Vec<Pair>) =
            plan.pairs.iter().partition(|pair| left.made.binary_search(pair).is_ok());
        made.sort_unstable();
        if made != left.made || plan.prices.len() != problem.experts() {
            return None;
        }
        let prices: Vec<i64> =
            plan.prices.iter().enumerate().map(|(expert, &price)| left.price_of_rest(expert, price)).collect();
        let verdict = check(&left.problem, &rest, &prices).ok()?;
        let bound = verdict.bound.saturating_add(left.worth);
        Some(Verdict { objective: verdict.objective + left.worth, bound, ..verdict })
    }
}

/// Finds a best matching that keeps the rules and the question's floors, with its proof.
pub fn plan_with(problem: &Problem, rules: &Rules, options: Options<'_>) -> Result<Plan, NoPlan> {
    if let Some(left) = rules.left(problem).map_err(NoPlan::Fault)? {
        let mut plan = plan_as_is(&left.problem, options);
        if plan.is_valid() {
            for (expert, price) in plan.prices.iter_mut().enumerate().filter(|(expert, _)| left.load[*expert] > 0) {
                *price = left.price_of_all(expert, *price);
            }
            plan.pairs.extend(&left.made);
            plan.pairs.sort_unstable();
            plan.objective += left.worth;
            plan.bound = plan.bound.saturating_add(left.worth);
            return Ok(plan);
        }
    }
    Err(conflict(problem, rules).map_or(NoPlan::Unfinished, NoPlan::Conflict))
}

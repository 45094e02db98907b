//! Why: of a pair, of an unmet slot, of an idle expert; read from the prices, which any reader can check.

use crate::conflict::Rule;
use crate::plan::{Plan, replan};
use crate::problem::{Pair, Problem};
use crate::rules::NoPlan;

/// Why a pair was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// What the pair is worth.
    pub score: i32,
    /// What the expert's time is worth elsewhere: another could gain that much by having it.
    pub price: i64,
    /// The need's next best expert at these prices, if it has one.
    pub next: Option<Next>,
    /// What the whole loses without this pair, exactly.
    pub loss: i64,
    /// Pairs that would be made instead, and those that would go with it.
    pub instead: Vec<Pair>,
    /// Pairs that would no longer be made, this one among them.
    pub gone: Vec<Pair>,
}

/// The next best expert of a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    /// The expert.
    pub expert: u32,
    /// What the pair would be worth.
    pub score: i32,
    /// What taking this expert instead costs at least: lower score and higher price together.
    pub cost: i64,
}

/// Explains a pair of a plan by solving again without it; nothing if the plan does not make it.
pub fn why_pair(problem: &Problem, plan: &Plan, pair: Pair) -> Option<Result<Why, NoPlan>> {
    plan.pairs.binary_search(&pair).ok()?;
    let score = problem.find_score(pair)?;
    let price = plan.prices[pair.expert as usize];
    let other = problem.without(&[pair]);
    Some(replan(&other, &plan.pairs, &plan.prices).map(|without| Why {
        score,
        price,
        next: next(problem, plan, pair),
        loss: plan.objective - without.objective,
        instead: less(&without.pairs, &plan.pairs),
        gone: less(&plan.pairs, &without.pairs),
    }))
}

/// The best of the need's experts who are not with it.
fn next(problem: &Problem, plan: &Plan, pair: Pair) -> Option<Next> {
    let profit = |expert: u32, score: i32| i64::from(score) - plan.prices[expert as usize];
    let mine = profit(pair.expert, problem.find_score(pair)?);
    let free = |expert: u32| plan.pairs.binary_search(&Pair { need: pair.need, expert }).is_err();
    let row = problem.row(pair.need as usize).filter(|&(expert, _)| free(expert));
    let row = row.filter(|&(expert, _)| problem.capacity(expert as usize) > 0);
    let (expert, score) = row.max_by_key(|&(expert, score)| (profit(expert, score), std::cmp::Reverse(expert)))?;
    Some(Next { expert, score, cost: mine - profit(expert, score) })
}

fn less(pairs: &[Pair], others: &[Pair]) -> Vec<Pair> {
    pairs.iter().filter(|pair| others.binary_search(pair).is_err()).copied().collect()
}

/// Why a slot of a need stays unmet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmet {
    /// Nobody can take it, or everybody who can already serves this need.
    NobodyLeft,
    /// Floors of others leave nobody; these rules and one more slot here cannot all be.
    Blocked(Vec<Rule>),
    /// All who could are worth more elsewhere.
    BetterElsewhere {
        /// What the whole would lose by serving the slot: if an unmet slot here cost more by this much, it would be served
        /// as well as not.
        raise: i64,
        /// Pairs that would be made then, and those that would go.
        instead: Vec<Pair>,
        /// Pairs that would no longer be made.
        gone: Vec<Pair>,
        /// The candidate whose time is shortest, and what one more slot of it would gain the whole.
        shortest: (u32, i64),
    },
}

/// Explains an unmet slot by solving again with one more slot of the need served; nothing if the need has none unmet.
pub fn why_unmet(problem: &Problem, plan: &Plan, need: u32) -> Option<Result<Unmet, NoPlan>> {
    let (at, end) =
        (plan.pairs.partition_point(|pair| pair.need < need), plan.pairs.partition_point(|pair| pair.need <= need));
    let filled = (end - at) as u32;
    if filled >= problem.demand(need as usize) {
        return None;
    }
    let mine = &plan.pairs[at..end];
    let can =
        |expert: u32| problem.capacity(expert as usize) > 0 && mine.binary_search(&Pair { need, expert }).is_err();
    let left = problem.row(need as usize).map(|pair| pair.0).filter(|&expert| can(expert));
    let Some(shortest) = left.max_by_key(|&expert| (plan.prices[expert as usize], std::cmp::Reverse(expert))) else {
        return Some(Ok(Unmet::NobodyLeft));
    };
    let floor =
        (0..problem.needs()).map(|other| if other == need as usize { filled + 1 } else { problem.need_floor(other) });
    let served = match problem.clone().with_need_floors(floor.collect()) {
        Ok(served) => replan(&served, &plan.pairs, &plan.prices),
        Err(fault) => Err(NoPlan::Fault(fault)),
    };
    Some(match served {
        Ok(served) => Ok(Unmet::BetterElsewhere {
            raise: plan.objective - served.objective,
            instead: less(&served.pairs, &plan.pairs),
            gone: less(&plan.pairs, &served.pairs),
            shortest: (shortest, plan.prices[shortest as usize]),
        }),
        Err(NoPlan::Conflict(rules)) => Ok(Unmet::Blocked(rules)),
        Err(other) => Err(other),
    })
}

/// Why an expert has nothing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// No need names them.
    NotNamed,
    /// Every need that names them is served better.
    OthersBetter {
        /// The need nearest to taking them.
        need: u32,
        /// What they would bring there.
        score: i32,
        /// By how much the score would have to be higher for the need to take them as well as another.
        raise: i64,
    },
}

/// Explains experts without a slot, all in one pass; nothing for those who have one or may take none.
pub fn why_idle(problem: &Problem, plan: &Plan) -> Vec<Option<Idle>> {
    let mut is_busy = vec![false; problem.experts()];
    for pair in &plan.pairs {
        is_busy[pair.expert as usize] = true;
    }
    let may = |expert: usize| !is_busy[expert] && problem.capacity(expert) > 0;
    let mut idle: Vec<Option<Idle>> =
        (0..problem.experts()).map(|expert| may(expert).then_some(Idle::NotNamed)).collect();
    let mut at = 0;
    for need in 0..problem.needs() {
        let begin = at;
        while plan.pairs.get(at).is_some_and(|pair| pair.need as usize == need) {
            at += 1;
        }
        let level = level(problem, plan, need, &plan.pairs[begin..at]);
        for (expert, score) in problem.row(need).filter(|_| problem.demand(need) > 0) {
            let Some(known) = &mut idle[expert as usize] else { continue };
            let found = (level - i64::from(score)).max(0);
            let is_nearer = match known {
                Idle::NotNamed => true,
                Idle::OthersBetter { raise, .. } => found < *raise,
            };
            if is_nearer {
                *known = Idle::OthersBetter { need: need as u32, score, raise: found };
            }
        }
    }
    idle
}

/// What a need's worst slot gains.
fn level(problem: &Problem, plan: &Plan, need: usize, pairs: &[Pair]) -> i64 {
    let profit = |pair: &Pair| Some(i64::from(problem.find_score(*pair)?) - plan.prices[pair.expert as usize]);
    let worst = pairs.iter().filter_map(profit).min().unwrap_or(i64::MAX);
    if (pairs.len() as u32) < problem.demand(need) { worst.min(-i64::from(problem.penalty(need))) } else { worst }
}

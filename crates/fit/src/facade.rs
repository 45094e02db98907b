//! Small questions on the large engine: wherever the slots of each need are alike. Needs whose slots differ are a network
//! of their own, see `flow`.

use crate::instance::{Instance, Need};
use crate::plan::{Options, plan};
use crate::problem::Problem;
use crate::solve::{Filled, Solution};

/// The answer, or nothing where the engine does not take the question.
pub(crate) fn solve(instance: &Instance) -> Option<Solution> {
    if !instance.needs.iter().all(is_uniform) {
        return None;
    }
    let problem = problem(instance)?;
    let plan = plan(&problem, Options::default()).ok()?;
    let mut filled = Vec::new();
    let mut next = vec![0; instance.needs.len()];
    for pair in &plan.pairs {
        let slot = &mut next[pair.need as usize];
        let score = i64::from(problem.find_score(*pair)?);
        filled.push(Filled { need: pair.need as usize, slot: *slot, person: pair.expert as usize, score });
        *slot += 1;
    }
    let open =
        |(need, &filled): (usize, &usize)| (filled..instance.needs[need].slots.len()).map(move |slot| (need, slot));
    let gap = plan.gap();
    let empty = next.iter().enumerate().flat_map(open).collect();
    (gap == 0).then_some(Solution { filled, empty, objective: plan.objective, prices: plan.prices })
}

fn is_uniform(need: &Need) -> bool {
    need.slots.windows(2).all(|two| two[0] == two[1])
}

fn problem(instance: &Instance) -> Option<Problem> {
    let mut pairs = Vec::new();
    let (mut demand, mut penalty) = (Vec::new(), Vec::new());
    for (at, need) in instance.needs.iter().enumerate() {
        demand.push(u32::try_from(need.slots.len()).ok()?);
        let slot = need.slots.first();
        penalty.push(i32::try_from(slot.map_or(0, |slot| slot.penalty)).ok()?);
        for candidate in slot.into_iter().flat_map(|slot| &slot.candidates) {
            let expert = u32::try_from(candidate.person).ok()?;
            pairs.push((u32::try_from(at).ok()?, expert, i32::try_from(candidate.score).ok()?));
        }
    }
    Problem::from_pairs(demand, instance.capacity.clone(), &pairs, 0).ok()?.with_penalties(penalty).ok()
}

//! Teams on the large engine: every slot becomes a need of its own, slots that are alike one need of several. Then nothing
//! keeps a person from two slots of one need, which only those with time for two could fill; that is put right afterwards.

use super::answer::Filled;
use crate::engine;
use crate::instance::Instance;
use crate::plan::Options;
use crate::problem::{Problem, SCORE_LIMIT};

/// Pairs and prices of the question without the rule that nobody fills two slots of a need; nothing where the engine does
/// not take the question.
pub(super) fn relaxed(instance: &Instance, options: Options<'_>) -> Option<(Vec<Filled>, Vec<i64>)> {
    let (problem, begin) = problem(instance)?;
    let found = engine::solve(&problem, options.threads.max(1), options.watch);
    let mut filled = Vec::with_capacity(found.pairs.len());
    let (mut last, mut slot) = (u32::MAX, 0);
    for pair in &found.pairs {
        let (need, first) = *begin.get(pair.need as usize)?;
        slot = if pair.need == last { slot + 1 } else { first };
        last = pair.need;
        let score = i64::from(problem.find_score(*pair)?);
        filled.push(Filled { need, slot, person: pair.expert as usize, score });
    }
    Some((filled, found.prices))
}

/// The question for the engine, and the need and first slot of each of its needs.
fn problem(instance: &Instance) -> Option<(Problem, Vec<(usize, usize)>)> {
    let limit = i64::from(SCORE_LIMIT);
    let small = |number: i64| i32::try_from(number).ok().filter(|_| number.abs() <= limit);
    let (mut begin, mut demand, mut penalty) = (Vec::new(), Vec::new(), Vec::new());
    let (mut start, mut expert, mut score) = (vec![0], Vec::new(), Vec::new());
    // Nobody can serve more needs than name them.
    let mut naming = vec![(u32::MAX, 0u32); instance.capacity.len()];
    for (at, need) in instance.needs.iter().enumerate() {
        for (slot, wanted) in need.slots.iter().enumerate() {
            if slot > 0 && need.slots[slot - 1] == *wanted {
                *demand.last_mut()? += 1u32;
                continue;
            }
            begin.push((at, slot));
            demand.push(1);
            penalty.push(small(wanted.penalty)?);
            for candidate in &wanted.candidates {
                expert.push(candidate.person as u32);
                score.push(small(candidate.score)?);
                let (last, count) = &mut naming[candidate.person];
                if *last != at as u32 {
                    (*last, *count) = (at as u32, *count + 1);
                }
            }
            start.push(expert.len());
        }
    }
    let capacity = instance.capacity.iter().zip(&naming).map(|(&capacity, naming)| capacity.min(naming.1)).collect();
    let problem = Problem::new(demand, capacity, start, (expert, score), 0).ok()?.with_penalties(penalty).ok()?;
    Some((problem, begin))
}

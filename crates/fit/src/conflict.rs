//! Which rules cannot be kept together: a set of which each is needed for the conflict (irreducible, by leaving out one
//! after another; Chinneck and Dravnieks 1991).
//!
//! Floors of needs and floors of experts never conflict with each other: where each side can be kept alone, both can be
//! together (Mendelsohn and Dulmage 1958). So each side is tried alone, with the forced pairs.

use crate::problem::{Pair, Problem};
use crate::rules::Rules;
use std::collections::VecDeque;
use std::fmt;

/// A rule that takes part in a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A need must have as many slots filled as its floor says.
    NeedFloor(u32),
    /// An expert must take as many slots as their floor says.
    ExpertFloor(u32),
    /// A pair must be made.
    Forced(Pair),
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::NeedFloor(need) => write!(f, "the least for need {need}"),
            Rule::ExpertFloor(expert) => write!(f, "the least for expert {expert}"),
            Rule::Forced(pair) => write!(f, "need {} with expert {}", pair.need, pair.expert),
        }
    }
}

/// An irreducible set of rules that cannot all be kept, or nothing if all can.
pub fn conflict(problem: &Problem, rules: &Rules) -> Option<Vec<Rule>> {
    let mut forced = rules.forced.clone();
    forced.sort_unstable();
    forced.dedup();
    let problem = problem.without(&rules.forbidden);
    let needs =
        (0..problem.needs()).filter(|&need| problem.need_floor(need) > 0).map(|need| Rule::NeedFloor(need as u32));
    let experts = (0..problem.experts()).filter(|&expert| problem.expert_floor(expert) > 0);
    let experts = experts.map(|expert| Rule::ExpertFloor(expert as u32));
    let all: Vec<Rule> = forced.into_iter().map(Rule::Forced).chain(needs).chain(experts).collect();
    let mut core = witness(&problem, &all)?;
    let mut at = 0;
    while at < core.len() {
        let mut fewer = core.clone();
        fewer.remove(at);
        match witness(&problem, &fewer) {
            Some(found) => core = found,
            None => at += 1,
        }
    }
    core.sort_unstable();
    Some(core)
}

/// A conflicting part of the rules, in their order, or nothing if all can be kept.
fn witness(problem: &Problem, rules: &[Rule]) -> Option<Vec<Rule>> {
    let forced: Vec<Pair> =
        rules.iter().filter_map(|rule| if let Rule::Forced(pair) = rule { Some(*pair) } else { None }).collect();
    if let Some(pair) = forced.iter().find(|pair| problem.find_score(**pair).is_none()) {
        return Some(vec![Rule::Forced(*pair)]);
    }
    let (mut filled, mut load) = (vec![0; problem.needs()], vec![0; problem.experts()]);
    for pair in &forced {
        filled[pair.need as usize] += 1;
        load[pair.expert as usize] += 1;
    }
    let over = |pair: &&Pair| {
        filled[pair.need as usize] > problem.demand(pair.need as usize)
            || load[pair.expert as usize] > problem.capacity(pair.expert as usize)
    };
    if let Some(pair) = forced.iter().find(over) {
        let is_need = filled[pair.need as usize] > problem.demand(pair.need as usize);
        let same =
            forced.iter().filter(|other| if is_need { other.need == pair.need } else { other.expert == pair.expert });
        return Some(same.map(|pair| Rule::Forced(*pair)).collect());
    }
    let open = |limit: &dyn Fn(usize) -> u32, used: &[u32]| -> Vec<u32> {
        used.iter().enumerate().map(|(at, used)| limit(at).saturating_sub(*used)).collect()
    };
    let demand = open(&|need| problem.demand(need), &filled);
    let capacity = open(&|expert| problem.capacity(expert), &load);
    let (mut need_floor, mut expert_floor) = (vec![0; problem.needs()], vec![0; problem.experts()]);
    for rule in rules {
        match *rule {
            Rule::NeedFloor(at) => {
                need_floor[at as usize] = problem.need_floor(at as usize).saturating_sub(filled[at as usize])
            }
            Rule::ExpertFloor(at) => {
                expert_floor[at as usize] = problem.expert_floor(at as usize).saturating_sub(load[at as usize])
            }
            Rule::Forced(_) => {}
        }
    }
    let (mut rows, mut columns) = (vec![Vec::new(); problem.needs()], vec![Vec::new(); problem.experts()]);
    for (need, row) in rows.iter_mut().enumerate() {
        for (expert, _) in problem.row(need) {
            if forced.binary_search(&Pair { need: need as u32, expert }).is_err() {
                row.push(expert);
                columns[expert as usize].push(need as u32);
            }
        }
    }
    let found = blocked(&rows, &need_floor, &capacity).map(|reached| (reached, true));
    let (reached, is_need) =
        found.or_else(|| blocked(&columns, &expert_floor, &demand).map(|reached| (reached, false)))?;
    let takes_part = |rule: &&Rule| match **rule {
        Rule::NeedFloor(need) => is_need && reached.0[need as usize],
        Rule::ExpertFloor(expert) => !is_need && reached.0[expert as usize],
        Rule::Forced(pair) => {
            let (near, far) = if is_need { (pair.need, pair.expert) } else { (pair.expert, pair.need) };
            reached.0[near as usize] || reached.1[far as usize]
        }
    };
    Some(rules.iter().filter(takes_part).copied().collect())
}

/// Gives each row its floor within the limits, by augmenting paths; or what a search reached that found no room (Hall 1935).
fn blocked(rows: &[Vec<u32>], floor: &[u32], limit: &[u32]) -> Option<(Vec<bool>, Vec<bool>)> {
    let mut holders: Vec<Vec<u32>> = vec![Vec::new(); limit.len()];
    for (start, &floor) in floor.iter().enumerate() {
        for _ in 0..floor {
            let (mut row_seen, mut column_by) = (vec![false; rows.len()], vec![u32::MAX; limit.len()]);
            let mut row_by = vec![u32::MAX; rows.len()];
            let mut queue = VecDeque::from([start as u32]);
            row_seen[start] = true;
            let mut end = None;
            'search: while let Some(row) = queue.pop_front() {
                for &column in &rows[row as usize] {
                    let at = column as usize;
                    if column_by[at] != u32::MAX || holders[at].contains(&row) {
                        continue;
                    }
                    column_by[at] = row;
                    if holders[at].len() < limit[at] as usize {
                        end = Some(at);
                        break 'search;
                    }
                    for &other in &holders[at] {
                        if !std::mem::replace(&mut row_seen[other as usize], true) {
                            row_by[other as usize] = column;
                            queue.push_back(other);
                        }
                    }
                }
            }
            let Some(mut column) = end else {
                return Some((row_seen, column_by.iter().map(|by| *by != u32::MAX).collect()));
            };
            loop {
                let row = column_by[column];
                holders[column].push(row);
                if row as usize == start {
                    break;
                }
                // The row gives up the column it was reached by.
                let given = row_by[row as usize] as usize;
                holders[given].retain(|holder| *holder != row);
                column = given;
            }
        }
    }
    None
}

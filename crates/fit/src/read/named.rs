//! A question whose needs and experts have names, put together line by line.

use crate::problem::{Fault, Pair, Problem};
use std::collections::HashMap;

/// A question with the names of its needs and experts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The question.
    pub problem: Problem,
    /// What each need is called.
    pub needs: Vec<String>,
    /// What each expert is called.
    pub experts: Vec<String>,
    /// Pairs the file demands.
    pub forced: Vec<Pair>,
}

impl Named {
    /// Names by number.
    pub fn numbered(problem: Problem) -> Self {
        let numbers = |count: usize| (0..count).map(|number| number.to_string()).collect();
        Self { needs: numbers(problem.needs()), experts: numbers(problem.experts()), problem, forced: Vec::new() }
    }
}

#[derive(Default)]
pub(super) struct Builder {
    needs: Names,
    experts: Names,
    demand: Vec<u32>,
    penalty: Vec<i32>,
    need_floor: Vec<u32>,
    weight: Vec<u32>,
    capacity: Vec<u32>,
    expert_floor: Vec<u32>,
    step: Vec<i32>,
    pairs: Vec<(u32, u32, i32)>,
    forced: Vec<Pair>,
    forbidden: Vec<Pair>,
}

#[derive(Default)]
struct Names {
    number: HashMap<String, u32>,
    names: Vec<String>,
}

impl Names {
    fn add(&mut self, kind: &str, name: &str) -> Result<(), Fault> {
        if self.number.insert(name.to_string(), self.names.len() as u32).is_some() {
            return Err(Fault::Format(format!("the {kind} {name} stands twice")));
        }
        self.names.push(name.to_string());
        Ok(())
    }

    fn get(&self, kind: &str, name: &str) -> Result<u32, Fault> {
        self.number.get(name).copied().ok_or_else(|| Fault::Format(format!("there is no {kind} {name}")))
    }
}

impl Builder {
    pub(super) fn need(
        &mut self,
        name: &str,
        demand: u32,
        penalty: i32,
        (floor, weight): (u32, u32),
    ) -> Result<(), Fault> {
        self.needs.add("need", name)?;
        self.demand.push(demand);
        self.penalty.push(penalty);
        self.need_floor.push(floor);
        self.weight.push(weight);
        Ok(())
    }

    pub(super) fn expert(&mut self, name: &str, capacity: u32, floor: u32, step: i32) -> Result<(), Fault> {
        self.experts.add("expert", name)?;
        self.capacity.push(capacity);
        self.expert_floor.push(floor);
        self.step.push(step);
        Ok(())
    }

    pub(super) fn pair(&mut self, need: &str, expert: &str, score: i32) -> Result<(), Fault> {
        let pair = self.find(need, expert)?;
        self.pairs.push((pair.need, pair.expert, score));
        Ok(())
    }

    pub(super) fn force(&mut self, need: &str, expert: &str) -> Result<(), Fault> {
        self.forced.push(self.find(need, expert)?);
        Ok(())
    }

    pub(super) fn forbid(&mut self, need: &str, expert: &str) -> Result<(), Fault> {
        self.forbidden.push(self.find(need, expert)?);
        Ok(())
    }

    fn find(&self, need: &str, expert: &str) -> Result<Pair, Fault> {
        Ok(Pair { need: self.needs.get("need", need)?, expert: self.experts.get("expert", expert)? })
    }

    pub(super) fn build(self) -> Result<Named, Fault> {
        let (needs, experts) = (self.needs.names.clone(), self.experts.names.clone());
        self.number().map_err(|fault| by_name(fault, &needs, &experts))
    }

    fn number(mut self) -> Result<Named, Fault> {
        self.forbidden.sort_unstable();
        let forbidden = &self.forbidden;
        self.pairs.retain(|&(need, expert, _)| forbidden.binary_search(&Pair { need, expert }).is_err());
        let mut problem =
            Problem::from_pairs(self.demand, self.capacity, &self.pairs, 0)?.with_penalties(self.penalty)?;
        if self.weight.iter().any(|&weight| weight != 1) {
            problem = problem.with_need_weights(self.weight)?;
        }
        if self.need_floor.iter().any(|&floor| floor > 0) {
            problem = problem.with_need_floors(self.need_floor)?;
        }
        if self.expert_floor.iter().any(|&floor| floor > 0) {
            problem = problem.with_expert_floors(self.expert_floor)?;
        }
        if self.step.iter().any(|&step| step != 0) {
            problem = problem.with_steps(self.step)?;
        }
        Ok(Named { problem, needs: self.needs.names, experts: self.experts.names, forced: self.forced })
    }
}

/// The same fault told by the names of the file, which knows no numbers.
fn by_name(fault: Fault, needs: &[String], experts: &[String]) -> Fault {
    let name = |names: &[String], number: u32| names.get(number as usize).cloned().unwrap_or_default();
    match fault {
        Fault::Twice(pair) => {
            Fault::Format(format!("need {} names expert {} twice", name(needs, pair.need), name(experts, pair.expert)))
        }
        Fault::FloorAboveCeiling { side, number } => {
            let names = if side == "need" { needs } else { experts };
            Fault::Format(format!("{side} {} must take more than it may", name(names, number)))
        }
        Fault::NegativeStep { number, step } => {
            Fault::Format(format!("expert {} has a step below nothing: {step}", name(experts, number)))
        }
        other => other,
    }
}

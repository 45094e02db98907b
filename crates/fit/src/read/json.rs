//! The readable format for programs.
//!
//! ```json
//! {"needs": [{"name": "v1", "demand": 2, "penalty": 2000, "floor": 0, "weight": 1}],
//!  "experts": [{"name": "e1", "capacity": 3, "floor": 0, "step": 0}],
//!  "pairs": [["v1", "e1", 900]], "force": [], "forbid": []}
//! ```

use super::named::{Builder, Named};
use crate::problem::Fault;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File<'a> {
    #[serde(borrow)]
    needs: Vec<NeedLine<'a>>,
    experts: Vec<ExpertLine<'a>>,
    pairs: Vec<(Cow<'a, str>, Cow<'a, str>, i32)>,
    #[serde(default)]
    force: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    #[serde(default)]
    forbid: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NeedLine<'a> {
    name: Cow<'a, str>,
    demand: u32,
    penalty: Option<i32>,
    #[serde(default)]
    floor: u32,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    weight: u32,
}

fn one() -> u32 {
    1
}

fn is_one(weight: &u32) -> bool {
    *weight == 1
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpertLine<'a> {
    name: Cow<'a, str>,
    capacity: u32,
    #[serde(default)]
    floor: u32,
    #[serde(default)]
    step: i32,
}

/// Reads a question; `penalty` is what an unmet slot costs where the need does not say.
pub fn read_json(text: &str, penalty: i32) -> Result<Named, Fault> {
    let file: File<'_> = serde_json::from_str(text).map_err(|wrong| Fault::Format(wrong.to_string()))?;
    let mut builder = Builder::default();
    for need in &file.needs {
        builder.need(&need.name, need.demand, need.penalty.unwrap_or(penalty), (need.floor, need.weight))?;
    }
    for expert in &file.experts {
        builder.expert(&expert.name, expert.capacity, expert.floor, expert.step)?;
    }
    for (need, expert, score) in &file.pairs {
        builder.pair(need, expert, *score)?;
    }
    for (need, expert) in &file.force {
        builder.force(need, expert)?;
    }
    for (need, expert) in &file.forbid {
        builder.forbid(need, expert)?;
    }
    builder.build()
}

/// Writes a question.
pub fn write_json(named: &Named) -> String {
    let problem = &named.problem;
    let need = |(need, name): (usize, &'_ String)| NeedLine {
        name: Cow::Owned(name.clone()),
        demand: problem.demand(need),
        // As it was before it was weighed.
        penalty: Some(problem.penalty(need) / problem.written_weight(need)),
        floor: problem.need_floor(need),
        weight: problem.written_weight(need) as u32,
    };
    let expert = |(expert, name): (usize, &'_ String)| ExpertLine {
        name: Cow::Owned(name.clone()),
        capacity: problem.capacity(expert),
        floor: problem.expert_floor(expert),
        step: problem.step(expert),
    };
    let name = |need: usize, expert: u32| {
        (Cow::Borrowed(named.needs[need].as_str()), Cow::Borrowed(named.experts[expert as usize].as_str()))
    };
    let mut pairs = Vec::new();
    for at in 0..problem.needs() {
        let weight = problem.written_weight(at);
        pairs.extend(problem.row(at).map(|(expert, score)| (name(at, expert).0, name(at, expert).1, score / weight)));
    }
    let file = File {
        needs: named.needs.iter().enumerate().map(need).collect(),
        experts: named.experts.iter().enumerate().map(expert).collect(),
        pairs,
        force: named.forced.iter().map(|pair| name(pair.need as usize, pair.expert)).collect(),
        forbid: Vec::new(),
    };
    serde_json::to_string(&file).unwrap_or_default()
}

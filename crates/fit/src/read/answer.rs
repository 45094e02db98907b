//! An answer as JSON: what it is worth, its pairs and the prices that prove it.

use crate::plan::Plan;
use crate::problem::{Fault, Pair};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct File {
    objective: i64,
    bound: i64,
    gap: i64,
    unmet: u64,
    /// Need and expert, by number from 0.
    pairs: Vec<(u32, u32)>,
    prices: Vec<i64>,
}

/// Writes an answer.
pub fn write_answer(plan: &Plan) -> String {
    let file = File {
        objective: plan.objective,
        bound: plan.bound,
        gap: plan.gap(),
        unmet: plan.unmet,
        pairs: plan.pairs.iter().map(|pair| (pair.need, pair.expert)).collect(),
        prices: plan.prices.clone(),
    };
    serde_json::to_string(&file).unwrap_or_default()
}

/// Reads an answer. What it says of itself is not believed: check it.
pub fn read_answer(text: &str) -> Result<Plan, Fault> {
    let file: File = serde_json::from_str(text).map_err(|wrong| Fault::Format(wrong.to_string()))?;
    let pairs = file.pairs.into_iter().map(|(need, expert)| Pair { need, expert }).collect();
    Ok(Plan { pairs, prices: file.prices, objective: file.objective, bound: file.bound, unmet: file.unmet })
}

//! What a run prints for machines to read.

use crate::plan::Plan;
use serde::Serialize;

/// Times and memory of a run, measured by the caller.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Default)]
pub struct Cost {
    /// Processor time of the solve, all threads together.
    pub solve_cpu_seconds: f64,
    /// Time of the solve.
    pub solve_wall_seconds: f64,
    /// Time of reading the file.
    pub load_seconds: f64,
    /// The most memory the process has held.
    pub peak_bytes: u64,
    /// How many threads were allowed.
    pub threads: usize,
}

#[derive(Serialize)]
struct Report {
    objective: i64,
    bound: i64,
    gap: i64,
    unmet: u64,
    pairs: usize,
    #[serde(flatten)]
    cost: Cost,
}

/// One line of JSON.
pub fn report(plan: &Plan, cost: Cost) -> String {
    let report = Report {
        objective: plan.objective,
        bound: plan.bound,
        gap: plan.gap(),
        unmet: plan.unmet,
        pairs: plan.pairs.len(),
        cost,
    };
    serde_json::to_string(&report).unwrap_or_default()
}

/// The most memory a process has held, from Linux's `/proc/self/status`; nothing of a text of another shape.
pub fn peak_bytes(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

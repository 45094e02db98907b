//! What a second plan moves when one expert in a hundred leaves.

use super::{cpu_seconds, failed, load};
use crate::cli::Question;
use crate::commands::Failure;
use ::fit::{Options, Plan};
use std::path::Path;

/// What a kept pair is worth more than a new one.
const BONUS: i32 = 10;

/// A second plan, beside the best one without any regard for the first.
pub(super) struct Left {
    pub(super) cpu: f64,
    pub(super) gap: i64,
    /// Of the pairs whose expert stayed, the part that moved.
    pub(super) moved: f64,
    /// Of the best objective, the part given up for keeping pairs.
    pub(super) given_up: f64,
}

pub(super) fn measure(file: &Path) -> Result<Left, Failure> {
    let problem = load(&Question { instance: file.to_owned(), penalty: 2000 })?.problem;
    let first = ::fit::plan(&problem, Options::default()).map_err(failed)?;
    // The top bits of a multiplicative hash: one in 128.
    let stays = |expert: usize| (expert as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 57 != 0;
    let capacity = (0..problem.experts()).map(|expert| if stays(expert) { problem.capacity(expert) } else { 0 });
    let capacity = capacity.collect();
    let mut changed = problem.with_capacity(capacity).map_err(failed)?;
    let fresh = ::fit::plan(&changed, Options::default()).map_err(failed)?;
    changed.add_bonus(&first.pairs, BONUS).map_err(failed)?;
    let start = cpu_seconds();
    let second = ::fit::replan(&changed, &first.pairs, &first.prices).map_err(failed)?;
    let cpu = cpu_seconds() - start;
    let moves = ::fit::moves(&changed, &first.pairs, &second);
    Ok(Left {
        cpu,
        gap: second.gap(),
        moved: moves.moved as f64 / (moves.kept + moves.moved).max(1) as f64,
        given_up: given_up(&fresh, &second, moves.kept),
    })
}

fn given_up(fresh: &Plan, second: &Plan, kept: usize) -> f64 {
    let without_bonus = second.objective - i64::from(BONUS) * kept as i64;
    (fresh.objective - without_bonus) as f64 / fresh.objective.max(1) as f64
}

//! Needs whose slots differ: a leader and members of other disciplines. Nobody fills two slots of one need.
//!
//! The large engine solves the question without that last rule, shortest chains of changes put it right: a network in
//! which each pair of a need and a person lets one slot through is still a network, so the answer is exact, and the prices
//! of people alone prove it.

mod alternatives;
mod answer;
mod apart;
mod relaxed;
mod repair;
mod search;
mod state;
mod swaps;

pub use alternatives::{Alternative, alternatives, why_empty};
pub use answer::{Change, Filled, Solution, changes};
pub use apart::{Apart, solve_apart};

use crate::bound::bound;
use crate::engine::Watch;
use crate::instance::{Instance, Wrong};
use crate::plan::Options;
use repair::{fill_up, repair};
use state::State;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Finds the best assignment. The same question has the same answer, always.
pub fn solve(instance: &Instance) -> Result<Solution, Wrong> {
    solve_watched(instance, Options::default())
}

/// Finds the best assignment, with any number of threads the same, unless the watch stops the work: then it is the best so
/// far, and [`Solution::bound`] says how far from the best it can be.
pub fn solve_watched(instance: &Instance, options: Options<'_>) -> Result<Solution, Wrong> {
    instance.check()?;
    let asked = AtomicBool::new(false);
    let stop = || {
        let is_asked = asked.load(Relaxed) || options.watch.stop.is_some_and(|stop| stop());
        asked.store(is_asked, Relaxed);
        is_asked
    };
    let watch = Watch { stop: Some(&stop), report: options.watch.report };
    let (pairs, prices) = relaxed::relaxed(instance, Options { watch, ..options }).unwrap_or_default();
    let mut state = State::new(instance)?;
    state.seat(&pairs, &prices, asked.load(Relaxed))?;
    Ok(finish(state, &stop))
}

/// Solves from the answer to a similar question: needs, slots and people have the same numbers, while candidates, scores,
/// penalties and capacities may differ. As exact as [`solve`], but of equally good assignments it finds one in which little
/// moves; a small change takes about as long as reading the question does. Where much has changed it solves anew.
pub fn resolve(instance: &Instance, before: &Solution) -> Result<Solution, Wrong> {
    let mut state = State::new(instance)?;
    state.seat(&before.filled, &before.prices, false)?;
    if state.open().len() + state.dear().len() > MANY + state.slots() / 16 {
        return solve(instance);
    }
    Ok(finish(state, &|| false))
}

/// So many slots and people are put right one after the other sooner than all anew.
const MANY: usize = 256;

fn finish(mut state: State<'_>, is_stopped: &dyn Fn() -> bool) -> Solution {
    if !is_stopped() && repair(&mut state, is_stopped) {
        return state.solution();
    }
    fill_up(&mut state);
    let instance = state.instance;
    let mut solution = state.solution();
    solution.bound = bound(instance, &solution.prices);
    solution
}

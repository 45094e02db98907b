//! Being asked to stop, and telling how far the work is.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// What the work is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Rows are sorted.
    Sorting,
    /// Slots bid, within a step (in units of score, rounded up).
    Bidding {
        /// No slot could gain more than this by changing, when the phase ends.
        step: i32,
    },
    /// Prices and pairs are made exact.
    Proving,
    /// One of the equally good matchings is chosen.
    Choosing,
}

/// How the caller watches and ends a solve: time and cancellation are the caller's.
#[derive(Default, Clone, Copy)]
pub struct Watch<'a> {
    /// Asked often; true ends the solve with the best answer so far.
    pub stop: Option<&'a (dyn Fn() -> bool + Sync)>,
    /// Told when a phase begins.
    pub report: Option<&'a (dyn Fn(Phase) + Sync)>,
}

pub(crate) struct Stop<'a> {
    watch: Watch<'a>,
    asked: AtomicBool,
}

impl<'a> Stop<'a> {
    pub(crate) fn new(watch: Watch<'a>) -> Self {
        Self { watch, asked: AtomicBool::new(false) }
    }

    /// Once true, always true.
    pub(crate) fn is_asked(&self) -> bool {
        if self.asked.load(Relaxed) {
            return true;
        }
        let asked = self.watch.stop.is_some_and(|stop| stop());
        if asked {
            self.asked.store(true, Relaxed);
        }
        asked
    }

    pub(crate) fn tell(&self, phase: Phase) {
        if let Some(report) = self.watch.report {
            report(phase);
        }
    }
}

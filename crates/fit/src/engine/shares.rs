//! How work is shared out: a range of needs to each thread, and with it the experts whom no need of another range names.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

#[derive(Debug, Default)]
pub(crate) struct Shares {
    /// The first need of each thread, and the end.
    pub(crate) needs: Vec<usize>,
    /// The first expert whom each range names before all later ranges, and the end.
    experts: Vec<usize>,
    /// Which experts several ranges name; none where there is one range.
    common: Vec<AtomicBool>,
}

impl Shares {
    /// Ranges of needs with about the same number of edges. `known` says how many experts are named before each need.
    pub(crate) fn deal(first: &[u32], known: &[u32], experts: usize, threads: usize) -> Self {
        let needs = first.len() - 1;
        let edges = u64::from(first[needs]);
        let mut bounds = vec![0];
        for thread in 1..threads.max(1) {
            let edge = (edges * thread as u64 / threads as u64) as u32;
            let need = first.partition_point(|&first| first < edge).min(needs);
            if need > bounds[bounds.len() - 1] && need < needs {
                bounds.push(need);
            }
        }
        let mut ends: Vec<usize> =
            bounds.iter().map(|&need| known.get(need).map_or(0, |&known| known as usize)).collect();
        bounds.push(needs);
        ends.push(experts);
        let common = if bounds.len() > 2 { experts } else { 0 };
        Self { needs: bounds, experts: ends, common: (0..common).map(|_| AtomicBool::new(false)).collect() }
    }

    pub(crate) fn count(&self) -> usize {
        self.needs.len() - 1
    }

    /// The experts whom a range names first: its own, and those it has in common with later ranges.
    pub(crate) fn experts(&self, share: usize) -> Range<usize> {
        self.experts[share]..self.experts[share + 1]
    }

    /// A range names an expert.
    #[inline(always)]
    pub(crate) fn name(&self, share: usize, expert: usize) {
        if expert < self.experts[share] {
            self.common[expert].store(true, Relaxed);
        }
    }

    #[inline(always)]
    pub(crate) fn is_common(&self, expert: usize) -> bool {
        self.common.get(expert).is_some_and(|is_common| is_common.load(Relaxed))
    }

    /// What belongs to needs, in parts.
    pub(crate) fn split<'a, T>(&self, mut all: &'a mut [T]) -> Vec<&'a mut [T]> {
        let mut parts = Vec::with_capacity(self.count());
        for bound in self.needs.windows(2) {
            let (part, rest) = all.split_at_mut(bound[1] - bound[0]);
            parts.push(part);
            all = rest;
        }
        parts
    }
}

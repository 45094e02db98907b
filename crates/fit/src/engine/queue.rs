//! A queue of nodes by rising distance: distances are multiples of the price unit and mostly small, so most lie in
//! buckets; the rest wait in a heap.

use super::market::UNIT;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

const BUCKETS: usize = 4096;

/// Distances less than the last popped are rare, and looked at next.
#[derive(Debug)]
pub(crate) struct Queue {
    buckets: Vec<Vec<u32>>,
    at: usize,
    far: BinaryHeap<Reverse<(u32, u32)>>,
}

impl Default for Queue {
    fn default() -> Self {
        Self { buckets: vec![Vec::new(); BUCKETS], at: 0, far: BinaryHeap::new() }
    }
}

impl Queue {
    pub(crate) fn push(&mut self, distance: u32, node: u32) {
        let at = distance as usize / UNIT as usize;
        match self.buckets.get_mut(at) {
            Some(bucket) => {
                self.at = self.at.min(at);
                bucket.push(node);
            }
            None => self.far.push(Reverse((distance, node))),
        }
    }

    pub(crate) fn pop(&mut self) -> Option<(u32, u32)> {
        while let Some(bucket) = self.buckets.get_mut(self.at) {
            if let Some(node) = bucket.pop() {
                return Some((self.at as u32 * UNIT as u32, node));
            }
            self.at += 1;
        }
        self.far.pop().map(|Reverse(found)| found)
    }
}

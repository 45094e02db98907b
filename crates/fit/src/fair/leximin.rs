//! The worst first, then the next worst, and so on.

use super::search::{Search, WORK};
use super::{Fair, value};
use crate::chain::{Aim, Chains, Choices};
use crate::rules::NoPlan;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

impl Search<'_> {
    /// Whether the worst sum is higher, or the worst after that, and so on.
    fn is_fairer(&self, chains: &Chains<'_>, others: &Chains<'_>) -> bool {
        let sums = |chains: &Chains<'_>| {
            let mut sums: Vec<i64> = (0..self.problem.needs()).map(|need| chains.sum(need)).collect();
            sums.sort_unstable();
            sums
        };
        sums(chains) > sums(others)
    }

    /// The worst need is lifted while no other falls to where it was, then the next worst, until none can be.
    pub(super) fn leximin(&self) -> Result<Fair, NoPlan> {
        let mut fair = self.level(0)?;
        let choices = Choices::new(self.problem, &self.first.prices);
        let mut chains = Chains::new(self.problem, &choices, &fair.pairs);
        let even = self.even().and_then(|plan| self.reach(&choices, &plan.pairs, fair.level, 0));
        chains = even.filter(|even| self.is_fairer(even, &chains)).unwrap_or(chains);
        let worst = |chains: &Chains<'_>, need: usize| Reverse((chains.sum(need), need));
        let mut queue: BinaryHeap<_> = (0..self.problem.needs()).map(|need| worst(&chains, need)).collect();
        while let Some(Reverse((sum, need))) = queue.pop() {
            if sum != chains.sum(need) || sum >= self.top[need] {
                continue;
            }
            if chains.work() > WORK.1 || self.is_stopped() {
                break;
            }
            chains.hold(sum + 1, Vec::new());
            if let Some(chain) = chains.seek(need, Aim::Own(1)) {
                chains.apply(&chain);
                queue.extend(chain.links.iter().map(|link| worst(&chains, link.0 as usize)));
            }
        }
        // The best total at which no need of one slot falls, if it is no less fair.
        let own: Vec<i64> = (0..self.problem.needs()).map(|need| chains.sum(need)).collect();
        let after = self.settle(|need| own[need]).map(|plan| Chains::new(self.problem, &choices, &plan.pairs));
        chains = after.filter(|after| self.is_fairer(after, &chains)).unwrap_or(chains);
        // What is left to gain, where nobody loses.
        chains.hold(i64::MAX, Vec::new());
        self.improve(&mut chains);
        fair.pairs = chains.pairs();
        fair.level = chains.quantile(0);
        fair.objective = value(self.problem, &fair.pairs);
        fair.bound = fair.bound.max(fair.objective);
        Ok(fair)
    }
}

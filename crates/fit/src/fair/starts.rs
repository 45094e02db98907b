//! Where the search for a fair matching starts: the engine's best where other things are worth more than the scores.

use super::search::Search;
use crate::plan::{Plan, plan};

/// What a need at the level counts where needs are counted: a multiple of the usual numbers of slots.
const UNITS: i64 = 840;
/// Into how many parts the way up to the widest score is cut, for needs to come up together.
const HALVINGS: i64 = 14;

impl Search<'_> {
    /// The best pairs where it is worth more than any score that a slot has its share of the level. Nearly so much is worth
    /// half of it at most, so that few fall far rather than many a little.
    pub(super) fn aim(&self, level: i64) -> Option<Plan> {
        let most = 2 * self.widest();
        self.plan_with_bonus(|_, slots, score| {
            let share = (level + slots - 1).div_euclid(slots).max(1);
            if score >= share { most / slots } else { most / slots / 2 * score.max(0) / share }
        })
    }

    /// The best total where needs of one slot have no less than told, if they can: that is worth more than any score.
    pub(super) fn settle(&self, least: impl Fn(usize) -> i64) -> Option<Plan> {
        let most = 2 * self.widest();
        let is_single = |need: usize| self.problem.demand(need) == 1;
        self.plan_with_bonus(|need, _, score| if is_single(need) && score >= least(need) { most } else { 0 })
    }

    /// The best pairs where a need that has little gains most by having more: what a unit of its sum is worth is halved from
    /// one part of the way up to the next.
    pub(super) fn even(&self) -> Option<Plan> {
        let width = self.widest().div_euclid(HALVINGS) + 1;
        let dearest = (i64::from(crate::SCORE_LIMIT) / 4).div_euclid(width) + 1;
        self.plan_with_bonus(|_, slots, score| {
            let (mut left, mut sum, mut unit) = (score * slots, 0, dearest);
            while left > 0 && unit > 0 {
                sum += left.min(width) * unit;
                (left, unit) = (left - width, unit / 2);
            }
            sum / slots
        })
    }

    /// The most needs at the level, whatever the scores: at these prices those who are in the way of others are dear.
    pub(super) fn count(&self, level: i64) -> Option<Plan> {
        let mut asked = self.problem.clone();
        for need in 0..asked.needs() {
            let slots = i64::from(asked.demand(need)).clamp(1, asked.row(need).len().max(1) as i64);
            let share = (level + slots - 1).div_euclid(slots).max(1);
            for score in &mut asked.score[self.problem.start[need]..self.problem.start[need + 1]] {
                *score = (UNITS * i64::from(*score).clamp(0, share) / share / slots) as i32;
                if slots == 1 && i64::from(*score) < UNITS {
                    *score = 0;
                }
            }
        }
        asked.penalty.fill(0);
        asked.step.clear();
        asked.need_floor.clear();
        asked.expert_floor.clear();
        plan(&asked, self.options).ok()
    }

    fn widest(&self) -> i64 {
        let all = self.problem.score.iter().chain(&self.problem.penalty).chain(&self.problem.step);
        all.map(|score| i64::from(score.saturating_abs())).max().unwrap_or(0).max(1)
    }

    /// The best pairs where each is worth more by a bonus, that is told a need, its slots and the score. An unmet slot costs
    /// as much more, so that none is left for a bonus elsewhere.
    fn plan_with_bonus(&self, bonus: impl Fn(usize, i64, i64) -> i64) -> Option<Plan> {
        let problem = self.problem;
        let slots = |need: usize| i64::from(problem.demand(need)).clamp(1, problem.row(need).len().max(1) as i64);
        let of = |need: usize, score: i32| bonus(need, slots(need), score.into());
        let all = (0..problem.needs()).flat_map(|need| problem.row(need).map(move |(_, score)| (need, score)));
        let most = all.map(|(need, score)| of(need, score)).max().unwrap_or(0);
        // Where numbers are near the limit, all is told less exactly.
        let part = (most + self.widest()).div_euclid(crate::SCORE_LIMIT.into()) + 1;
        let told = |number: i32, more: i64| ((i64::from(number) + more) / part) as i32;
        let mut asked = problem.clone();
        for need in 0..problem.needs() {
            for score in &mut asked.score[problem.start[need]..problem.start[need + 1]] {
                *score = told(*score, of(need, *score));
            }
        }
        asked.penalty.iter_mut().for_each(|penalty| *penalty = told(*penalty, most));
        asked.step.iter_mut().for_each(|step| *step = told(*step, 0));
        plan(&asked, self.options).ok()
    }
}

//! The threads of the auction under many orders of their steps: seats, locks, mail and the count that ends a phase. Every
//! order ends (no lost letter, no seat sold twice), and the answer is that of one thread. Real questions run through the
//! real solver; only the clock is the scheduler's. It gives threads their turns in sequence, so it does not try what weak
//! memory may reorder.

use super::{Watch, solve};
use crate::problem::Problem;
use shuttle::scheduler::{PctScheduler, RandomScheduler};
use shuttle::{Config, MaxSteps, Runner};

/// Few experts whom all needs want, one seat, several seats, more needs than seats, nothing to gain.
fn questions() -> Vec<Problem> {
    let all = |needs: u32, experts: u32, score: fn(u32, u32) -> i32| {
        let row = |need| (0..experts).map(move |expert| (need, expert, score(need, expert)));
        (0..needs).flat_map(row).collect::<Vec<_>>()
    };
    let draw = |demand: &[u32], capacity: &[u32], score| {
        let pairs = all(demand.len() as u32, capacity.len() as u32, score);
        Problem::from_pairs(demand.to_vec(), capacity.to_vec(), &pairs, 20).unwrap_or_default()
    };
    vec![
        draw(&[1, 1], &[1], |need, _| 5 + need as i32),
        draw(&[1, 1, 1, 1], &[1, 1, 1], |need, expert| ((need * 7 + expert * 5) % 11) as i32),
        draw(&[2, 1, 2, 1], &[2, 1, 2], |need, expert| ((need * 3 + expert * 4) % 7) as i32),
        draw(&[1, 1, 1, 1, 1], &[2, 2], |_, _| 3),
    ]
}

fn found(problem: &Problem, threads: usize) -> super::Found {
    solve(problem, threads, Watch::default())
}

fn run(scheduler: impl shuttle::scheduler::Scheduler + 'static) {
    let mut config = Config::new();
    // A phase that never ends must fail, not hang.
    config.max_steps = MaxSteps::FailAfter(2_000_000);
    Runner::new(scheduler, config).run(|| {
        for problem in questions() {
            assert!(problem.needs() > 0);
            let one = found(&problem, 1);
            for threads in [2, 3] {
                assert_eq!(found(&problem, threads), one, "{threads} threads");
            }
        }
    });
}

#[test]
fn schedules_at_random_end_alike() {
    run(RandomScheduler::new_from_seed(1, 300));
}

#[test]
fn schedules_of_few_switches_end_alike() {
    run(PctScheduler::new_from_seed(2, 3, 200));
}

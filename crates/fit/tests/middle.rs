//! Middle-sized questions against an independent exact solver, and extremes that must end with an answer or an error.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use fit::{Fault, Options, Pair, Problem, SCORE_LIMIT, Watch, check, plan};
use pathfinding::prelude::{Matrix, kuhn_munkres};
use proptest::prelude::*;

/// Every need one slot: experts as often as they have capacity, and a way out for each need.
fn independent(problem: &Problem) -> i64 {
    let seats: Vec<usize> =
        (0..problem.experts()).flat_map(|expert| vec![expert; problem.capacity(expert) as usize]).collect();
    let mut worth = Matrix::new(problem.needs(), seats.len() + problem.needs(), -1_000_000_000i64);
    for need in 0..problem.needs() {
        for (seat, &expert) in seats.iter().enumerate() {
            if let Some(score) = problem.find_score(Pair { need: need as u32, expert: expert as u32 }) {
                worth[(need, seat)] = score.into();
            }
        }
        worth[(need, seats.len() + need)] = -i64::from(problem.penalty(need));
    }
    kuhn_munkres(&worth).0
}

fn row(experts: u32, most: i32) -> impl Strategy<Value = Vec<(u32, i32)>> {
    proptest::collection::btree_map(0..experts, -most..=most, 0..12).prop_map(|row| row.into_iter().collect())
}

fn middle(most: i32) -> impl Strategy<Value = Problem> {
    let needs = proptest::collection::vec((row(30, most), -most..=most), 1..60);
    (needs, proptest::collection::vec(0..4u32, 30)).prop_map(|(needs, capacity)| {
        let mut pairs = Vec::new();
        for (need, (row, _)) in needs.iter().enumerate() {
            pairs.extend(row.iter().map(|&(expert, score)| (need as u32, expert, score)));
        }
        let problem = Problem::from_pairs(vec![1; needs.len()], capacity, &pairs, 0).unwrap();
        problem.with_penalties(needs.iter().map(|need| need.1).collect()).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn an_independent_solver_agrees(problem in prop_oneof![middle(3), middle(1000), middle(SCORE_LIMIT)]) {
        let found = plan(&problem, Options { threads: 2, ..Options::default() }).unwrap();
        prop_assert_eq!(found.objective, independent(&problem));
        prop_assert_eq!(check(&problem, &found.pairs, &found.prices).unwrap().gap(), 0);
    }

    #[test]
    fn a_stopped_plan_says_how_far_it_may_be(problem in middle(1000)) {
        let watch = Watch { stop: Some(&|| true), report: None };
        let found = plan(&problem, Options { threads: 1, watch }).unwrap();
        let best = plan(&problem, Options::default()).unwrap().objective;
        prop_assert!(found.objective <= best && best <= found.bound);
    }
}

fn solved(problem: Problem) -> i64 {
    let found = plan(&problem, Options::default()).unwrap();
    assert_eq!(found.gap(), 0);
    for threads in [2, 8] {
        assert_eq!(plan(&problem, Options { threads, ..Options::default() }).unwrap(), found);
    }
    found.objective
}

#[test]
fn nothing_at_all() {
    assert_eq!(solved(Problem::from_pairs(vec![], vec![], &[], 0).unwrap()), 0);
    assert_eq!(solved(Problem::from_pairs(vec![3, 0], vec![0, 2], &[], 7).unwrap()), -21);
    assert_eq!(solved(Problem::from_pairs(vec![0], vec![1], &[(0, 0, 5)], 7).unwrap()), 0);
    assert_eq!(solved(Problem::from_pairs(vec![1], vec![0], &[(0, 0, 5)], 7).unwrap()), -7);
    assert_eq!(solved(Problem::from_pairs(vec![u32::MAX], vec![u32::MAX], &[(0, 0, 5)], 0).unwrap()), 5);
}

#[test]
fn all_scores_equal() {
    let pairs: Vec<_> = (0..200).flat_map(|need| (0..40).map(move |expert| (need, expert, 5))).collect();
    assert_eq!(solved(Problem::from_pairs(vec![2; 200], vec![3; 40], &pairs, 10).unwrap()), 120 * 5 - 280 * 10);
    assert_eq!(solved(Problem::from_pairs(vec![2; 200], vec![30; 40], &pairs, 10).unwrap()), 400 * 5);
}

#[test]
fn one_giant_need() {
    let pairs: Vec<_> = (0..20_000)
        .map(|expert| (0, expert, (expert % 977) as i32))
        .chain((1..500).map(|need| (need, need, 900)))
        .collect();
    let demand = std::iter::once(10_000).chain(vec![1; 499]).collect();
    let mut best: Vec<i64> = (0..20_000i64).map(|expert| expert % 977).collect();
    let problem = Problem::from_pairs(demand, vec![1; 20_000], &pairs, 2000).unwrap();
    // The small needs have one expert each, whom the giant can do without at no loss in number.
    best.drain(1..500);
    best.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!(solved(problem), best[..10_000].iter().sum::<i64>() + 499 * 900);
}

#[test]
fn scores_at_the_limit() {
    let big = SCORE_LIMIT;
    let pairs = [(0, 0, big), (0, 1, -big), (1, 0, big), (1, 1, big)];
    assert_eq!(solved(Problem::from_pairs(vec![1, 1], vec![1, 1], &pairs, big).unwrap()), 2 * i64::from(big));
    let problem = Problem::from_pairs(vec![1, 1], vec![1, 1], &pairs, big).unwrap();
    let problem = problem.with_need_floors(vec![1, 1]).unwrap().with_expert_floors(vec![1, 1]).unwrap();
    assert_eq!(solved(problem), 2 * i64::from(big));
    assert_eq!(Problem::from_pairs(vec![1], vec![1], &[(0, 0, big + 1)], 0), Err(Fault::TooLarge(i64::from(big) + 1)));
    assert_eq!(Problem::from_pairs(vec![1], vec![1], &[], i32::MIN), Err(Fault::TooLarge(i32::MIN.into())));
}

#[test]
fn wrong_rows_are_told() {
    let pair = Pair { need: 0, expert: 0 };
    assert_eq!(Problem::from_pairs(vec![1], vec![1], &[(0, 0, 1), (0, 0, 2)], 0), Err(Fault::Twice(pair)));
    assert_eq!(Problem::from_pairs(vec![1], vec![], &[(0, 0, 1)], 0), Err(Fault::NoSuchExpert(pair)));
    assert_eq!(Problem::from_pairs(vec![], vec![1], &[(0, 0, 1)], 0), Err(Fault::NoSuchNeed(pair)));
    assert!(Problem::from_pairs(vec![1], vec![1], &[(u32::MAX, 0, 1)], 0).is_err());
    let sorted = Problem::from_pairs(vec![1], vec![1, 1], &[(0, 0, 1), (0, 1, 2)], 0);
    assert_eq!(Problem::from_pairs(vec![1], vec![1, 1], &[(0, 1, 2), (0, 0, 1)], 0), sorted);
}

#[test]
fn a_changed_proof_is_no_proof() {
    let pairs: Vec<_> = (0..30u32)
        .flat_map(|need| (0..10u32).map(move |expert| (need, expert, ((need * 7 + expert * 13) % 50) as i32)))
        .collect();
    let problem = Problem::from_pairs(vec![1; 30], vec![2; 10], &pairs, 20).unwrap();
    let found = plan(&problem, Options::default()).unwrap();
    assert!(check(&problem, &found.pairs[1..], &found.prices).unwrap().gap() > 0);
    let cheap: Vec<i64> = found.prices.iter().map(|price| price - 3).collect();
    assert!(check(&problem, &found.pairs, &cheap).unwrap().gap() > 0);
    let mut twice = found.pairs.clone();
    twice.push(twice[0]);
    assert!(check(&problem, &twice, &found.prices).is_err());
}

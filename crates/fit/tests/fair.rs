//! Fairness against trying every matching: the level is reached, and no matching lies above its bound.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use fit::{Fair, Fairness, Options, Pair, Problem, check, fair, is_out_of_reach};
use proptest::prelude::*;

fn problems() -> impl Strategy<Value = Problem> {
    let row = proptest::collection::btree_map(0..5u32, -3..12i32, 1..5);
    let needs = proptest::collection::vec((1..4u32, row), 1..6).prop_filter("small", |needs| {
        needs.iter().map(|need| need.1.len()).sum::<usize>() <= 13 // 8192 sets of pairs at most
    });
    (needs, proptest::collection::vec(0..4u32, 5), 1..4i32).prop_map(|(needs, capacity, scale)| {
        let mut pairs = Vec::new();
        for (need, (_, row)) in needs.iter().enumerate() {
            pairs.extend(row.iter().map(|(&expert, &score)| (need as u32, expert, score * scale)));
        }
        Problem::from_pairs(needs.iter().map(|need| need.0).collect(), capacity, &pairs, 20).unwrap()
    })
}

/// The sum that all but so many needs reach.
fn level(problem: &Problem, pairs: &[Pair], spared: usize) -> i64 {
    let mut sums = vec![0; problem.needs()];
    for pair in pairs {
        sums[pair.need as usize] += i64::from(problem.find_score(*pair).unwrap());
    }
    sums.sort_unstable();
    sums[spared]
}

/// The best level of any matching.
fn best(problem: &Problem, spared: usize) -> i64 {
    let mut all = Vec::new();
    for need in 0..problem.needs() as u32 {
        all.extend(problem.row(need as usize).map(|(expert, _)| Pair { need, expert }));
    }
    let sets = (0..1u32 << all.len()).map(|set| {
        let chosen = all.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
        chosen.map(|(_, pair)| *pair).collect::<Vec<_>>()
    });
    let none = vec![0; problem.experts()];
    let possible = sets.filter(|pairs| check(problem, pairs, &none).is_ok());
    possible.map(|pairs| level(problem, &pairs, spared)).max().unwrap()
}

fn holds(problem: &Problem, fair: &Fair, spared: usize) -> Result<(), TestCaseError> {
    let best = best(problem, spared);
    prop_assert_eq!(level(problem, &fair.pairs, spared), fair.level);
    prop_assert!(fair.level <= best && best <= fair.level_bound, "{} {best} {}", fair.level, fair.level_bound);
    let is_proven = is_out_of_reach(problem, fair.level_bound + 1, spared, &fair.level_proof);
    prop_assert!(fair.level_proof.is_empty() || is_proven, "the prices prove the bound");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_matching_lies_above_the_bound(problem in problems(), part in 0..800u32) {
        let found = fair(&problem, Fairness::WorstSum, Options::default()).unwrap();
        holds(&problem, &found, 0)?;
        let found = fair(&problem, Fairness::Leximin, Options::default()).unwrap();
        holds(&problem, &found, 0)?;
        let found = fair(&problem, Fairness::Quantile(part), Options::default()).unwrap();
        holds(&problem, &found, problem.needs() * part as usize / 1000)?;
    }

    #[test]
    fn no_prices_prove_what_is_not_so(
        problem in problems(),
        prices in proptest::collection::vec(-3..20i64, 0..7),
        spared in 0..3usize,
    ) {
        let spared = spared.min(problem.needs() - 1);
        let best = best(&problem, spared);
        prop_assert!(!is_out_of_reach(&problem, best, spared, &prices));
        let dear = vec![i64::MAX; problem.experts()];
        prop_assert!(!is_out_of_reach(&problem, best, spared, &dear));
    }
}

#[test]
fn many_small_shortages_together_are_seen() {
    // Three needs, each could have 10 alone; two good experts, one place each.
    let pairs: Vec<_> = (0..3).flat_map(|need| [(need, 0, 10), (need, 1, 10), (need, 2, 4)]).collect();
    let problem = Problem::from_pairs(vec![1; 3], vec![1, 1, 3], &pairs, 20).unwrap();
    let found = fair(&problem, Fairness::WorstSum, Options::default()).unwrap();
    assert_eq!((found.level, found.level_bound), (4, 4));
    assert!(is_out_of_reach(&problem, 5, 0, &[3, 3, 0]));
}

//! Files, questions drawn by seed, fairness and reasons.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use fit::*;
use proptest::prelude::*;

fn drawn(kind: Kind, tight: u32) -> Problem {
    generate(kind, Size { needs: 300, experts: 400, row: 12, tight }, 7, 2000).unwrap()
}

#[test]
fn every_format_gives_the_same_question_back() {
    let text = "# a round\nneed,v1,2,2000,1\nneed,v2,1\nexpert,e1,1,0,5\nexpert,e2,3\npair,v1,e1,900\npair,v1,e2,800\npair,v2,e1,950\npair,v2,e2,1\nforbid,v2,e2\nforce,v1,e2\n";
    let named = read(text.as_bytes(), 500).unwrap();
    assert_eq!((named.problem.pairs(), named.problem.penalty(0), named.problem.penalty(1)), (3, 2000, 500));
    assert_eq!(named.forced, [Pair { need: 0, expert: 1 }]);
    assert_eq!(read(write_csv(&named).as_bytes(), 0).unwrap(), named);
    assert_eq!(read(write_json(&named).as_bytes(), 0).unwrap(), named);
    let drawn = drawn(Kind::Random, 0);
    assert_eq!(read_binary(&write_binary(&drawn), 2000).unwrap(), drawn);
    let plan = plan(&drawn, Options::default()).unwrap();
    assert_eq!(read_answer(&write_answer(&plan)).unwrap(), plan);
}

#[test]
fn broken_files_are_told() {
    for text in
        ["pair,v,e,1", "need,v,1\nneed,v,1", "need,v,-1", "what,is,this", "{\"needs\":1}", "need,v,1,99999999999"]
    {
        assert!(read(text.as_bytes(), 0).is_err(), "{text}");
    }
    let whole = write_binary(&drawn(Kind::Random, 0));
    for cut in [0, 7, 8, 31, 32, 100, whole.len() - 1] {
        assert!(read_binary(&whole[..cut], 0).is_err());
    }
    let mut huge = b"MTCH0001".to_vec();
    huge.extend([0xff; 24]);
    assert!(read_binary(&huge, 0).is_err());
    let mut longer = whole.clone();
    longer.push(0);
    assert!(read_binary(&longer, 0).is_err());
}

proptest! {
    #[test]
    fn any_bytes_give_a_question_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..200), flips in proptest::collection::vec((0..400usize, any::<u8>()), 0..6)) {
        let _ = read(&bytes, 0);
        let small = Problem::from_pairs(vec![1, 2], vec![1, 1], &[(0, 0, 5), (1, 1, 6)], 0).unwrap();
        let mut whole = write_binary(&small);
        for (at, byte) in flips {
            let length = whole.len();
            whole[at % length] = byte;
        }
        if let Ok(problem) = read_binary(&whole, 10) {
            prop_assert!(plan(&problem, Options::default()).is_ok_and(|plan| plan.gap() == 0));
        }
    }
}

#[test]
fn the_same_seed_is_the_same_question_and_the_same_answer_on_any_threads() {
    for kind in [Kind::Places, Kind::Conference, Kind::Random] {
        for tight in [0, 90, 110] {
            let problem = drawn(kind, tight);
            assert_eq!(problem, drawn(kind, tight));
            let one = plan(&problem, Options::default()).unwrap();
            assert_eq!(one.gap(), 0);
            for threads in [2, 3, 8] {
                assert_eq!(plan(&problem, Options { threads, ..Options::default() }).unwrap(), one);
            }
        }
    }
}

#[test]
fn fair_matchings_are_matchings_and_fairer() {
    for kind in [Kind::Conference, Kind::Random] {
        let problem = generate(kind, Size { needs: 60, experts: 50, row: 25, tight: 0 }, 3, 2000).unwrap();
        let most = plan(&problem, Options::default()).unwrap();
        let sums = |pairs: &[Pair]| {
            let mut sums = vec![0i64; problem.needs()];
            for pair in pairs {
                sums[pair.need as usize] += i64::from(problem.find_score(*pair).unwrap());
            }
            sums.sort_unstable();
            sums
        };
        let none = vec![0; problem.experts()];
        for mode in [Fairness::WorstPair, Fairness::WorstSum, Fairness::Quantile(50), Fairness::Leximin] {
            let fair = fair(&problem, mode, Options::default()).unwrap();
            assert_eq!(check(&problem, &fair.pairs, &none).unwrap().objective, fair.objective);
            assert!(fair.level <= fair.level_bound && fair.objective <= fair.bound && fair.objective <= most.objective);
            if mode == Fairness::WorstSum {
                assert_eq!(sums(&fair.pairs)[0], fair.level);
            }
            if mode != Fairness::WorstPair {
                assert!(fair.level >= sums(&most.pairs)[if mode == Fairness::Quantile(50) { 3 } else { 0 }]);
            }
        }
    }
}

#[test]
fn the_worst_pair_is_as_good_as_can_be() {
    let problem =
        Problem::from_pairs(vec![1, 1], vec![1, 1], &[(0, 0, 100), (0, 1, 50), (1, 0, 60), (1, 1, 1)], 10).unwrap();
    let fair = fair(&problem, Fairness::WorstPair, Options::default()).unwrap();
    assert_eq!((fair.level, fair.objective), (50, 110));
}

#[test]
fn a_pair_says_what_it_displaces() {
    let problem = Problem::from_pairs(vec![1, 1], vec![1, 1], &[(0, 0, 900), (0, 1, 100), (1, 0, 800)], 2000).unwrap();
    let found = plan(&problem, Options::default()).unwrap();
    let why = why_pair(&problem, &found, Pair { need: 1, expert: 0 }).unwrap().unwrap();
    assert_eq!((why.score, why.price, why.loss), (800, 800, 2000));
    assert_eq!(
        (why.instead, why.gone),
        (vec![Pair { need: 0, expert: 0 }], vec![Pair { need: 0, expert: 1 }, Pair { need: 1, expert: 0 }])
    );
    let why = why_pair(&problem, &found, Pair { need: 0, expert: 1 }).unwrap().unwrap();
    assert_eq!(why.next, Some(Next { expert: 0, score: 900, cost: 0 }));
    assert!(why_pair(&problem, &found, Pair { need: 0, expert: 0 }).is_none());
}

#[test]
fn gaps_and_idle_experts_say_what_would_help() {
    let problem = Problem::from_pairs(vec![1, 1, 1], vec![1, 1, 1], &[(0, 0, 90), (1, 0, 50), (1, 2, 10)], 20).unwrap();
    let found = plan(&problem, Options::default()).unwrap();
    assert_eq!(why_unmet(&problem, &found, 0), None);
    assert_eq!(why_unmet(&problem, &found, 2), Some(Ok(Unmet::NobodyLeft)));
    assert_eq!(why_idle(&problem, &found), [None, Some(Idle::NotNamed), None]);
    let problem = Problem::from_pairs(vec![1, 1], vec![1, 1], &[(0, 0, 90), (1, 0, 50), (1, 1, -40)], 20).unwrap();
    let found = plan(&problem, Options::default()).unwrap();
    let served = Pair { need: 1, expert: 1 };
    let unmet = Unmet::BetterElsewhere { raise: 20, instead: vec![served], gone: vec![], shortest: (0, 70) };
    assert_eq!(why_unmet(&problem, &found, 1), Some(Ok(unmet)));
    assert_eq!(why_idle(&problem, &found), [None, Some(Idle::OthersBetter { need: 1, score: -40, raise: 20 })]);
}

//! Needs that weigh more than others: as though their numbers were multiplied, and written as they were read.

use fit::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Demand, penalty, weight and row of a need.
type Drawn = (u32, i32, u32, BTreeMap<u32, i32>);

proptest! {
    #[test]
    fn a_weight_multiplies(needs in proptest::collection::vec((0..3u32, 0..50i32, 1..20u32, proptest::collection::btree_map(0..5u32, -20..40i32, 0..5)), 0..5), capacity in proptest::collection::vec(0..3u32, 5)) {
        let pairs = |times: bool| {
            let row = |(need, one): (usize, &Drawn)| {
                let weight = if times { one.2 as i32 } else { 1 };
                one.3.iter().map(|(&expert, &score)| (need as u32, expert, score * weight)).collect::<Vec<_>>()
            };
            needs.iter().enumerate().flat_map(row).collect::<Vec<_>>()
        };
        let demand: Vec<u32> = needs.iter().map(|need| need.0).collect();
        let plain = Problem::from_pairs(demand.clone(), capacity.clone(), &pairs(false), 0).unwrap();
        let penalties: Vec<i32> = needs.iter().map(|need| need.1).collect();
        let weights: Vec<u32> = needs.iter().map(|need| need.2).collect();
        let weighed = plain.with_penalties(penalties).unwrap().with_need_weights(weights).unwrap();
        let multiplied = Problem::from_pairs(demand, capacity, &pairs(true), 0).unwrap();
        let multiplied = multiplied.with_penalties(needs.iter().map(|need| need.1 * need.2 as i32).collect()).unwrap();
        prop_assert_eq!(plan(&weighed, Options::default()).unwrap(), plan(&multiplied, Options::default()).unwrap());
        let named = Named::numbered(weighed);
        for text in [write_csv(&named), write_json(&named)] {
            let again = read(text.as_bytes(), 0).unwrap();
            prop_assert_eq!(plan(&again.problem, Options::default()).unwrap(), plan(&multiplied, Options::default()).unwrap());
            prop_assert_eq!((write_csv(&again), write_json(&again)), (write_csv(&named), write_json(&named)));
        }
    }
}

#[test]
fn weights_that_cannot_be_are_told() {
    let problem = || Problem::from_pairs(vec![1], vec![1], &[(0, 0, 2)], 1).unwrap();
    for (weight, number) in [(SCORE_LIMIT as u32, 20_000_000), (u32::MAX, i64::from(u32::MAX))] {
        assert_eq!(problem().with_need_weights(vec![weight]).err(), Some(Fault::TooLarge(number)));
    }
    assert!(problem().with_need_weights(vec![0]).is_err());
    assert!(problem().with_need_weights(vec![1, 1]).is_err());
    assert!(problem().with_need_weights(vec![2]).unwrap().with_need_weights(vec![2]).is_err());
    for text in [
        "need,v,1,0,0,0",
        "need,v,1,0,0,x",
        "{\"needs\":[{\"name\":\"v\",\"demand\":1,\"weight\":-1}],\"experts\":[],\"pairs\":[]}",
    ] {
        assert!(read(text.as_bytes(), 0).is_err(), "{text}");
    }
    let text = "need,v,2,100,1,3\nexpert,e,1\npair,v,e,7\n";
    let named = read(text.as_bytes(), 0).unwrap();
    assert_eq!((named.problem.weight(0), named.problem.penalty(0)), (3, 300));
    assert_eq!(read(write_csv(&named).as_bytes(), 0).unwrap(), named);
    assert_eq!(read(write_json(&named).as_bytes(), 0).unwrap(), named);
}

/// A bonus comes on top of the weight: what is written must be worth as much when it is read.
#[test]
fn a_bonus_after_the_weights_is_not_lost_in_a_file() {
    let problem = Problem::from_pairs(vec![1, 1], vec![1, 1], &[(0, 0, 5), (1, 1, 7)], 2).unwrap();
    let mut problem = problem.with_need_weights(vec![3, 4]).unwrap();
    problem.add_bonus(&[Pair { need: 0, expert: 0 }], 10).unwrap();
    let named = Named::numbered(problem);
    for text in [write_csv(&named), write_json(&named)] {
        let again = read(text.as_bytes(), 0).unwrap().problem;
        assert_eq!(plan(&again, Options::default()).unwrap().objective, 25 + 28, "{text}");
        assert_eq!((again.penalty(0), again.penalty(1), again.weight(1)), (6, 8, 4));
    }
}

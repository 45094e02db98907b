//! From any pairs and prices to the best that keeps the floors, or to the certainty that nothing does.

use super::mend;
use crate::{NoPlan, Options, Pair, Problem, check, plan};
use proptest::prelude::*;

fn problems() -> impl Strategy<Value = Problem> {
    let row = proptest::collection::btree_map(0..5u32, -20..40i32, 0..5);
    let need = (0..4u32, -30..50i32, 0..3u32, row);
    let needs = proptest::collection::vec(need, 0..6);
    let experts = proptest::collection::vec((0..4u32, prop_oneof![Just(0), 0..15i32], 0..3u32), 5);
    (needs, experts, any::<[bool; 2]>()).prop_map(|(needs, experts, [has_steps, has_floors])| {
        let mut pairs = Vec::new();
        for (need, (.., row)) in needs.iter().enumerate() {
            pairs.extend(row.iter().map(|(&expert, &score)| (need as u32, expert, score)));
        }
        let demand = needs.iter().map(|need| need.0).collect();
        let capacity = experts.iter().map(|expert| expert.0).collect();
        let mut problem = Problem::from_pairs(demand, capacity, &pairs, 0).unwrap_or_default();
        problem.penalty = needs.iter().map(|need| need.1).collect();
        problem.need_floor = needs.iter().map(|need| need.2.min(need.0)).collect();
        if has_floors {
            problem.expert_floor = experts.iter().map(|expert| expert.2.min(expert.0)).collect();
        }
        if has_steps {
            problem.step = experts.iter().map(|expert| expert.1).collect();
        }
        problem
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_beginning_ends_at_the_best(problem in problems(), prices in proptest::collection::vec(-60..60i64, 5), dice in any::<u32>()) {
        let all = (0..problem.needs()).flat_map(|need| {
            problem.row(need).map(move |(expert, _)| Pair { need: need as u32, expert })
        });
        // Not even demand and capacity need be kept to begin with.
        let begun: Vec<Pair> = all.enumerate().filter(|(at, _)| dice >> at & 1 == 1).map(|(_, pair)| pair).collect();
        let mended = mend(&problem, &begun, &prices, &|| false);
        match plan(&problem, Options::default()) {
            Ok(best) => {
                let verdict = mended.and_then(|mended| check(&problem, &mended.pairs, &mended.prices).ok());
                prop_assert_eq!(verdict.map(|verdict| (verdict.objective, verdict.gap())), Some((best.objective, 0)));
            }
            Err(NoPlan::Conflict(_)) => prop_assert_eq!(mended, None),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn who_is_asked_to_stop_has_no_answer_unless_nothing_was_to_be_done(problem in problems()) {
        let Ok(best) = plan(&problem, Options::default()) else { return Ok(()) };
        let again = mend(&problem, &best.pairs, &best.prices, &|| true);
        prop_assert_eq!(again.map(|again| again.pairs), Some(best.pairs));
    }
}

//! Floors that only a long chain of changes can keep, however much it loses: kept, and proven best.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use fit::{NoPlan, Options, Plan, Problem, Rule, Rules, SCORE_LIMIT, check, plan, plan_with, replan};

/// Which side of the question must be filled.
#[derive(Clone, Copy)]
enum Side {
    Needs,
    Experts,
}

/// Everyone on a side has the next two of the other side to choose from: the first gains, the second loses as much. One
/// end of the chain has but the second, so all must take theirs.
fn chain(length: u32, score: i32, penalty: i32, side: Side) -> Problem {
    let mut pairs = Vec::new();
    for at in 0..length {
        let (near, far) = ((at, at), (at, at + 1));
        let turned = |(one, other): (u32, u32)| match side {
            Side::Needs => (one, other),
            Side::Experts => (other, one),
        };
        if at > 0 {
            pairs.push((turned(near).0, turned(near).1, score));
        }
        pairs.push((turned(far).0, turned(far).1, -score));
    }
    let (short, long) = (vec![1; length as usize], vec![1; length as usize + 1]);
    match side {
        Side::Needs => Problem::from_pairs(short.clone(), long, &pairs, penalty).unwrap().with_need_floors(short),
        Side::Experts => Problem::from_pairs(long, short.clone(), &pairs, penalty).unwrap().with_expert_floors(short),
    }
    .unwrap()
}

fn assert_proven(problem: &Problem, plan: &Plan, objective: i64) {
    assert_eq!((plan.objective, plan.gap()), (objective, 0));
    assert_eq!(check(problem, &plan.pairs, &plan.prices).unwrap().gap(), 0);
}

#[test]
fn a_chain_of_any_length_is_gone_along_to_the_end() {
    for (length, score) in [(2, SCORE_LIMIT), (16, 1_000_000), (65, 1_000), (1_000, 1_000), (1_000, SCORE_LIMIT)] {
        for penalty in [-score, 0, score] {
            let lost = -i64::from(score) * i64::from(length);
            let needs = chain(length, score, penalty, Side::Needs);
            assert_proven(&needs, &plan(&needs, Options::default()).unwrap(), lost);
            assert_proven(&needs, &replan(&needs, &[], &[]).unwrap(), lost);
            // One need more than experts who must take one stays unmet.
            let experts = chain(length, score, penalty, Side::Experts);
            assert_proven(&experts, &plan(&experts, Options::default()).unwrap(), lost - i64::from(penalty));
        }
    }
}

#[test]
fn threads_do_not_change_which_way_is_gone() {
    let problem = chain(300, SCORE_LIMIT, 7, Side::Needs);
    let one = plan(&problem, Options::default()).unwrap();
    for threads in [2, 8] {
        assert_eq!(plan(&problem, Options { threads, ..Options::default() }).unwrap(), one);
    }
}

#[test]
fn where_the_chain_has_no_end_all_of_it_is_the_conflict() {
    let length = 200;
    for side in [Side::Needs, Side::Experts] {
        let problem = chain(length, SCORE_LIMIT, -SCORE_LIMIT, side);
        // The last of the other side is not there: one too few for all.
        let forbidden = vec![match side {
            Side::Needs => fit::Pair { need: length - 1, expert: length },
            Side::Experts => fit::Pair { need: length, expert: length - 1 },
        }];
        let rules = Rules { forced: Vec::new(), forbidden };
        let rule = |at| match side {
            Side::Needs => Rule::NeedFloor(at),
            Side::Experts => Rule::ExpertFloor(at),
        };
        let all: Vec<Rule> = (0..length).map(rule).collect();
        assert_eq!(plan_with(&problem, &rules, Options::default()), Err(NoPlan::Conflict(all)));
    }
}

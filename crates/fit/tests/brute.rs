//! The engine against trying everything, with every rule alone and together; the certificate is checked each time.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use fit::{NoPlan, Options, Pair, Problem, Rule, Rules, check, moves, plan, plan_with, replan};
use proptest::prelude::*;

/// All scores, penalties and steps are multiples of the scale.
fn problems(scale: i32) -> impl Strategy<Value = Problem> {
    let row = proptest::collection::btree_map(0..5u32, -20..40i32, 0..5);
    let need = (0..4u32, 0..50i32, row);
    let needs = proptest::collection::vec(need, 0..5);
    let experts = proptest::collection::vec((0..4u32, prop_oneof![Just(0), 0..15i32]), 5);
    (needs, experts, any::<bool>()).prop_map(move |(needs, experts, has_steps)| {
        let mut pairs = Vec::new();
        for (need, (_, _, row)) in needs.iter().enumerate() {
            pairs.extend(row.iter().map(|(&expert, &score)| (need as u32, expert, score * scale)));
        }
        let demand = needs.iter().map(|need| need.0).collect();
        let capacity = experts.iter().map(|expert| expert.0).collect();
        let problem = Problem::from_pairs(demand, capacity, &pairs, 0).unwrap();
        let problem = problem.with_penalties(needs.iter().map(|need| need.1 * scale).collect()).unwrap();
        if has_steps {
            problem.with_steps(experts.iter().map(|expert| expert.1 * scale).collect()).unwrap()
        } else {
            problem
        }
    })
}

/// Floors that some matching keeps: those of a matching drawn at random.
fn floored(scale: i32) -> impl Strategy<Value = Problem> {
    (problems(scale), proptest::collection::vec(any::<bool>(), 40), any::<bool>(), any::<bool>()).prop_map(
        |(problem, dice, needs, experts)| {
            let (mut filled, mut load) = (vec![0; problem.needs()], vec![0; problem.experts()]);
            let mut dice = dice.into_iter().cycle();
            for (need, filled) in filled.iter_mut().enumerate() {
                for (expert, _) in problem.row(need) {
                    let expert = expert as usize;
                    if dice.next() == Some(true)
                        && *filled < problem.demand(need)
                        && load[expert] < problem.capacity(expert)
                    {
                        *filled += 1;
                        load[expert] += 1;
                    }
                }
            }
            let problem = if needs { problem.with_need_floors(filled).unwrap() } else { problem };
            if experts { problem.with_expert_floors(load).unwrap() } else { problem }
        },
    )
}

/// The best value by trying every set of pairs.
fn best(problem: &Problem) -> Option<i64> {
    best_with(problem, &Rules::default())
}

fn best_with(problem: &Problem, rules: &Rules) -> Option<i64> {
    let pairs: Vec<Pair> = (0..problem.needs())
        .flat_map(|need| {
            problem.row(need).map(move |(expert, _)| Pair { need: need as u32, expert }).collect::<Vec<_>>()
        })
        .collect();
    let mut pairs = pairs;
    pairs.retain(|pair| !rules.forbidden.contains(pair));
    if rules.forced.iter().any(|pair| !pairs.contains(pair)) {
        return None;
    }
    let mut state = Tried {
        problem,
        pairs: &pairs,
        forced: &rules.forced,
        filled: vec![0; problem.needs()],
        load: vec![0; problem.experts()],
    };
    state.after(0, 0)
}

struct Tried<'a> {
    problem: &'a Problem,
    pairs: &'a [Pair],
    forced: &'a [Pair],
    filled: Vec<u32>,
    load: Vec<u32>,
}

impl Tried<'_> {
    fn after(&mut self, at: usize, value: i64) -> Option<i64> {
        let Some(&pair) = self.pairs.get(at) else { return self.end(value) };
        let (need, expert) = (pair.need as usize, pair.expert as usize);
        let mut best = if self.forced.contains(&pair) { None } else { self.after(at + 1, value) };
        if self.filled[need] < self.problem.demand(need) && self.load[expert] < self.problem.capacity(expert) {
            let step = i64::from(self.problem.step(expert)) * i64::from(self.load[expert]);
            self.filled[need] += 1;
            self.load[expert] += 1;
            best = best.max(self.after(at + 1, value + i64::from(self.problem.find_score(pair).unwrap()) - step));
            self.filled[need] -= 1;
            self.load[expert] -= 1;
        }
        best
    }

    fn end(&self, value: i64) -> Option<i64> {
        let problem = self.problem;
        let needs_met = (0..problem.needs()).all(|need| self.filled[need] >= problem.need_floor(need));
        let experts_met = (0..problem.experts()).all(|expert| self.load[expert] >= problem.expert_floor(expert));
        let unmet = |need| i64::from(problem.demand(need) - self.filled[need]) * i64::from(problem.penalty(need));
        (needs_met && experts_met).then(|| value - (0..problem.needs()).map(unmet).sum::<i64>())
    }
}

fn small(problem: &Problem) -> bool {
    problem.pairs() <= 14
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn nothing_is_better(problem in problems(1).prop_filter("small", small)) {
        let found = plan(&problem, Options::default()).unwrap();
        prop_assert_eq!(Some(found.objective), best(&problem));
        prop_assert_eq!(found.gap(), 0);
        prop_assert_eq!(check(&problem, &found.pairs, &found.prices).unwrap().gap(), 0);
    }

    #[test]
    fn floors_are_kept(problem in floored(1).prop_filter("small", small)) {
        let found = plan(&problem, Options::default()).unwrap();
        prop_assert_eq!(Some(found.objective), best(&problem));
        prop_assert_eq!(found.gap(), 0);
    }

    #[test]
    fn floors_are_kept_however_far_apart_scores_lie(problem in floored(200_000).prop_filter("small", small)) {
        let found = plan(&problem, Options::default()).unwrap();
        prop_assert_eq!(Some(found.objective), best(&problem));
        prop_assert_eq!(found.gap(), 0);
    }

    #[test]
    fn threads_change_nothing(problem in floored(1)) {
        let one = plan(&problem, Options::default()).unwrap();
        for threads in [2, 8] {
            prop_assert_eq!(&plan(&problem, Options { threads, ..Options::default() }).unwrap(), &one);
        }
    }

    #[test]
    fn a_price_is_what_one_more_slot_would_gain(problem in problems(1)) {
        let found = plan(&problem, Options::default()).unwrap();
        for expert in 0..problem.experts() {
            if problem.step(expert) > 0 || problem.row_of(expert).count() as u32 <= problem.capacity(expert) {
                continue;
            }
            let capacity: Vec<u32> = (0..problem.experts()).map(|other| problem.capacity(other) + u32::from(other == expert)).collect();
            let more = problem.clone().with_capacity(capacity).unwrap();
            prop_assert_eq!(plan(&more, Options::default()).unwrap().objective - found.objective, found.prices[expert]);
        }
    }

    #[test]
    fn a_second_plan_is_as_good(problem in floored(1).prop_filter("small", small), gone in 0..5usize, bonus in 0..20) {
        let first = plan(&problem, Options::default()).unwrap();
        let capacity: Vec<u32> = (0..problem.experts()).map(|expert| if expert == gone { 0 } else { problem.capacity(expert) }).collect();
        let Ok(mut changed) = problem.clone().with_capacity(capacity) else { return Ok(()) };
        changed.add_bonus(&first.pairs, bonus).unwrap();
        let second = replan(&changed, &first.pairs, &first.prices);
        prop_assert_eq!(best(&changed), second.as_ref().ok().map(|second| second.objective));
        match second {
            Ok(second) => {
                prop_assert_eq!(second.gap(), 0);
                let moves = moves(&changed, &first.pairs, &second);
                prop_assert_eq!(moves.kept + moves.new, second.pairs.len());
            }
            Err(NoPlan::Conflict(rules)) => prop_assert!(!rules.is_empty()),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn rules_are_kept_or_the_conflict_is_named(
        problem in problems(1).prop_filter("small", small),
        floors in proptest::collection::vec(0..3u32, 10),
        dice in proptest::collection::vec(0..6u8, 20),
    ) {
        let floor = |from: usize, count: usize, most: &dyn Fn(usize) -> u32| {
            (0..count).map(|at| floors[from + at].min(most(at))).collect::<Vec<u32>>()
        };
        let needs = floor(0, problem.needs(), &|need| problem.demand(need));
        let experts = floor(5, problem.experts(), &|expert| problem.capacity(expert));
        let problem = problem.with_need_floors(needs).unwrap().with_expert_floors(experts).unwrap();
        let mut rules = Rules::default();
        let mut dice = dice.into_iter().cycle();
        for need in 0..problem.needs() as u32 {
            for (expert, _) in problem.row(need as usize) {
                match dice.next() {
                    Some(0) => rules.forced.push(Pair { need, expert }),
                    Some(1) => rules.forbidden.push(Pair { need, expert }),
                    _ => {}
                }
            }
        }
        let tried = best_with(&problem, &rules);
        match plan_with(&problem, &rules, Options::default()) {
            Ok(plan) => {
                prop_assert_eq!(Some(plan.objective), tried);
                prop_assert_eq!(plan.gap(), 0);
                prop_assert_eq!(rules.check(&problem, &plan).unwrap().gap(), 0);
            }
            Err(NoPlan::Conflict(conflict)) => {
                prop_assert_eq!(tried, None);
                is_irreducible(&problem, &rules, &conflict)?;
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}

/// The rules of a conflict alone have no answer; without any one of them they have.
fn is_irreducible(problem: &Problem, rules: &Rules, conflict: &[Rule]) -> Result<(), TestCaseError> {
    for left_out in (0..conflict.len()).map(Some).chain([None]) {
        let kept: Vec<Rule> =
            conflict.iter().enumerate().filter(|(at, _)| Some(*at) != left_out).map(|(_, rule)| *rule).collect();
        let need_floor = (0..problem.needs())
            .map(|need| if kept.contains(&Rule::NeedFloor(need as u32)) { problem.need_floor(need) } else { 0 });
        let expert_floor = (0..problem.experts()).map(|expert| {
            if kept.contains(&Rule::ExpertFloor(expert as u32)) { problem.expert_floor(expert) } else { 0 }
        });
        let part = problem
            .clone()
            .with_need_floors(need_floor.collect())
            .unwrap()
            .with_expert_floors(expert_floor.collect())
            .unwrap();
        let forced = rules.forced.iter().filter(|pair| kept.contains(&Rule::Forced(**pair))).copied().collect();
        let rules = Rules { forced, forbidden: rules.forbidden.clone() };
        prop_assert_eq!(best_with(&part, &rules).is_some(), left_out.is_some());
    }
    Ok(())
}

//! The best assignment, against trying everything.

use crate::*;
use proptest::prelude::*;

fn slot(penalty: i64, candidates: &[(usize, i64)]) -> Slot {
    Slot {
        penalty,
        candidates: candidates.iter().map(|(person, score)| Candidate { person: *person, score: *score }).collect(),
    }
}

fn need(slots: Vec<Slot>) -> Need {
    Need { slots }
}

/// Tries everything, slot after slot.
fn best(instance: &Instance) -> i64 {
    let slots: Vec<_> = instance
        .needs
        .iter()
        .enumerate()
        .flat_map(|(at, need)| need.slots.iter().map(move |slot| (at, slot)))
        .collect();
    best_from(&slots, &mut instance.capacity.clone(), &mut Vec::new())
}

fn best_from(slots: &[(usize, &Slot)], left: &mut Vec<u32>, taken: &mut Vec<(usize, usize)>) -> i64 {
    let Some(((need, slot), rest)) = slots.split_first() else { return 0 };
    let mut found = best_from(rest, left, taken) - slot.penalty;
    for candidate in &slot.candidates {
        if left[candidate.person] > 0 && !taken.contains(&(*need, candidate.person)) {
            left[candidate.person] -= 1;
            taken.push((*need, candidate.person));
            found = found.max(candidate.score + best_from(rest, left, taken));
            taken.pop();
            left[candidate.person] += 1;
        }
    }
    found
}

#[test]
fn the_better_pair_gives_way_when_both_gain() {
    let instance = Instance {
        capacity: vec![1, 1],
        needs: vec![need(vec![slot(2000, &[(0, 900), (1, 100)])]), need(vec![slot(2000, &[(0, 800)])])],
    };
    let solution = solve(&instance).unwrap();
    let pairs: Vec<_> = solution.filled.iter().map(|filled| (filled.need, filled.person)).collect();
    assert_eq!((pairs, solution.objective, solution.empty), (vec![(0, 1), (1, 0)], 900, vec![]));
    assert_eq!(solution.prices, [800, 0]);
}

#[test]
fn nobody_fills_two_slots_of_one_need() {
    let instance = Instance {
        capacity: vec![5, 1],
        needs: vec![need(vec![slot(100, &[(0, 50), (1, 1)]), slot(100, &[(0, 50)])])],
    };
    let solution = solve(&instance).unwrap();
    assert_eq!(solution.filled.iter().map(|filled| (filled.slot, filled.person)).collect::<Vec<_>>(), [(0, 1), (1, 0)]);
}

#[test]
fn a_slot_is_left_empty_where_filling_it_is_worth_less() {
    let instance = Instance { capacity: vec![1], needs: vec![need(vec![slot(10, &[(0, -20)])])] };
    let solution = solve(&instance).unwrap();
    assert_eq!((solution.objective, solution.empty), (-10, vec![(0, 0)]));
}

#[test]
fn nothing_to_do_is_done() {
    assert_eq!(solve(&Instance::default()).unwrap().objective, 0);
    let hopeless = Instance {
        capacity: vec![0],
        needs: vec![need(vec![slot(7, &[(0, 5)])]), need(vec![slot(8, &[])]), need(vec![])],
    };
    let solution = solve(&hopeless).unwrap();
    assert_eq!((solution.objective, solution.empty), (-15, vec![(0, 0), (1, 0)]));
}

#[test]
fn wrong_questions_are_told() {
    let ask = |slot: Slot| solve(&Instance { capacity: vec![1], needs: vec![need(vec![slot])] }).err();
    assert_eq!(ask(slot(0, &[(1, 5)])), Some(Wrong::NoSuchPerson { need: 0, person: 1 }));
    assert_eq!(ask(slot(0, &[(0, 5), (0, 6)])), Some(Wrong::NamedTwice { need: 0, person: 0 }));
    assert_eq!(ask(slot(i64::MAX, &[])), Some(Wrong::ScoreTooLarge { need: 0 }));
    assert_eq!(ask(slot(0, &[(0, i64::MIN)])), Some(Wrong::ScoreTooLarge { need: 0 }));
}

fn instances() -> impl Strategy<Value = Instance> {
    let slot = (0..50i64, proptest::collection::btree_map(0..4usize, -20..60i64, 0..4));
    let slot = slot.prop_map(|(penalty, candidates)| Slot {
        penalty,
        candidates: candidates.into_iter().map(|(person, score)| Candidate { person, score }).collect(),
    });
    let need = proptest::collection::vec(slot, 0..3).prop_map(|slots| Need { slots });
    (proptest::collection::vec(0..3u32, 4), proptest::collection::vec(need, 0..4))
        .prop_map(|(capacity, needs)| Instance { capacity, needs })
}

proptest! {
    #[test]
    fn no_assignment_is_better(instance in instances()) {
        let solution = solve(&instance).unwrap();
        prop_assert_eq!(solution.objective, best(&instance));
        prop_assert_eq!(bound(&instance, &solution.prices), solution.objective, "the prices prove it");
        prop_assert_eq!(&solve(&instance).unwrap(), &solution);
    }

    #[test]
    fn the_assignment_is_one(instance in instances()) {
        let solution = solve(&instance).unwrap();
        let mut left = instance.capacity.clone();
        for filled in &solution.filled {
            let slot = &instance.needs[filled.need].slots[filled.slot];
            let chosen = Candidate { person: filled.person, score: filled.score };
            prop_assert!(slot.candidates.contains(&chosen));
            prop_assert!(left[filled.person] > 0);
            left[filled.person] -= 1;
        }
        let slots: usize = instance.needs.iter().map(|need| need.slots.len()).sum();
        prop_assert_eq!(solution.filled.len() + solution.empty.len(), slots);
        for (person, left) in left.iter().enumerate() {
            prop_assert!(*left == 0 || solution.prices[person] == 0, "time left over is worth nothing");
        }
    }

    #[test]
    fn prices_prove_it_where_each_need_has_one_slot(instance in instances()) {
        let needs: Vec<_> = instance.needs.into_iter().filter(|need| need.slots.len() == 1).collect();
        let instance = Instance { needs, ..instance };
        let solution = solve(&instance).unwrap();
        let paid: i64 = instance.capacity.iter().zip(&solution.prices).map(|(capacity, price)| i64::from(*capacity) * price).sum();
        let gained: i64 = instance.needs.iter().flat_map(|need| &need.slots).map(|slot| {
            slot.candidates.iter().map(|candidate| candidate.score - solution.prices[candidate.person]).max().unwrap_or(-slot.penalty).max(-slot.penalty)
        }).sum();
        prop_assert_eq!(paid + gained, solution.objective);
    }
}

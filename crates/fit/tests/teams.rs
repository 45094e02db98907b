//! Teams against trying everything: answers, answers after a change, and what each alternative loses.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use fit::*;
use proptest::prelude::*;

/// Tries everything, slot after slot; `forced` is who must fill a slot, or that it must stay empty.
fn best(instance: &Instance, forced: Option<(usize, usize, Option<usize>)>) -> i64 {
    let slots: Vec<_> = instance
        .needs
        .iter()
        .enumerate()
        .flat_map(|(at, need)| need.slots.iter().enumerate().map(move |(number, slot)| (at, number, slot)))
        .collect();
    best_from(&slots, forced, &mut instance.capacity.clone(), &mut Vec::new()).unwrap()
}

type Forced = Option<(usize, usize, Option<usize>)>;

fn best_from(
    slots: &[(usize, usize, &Slot)],
    forced: Forced,
    left: &mut Vec<u32>,
    taken: &mut Vec<(usize, usize)>,
) -> Option<i64> {
    let Some(((need, number, slot), rest)) = slots.split_first() else { return Some(0) };
    let only = forced.filter(|(at, which, _)| (at, which) == (need, number)).map(|(.., who)| who);
    let mut found = None;
    if only.is_none_or(|who| who.is_none()) {
        found = best_from(rest, forced, left, taken).map(|worth| worth - slot.penalty);
    }
    for candidate in slot.candidates.iter().filter(|one| only.is_none_or(|who| who == Some(one.person))) {
        if left[candidate.person] > 0 && !taken.contains(&(*need, candidate.person)) {
            left[candidate.person] -= 1;
            taken.push((*need, candidate.person));
            found = found.max(best_from(rest, forced, left, taken).map(|worth| worth + candidate.score));
            taken.pop();
            left[candidate.person] += 1;
        }
    }
    found
}

fn slots() -> impl Strategy<Value = Slot> {
    let score = prop_oneof![-20..60i64, Just(10), Just(0)];
    (0..50i64, proptest::collection::btree_map(0..4usize, score, 0..5)).prop_map(|(penalty, candidates)| Slot {
        penalty,
        candidates: candidates.into_iter().map(|(person, score)| Candidate { person, score }).collect(),
    })
}

fn instances() -> impl Strategy<Value = Instance> {
    let need = proptest::collection::vec(slots(), 0..4).prop_map(|slots| Need { slots });
    (proptest::collection::vec(0..4u32, 4), proptest::collection::vec(need, 0..4))
        .prop_map(|(capacity, needs)| Instance { capacity, needs })
        .prop_filter("small", |instance| instance.needs.iter().map(|need| need.slots.len()).sum::<usize>() < 8)
}

/// Feasible, and worth what it says.
fn check_answer(instance: &Instance, solution: &Solution) -> Result<(), TestCaseError> {
    let mut load = vec![0; instance.capacity.len()];
    let mut worth = 0;
    let mut inside = std::collections::BTreeSet::new();
    for &Filled { need, slot, person, score } in &solution.filled {
        let chosen = Candidate { person, score };
        prop_assert!(instance.needs[need].slots[slot].candidates.contains(&chosen));
        prop_assert!(inside.insert((need, person)), "nobody fills two slots of a need");
        load[person] += 1;
        worth += score;
    }
    let lost: i64 = solution.empty.iter().map(|&(need, slot)| instance.needs[need].slots[slot].penalty).sum();
    prop_assert_eq!(solution.objective, worth - lost);
    let mut all: Vec<_> = solution.filled.iter().map(|filled| (filled.need, filled.slot)).collect();
    prop_assert!(all.is_sorted() && solution.empty.is_sorted());
    all.extend(&solution.empty);
    all.sort_unstable();
    let slots = instance.needs.iter().enumerate();
    let slots: Vec<_> = slots.flat_map(|(at, need)| (0..need.slots.len()).map(move |slot| (at, slot))).collect();
    prop_assert_eq!(all, slots);
    for (person, load) in load.iter().enumerate() {
        prop_assert!(*load <= instance.capacity[person]);
        prop_assert!(*load == instance.capacity[person] || solution.prices[person] == 0);
    }
    Ok(())
}

fn check_best(instance: &Instance, solution: &Solution) -> Result<(), TestCaseError> {
    check_answer(instance, solution)?;
    prop_assert_eq!(solution.objective, best(instance, None));
    prop_assert_eq!(bound(instance, &solution.prices), solution.objective, "the prices prove it");
    prop_assert_eq!(solution.gap(), 0);
    Ok(())
}

fn applied(instance: &Instance, solution: &Solution, changes: &[Change]) -> Solution {
    let mut after = solution.clone();
    for change in changes {
        let at = (change.need, change.slot);
        let held = after.filled.iter().find(|filled| (filled.need, filled.slot) == at).map(|filled| filled.person);
        assert_eq!(held, change.before);
        after.filled.retain(|filled| (filled.need, filled.slot) != at);
        after.empty.retain(|empty| *empty != at);
        let slot = &instance.needs[at.0].slots[at.1];
        match change.after {
            Some(person) => {
                let score = slot.candidates.iter().find(|candidate| candidate.person == person).unwrap().score;
                after.filled.push(Filled { need: at.0, slot: at.1, person, score });
                after.objective += score;
            }
            None => {
                after.empty.push(at);
                after.objective -= slot.penalty;
            }
        }
        match change.before {
            Some(person) => {
                after.objective -= slot.candidates.iter().find(|candidate| candidate.person == person).unwrap().score;
            }
            None => after.objective += slot.penalty,
        }
    }
    after.filled.sort_unstable();
    after.empty.sort_unstable();
    after.prices.fill(0);
    after
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_team_is_better(instance in instances()) {
        let solution = solve(&instance).unwrap();
        check_best(&instance, &solution)?;
        let threads = Options { threads: 4, ..Options::default() };
        prop_assert_eq!(&solve_watched(&instance, threads).unwrap(), &solution);
    }

    #[test]
    fn after_a_change_it_is_as_good(instance in instances(), other in instances(), at in 0..4usize, changed in slots(), capacity in 0..3u32) {
        let before = solve(&instance).unwrap();
        let again = resolve(&instance, &before).unwrap();
        prop_assert_eq!(&changes(&before, &again), &[], "nothing moves without a reason");
        check_best(&instance, &again)?;
        check_best(&other, &resolve(&other, &before).unwrap())?;
        check_best(&instance, &resolve(&instance, &Solution::default()).unwrap())?;
        let mut instance = instance;
        instance.capacity[at] = capacity;
        if let Some(slot) = instance.needs.get_mut(at % 2).and_then(|need| need.slots.get_mut(at / 2)) {
            *slot = changed;
        }
        let after = resolve(&instance, &before).unwrap();
        check_best(&instance, &after)?;
        prop_assert_eq!(changes(&before, &before), []);
        let changes = changes(&before, &after);
        prop_assert!(changes.is_sorted());
        let slots: usize = instance.needs.iter().map(|need| need.slots.len()).sum();
        let kept = before.filled.iter().filter(|filled| after.filled.iter().any(|other| (other.need, other.slot, other.person) == (filled.need, filled.slot, filled.person))).count()
            + before.empty.iter().filter(|at| after.empty.contains(at)).count();
        prop_assert_eq!(changes.len() + kept, slots);
    }

    #[test]
    fn losses_are_exact(instance in instances(), warm in any::<bool>(), other in instances()) {
        // Prices of a second solve are others, losses the same.
        let first = solve(&if warm { other } else { instance.clone() }).unwrap();
        let solution = resolve(&instance, &first).unwrap();
        for (need, wanted) in instance.needs.iter().enumerate() {
            for (slot, open) in wanted.slots.iter().enumerate() {
                let found = alternatives(&instance, &solution, need, slot).unwrap();
                let able = open.candidates.iter().filter(|candidate| instance.capacity[candidate.person] > 0);
                prop_assert_eq!(found.len(), able.count() + 1);
                for one in &found {
                    prop_assert_eq!(solution.objective - one.loss, best(&instance, Some((need, slot, one.person))));
                    let after = applied(&instance, &solution, &one.instead);
                    prop_assert_eq!(after.objective, solution.objective - one.loss);
                    let holder = after.filled.iter().find(|filled| (filled.need, filled.slot) == (need, slot));
                    prop_assert_eq!(holder.map(|filled| filled.person), one.person);
                    let mut free = instance.clone();
                    free.capacity.iter_mut().for_each(|capacity| *capacity = 0);
                    for filled in &after.filled {
                        free.capacity[filled.person] += 1;
                    }
                    prop_assert!(free.capacity.iter().zip(&instance.capacity).all(|(load, most)| load <= most));
                    check_answer(&free, &after)?;
                }
                let why = why_empty(&instance, &solution, need, slot).unwrap();
                let least = found.iter().filter(|one| one.person.is_some()).map(|one| one.loss).min();
                let is_empty = solution.empty.contains(&(need, slot));
                prop_assert_eq!(why.map(|why| why.loss), least.filter(|_| is_empty));
            }
        }
    }
}

#[test]
fn a_question_about_a_slot_that_is_not_there_is_told() {
    let instance = Instance { capacity: vec![1], needs: vec![Need::default()] };
    let solution = solve(&instance).unwrap();
    for (need, slot) in [(0, 0), (1, 0), (usize::MAX, usize::MAX)] {
        assert_eq!(alternatives(&instance, &solution, need, slot).err(), Some(Wrong::NoSuchSlot { need, slot }));
    }
}

#[test]
fn one_need_of_a_thousand_slots_ends() {
    let all = |slot: usize| (0..300).map(move |person| Candidate { person, score: (slot * person % 97) as i64 });
    for (equal, limit) in [(true, 1), (false, 1), (false, LIMIT / 100), (true, LIMIT / 100)] {
        let slot =
            |slot: usize| Slot {
                penalty: limit,
                candidates: all(slot)
                    .map(|one| {
                        if equal {
                            Candidate { score: 5, ..one }
                        } else {
                            Candidate { score: one.score * limit, ..one }
                        }
                    })
                    .collect(),
            };
        let instance =
            Instance { capacity: vec![1000; 300], needs: vec![Need { slots: (0..1000).map(slot).collect() }] };
        let solution = solve(&instance).unwrap();
        assert_eq!((solution.filled.len(), solution.gap()), (300, 0));
        assert_eq!(resolve(&instance, &solution).unwrap(), solution);
    }
}

#[test]
fn numbers_at_the_limit_do_no_harm() {
    for limit in [LIMIT, i64::from(SCORE_LIMIT)] {
        let slot =
            |penalty, score| Slot { penalty, candidates: (0..3).map(|person| Candidate { person, score }).collect() };
        let slots = vec![slot(limit, limit), slot(limit, -limit), slot(-limit, limit), slot(-limit, -limit)];
        let instance = Instance { capacity: vec![3; 3], needs: vec![Need { slots: slots.clone() }, Need { slots }] };
        let solution = solve(&instance).unwrap();
        assert_eq!(
            (solution.objective, bound(&instance, &solution.prices)),
            (best(&instance, None), solution.objective)
        );
        alternatives(&instance, &solution, 1, 1).unwrap();
    }
}

#[test]
fn a_solve_that_is_stopped_is_feasible_and_bounded() {
    let (instance, whole) = (drawn(), solve(&drawn()).unwrap());
    for after in [0, 1, 3, 10, 30, 100, 300] {
        let asked = std::sync::atomic::AtomicU32::new(0);
        let stop = || asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) >= after;
        let watch = Watch { stop: Some(&stop), report: None };
        let solution = solve_watched(&instance, Options { threads: 1, watch }).unwrap();
        assert!(solution.objective <= whole.objective && whole.objective <= solution.bound);
        let mut free = solution.clone();
        free.prices.fill(0);
        check_answer(&instance, &free).unwrap();
        let after = resolve(&instance, &solution).unwrap();
        assert_eq!(after.objective, whole.objective);
    }
}

/// A few hundred teams that compete for too few people.
fn drawn() -> Instance {
    let mut seed = 7u64;
    let mut dice = move |bound: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % bound
    };
    let capacity = (0..300).map(|_| dice(3) as u32).collect();
    let needs = (0..200).map(|_| {
        let home = dice(300) as usize;
        let slots = (0..1 + dice(3)).map(|_| {
            let mut people: Vec<usize> = (0..8).map(|_| (home + dice(30) as usize) % 300).collect();
            people.sort_unstable();
            people.dedup();
            let candidates = people.into_iter().map(|person| Candidate { person, score: dice(100) as i64 }).collect();
            Slot { penalty: 200, candidates }
        });
        Need { slots: slots.collect() }
    });
    Instance { capacity, needs: needs.collect() }
}

#[test]
fn hundreds_of_teams_are_proven_and_stay_so() {
    let mut instance = drawn();
    let mut solution = solve(&instance).unwrap();
    assert_eq!(bound(&instance, &solution.prices), solution.objective);
    for step in 0..200 {
        let filled = solution.filled[step * 7 % solution.filled.len()];
        let slot = &mut instance.needs[filled.need].slots[filled.slot];
        if step % 2 == 0 {
            slot.candidates.retain(|candidate| candidate.person != filled.person);
        } else if let Some(last) = slot.candidates.last().copied() {
            slot.candidates = vec![last];
        }
        solution = resolve(&instance, &solution).unwrap();
        assert_eq!(bound(&instance, &solution.prices), solution.objective);
        assert_eq!(solve(&instance).unwrap().objective, solution.objective);
    }
}

/// Tries everything that keeps groups apart.
fn best_apart(instance: &Instance, apart: &[u32], need: usize, slot: usize, held: &mut Vec<(usize, usize)>) -> i64 {
    let Some(wanted) = instance.needs.get(need) else { return 0 };
    let Some(open) = wanted.slots.get(slot) else { return best_apart(instance, apart, need + 1, 0, held) };
    let mut found = best_apart(instance, apart, need, slot + 1, held) - open.penalty;
    for &Candidate { person, score } in &open.candidates {
        let load = held.iter().filter(|other| other.1 == person).count() as u32;
        let meets = |other: usize| other == person || apart[person] != u32::MAX && apart[other] == apart[person];
        if load < instance.capacity[person] && !held.iter().any(|other| other.0 == need && meets(other.1)) {
            held.push((need, person));
            found = found.max(score + best_apart(instance, apart, need, slot + 1, held));
            held.pop();
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn groups_are_kept_apart(instance in instances(), apart in proptest::collection::vec(prop_oneof![0..2u32, Just(u32::MAX)], 4), stops in any::<bool>()) {
        let stop = || stops;
        let watch = Watch { stop: Some(&stop), report: None };
        let Apart { solution, proof, .. } = solve_apart(&instance, &apart, None, Options { threads: 1, watch }).unwrap();
        let mut free = solution.clone();
        free.prices.fill(0);
        check_answer(&instance, &free)?;
        for (at, one) in solution.filled.iter().enumerate() {
            for other in &solution.filled[..at] {
                prop_assert!(one.need != other.need || apart[one.person] == u32::MAX || apart[one.person] != apart[other.person]);
            }
        }
        let again = solve_apart(&instance, &apart, Some(&solution), Options::default()).unwrap().solution;
        prop_assert!(again.objective >= solution.objective, "who had a group keeps it");
        let best = best_apart(&instance, &apart, 0, 0, &mut Vec::new());
        prop_assert!(again.objective <= best && best <= again.bound);
        prop_assert!(solution.objective <= best && best <= solution.bound);
        prop_assert_eq!(solution.bound, bound_apart(&instance, &apart, &proof));
    }
}

/// Without trying other slots for the groups the gap here is 377.
#[test]
fn of_hundreds_of_teams_other_slots_keep_the_groups_where_that_gains() {
    let instance = drawn();
    let apart: Vec<u32> = (0..instance.capacity.len() as u32).map(|person| person % 4).collect();
    let found = solve_apart(&instance, &apart, None, Options::default()).unwrap();
    assert_eq!(bound(&found.asked, &found.solution.prices), found.solution.objective, "the best of what is asked");
    assert!(found.solution.gap() <= 200, "{}", found.solution.gap());
}

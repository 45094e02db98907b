//! Fairness and even loads: what they do in small, what they promise of any city, what an old draft is worth by new rules.

use super::desk::Desk;
use super::desk_tests::{Ground, city};
use super::draft::{Draft, moved};
use super::fairness::{Aim, Places};
use super::tests::{expert, id, need, village};
use super::*;
use fit::Options;
use logic::id::{PersonId, UnitId};
use proptest::prelude::*;
use std::sync::Arc;

/// Two needs in two villages, and an expert at home in each.
fn two_and_two() -> Ground {
    let there = Need { id: NeedId(id(33)), village: village(2), ..need(&["210.40"]) };
    let first = Expert { discipline: "210.30".into(), second: None, home: Some(village(1)), ..expert(5) };
    let second = Expert { person: PersonId(id(60)), home: Some(village(2)), discipline: "210.40".into(), ..expert(55) };
    Ground::new(vec![need(&["210.30"]), there], vec![first, second])
}

fn pairs(draft: &Draft) -> Vec<(usize, usize, i64)> {
    draft.solution.filled.iter().map(|one| (one.need, one.person, one.score)).collect()
}

#[test]
fn an_expert_of_two_places_gives_one_away_where_loads_are_even() {
    let mut ground = two_and_two();
    ground.needs[1].village = village(1);
    ground.needs[1].disciplines = vec!["210.30".into()];
    ground.experts[0].max_posts = 2;
    assert_eq!(pairs(&ground.draft()), [(0, 0, 800), (1, 0, 800)]);
    ground.rules.spread = Weight::Most.points();
    let even = ground.draft();
    assert_eq!(pairs(&even), [(0, 0, 800), (1, 1, 380)], "420 points less are not worth 500");
    let price = even.price.unwrap();
    assert_eq!((price.without.total, price.with.total), (1600, 1180));
    assert_eq!((price.without.most, price.with.most, price.with.experts), (2, 1, 2));
    ground.rules.spread = Weight::Much.points();
    assert_eq!(pairs(&ground.draft()), [(0, 0, 800), (1, 0, 800)], "but worth more than 300");
    assert_eq!(even.bound, even.solution.objective, "proven");
}

/// The first expert fits both needs better, but can go to one only: 1000 and 630 points; the second has 550 and 380.
fn unfair() -> Ground {
    let mut ground = two_and_two();
    ground.needs[1].disciplines = vec!["210.30".into()];
    ground.experts[1].home = Some(village(1));
    ground.beside.served.insert((ExpertId(id(5)), village(1)));
    ground
}

#[test]
fn a_poor_pair_is_not_made_where_the_rules_say_so() {
    let mut ground = unfair();
    assert_eq!(pairs(&ground.draft()), [(0, 0, 1000), (1, 1, 380)]);
    for fairness in [Fairness::Few, Fairness::Worst] {
        ground.rules.fairness = fairness;
        let fair = ground.draft();
        assert_eq!(pairs(&fair), [(0, 1, 550), (1, 0, 630)], "{fairness}");
        let price = fair.price.unwrap();
        assert_eq!((price.without.total, price.with.total), (1380, 1180));
        assert_eq!((price.without.worst, price.with.worst), (380, 550));
        assert_eq!((price.without.poor, price.with.poor), (1, 0));
        assert_eq!(price.level, (fairness == Fairness::Worst).then_some((550, 550)));
        assert_eq!(fair.bound, fair.solution.objective, "proven");
    }
}

#[test]
fn what_is_fixed_by_hand_may_be_a_poor_pair() {
    let mut ground = unfair();
    ground.rules.fairness = Fairness::Worst;
    let fair = ground.draft();
    let (mut desk, mut hand) = (Desk::open(Arc::new(ground.material()), ground.rules.clone()), ground.hand.clone());
    hand.pinned.insert((1, 0), 1);
    let fixed = desk.draft(&hand, Some(&fair), Options::default()).unwrap();
    assert_eq!(pairs(&fixed), [(0, 0, 1000), (1, 1, 380)]);
    assert_eq!(fixed.price.unwrap().level, Some((1000, 1000)), "the level is that of the others");
}

#[test]
fn the_worst_pair_and_employers_apart_cannot_both_be_proven() {
    let both = Rules { fairness: Fairness::Worst, apart: true, ..Rules::default() };
    assert!(!both.can_be_proven());
    assert!(Rules { apart: false, ..both.clone() }.can_be_proven());
    assert!(Rules { fairness: Fairness::Few, ..both }.can_be_proven());
}

#[test]
fn an_old_draft_is_valued_by_new_rules_without_the_pairs_that_break_them() {
    let mut ground = two_and_two();
    ground.experts[0].max_posts = 2;
    let old = ground.draft();
    assert_eq!(pairs(&old), [(0, 0, 800), (1, 1, 800)]);
    let value = |ground: &Ground| {
        let desk = Desk::open(Arc::new(ground.material()), ground.rules.clone());
        let valued = desk.value(&ground.hand, &old.solution.filled);
        (valued.worth, valued.broken)
    };
    assert_eq!(value(&ground), (1600, 0));
    ground.rules.distance = 500;
    assert_eq!(value(&ground), (2000, 0), "by what a short way counts now");
    ground.rules = Rules { excluded_units: vec![UnitId(id(50)).to_string()], ..Rules::default() };
    assert_eq!(value(&ground), (-2 * ground.rules.penalty(), 2), "both come from there");
    ground.hand.pinned.insert((1, 0), 1);
    assert_eq!(value(&ground), (-ground.rules.penalty(), 1), "but one was fixed by hand");
}

#[test]
fn rules_that_count_nothing_still_fill_places() {
    let mut ground = two_and_two();
    let fairness = Fairness::Worst;
    let nothing =
        Rules { discipline: 0, distance: 0, continuity: 0, outcome: 0, wishes: 0, fairness, ..Rules::default() };
    ground.rules = nothing;
    assert_eq!(ground.draft().solution.filled.len(), 2);
}

#[test]
fn places_are_told_apart() {
    let places = Places::of(&[2, 0, 1]);
    assert_eq!(places.all().collect::<Vec<_>>(), [(0, 0), (0, 1), (1, 0), (2, 0)]);
    assert_eq!((places.range(0), places.range(2), places.owner(2)), (0..2, 3..4, 1));
}

fn rules() -> impl Strategy<Value = (Fairness, i64)> {
    (prop::sample::select(Fairness::ALL), prop::sample::select(vec![0, 100, 300, 500]))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// With any of these rules, a draft from lists is what one from complete lists is: the same level, the same places
    /// filled, as good by the rules, and proven where teams allow it; so is one changed by hand.
    #[test]
    fn a_fair_draft_from_lists_is_the_best_of_all(ground in city(), (fairness, spread) in rules(), at in 0..1000usize) {
        let rules = Rules { fairness, spread, ..ground.rules.clone() };
        let material = Arc::new(ground.material());
        let mut desk = Desk::open_with(material.clone(), rules.clone(), 3);
        let mut whole = Desk::open_with(material.clone(), rules.clone(), usize::MAX / 4);
        let mut hand = ground.hand.clone();
        let mut before: Option<Draft> = None;
        let has_teams = material.needs.iter().any(|need| need.disciplines.len() > 1);
        for _ in 0..2 {
            let draft = desk.draft(&hand, before.as_ref(), Options::default()).unwrap();
            let all = whole.draft(&hand, None, Options::default()).unwrap();
            prop_assert_eq!(draft.price.map(|price| price.without.total), all.price.map(|price| price.without.total));
            prop_assert_eq!(draft.price.and_then(|price| price.level), all.price.and_then(|price| price.level));
            if !has_teams || spread == 0 {
                prop_assert_eq!(draft.bound, draft.solution.objective);
                prop_assert_eq!(by_rules(&draft, &desk), by_rules(&all, &whole));
            } else {
                prop_assert!(draft.bound >= draft.solution.objective);
            }
            is_kept(&draft, &desk)?;
            let Some(filled) = draft.solution.filled.get(at % draft.solution.filled.len().max(1)) else { break };
            hand.forbidden.insert((filled.need, filled.slot, filled.person));
            before = Some(draft);
        }
    }

    /// Who stops at any moment has a draft that keeps the rules, and a bound that the best one keeps to.
    #[test]
    fn a_stopped_draft_keeps_the_rules_and_its_bound(ground in city(), (fairness, spread) in rules(), after in 0..40u32) {
        let rules = Rules { fairness, spread, ..ground.rules.clone() };
        let material = Arc::new(ground.material());
        let asked = std::sync::atomic::AtomicU32::new(0);
        let stop = || asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) >= after;
        let watch = fit::Watch { stop: Some(&stop), report: None };
        let mut desk = Desk::open(material.clone(), rules.clone());
        let stopped = desk.draft(&ground.hand, None, Options { threads: 1, watch }).unwrap();
        is_kept(&stopped, &desk)?;
        prop_assert!(stopped.bound >= stopped.solution.objective);
        let best = Desk::open(material, rules).draft(&ground.hand, None, Options::default()).unwrap();
        if fairness == Fairness::Total && spread == 0 {
            prop_assert!(stopped.bound >= best.solution.objective && best.solution.objective >= stopped.solution.objective);
        }
        if let Some((at, most)) = best.price.and_then(|price| price.level) {
            prop_assert_eq!(at, most);
            let (low, high) = stopped.price.and_then(|price| price.level).unwrap_or((0, i64::MAX));
            prop_assert!(low <= at && at <= high);
        }
    }

    /// A draft made anew from other lists leaves what stands where it stands, if that is as good.
    #[test]
    fn what_is_as_good_stays(ground in city(), (fairness, spread) in rules()) {
        let rules = Rules { fairness, spread, apart: false, ..ground.rules.clone() };
        let material = Arc::new(ground.material());
        let draft = Desk::open_with(material.clone(), rules.clone(), 3).draft(&ground.hand, None, Options::default()).unwrap();
        let again = Desk::open(material.clone(), rules).draft_near(&ground.hand, &draft, Options::default()).unwrap();
        let has_teams = material.needs.iter().any(|need| need.disciplines.len() > 1);
        if !has_teams || spread == 0 {
            prop_assert_eq!(moved(&material, &draft, &again), []);
        }
        prop_assert!(again.bound >= again.solution.objective);
    }

    /// What stands is worth what it is worth, by its own rules.
    #[test]
    fn a_draft_is_valued_at_its_own_score(ground in city(), (fairness, spread) in rules()) {
        let rules = Rules { fairness, spread, ..ground.rules.clone() };
        let mut desk = Desk::open(Arc::new(ground.material()), rules);
        let draft = desk.draft(&ground.hand, None, Options::default()).unwrap();
        let valued = desk.value(&ground.hand, &draft.solution.filled);
        prop_assert_eq!((valued.worth, valued.broken), (draft.solution.objective, 0));
    }
}

/// How many places are filled, and what a draft comes to by its rules: scores as they count, less what further places cost.
fn by_rules(draft: &Draft, desk: &Desk) -> (usize, i64) {
    let (aim, question) = (Aim::of(&desk.rules, None), desk.question(&draft.hand));
    let mut loads = std::collections::BTreeMap::new();
    let mut sum = draft.solution.objective;
    for one in &draft.solution.filled {
        let weight = question.weight(one.need);
        sum += aim.made(one.score / weight) * weight - one.score;
        let load = loads.entry(one.person).or_insert(0);
        sum -= aim.step * *load;
        *load += 1;
    }
    (draft.solution.filled.len(), sum)
}

/// Nobody has more places than the rules allow, nobody two in one need; with the worst pair first none is below its level.
fn is_kept(draft: &Draft, desk: &Desk) -> Result<(), TestCaseError> {
    let question = desk.question(&draft.hand);
    let mut loads = std::collections::BTreeMap::new();
    let mut seen = std::collections::BTreeSet::new();
    for one in &draft.solution.filled {
        *loads.entry(one.person).or_insert(0) += 1;
        prop_assert!(seen.insert((one.need, one.person)), "one place of a need each");
        if let Some(floor) = draft.floor() {
            prop_assert!(one.score / question.weight(one.need) >= floor);
        }
    }
    prop_assert!(loads.into_iter().all(|(expert, load)| load <= question.capacity(expert)));
    Ok(())
}

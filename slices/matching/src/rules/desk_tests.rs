//! Scores and reasons, lists against everybody, drafts against drafts from complete lists, letters of intent.

use super::desk::Desk;
use super::draft::{Draft, moved};
use super::material::{Beside, Bond, Material, Spot};
use super::nearby::Nearby;
use super::score::{Blocked, Hand, Parts, Question};
use super::tests::{code, expert, id, may, need, village};
use super::*;
use fit::Options;
use logic::act::UnitPath;
use logic::id::{PersonId, UnitId};
use logic::place::PlaceCode;
use logic::time::Day;
use proptest::prelude::*;
use std::sync::Arc;

#[derive(Debug, Clone)]
pub(super) struct Ground {
    pub(super) rules: Rules,
    pub(super) needs: Vec<Need>,
    pub(super) experts: Vec<Expert>,
    pub(super) beside: Beside,
    pub(super) hand: Hand,
}

impl Ground {
    pub(super) fn new(needs: Vec<Need>, experts: Vec<Expert>) -> Self {
        let place = |number: i64, lon: i32| (village(number), Spot::of(lon, 40_000_000));
        let spots = [place(1, 120_000_000), place(2, 121_000_000)].into();
        let beside = Beside { spots, ..Beside::default() };
        Self { rules: Rules::default(), needs, experts, beside, hand: Hand::default() }
    }

    pub(super) fn material(&self) -> Material {
        Material::of(self.needs.clone(), self.experts.clone(), &self.beside)
    }

    fn ask<T>(&self, work: impl FnOnce(Question<'_>) -> T) -> T {
        work(Question { rules: &self.rules, material: &self.material(), hand: &self.hand })
    }

    /// How an expert scores for the first place of the first need.
    fn score(&self, expert: &Expert) -> Result<Parts, Blocked> {
        let material = Material::of(self.needs.clone(), vec![expert.clone()], &self.beside);
        Question { rules: &self.rules, material: &material, hand: &self.hand }.score(0, 0, 0)
    }

    pub(super) fn draft(&self) -> Draft {
        let mut desk = Desk::open(Arc::new(self.material()), self.rules.clone());
        desk.draft(&self.hand, None, Options::default()).unwrap()
    }
}

#[test]
fn a_score_is_made_of_its_parts() {
    let mut ground = Ground::new(vec![need(&["210.30"])], vec![expert(5)]);
    let parts = |discipline, distance, km| Ok(Parts { discipline, distance, km, ..Parts::default() });
    assert_eq!(ground.score(&expert(5)), parts(500, 300, Some(0)));
    assert_eq!(ground.score(&Expert { discipline: "210.40".into(), ..expert(5) }), parts(250, 300, Some(0)));
    assert_eq!(ground.score(&Expert { discipline: "210".into(), ..expert(5) }), parts(500, 300, Some(0)));
    let second = Expert { discipline: "520".into(), second: Some("210.30".into()), ..expert(5) };
    assert_eq!(ground.score(&second), parts(250, 300, Some(0)));
    assert_eq!(
        ground.score(&Expert { home: Some(village(2)), ..expert(5) }),
        parts(500, 130, Some(85)),
        "a degree of longitude at 40° north"
    );
    assert_eq!(ground.score(&Expert { home: None, ..expert(5) }), parts(500, 150, None));
    ground.beside.served.insert((ExpertId(id(5)), village(1)));
    assert_eq!(ground.score(&expert(5)).unwrap().continuity, 200);
    ground.beside.grades.insert(ExpertId(id(5)), Grade::Good);
    assert_eq!(ground.score(&expert(5)).unwrap().outcome, 66);
    ground.beside.letters = vec![(true, ExpertId(id(5)), village(1))];
    assert_eq!(ground.score(&expert(5)).unwrap().wishes, 100, "one side wishes it");
    ground.beside.letters.push((false, ExpertId(id(5)), village(1)));
    assert_eq!(ground.score(&expert(5)).unwrap().total(), 500 + 300 + 200 + 66 + 200, "both sides do");
}

#[test]
fn what_stands_in_the_way_is_told() {
    let mut ground = Ground::new(vec![need(&["210.30"])], vec![expert(5)]);
    let with = |change: fn(&mut Expert)| {
        let mut expert = expert(5);
        change(&mut expert);
        expert
    };
    assert_eq!(ground.score(&with(|expert| expert.discipline = "520".into())), Err(Blocked::Discipline));
    assert_eq!(ground.score(&with(|expert| expert.months = Some(Months { from: 6, to: 9 }))), Err(Blocked::Months));
    assert!(
        ground.score(&with(|expert| expert.months = Some(Months { from: 11, to: 3 }))).is_ok(),
        "over the turn of the year"
    );
    ground.rules.max_km = 50;
    assert_eq!(ground.score(&with(|expert| expert.home = Some(village(2)))), Err(Blocked::Distance));
    ground.rules.excluded_units = vec![UnitId(id(50)).to_string()];
    assert_eq!(ground.score(&expert(5)), Err(Blocked::Employer));
    ground.rules = Rules::default();
    ground.hand.forbidden.insert((0, 0, 0));
    assert_eq!(ground.score(&expert(5)), Err(Blocked::Forbidden));
    let team = Ground::new(vec![need(&["210.30", "210.60"])], vec![]);
    assert_eq!(team.score(&with(|expert| expert.level = TitleLevel::Intermediate)), Err(Blocked::Rank));
    assert!(team.score(&with(|expert| expert.level = TitleLevel::Associate)).is_ok());
}

#[test]
fn a_draft_pins_forbids_and_explains() {
    let other = Need { id: NeedId(id(33)), village: village(2), ..need(&["210.30"]) };
    let far = Expert { person: PersonId(id(60)), home: Some(village(2)), ..expert(55) };
    let mut ground = Ground::new(
        vec![need(&["210.30"]), other, Need { id: NeedId(id(34)), ..need(&["520"]) }],
        vec![expert(5), far],
    );
    let pairs = |ground: &Ground| {
        let solution = ground.draft().solution;
        (solution.filled.iter().map(|filled| (filled.need, filled.person)).collect::<Vec<_>>(), solution.empty)
    };
    assert_eq!(pairs(&ground), (vec![(0, 0), (1, 1)], vec![(2, 0)]));
    ground.ask(|question| assert_eq!(question.why_empty(2, 0), "no_discipline"));
    ground.hand.pinned.insert((0, 0), 1);
    assert_eq!(pairs(&ground).0, [(0, 1), (1, 0)]);
    ground.hand.pinned.clear();
    ground.beside.busy.insert(ExpertId(id(5)), 1);
    assert_eq!(pairs(&ground).0.len(), 1);
    ground.ask(|question| assert_eq!(question.why_idle(0), "no_capacity"));
    ground.beside.busy.clear();
    ground.needs.truncate(1);
    ground.ask(|question| assert_eq!(question.why_idle(1), "others_fitted_better"));
    ground.experts.push(Expert { discipline: "520".into(), ..expert(80) });
    ground.ask(|question| assert_eq!(question.why_idle(2), "no_need_of_discipline"));
}

#[test]
fn a_pair_fixed_where_nobody_was_takes_its_expert_from_elsewhere() {
    let other = Need { id: NeedId(id(33)), village: village(2), ..need(&["210.30"]) };
    let mut ground = Ground::new(vec![need(&["210.30"]), other], vec![Expert { max_posts: 1, ..expert(5) }]);
    let pairs = |ground: &Ground| {
        let solution = ground.draft().solution;
        (solution.filled.iter().map(|filled| (filled.need, filled.person)).collect::<Vec<_>>(), solution.empty)
    };
    assert_eq!(pairs(&ground), (vec![(0, 0)], vec![(1, 0)]), "the nearer village has the only expert");
    ground.hand.pinned.insert((1, 0), 0);
    assert_eq!(pairs(&ground), (vec![(1, 0)], vec![(0, 0)]), "what is fixed by hand outweighs the scores");
}

#[test]
fn a_weak_village_comes_first_where_the_rules_say_so() {
    // The near expert is worth 300 more in village 1 than the far one, and 130 more in village 2.
    let other = Need { id: NeedId(id(33)), village: village(2), ..need(&["210.30"]) };
    let mut ground = Ground::new(vec![need(&["210.30"]), other], vec![Expert { home: Some(village(1)), ..expert(5) }]);
    let served = |ground: &Ground| ground.draft().solution.filled[0].need;
    assert_eq!(served(&ground), 0);
    ground.beside.weak.insert(village(2));
    assert_eq!(served(&ground), 0, "the rule is off");
    ground.rules.weak_first = true;
    assert_eq!(served(&ground), 1);
}

#[test]
fn a_team_comes_from_different_employers_where_the_rules_say_so() {
    let colleague = Expert { discipline: "210.60".into(), ..expert(7) };
    let stranger =
        Expert { discipline: "210.60".into(), unit: Some(UnitId(id(51))), home: Some(village(2)), ..expert(8) };
    let mut ground = Ground::new(vec![need(&["210.30", "210.60"])], vec![expert(5), colleague, stranger]);
    let members = |ground: &Ground| {
        let draft = ground.draft();
        (
            draft.solution.filled.iter().map(|filled| filled.person).collect::<Vec<_>>(),
            draft.bound - draft.solution.objective,
        )
    };
    assert_eq!(members(&ground), (vec![0, 1], 0));
    ground.rules.apart = true;
    let (people, gap) = members(&ground);
    assert_eq!(people, [0, 2]);
    assert!(gap >= 0);
}

#[test]
fn a_letter_is_handed_in_once_while_the_draft_is_made() {
    let letter = |number: u8, side: Side, village: PlaceCode| Letter {
        id: LetterId(id(number)),
        round: RoundId(id(2)),
        programme: None,
        unit: UnitId(id(1)),
        path: UnitPath("0001/".into()),
        side,
        expert: ExpertId(id(5)),
        person: PersonId(id(6)),
        village,
        contact: None,
        since: Day(20_517),
        withdrawn_on: None,
    };
    let round = |state: RoundState, one_letter: bool| Round {
        id: RoundId(id(2)),
        programme: None,
        year: 2026,
        name: "一轮".into(),
        unit: UnitId(id(1)),
        path: UnitPath("0001/".into()),
        rules: Rules { one_letter, ..Rules::default() },
        state,
        version: 0,
    };
    let hand = |round: &Round, letter: Letter, of_expert: &[Letter], of_town: &[Letter]| {
        code(letter.clone().hand(may(&letter), round, &Before { of_expert, of_town }))
    };
    let (own, town) = (letter(10, Side::Expert, village(1)), letter(11, Side::Village, village(1)));
    let open = round(RoundState::Draft, true);
    assert_eq!(hand(&open, own.clone(), &[], std::slice::from_ref(&town)), "ok");
    assert_eq!(hand(&open, own.clone(), std::slice::from_ref(&own), &[]), "letter.twice");
    let second = letter(12, Side::Expert, village(2));
    assert_eq!(hand(&open, second.clone(), std::slice::from_ref(&own), &[]), "letter.expert_has_one");
    let neighbour = letter(13, Side::Village, village(2));
    assert_eq!(hand(&open, neighbour, &[], std::slice::from_ref(&town)), "letter.town_has_one");
    assert_eq!(hand(&round(RoundState::Draft, false), second, std::slice::from_ref(&own), &[]), "ok");
    let closed = round(RoundState::Closed { on: Day(20_517) }, true);
    assert_eq!(hand(&closed, own.clone(), &[], &[]), "letter.closed");
    let withdraw = |letter: Letter, round: &Round| code(letter.clone().withdraw(may(&letter), round));
    assert_eq!(withdraw(own.clone(), &open), "ok");
    assert_eq!(withdraw(own.clone(), &closed), "letter.closed");
    assert_eq!(withdraw(Letter { withdrawn_on: Some(Day(20_518)), ..own }, &open), "letter.withdrawn");
}

/// Cities of a few villages and many experts, some without a place, of several disciplines, months and employers.
pub(super) fn city() -> impl Strategy<Value = Ground> {
    let disciplines = ["210.30", "210.40", "210", "520.10"];
    let slot = prop::sample::select(disciplines.to_vec());
    let place = (110_000_000..116_000_000i32, 28_000_000..33_000_000i32);
    let one_need = (prop::collection::vec(slot.clone(), 1..=3), place.clone(), any::<bool>(), any::<bool>());
    let one_expert =
        (slot.clone(), prop::option::of(slot), prop::option::of(place), 0..3i64, 0..12i64, 0..3u8, any::<bool>());
    let rules = (0..4i64, any::<bool>(), any::<bool>(), prop::sample::select(vec![0, 120, 400]));
    let all = (
        prop::collection::vec(one_need, 1..6),
        prop::collection::vec(one_expert, 0..220),
        rules,
        prop::collection::vec((any::<bool>(), 0..220usize, 0..6usize), 0..12),
    );
    all.prop_map(|(needs, experts, rules, letters)| {
        let mut beside = Beside::default();
        let mut cards = Vec::new();
        for (at, (wanted, (lon, lat), has_place, is_weak)) in needs.iter().enumerate() {
            let village = village(at as i64 + 1);
            if *has_place {
                beside.spots.insert(village, Spot::of(*lon, *lat));
            }
            if *is_weak {
                beside.weak.insert(village);
            }
            let id = NeedId(id(100 + at as u8));
            cards.push(Need { id, village, ..need(wanted) });
        }
        let mut people = Vec::new();
        for (at, (main, second, place, most, month, unit, may_lead)) in experts.into_iter().enumerate() {
            let home = village(500 + at as i64);
            if let Some((lon, lat)) = place {
                beside.spots.insert(home, Spot::of(lon, lat));
            }
            people.push(Expert {
                id: ExpertId(id(at as u8)),
                discipline: main.into(),
                second: second.map(Into::into),
                level: if may_lead { TitleLevel::Senior } else { TitleLevel::Junior },
                unit: (unit > 0).then(|| UnitId(id(unit))),
                home: place.map(|_| home),
                max_posts: most,
                months: (month > 0).then_some(Months { from: month, to: month }),
                ..expert(0)
            });
        }
        for (is_experts, expert, need) in letters {
            if let (Some(expert), Some(need)) = (people.get(expert), cards.get(need)) {
                beside.letters.push((is_experts, expert.id, need.village));
            }
        }
        let (max_posts, weak_first, months, max_km) = rules;
        let rules = Rules { max_posts, weak_first, months, max_km, ..Rules::default() };
        Ground { rules, needs: cards, experts: people, beside, hand: Hand::default() }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// A list holds the best of everybody, and says truly what the others reach at most.
    #[test]
    fn a_list_is_the_best_of_everybody(ground in city(), count in 1..40usize) {
        ground.ask(|question| {
            let nearby = Nearby::new(question);
            for (need, slot) in question.material.slots() {
                let mut all: Vec<(usize, i64)> = (0..question.material.experts.len())
                    .filter(|expert| question.capacity(*expert) > 0)
                    .filter_map(|expert| Some((expert, question.by_rules(need, slot, expert).ok()?.total())))
                    .collect();
                all.sort_by_key(|&(expert, score)| (std::cmp::Reverse(score), expert));
                let list = nearby.list(need, slot, count);
                let scores = |list: &[(usize, i64)]| list.iter().map(|one| one.1).collect::<Vec<_>>();
                prop_assert_eq!(scores(&list.best), scores(&all[..all.len().min(count)]));
                let rest = all.iter().filter(|one| !list.best.contains(one)).map(|one| one.1).max();
                prop_assert!(rest <= list.rest, "{:?} beside a list that says {:?}", rest, list.rest);
            }
            Ok(())
        })?;
    }

    /// A draft from lists is worth what one from complete lists is, and is proven; so is one changed by hand.
    #[test]
    fn a_draft_from_lists_is_the_best_of_all(ground in city(), changes in prop::collection::vec((any::<bool>(), 0..1000usize), 0..4)) {
        let material = Arc::new(ground.material());
        let mut desk = Desk::open(material.clone(), ground.rules.clone());
        let mut draft = desk.draft(&ground.hand, None, Options::default()).unwrap();
        let mut hand = Hand::default();
        for change in std::iter::once(None).chain(changes.into_iter().map(Some)) {
            if let Some((is_pin, at)) = change {
                let Some(filled) = draft.solution.filled.get(at % draft.solution.filled.len().max(1)) else { continue };
                if is_pin {
                    hand.pinned.insert((filled.need, filled.slot), filled.person);
                } else {
                    hand.forbidden.insert((filled.need, filled.slot, filled.person));
                    hand.pinned.remove(&(filled.need, filled.slot));
                }
                let after = desk.draft(&hand, Some(&draft), Options::default()).unwrap();
                let changed = moved(&material, &draft, &after);
                prop_assert!(is_pin == changed.is_empty() || !is_pin, "what is fixed as it stands moves nothing");
                draft = after;
            }
            let whole = fit::solve(&complete(&ground, &material, &hand)).unwrap();
            prop_assert_eq!(draft.solution.objective, whole.objective);
            prop_assert_eq!(draft.bound, whole.objective);
        }
    }
}

/// The same question with everybody on every list.
fn complete(ground: &Ground, material: &Material, hand: &Hand) -> fit::Instance {
    let question = Question { rules: &ground.rules, material, hand };
    let mut instance = Desk::open(Arc::new(ground.material()), ground.rules.clone()).instance(hand);
    for (need, slot) in material.slots() {
        if hand.pinned.contains_key(&(need, slot)) {
            continue;
        }
        let is_beside = |expert: usize| hand.pinned.iter().any(|(place, pinned)| place.0 == need && *pinned == expert);
        instance.needs[need].slots[slot].candidates = (0..material.experts.len())
            .filter(|expert| !is_beside(*expert))
            .filter_map(|person| {
                let score = question.score(need, slot, person).ok()?.total() * question.weight(need);
                Some(fit::Candidate { person, score })
            })
            .collect();
    }
    instance
}

#[test]
fn who_has_to_do_with_a_village_stands_once_on_its_list() {
    let far = |number: u8| Expert { id: ExpertId(id(number)), home: Some(village(2)), ..expert(number) };
    let near = |number: u8| Expert { home: Some(village(1)), ..far(number) };
    let mut ground = Ground::new(vec![need(&["210.30"])], vec![near(1), near(2)]);
    ground.experts.extend((3..=20).map(far));
    ground.beside.letters = [1, 2].map(|number| (true, ExpertId(id(number)), village(1))).to_vec();
    ground.ask(|question| {
        let best: Vec<usize> = Nearby::new(question).list(0, 0, 3).best.into_iter().map(|one| one.0).collect();
        assert_eq!(best, [0, 1, 2]);
    });
}

#[test]
fn a_bond_is_kept_for_both_sides() {
    let mut ground = Ground::new(vec![need(&["210.30"])], vec![expert(5)]);
    ground.beside.letters = vec![(true, ExpertId(id(5)), village(1)), (false, ExpertId(id(9)), village(1))];
    let bond = ground.material().bond(0, 0);
    assert_eq!(bond, Bond { expert_wishes: true, ..Bond::default() });
}

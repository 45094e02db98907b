//! Figures: what ten visits to one village count, and laws that hold for any facts.

use super::*;
use crate::place::PlaceCode;
use proptest::prelude::*;

fn entry(place: i64, day: i32) -> Entry {
    Entry {
        sign: 1,
        happened: Day(day),
        place: Some(PlaceCode(place)),
        audience: Some(Audience::Farmers),
        channel: Some(Channel::Onsite),
        quantity: 20,
        member: Some(PlaceCode(place).into()),
    }
}

fn tally(measure: Measure, entries: &[Entry]) -> Tally {
    let mut tally = Tally::new(measure);
    entries.iter().for_each(|entry| tally.add(entry));
    tally
}

#[test]
fn ten_visits_to_one_village_are_ten_visits_and_one_village() {
    let visits: Vec<_> = (0..10).map(|day| entry(210_181_104_203, 20_000 + day)).collect();
    assert_eq!(tally(Measure::Facts, &visits).value(), 10);
    assert_eq!(tally(Measure::Places, &visits).value(), 1);
    assert_eq!(tally(Measure::Sum, &visits).value(), 200);
}

#[test]
fn a_village_counts_until_its_last_visit_is_taken_back() {
    let visit = entry(210_181_104_203, 20_000);
    let back = Entry { sign: -1, ..visit };
    assert_eq!(tally(Measure::Places, &[visit, visit, back]).value(), 1);
    assert_eq!(tally(Measure::Places, &[visit, back]).value(), 0);
    assert_eq!(tally(Measure::Places, &[back, visit, visit]).value(), 1);
}

#[test]
fn an_entry_without_a_member_counts_for_no_distinct_measure() {
    let nameless = Entry { member: None, ..entry(1, 20_000) };
    assert_eq!(tally(Measure::Persons, &[nameless]).total(), Cell { facts: 1, sum: 20, members: 0 });
}

#[test]
fn merged_persons_resolve_to_the_one_that_stays() {
    let aliases = Aliases::new([(1, 2), (2, 3)]);
    assert_eq!([1, 2, 3, 4].map(|person| aliases.resolve(person)), [3, 3, 3, 4]);
    assert_eq!(Aliases::new([(1, 2), (2, 1)]).resolve(1), 1);
}

#[test]
fn a_question_is_written_in_one_way() {
    let text =
        "measure=persons&kind=visit.logged&region=2101&audience=youth&channel=online&from=2026-01-01&to=2026-12-31";
    let query: Query = text.parse().unwrap();
    assert_eq!(query.to_string(), text);
    let shuffled = "to=2026-12-31&x=1&region=2101&channel=online&programme=&audience=youth&kind=visit.logged&from=20260101&measure=persons";
    assert_eq!(shuffled.parse(), Ok(query));
}

#[test]
fn a_bad_question_names_its_bad_part() {
    let cases = [
        ("kind=a.b", "measure"),
        ("measure=facts", "kind"),
        ("measure=all&kind=a.b", "measure"),
        ("measure=facts&kind=A'--", "kind"),
        ("measure=facts&kind=a.b&region=x", "region"),
        ("measure=facts&kind=a.b&from=2026-02-30", "from"),
        ("measure=facts&kind=a.b&programme=1", "programme"),
    ];
    for (text, part) in cases {
        assert_eq!(text.parse::<Query>(), Err(BadQuery(part.into())), "{text}");
    }
}

#[test]
fn parts_round_trip() {
    let parts = entry(210_181_104_203, 20_000).parts();
    for part in parts.into_iter().flatten() {
        assert_eq!(part.to_string().parse(), Ok(part));
    }
    for text in ["", "x", "m", "pz", "tt", "aall"] {
        assert_eq!(text.parse::<Part>(), Err(()), "{text}");
    }
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let one = (0..40i64, 0..400i32, 0..6usize, 0..2usize, 0..50i64, proptest::option::of(0..8u128)).prop_map(
        |(place, day, audience, channel, quantity, member)| Entry {
            sign: 1,
            happened: Day(20_000 + day),
            place: (place > 0).then_some(PlaceCode(210_181_104_200 + place * 500_000)),
            audience: Some(Audience::ALL[audience]),
            channel: Some(Channel::ALL[channel]),
            quantity,
            member,
        },
    );
    proptest::collection::vec(one, 0..60)
}

proptest! {
    #[test]
    fn order_does_not_matter_and_reversals_undo(entries in entries(), seed: u64) {
        for measure in Measure::ALL {
            let straight = tally(*measure, &entries);
            let mut doubled: Vec<_> = entries.iter().flat_map(|entry| [*entry, Entry { sign: -1, ..*entry }, *entry]).collect();
            let turn = if doubled.is_empty() { 0 } else { seed as usize % doubled.len() };
            doubled.rotate_left(turn);
            let turned = tally(*measure, &doubled);
            prop_assert_eq!(&turned.cells, &straight.cells);
        }
    }

    #[test]
    fn months_channels_and_groups_add_up(entries in entries()) {
        let folded = tally(Measure::Sum, &entries);
        let add = |wanted: fn(&Part) -> bool| folded.cells.iter().filter(|(part, _)| wanted(part)).map(|(_, cell)| cell.sum).sum::<i64>();
        prop_assert_eq!(add(|part| matches!(part, Part::Month(_))), folded.value());
        prop_assert_eq!(add(|part| matches!(part, Part::Channel(_))), folded.value());
        prop_assert_eq!(add(|part| matches!(part, Part::Audience(_))), folded.value());
    }
}

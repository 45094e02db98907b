//! The cells of the forms, at their edges.

use super::forms::{
    ATTENDED, COUNTED, Conclusion, Filled, FormColumn, FormRow, HELD, Record, Span, Sum, is_of_science_month,
};
use super::{Area, Class};
use logic::code::Channel::{self, Online, Onsite};
use logic::id::Id;
use logic::time::Day;

fn day(month: i8, day: i8) -> Day {
    Day::new(2026, month, day).unwrap_or(Day::MIN)
}

fn came(activity: u8, kind: &'static str, channel: Channel, sum: i64) -> Sum {
    let (activity, unit) = (Some(Id::from([activity; 16])), Some(Id::from([99; 16])));
    Sum { kind, activity, unit, class: Some("lecture".into()), channel: Some(channel), facts: 1, sum }
}

#[test]
fn a_record_of_nobody_is_no_missing_record() {
    let held = Sum { activity: None, channel: None, sum: 1, ..came(1, HELD, Onsite, 1) };
    let record = Record { held: vec![held], came: vec![came(1, COUNTED, Onsite, 0)] };
    let cells = FormColumn::ALL.iter().map(|column| record.cell(FormRow::Lecture, *column).to_string());
    assert_eq!(cells.collect::<Vec<_>>(), ["1", "0", "-"]);
    assert_eq!(record.cell(FormRow::Contest, FormColumn::Times), Filled::Absent);
    assert_eq!(record.cell(FormRow::Major, FormColumn::Times).to_string(), "-");
}

#[test]
fn an_activity_is_major_by_one_channel_alone() {
    let halves = [came(1, ATTENDED, Onsite, 600), came(1, COUNTED, Online, 600)];
    let almost = [came(2, ATTENDED, Onsite, 999)];
    let named_and_counted =
        [came(3, ATTENDED, Onsite, 400), came(3, COUNTED, Onsite, 600), came(3, COUNTED, Online, 5)];
    let all = halves.into_iter().chain(almost).chain(named_and_counted);
    let record = Record { held: Vec::new(), came: all.collect() };
    let cells = FormColumn::ALL.iter().map(|column| record.cell(FormRow::Major, *column).to_string());
    assert_eq!(cells.collect::<Vec<_>>(), ["1", "1000", "5"]);
}

#[test]
fn every_class_row_asks_for_its_class_by_its_channel() {
    let span = Span::year(2026);
    let asked = |column| {
        let questions = span.questions(Some(Class::OpenDay), column, &[]);
        questions.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let year = "class=open_day&from=2026-01-01&to=2026-12-31";
    assert_eq!(asked(FormColumn::Times), [format!("measure=facts&kind=activity.held&{year}")]);
    let online = ["attended", "counted"].map(|kind| format!("measure=sum&kind=activity.{kind}&channel=online&{year}"));
    assert_eq!(asked(FormColumn::Online), online);
    assert_eq!(FormRow::ALL.iter().filter(|row| row.class().is_none()).count(), 1);
    assert!(Class::ALL.iter().filter_map(|class| FormRow::of(*class)).count() == FormRow::ALL.len() - 1);
}

#[test]
fn quarters_and_the_science_month_have_their_days() {
    let quarters: Vec<_> = (1..=4).map(|quarter| Span::quarter(2026, quarter)).collect();
    assert_eq!((quarters[0].from, quarters[3].to), Day::year_span(2026));
    assert!(quarters.windows(2).all(|pair| pair[0].to.plus(1) == pair[1].from), "{quarters:?}");
    let is_of = |field, state, day| is_of_science_month(field, state, day);
    assert!(is_of(Area::Popular, "approved", day(9, 1)) && is_of(Area::Popular, "concluded", day(9, 30)));
    assert!(!is_of(Area::Popular, "approved", day(8, 31)) && !is_of(Area::Popular, "approved", day(10, 1)));
    assert!(!is_of(Area::Academic, "approved", day(9, 1)) && !is_of(Area::Popular, "filed", day(9, 1)));
    assert!(!is_of(Area::Popular, "cancelled", day(9, 1)));
}

#[test]
fn a_conclusion_is_in_time_until_the_thirtieth_day() {
    let ended = day(3, 1).at(11, 0);
    let of = |concluded, today| Conclusion::of(ended, concluded, today).code();
    assert_eq!(of(Some(day(3, 31)), day(6, 1)), "in_time");
    assert_eq!(of(Some(day(4, 1)), day(6, 1)), "late");
    assert_eq!((of(None, day(3, 31)), of(None, day(4, 1))), ("open", "overdue"));
}

//! Reading forms: tidied values, and each way of being wrong beside its field.

use super::*;
use crate::code::Channel;
use crate::place::PlaceCode;
use crate::time::Day;
use proptest::prelude::*;

form! {
    struct LogVisit {
        village: PlaceCode = place(),
        on: Day = day(),
        attendances: i64 = count().max(500),
        channel: Channel = choice("channel", Channel::CODES),
        phone: Option<Phone> = phone(),
        email: Option<String> = email(),
        note: Option<String> = text().max(10),
        title: String = line().min(2),
        urgent: bool = flag(),
        groups: Vec<Channel> = choice("channel", Channel::CODES),
        password: Option<String> = secret(),
    }
}

const GOOD: [(&str, &str); 5] = [
    ("village", "210181104203"),
    ("on", "2026-03-05"),
    ("attendances", "23"),
    ("channel", "onsite"),
    ("title", "春耕"),
];

fn with(name: &str, value: &str) -> Result<LogVisit, Vec<(&'static str, &'static str)>> {
    let others = GOOD.into_iter().filter(|(known, _)| *known != name);
    let raw = Raw::of(others.chain([(name, value)]));
    LogVisit::read(&raw)
        .map_err(|problems| problems.0.into_iter().map(|(field, problem)| (field, problem.code)).collect())
}

#[test]
fn a_good_form_is_read() {
    let visit = LogVisit::read(&Raw::of(GOOD)).unwrap();
    assert_eq!((visit.village.0, visit.attendances, visit.channel), (210_181_104_203, 23, Channel::Onsite));
    assert_eq!((visit.title.as_str(), visit.phone, visit.note), ("春耕", None, None));
    assert_eq!((visit.urgent, visit.groups), (false, vec![]));
}

#[test]
fn what_people_type_is_tidied() {
    assert_eq!(with("attendances", " １,２０ ").map(|visit| visit.attendances), Ok(120));
    assert_eq!(with("on", "２０２６年3月5日").map(|visit| visit.on.to_string()), Ok("2026-03-05".into()));
    assert_eq!(with("phone", "+86 138-0000-0000").map(|visit| visit.phone), Ok(Some(Phone("13800000000".into()))));
    assert_eq!(with("email", " A@Example.CN ").map(|visit| visit.email), Ok(Some("a@example.cn".into())));
    assert_eq!(with("note", " a\r\nb ").map(|visit| visit.note), Ok(Some("a\nb".into())));
    assert_eq!(with("password", "  two  ").map(|visit| visit.password), Ok(Some("  two  ".into())));
    assert_eq!(with("urgent", "on").map(|visit| visit.urgent), Ok(true));
}

#[test]
fn every_way_of_being_wrong_is_named() {
    let cases = [
        ("village", "", "required"),
        ("village", "2101", ""),
        ("village", "村", "not_a_place"),
        ("on", "2026-02-30", "not_a_day"),
        ("attendances", "-1", "out_of_range"),
        ("attendances", "501", "out_of_range"),
        ("attendances", "99999999999999999999", "not_a_number"),
        ("attendances", "1.5", "not_a_number"),
        ("channel", "fax", "not_a_choice"),
        ("groups", "fax", "not_a_choice"),
        ("phone", "12345", "not_a_phone"),
        ("phone", "1380000000a", "not_a_phone"),
        ("email", "a@b", "not_an_email"),
        ("email", "a b@c.cn", "not_an_email"),
        ("note", "12345678901", "too_long"),
        ("title", "春", "too_short"),
        ("title", "春\u{0}耕", "control_characters"),
        ("title", "春\n耕", "control_characters"),
        ("urgent", "maybe", "not_a_flag"),
    ];
    for (field, value, problem) in cases {
        let wrong = with(field, value).err().unwrap_or_default();
        let expected = if problem.is_empty() { vec![] } else { vec![(field, problem)] };
        assert_eq!(wrong, expected, "{field}={value}");
    }
}

#[test]
fn all_problems_come_at_once_in_the_order_of_the_form() {
    let problems = LogVisit::read(&Raw::default()).err().unwrap();
    let fields: Vec<_> = problems.0.iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, ["village", "on", "attendances", "channel", "title"]);
}

#[test]
fn the_declaration_tells_what_may_be_left_empty() {
    let required: Vec<_> = LogVisit::FIELDS.iter().filter(|field| field.required).map(|field| field.name).collect();
    assert_eq!(required, ["village", "on", "attendances", "channel", "title"]);
}

#[test]
fn a_file_may_be_too_large() {
    form! { struct Import { sheet: Upload = file().max(3_000_000) } }
    let sent = |size| {
        let upload = Upload { name: "a.xlsx".into(), bytes: vec![0; size] };
        Import::read(&Raw { pairs: vec![], files: vec![("sheet".into(), upload)] })
    };
    assert_eq!(sent(3_000_000).unwrap().sheet.bytes.len(), 3_000_000);
    assert_eq!(sent(3_000_001).err().unwrap().of("sheet").unwrap().code, "file_too_large");
    assert_eq!(sent(0).err().unwrap().of("sheet").unwrap().code, "required");
}

proptest! {
    #[test]
    fn anything_is_read_or_refused(value in any::<String>(), field in 0..11usize) {
        let name = LogVisit::FIELDS[field].name;
        let read = with(name, &value);
        if let Err(wrong) = read {
            prop_assert!(wrong.iter().all(|(wrong, _)| *wrong == name));
        }
    }
}

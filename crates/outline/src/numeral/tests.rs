//! Rule tables: how numbers are written and what they are worth.

use proptest::prelude::*;

use super::{Form, numeral_at};
use crate::model::Amount;

/// The value of a text that is one number from beginning to end.
fn value(text: &str) -> Option<Amount> {
    let numeral = numeral_at(text).unwrap();
    assert_eq!(numeral.len, text.len(), "the whole of {text} is one run");
    numeral.value.map(|value| value.amount())
}

#[test]
fn numbers_have_values() {
    let table = [
        ("0", 0),
        ("12", 12),
        ("３０", 30),
        ("1,200", 1_200),
        ("1,000,000", 1_000_000),
        ("2千", 2_000),
        ("5百万", 5_000_000),
        ("1.2亿", 120_000_000),
        ("0.05万", 500),
        ("3万5000", 35_000),
        ("1万5千", 15_000),
        ("2万亿", 2_000_000_000_000),
        ("三", 3),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("九十九", 99),
        ("一百零五", 105),
        ("一百二十", 120),
        ("一千二百", 1_200),
        ("两千零三十", 2_030),
        ("三万", 30_000),
        ("十万", 100_000),
        ("一万零五百", 10_500),
        ("一百二十三万四千五百六十七", 1_234_567),
        ("三亿二千万", 320_000_000),
        ("三点五亿", 350_000_000),
        ("一点二五万", 12_500),
        ("百", 100),
        ("千", 1_000),
        ("万", 10_000),
        ("百万", 1_000_000),
        ("万亿", 1_000_000_000_000),
        ("二○○七", 2007),
        ("二〇二五", 2025),
    ];
    for (text, expected) in table {
        assert_eq!(value(text), Some(Amount::Whole(expected)), "{text}");
    }
}

#[test]
fn the_set_of_beginnings_is_complete() {
    let reads = |c: char| numeral_at(&c.to_string()).is_some();
    let characters = ('\0'..'\u{ffff}').filter(|&c| reads(c) != super::is_numeral(c));
    assert_eq!(characters.collect::<Vec<_>>(), []);
}

#[test]
fn decimals_stay_decimals() {
    assert_eq!(value("12.5"), Some(Amount::Decimal(12.5)));
    assert_eq!(value("0.30"), Some(Amount::Decimal(0.3)));
    assert_eq!(value("4.0"), Some(Amount::Whole(4)));
}

#[test]
fn what_only_looks_like_a_number_has_no_value() {
    for text in [
        "三四十",
        "百千万",
        "十五六",
        "三千五",
        "一百五",
        "2025.3.12",
        "1234567890123456",
        "二十三十",
        "一亿五",
        "十一五",
    ] {
        assert_eq!(value(text), None, "{text}");
    }
}

#[test]
fn a_number_ends_where_its_characters_end() {
    let length = |text: &str| numeral_at(text).map(|numeral| numeral.len);
    assert_eq!(length("50人"), Some(2));
    assert_eq!(length("3千米"), Some(1));
    assert_eq!(length("3点建议"), Some(1));
    assert_eq!(length("三点建议"), Some("三".len()));
    assert_eq!(length("10,11月"), Some(2));
    assert_eq!(length("1,2000"), Some(1));
    assert_eq!(length("5。"), Some(1));
    assert_eq!(length("人"), None);
}

#[test]
fn round_numbers_are_told_from_counted_ones() {
    let form = |text: &str| numeral_at(text).unwrap().form;
    assert_eq!(form("百"), Form::Round);
    assert_eq!(form("千万"), Form::Round);
    assert_eq!(form("一百"), Form::Chinese);
    assert_eq!(form("十"), Form::Chinese);
    assert_eq!(form("二〇二五"), Form::Digits);
    assert_eq!(form("100"), Form::Arabic);
}

/// The standard way to write a number below a hundred million.
fn written(number: u64) -> String {
    let (upper, lower) = (number / 10_000, number % 10_000);
    match (upper, lower) {
        (0, _) => written_section(lower),
        (_, 0) => format!("{}万", written_section(upper)),
        (_, 1..1000) => format!("{}万零{}", written_section(upper), written_section(lower)),
        _ => format!("{}万{}", written_section(upper), written_section(lower)),
    }
}

fn written_section(number: u64) -> String {
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let mut text = String::new();
    let mut gap = false;
    for (step, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = (number / step % 10) as usize;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        text += if gap { "零" } else { "" };
        text += digits[digit];
        text += unit;
        gap = false;
    }
    text
}

proptest! {
    #[test]
    fn every_written_number_reads_back(number in 1_u64..100_000_000) {
        prop_assert_eq!(value(&written(number)), Some(Amount::Whole(number)));
    }

    #[test]
    fn every_run_of_number_characters_is_read_to_its_end(text in "[0-9,.０-９一二三十百千万亿零点]{1,40}") {
        if let Some(numeral) = numeral_at(&text) {
            prop_assert!(numeral.len > 0 && text.is_char_boundary(numeral.len));
        }
    }
}

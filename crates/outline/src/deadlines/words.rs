//! Due dates in words: `年底前`, `今年6月`, `上半年`, `全年`, `长期坚持`, `春节前`.

use super::date::{in_year, point};
use super::due::Due;
use super::{Found, is_field, is_no_due, rhythm};
use crate::char_set::CharSet;
use crate::marks::{before, is_boundary, last_chars, longest_prefix};
use crate::numeral::is_numeral;

/// The characters the words of time begin with.
pub(super) const STARTS: CharSet =
    CharSet::of(&['每', '按', '今', '明', '本', '年', '上', '下', '全', '长', '持', '常', '贯', '春', '国', '元']);

pub(super) fn at(text: &str, at: usize, year: Option<u16>) -> Option<Found> {
    let rest = &text[at..];
    let (due, len) = match rest.chars().next()? {
        '每' | '按' => rhythm::at(rest),
        '今' | '明' | '本' => this_year(rest, year),
        '年' | '上' | '下' | '全' | '贯' => part_of_year(text, at, year),
        '长' | '持' | '常' => ongoing(text, at),
        _ => feast(rest),
    }?;
    Some((at..at + len, (!is_no_due(&rest[len..])).then_some(due)))
}

/// `今年6月底前`, `明年上半年`; 今年 alone says nothing.
fn this_year(text: &str, year: Option<u16>) -> Option<(Due, usize)> {
    let word = longest_prefix(text, &["今年", "本年度", "本年", "明年"])?;
    let year = if word == "明年" { year.map(|year| year + 1) } else { year };
    let rest = &text[word.len()..];
    let (due, len) = match longest_prefix(rest, &["之内", "内"]) {
        Some(word) => (Due::Year(year), word.len()),
        None => in_year(rest, year).or_else(|| point(rest, year))?,
    };
    let len = word.len() + len;
    Some((due, len + closing(&text[len..])))
}

fn part_of_year(text: &str, at: usize, year: Option<u16>) -> Option<(Due, usize)> {
    const WORDS: [&str; 9] = ["年底", "年末", "年终", "年内", "上半年", "下半年", "全年", "全年度", "贯穿全年"];
    const OTHER_YEARS: &str = "去前上往历多近学当周";
    let word = longest_prefix(&text[at..], &WORDS)?;
    let is_other = word.starts_with('年') && before(text, at).is_some_and(|c| OTHER_YEARS.contains(c) || is_numeral(c));
    let is_last = ["去年", "上年", "前年"].contains(&last_chars(text, at, 2));
    let due = match word {
        "年内" | "全年" | "全年度" | "贯穿全年" => Due::Year(year),
        "上半年" => Due::Month { year, month: 6 },
        _ => Due::Month { year, month: 12 },
    };
    let len = word.len();
    (!is_other && !is_last).then(|| (due, len + closing(&text[at + len..])))
}

fn closing(text: &str) -> usize {
    longest_prefix(text, &["之前", "以前", "底前", "底", "末", "前"]).map_or(0, str::len)
}

/// Only where the words stand alone: 持续推进科普工作 names a task, not a date.
fn ongoing(text: &str, at: usize) -> Option<(Due, usize)> {
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "长期坚持", "长期推进", "长期实施", "长期", "持续推进", "持续实施", "持续开展", "持续", "常年", "常年坚持",
        "常态化", "常态化推进",
    ];
    let word = longest_prefix(&text[at..], WORDS)?;
    let stands_alone =
        before(text, at).is_none_or(is_boundary) && text[at + word.len()..].chars().next().is_none_or(is_boundary);
    let is_whole_phrase = word.chars().count() > 2 || is_field(text, at);
    (stands_alone && is_whole_phrase).then_some((Due::Ongoing, word.len()))
}

fn feast(text: &str) -> Option<(Due, usize)> {
    let feast = longest_prefix(text, &["春节", "国庆节", "国庆", "元旦", "元宵节"])?;
    let closing = longest_prefix(&text[feast.len()..], &["之前", "前", "期间"])?;
    Some((Due::Untold, feast.len() + closing.len()))
}

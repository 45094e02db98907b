//! Dates that begin with a number: `2025年6月底前`, `9月1日至15日`, `三季度`, `2025-06-30前`, `15个工作日内`.

use super::due::Due;
use super::{Found, is_field, is_no_due};
use crate::clean::is_year;
use crate::marks::{before, is_blank, last_chars, longest_prefix};
use crate::numeral::small_number_at;

const SEPARATORS: [&str; 9] = ["——", "—", "–", "-", "－", "~", "～", "至", "到"];

/// Words that close a date; they belong to it.
const CLOSINGS: [&str; 12] =
    ["底之前", "底以前", "底前", "末前", "之前", "以前", "前", "底", "末", "之内", "以内", "内"];

/// The date that begins at `at`, where a number stands.
pub(super) fn at(text: &str, at: usize, year: Option<u16>) -> Option<Found> {
    let (due, len) = relative(&text[at..])
        .or_else(|| iso(&text[at..]))
        .or_else(|| numbered_range(&text[at..], year))
        .or_else(|| point(&text[at..], year).map(|(due, len)| extend(&text[at..], due, len)))?;
    let (due, len) = close(&text[at..], due, len);
    let start = if matches!(before(text, at), Some('第')) { at - '第'.len_utf8() } else { at };
    let is_bare_year = matches!(due, Due::Year(_)) && !CLOSINGS.iter().any(|word| text[..at + len].ends_with(word));
    let is_due = may_follow(text, at)
        && !is_no_due(&text[at + len..])
        && !is_past(due, year)
        && (!is_bare_year || is_field(text, at));
    Some((start..at + len, is_due.then_some(due)))
}

/// Not inside a word, an identifier or last year.
fn may_follow(text: &str, at: usize) -> bool {
    let is_inside =
        before(text, at).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '_' | '·'));
    !is_inside && !["去年", "上年", "前年", "往年", "历年"].contains(&last_chars(text, at, 2))
}

fn is_past(due: Due, year: Option<u16>) -> bool {
    matches!((due.year(), year), (Some(due), Some(year)) if due < year)
}

/// `15个工作日内`, `三年内`: from an event that is not told here.
fn relative(text: &str) -> Option<(Due, usize)> {
    let (_, len) = small_number_at(text)?;
    let unit = longest_prefix(&text[len..], &["个工作日", "个月", "个星期", "个小时", "年", "天", "日", "周", "小时"])?;
    let end = len + unit.len();
    let closing = longest_prefix(&text[end..], &["之内", "以内", "内"])?;
    let is_calendar_year = unit == "年" && small_number_at(text).is_some_and(|(number, _)| is_year(number));
    (!is_calendar_year).then_some((Due::Untold, end + closing.len()))
}

/// `2025-06-30` or `2025/6/30`.
fn iso(text: &str) -> Option<(Due, usize)> {
    let mut rest = text;
    let mut numbers = [0; 3];
    for (at, number) in numbers.iter_mut().enumerate() {
        rest = if at == 0 { rest } else { rest.strip_prefix(['-', '/'])? };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        *number = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
    }
    let [year, month, day] = numbers;
    let due = Due::Day { year: Some(year), month, day };
    (is_year(year) && is_day(month, day)).then_some((due, text.len() - rest.len()))
}

/// `3—5月`: the first number has no unit of its own.
fn numbered_range(text: &str, year: Option<u16>) -> Option<(Due, usize)> {
    let (_, len) = small_number_at(text).filter(|&(number, _)| (1..=12).contains(&number))?;
    let separator = longest_prefix(&text[len..], &SEPARATORS)?;
    let from = len + separator.len();
    let (due, len) = point(&text[from..], year)?;
    matches!(due, Due::Month { .. }).then_some((due, from + len))
}

/// A year, month, day or quarter, as far as the text goes on telling.
pub(super) fn point(text: &str, year: Option<u16>) -> Option<(Due, usize)> {
    let (number, len) = small_number_at(text)?;
    let len = len + blanks(&text[len..]);
    let rest = &text[len..];
    if let Some(rest) = rest.strip_prefix('年').filter(|_| is_year(number)) {
        let len = len + '年'.len_utf8();
        return Some(match in_year(rest, Some(number)) {
            Some((due, more)) => (due, len + more),
            None => (Due::Year(Some(number)), len),
        });
    }
    in_year(text, year)
}

/// The part of a year that `text` begins with: `6月30日`, `第三季度`, `上半年`, `底`.
pub(super) fn in_year(text: &str, year: Option<u16>) -> Option<(Due, usize)> {
    let gap = blanks(text);
    let rest = &text[gap..];
    for (word, month) in [("上半年", 6), ("下半年", 12), ("年底", 12), ("年末", 12), ("底", 12), ("末", 12)]
    {
        if rest.starts_with(word) {
            return Some((Due::Month { year, month }, gap + word.len()));
        }
    }
    let rest = rest.strip_prefix('第').unwrap_or(rest);
    let (number, len) = small_number_at(rest)?;
    let unit = &rest[len..];
    let unit = &unit[blanks(unit)..];
    let used = |word: &str| text.len() - unit.len() + word.len();
    if unit.starts_with("季度") && (1..=4).contains(&number) {
        return Some((Due::Month { year, month: number * 3 }, used("季度")));
    }
    if unit.starts_with('月') && (1..=12).contains(&number) {
        let (due, more) = in_month(&unit['月'.len_utf8()..], year, number);
        return Some((due, used("月") + more));
    }
    None
}

/// What follows `6月`: a day, a third of the month, or nothing more.
fn in_month(text: &str, year: Option<u16>, month: u16) -> (Due, usize) {
    for (word, day) in [("上旬", 10), ("初", 10), ("中旬", 20)] {
        if text.starts_with(word) {
            return (Due::Day { year, month, day }, word.len());
        }
    }
    if let Some(word) = longest_prefix(text, &["份", "下旬", "中下旬"]) {
        return (Due::Month { year, month }, word.len());
    }
    day(text, month).map_or((Due::Month { year, month }, 0), |(day, len)| (Due::Day { year, month, day }, len))
}

fn day(text: &str, month: u16) -> Option<(u16, usize)> {
    let gap = blanks(text);
    let (day, len) = small_number_at(&text[gap..])?;
    let rest = &text[gap + len..];
    let mark = &rest[blanks(rest)..];
    let is_marked = mark.starts_with(['日', '号']);
    (is_marked && is_day(month, day)).then(|| (day, text.len() - mark.len() + '日'.len_utf8()))
}

fn is_day(month: u16, day: u16) -> bool {
    const DAYS: [u16; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    (1..=12).contains(&month) && (1..=DAYS[usize::from(month) - 1]).contains(&day)
}

/// `至15日`, `—10月10日`: what is due by the end of a span.
fn extend(text: &str, due: Due, len: usize) -> (Due, usize) {
    let end = longest_prefix(&text[len..], &SEPARATORS).and_then(|separator| {
        let from = len + separator.len();
        let last = point(&text[from..], due.year()).or_else(|| match due {
            Due::Day { year, month, .. } => {
                day(&text[from..], month).map(|(day, len)| (Due::Day { year, month, day }, len))
            }
            _ => None,
        })?;
        Some((last.0, from + last.1))
    });
    end.unwrap_or((due, len))
}

/// Takes in 前, 底前, 内. `底` after a month changes nothing: a month means its last day.
fn close(text: &str, due: Due, len: usize) -> (Due, usize) {
    let closing = longest_prefix(&text[len..], &CLOSINGS).map_or(0, str::len);
    (due, len + closing)
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_blank).len()
}

//! What is due again and again: `每季度`, `每两个月`, `每年9月`, `每月5日前`, `按季度`.

use super::date::in_year;
use super::due::Due;
use crate::marks::longest_prefix;
use crate::numeral::small_number_at;

const UNITS: [(&str, &str); 13] = [
    ("年度", "year"),
    ("年", "year"),
    ("半年", "half-year"),
    ("学期", "term"),
    ("季度", "quarter"),
    ("季", "quarter"),
    ("月", "month"),
    ("旬", "ten-day period"),
    ("周", "week"),
    ("星期", "week"),
    ("天", "day"),
    ("日", "day"),
    ("工作日", "working day"),
];

/// The rhythm at the beginning of `text`, which starts with 每 or 按.
pub(super) fn at(text: &str) -> Option<(Due, usize)> {
    if text.starts_with('按') {
        let word = longest_prefix(text, &["按季度", "按月"])?;
        let unit = if word == "按月" { "month" } else { "quarter" };
        return Some((Due::Every { count: 1, unit, month: None, day: None }, word.len()));
    }
    let (count, from) = count(text.strip_prefix('每')?);
    let from = '每'.len_utf8() + from;
    let word = longest_prefix(&text[from..], &UNITS.map(|(word, _)| word))?;
    let (_, unit) = UNITS.iter().find(|(known, _)| *known == word)?;
    let len = from + word.len();
    let (due, more) = recurring(&text[len..], count, unit);
    Some((due, len + more))
}

/// `每两个月`, `每个季度`, `每3年`: how many, and the bytes up to the unit.
fn count(text: &str) -> (u16, usize) {
    let (count, len) = small_number_at(text).filter(|&(count, _)| (1..=60).contains(&count)).unwrap_or((1, 0));
    let measure = text[len..].strip_prefix('个').map_or(0, |_| '个'.len_utf8());
    (count, len + measure)
}

/// The month of the year or day of the month in which it recurs, and 前 or 底前 after it.
fn recurring(text: &str, count: u16, unit: &'static str) -> (Due, usize) {
    let (month, day, len) = match (unit, in_year(text, None)) {
        ("year", Some((Due::Month { month, .. }, len))) => (Some(month), None, len),
        ("year", Some((Due::Day { month, day, .. }, len))) => (Some(month), Some(day), len),
        ("month", _) => day_of_month(text).map_or((None, None, 0), |(day, len)| (None, Some(day), len)),
        _ => (None, None, 0),
    };
    let closing = longest_prefix(&text[len..], &["底前", "末前", "底", "末", "之前", "前", "初"]).map_or(0, str::len);
    (Due::Every { count, unit, month, day }, len + closing)
}

fn day_of_month(text: &str) -> Option<(u16, usize)> {
    let (day, len) = small_number_at(text).filter(|(day, _)| (1..=31).contains(day))?;
    text[len..].starts_with(['日', '号']).then(|| (day, len + '日'.len_utf8()))
}

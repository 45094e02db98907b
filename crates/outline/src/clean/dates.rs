//! Dates and years around a document: its date line, its number, the year in its title.

use crate::marks::{is_blank, is_short, trim};
use crate::numeral::small_number_at;
use crate::structure::label::label_at;

/// The year of a line that is only a date: `2025年1月10日`, `二〇二五年一月十日`, `（2025年1月10日）`, `2025-01-10`.
pub(super) fn date_line(line: &str) -> Option<u16> {
    let inner = trim(line.trim_matches(['（', '）', '(', ')']));
    if !is_short(inner, 24) {
        return None;
    }
    let (year, rest) = number_then(inner, &['年', '-', '.', '/'])?;
    let (month, rest) = number_then(rest, &['月', '-', '.', '/'])?;
    let (day, rest) =
        number_then(rest, &['日']).or_else(|| small_number_at(rest).map(|(day, len)| (day, &rest[len..])))?;
    (is_year(year) && (1..=12).contains(&month) && (1..=31).contains(&day) && trim(rest).is_empty()).then_some(year)
}

fn number_then<'a>(text: &'a str, marks: &[char]) -> Option<(u16, &'a str)> {
    // A dotted date would be read as one number: take the digits alone.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, len) = if digits > 0 { (text[..digits].parse().ok()?, digits) } else { small_number_at(text)? };
    let rest = text[len..].trim_start_matches(is_blank);
    rest.strip_prefix(marks).map(|rest| (number, rest.trim_start_matches(is_blank)))
}

/// The year of a line that is a document's number: `某科协发〔2025〕3号`.
pub(super) fn number_line(line: &str) -> Option<u16> {
    let (issuer, rest) =
        line.split_once(['〔', '［', '[', '【']).filter(|_| line.ends_with('号') && is_short(line, 40))?;
    // A numbered line such as `2.贯彻中办发〔2024〕12号` is a task; the document's own number stands alone.
    let is_issuer = label_at(line).is_none()
        && is_short(issuer, 10)
        && issuer.ends_with(['发', '办', '字', '函', '通', '令', '协', '组', '知', '普', '学']);
    let (year, rest) = rest.split_once(['〕', '］', ']', '】'])?;
    let serial = rest.trim_start_matches('第').trim_end_matches('号');
    let is_serial = serial.chars().all(|c| c.is_ascii_digit() || is_blank(c) || matches!(c, '×' | 'X' | '*' | '○'));
    year.trim().parse().ok().filter(|&year| is_issuer && is_serial && is_year(year))
}

/// The year that a title speaks of: the last one it names. A span of years (`2025—2027年`) tells none.
pub(crate) fn document_year(title: &str) -> Option<u16> {
    let mut found = None;
    let mut from = 0;
    while let Some(at) = title[from..].find('年').map(|at| from + at) {
        if let Some((year, is_span)) = year_before(&title[..at]) {
            found = (!is_span).then_some(year);
        }
        from = at + '年'.len_utf8();
    }
    found
}

fn year_before(text: &str) -> Option<(u16, bool)> {
    let start = text.char_indices().rev().take(4).last()?.0;
    let (year, len) = small_number_at(&text[start..])?;
    let before = text[..start].trim_end_matches(is_blank).chars().next_back();
    let is_span = before.is_some_and(|c| matches!(c, '-' | '—' | '–' | '～' | '~' | '至' | '到' | '－'));
    (start + len == text.len() && is_year(year)).then_some((year, is_span))
}

pub(crate) fn is_year(number: u16) -> bool {
    (1900..2100).contains(&number)
}

//! Whether a text has as many points as it announces: “十上十提高”, `以下三个方面`.

use super::notice;
use crate::limits::MAX_NOTICES;
use crate::marks::{is_blank, is_stop, longest_prefix};
use crate::model::{Clause, Notice, NoticeKind};
use crate::numeral::{Form, is_chinese_numeral, numeral_at, small_number_at};

/// Announcements of more points than this are something else.
const MAX_POINTS: u16 = 40;
/// How many quotations of the preamble may be the announcement.
const MAX_SLOGANS: usize = 50;

pub(super) fn check(clauses: &[Clause]) -> Vec<Notice> {
    let mut notices = Vec::new();
    let top: Vec<&Clause> = clauses.iter().filter(|clause| clause.level == 1 && !clause.label.is_empty()).collect();
    if let Some(preamble) = clauses.first().filter(|clause| clause.level == 0) {
        notices.extend(slogan(&preamble.text, &top));
        notices.extend(count_of(&preamble.text).and_then(|(words, count)| compare(words, count, top.len())));
    }
    for (clause, inner) in clauses.iter().zip(inner_counts(clauses)).filter(|(clause, _)| clause.level > 0) {
        notices.extend(count_of(&clause.text).and_then(|(words, count)| compare(words, count, inner)));
    }
    notices.truncate(MAX_NOTICES);
    notices
}

/// How many clauses stand directly inside each: a clause's parent is the last one before it of the level above.
fn inner_counts(clauses: &[Clause]) -> Vec<usize> {
    let mut counts = vec![0; clauses.len()];
    let mut last_of_level = [0; 256];
    for (at, clause) in clauses.iter().enumerate() {
        if clause.parent.is_some() {
            counts[last_of_level[usize::from(clause.level - 1)]] += 1;
        }
        last_of_level[usize::from(clause.level)] = at;
    }
    counts
}

/// “十上十提高”: a quoted slogan that begins with a number, and the headings begin with its next word.
fn slogan(text: &str, points: &[&Clause]) -> Option<Notice> {
    text.match_indices('“').take(MAX_SLOGANS).find_map(|(at, open)| {
        let name = &text[at + open.len()..];
        let name = &name[..name.char_indices().take(20).find(|&(_, c)| c == '”')?.0];
        let (count, len) = small_number_at(name)?;
        let word = name[len..].chars().next()?;
        let kept = points.iter().filter(|point| point.heading.starts_with(word)).count();
        (kept * 2 > points.len()).then(|| compare(name, count, points.len())).flatten()
    })
}

/// The number of points that the last sentence announces: `以下三个方面`, `做好五项工作：`.
fn count_of(text: &str) -> Option<(&str, u16)> {
    #[rustfmt::skip]
    const POINTS: &[&str] = &[
        "个方面", "方面", "点", "项工作", "项任务", "项措施", "件事", "个问题", "点意见", "点要求", "条意见",
        "个环节",
    ];
    let text = text.trim_end_matches(|c| is_stop(c) || is_blank(c));
    let start = text.rfind(is_stop).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let sentence = &text[start..];
    let mut from = 0;
    sentence.char_indices().filter(|&(_, c)| is_chinese_numeral(c)).find_map(|(at, _)| {
        let numeral = (at >= from).then(|| numeral_at(&sentence[at..])).flatten()?;
        from = at + numeral.len;
        (numeral.form == Form::Chinese).then_some(())?;
        let (count, _) = small_number_at(&sentence[at..])?;
        let noun = longest_prefix(&sentence[from..], POINTS)?;
        let is_ordinal = sentence[..at].ends_with('第');
        (!is_ordinal && sentence.len() - from <= 60).then(|| (&sentence[at..from + noun.len()], count))
    })
}

/// A single point is none that was numbered, so there is nothing to compare.
fn compare(words: &str, count: u16, points: usize) -> Option<Notice> {
    let is_kept = usize::from(count) == points;
    let is_countable = points > 1 && (2..=MAX_POINTS).contains(&count);
    let only = if usize::from(count) > points { "只" } else { "" };
    let text = format!("文中说“{words}”，应有{count}项，实际{only}找到{points}项");
    (is_countable && !is_kept).then(|| notice(NoticeKind::AnnouncedCount, text))
}

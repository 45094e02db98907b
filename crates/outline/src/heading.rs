//! Parts a clause's heading from its text: `（三）完善体系。正文…` has the heading 完善体系.

use crate::marks::{is_blank, is_comma, is_full_stop, is_short, trim};
use crate::structure::label::Style;

/// A heading before a full stop, in characters; a heading on its own line may be longer.
const MAX_RUN_IN: usize = 40;
const MAX_LINE: usize = 60;
/// A heading before a colon.
const MAX_BEFORE_COLON: usize = 15;

/// Heading and text of what stands behind a label. `has_inner` tells that clauses stand inside this one.
pub(crate) fn split(text: &str, style: Style, has_inner: bool) -> (&str, &str) {
    let text = trim_item(text);
    let line_end = text.find('\n').unwrap_or(text.len());
    let (line, below) = text.split_at(line_end);
    let goes_on = has_inner || !trim(below).is_empty();
    let end = if style.is_inline() { inline_end(line) } else { numbered_end(line, style, goes_on) };
    match end {
        Some(end) => (trim_heading(&text[..end]), trim_item(text[end..].trim_start_matches(is_mark))),
        None => ("", text),
    }
}

/// The end of an inline item's heading: its first sentence, if more follows on its line.
fn inline_end(line: &str) -> Option<usize> {
    let end = line.find(is_full_stop).filter(|&end| is_short(&line[..end], MAX_RUN_IN))?;
    (!line[end..].trim_start_matches(is_mark).is_empty()).then_some(end)
}

fn numbered_end(line: &str, style: Style, goes_on: bool) -> Option<usize> {
    let Some(end) = line.find(is_full_stop) else {
        return before_colon(line).or_else(|| is_short(line, MAX_LINE).then_some(line.len()));
    };
    if style == Style::Article {
        return None;
    }
    let more_follows = goes_on || !line[end..].trim_start_matches(is_mark).is_empty();
    before_colon(line).or_else(|| (more_follows && is_short(&line[..end], MAX_RUN_IN)).then_some(end))
}

/// `培训农民：全年培训…`: a few words before a colon with text behind it.
fn before_colon(line: &str) -> Option<usize> {
    let end = line.find(['：', ':']).filter(|&end| is_short(&line[..end], MAX_BEFORE_COLON))?;
    let is_title = !line[..end].contains(|c| is_comma(c) || is_full_stop(c));
    let has_text = !trim(line[end..].trim_start_matches(['：', ':'])).is_empty();
    (is_title && has_text).then_some(end)
}

fn is_mark(c: char) -> bool {
    is_full_stop(c) || is_blank(c) || matches!(c, '：' | ':' | '；' | ';')
}

fn trim_heading(heading: &str) -> &str {
    trim(heading).trim_end_matches(|c| is_mark(c) || is_comma(c))
}

/// The mark that parts an item from the next one belongs to neither.
fn trim_item(text: &str) -> &str {
    trim(text).trim_end_matches(|c| is_blank(c) || matches!(c, '；' | ';' | '，' | ',' | '、'))
}

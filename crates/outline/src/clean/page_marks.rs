//! Finds the page numbers (`2、`, `3、` …) that document-sharing sites put into the running text, and heals the text.
//!
//! Such a site cuts a text into pages of equal length and sets `N、` before each, after an empty line. The numbers run
//! through the whole document at steps of one, whatever the document's own numbering says, and most of them stand
//! inside a sentence. A true list has items of unequal length that end where sentences end.

use std::borrow::Cow;
use std::ops::Range;

use crate::marks::{is_blank, is_closing, is_stop};
use crate::numeral::small_number_at;
use crate::structure::label::{Style, label_at};

/// A number at the beginning of a line that may be a page's.
struct Mark {
    number: u16,
    /// What the site put in: the line feeds before the number, the number and its comma.
    range: Range<usize>,
    /// Characters of text before it, and headings at the beginning of a line.
    position: usize,
    headings: usize,
    /// The text before it stops inside a sentence.
    breaks_sentence: bool,
    after_empty_line: bool,
}

/// No site's page is shorter or longer, in characters.
const MIN_PAGE: usize = 60;
const MAX_PAGE: usize = 5_000;
/// Two pages alone are only believed if they are this long.
const MIN_LONE_PAGE: usize = 120;
/// How many possible beginnings of the run of numbers are tried.
const MAX_TRIES: usize = 8;
/// Numbers at line starts that are looked at; a text with more is a list.
const MAX_MARKS: usize = 1 << 20;

/// The text without page marks, and how many there were.
pub(super) fn remove(text: &str) -> (Cow<'_, str>, usize) {
    let marks = find(text);
    let run =
        run_among(&marks, |mark| mark.after_empty_line || mark.number == 1).or_else(|| run_among(&marks, |_| true));
    let Some(run) = run else { return (Cow::Borrowed(text), 0) };
    let mut healed = String::with_capacity(text.len());
    let mut from = 0;
    for mark in &run {
        healed.push_str(&text[from..mark.range.start]);
        from = mark.range.end;
    }
    healed.push_str(&text[from..]);
    (Cow::Owned(healed), run.len())
}

fn find(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut start = 0;
    let mut counted = (0, 0);
    let mut headings = 0;
    for line in text.split('\n') {
        headings += usize::from(is_heading(line));
        if let Some((number, len)) = mark_at(line) {
            let position = counted.1 + count_chars(&text[counted.0..start]);
            counted = (start, position);
            marks.push(Mark { headings, position, ..Mark::new(text, number, start..start + len) });
            if marks.len() == MAX_MARKS {
                break;
            }
        }
        start += line.len() + 1;
    }
    marks
}

fn mark_at(line: &str) -> Option<(u16, usize)> {
    line.as_bytes().first().filter(|byte| byte.is_ascii_digit())?;
    let digits = line.bytes().take(5).take_while(u8::is_ascii_digit).count();
    let (number, _) = small_number_at(&line[..digits])?;
    line[digits..].starts_with('、').then_some((number, digits + '、'.len_utf8()))
}

fn is_heading(line: &str) -> bool {
    label_at(line).is_some_and(|label| matches!(label.style, Style::Chinese | Style::ChineseBracket | Style::Chapter))
}

/// Characters, line feeds left out; counts bytes that begin a character, which is fast on long texts.
fn count_chars(text: &str) -> usize {
    text.bytes().filter(|&byte| (byte & 0xc0) != 0x80 && byte != b'\n' && byte != b'\r').count()
}

impl Mark {
    fn new(text: &str, number: u16, label: Range<usize>) -> Self {
        let one_up = strip_line_feed(&text[..label.start]);
        let two_up = one_up.and_then(strip_line_feed);
        let before = &text[..two_up.or(one_up).map_or(0, str::len)];
        let last = before.chars().next_back();
        // The first page's number breaks nothing: it stands where the text begins.
        let start = if number == 1 { label.start } else { before.len() };
        Self {
            number,
            range: start..label.end,
            position: 0,
            headings: 0,
            breaks_sentence: last.is_some_and(|c| !is_stop(c) && !is_closing(c) && !is_blank(c)),
            after_empty_line: two_up.is_some(),
        }
    }
}

fn strip_line_feed(text: &str) -> Option<&str> {
    text.strip_suffix('\n').map(|text| text.strip_suffix('\r').unwrap_or(text))
}

/// The best run of page numbers among the marks that `may` be such.
fn run_among(marks: &[Mark], may: impl Fn(&Mark) -> bool) -> Option<Vec<&Mark>> {
    let marks: Vec<&Mark> = marks.iter().filter(|mark| may(mark)).collect();
    let starts = |number| marks.iter().enumerate().filter(move |(_, mark)| mark.number == number).take(MAX_TRIES);
    let mut best: Option<Vec<&Mark>> = None;
    for (second, _) in starts(2) {
        for (first, _) in starts(1).filter(|&(first, _)| first < second) {
            keep_longer(&mut best, run_from(&marks, first, second));
        }
        for (third, _) in starts(3).filter(|&(third, _)| third > second) {
            keep_longer(&mut best, run_from(&marks, second, third));
        }
    }
    best.map(|run| with_first(&marks, run))
}

/// A run that was only found from 2 on gets its 1, one page before.
fn with_first<'a>(marks: &[&'a Mark], mut run: Vec<&'a Mark>) -> Vec<&'a Mark> {
    let (page, start) = (run[1].position - run[0].position, run[0].position);
    let off_by = |mark: &Mark| (start - mark.position).abs_diff(page);
    let firsts = marks.iter().filter(|mark| mark.number == 1 && mark.position < start && run[0].number == 2);
    if let Some(first) = firsts.min_by_key(|mark| off_by(mark)).filter(|mark| off_by(mark) <= tolerance(page)) {
        run.insert(0, *first);
    }
    run
}

fn keep_longer<'a>(best: &mut Option<Vec<&'a Mark>>, run: Vec<&'a Mark>) {
    if are_page_numbers(&run) && best.as_ref().is_none_or(|best| best.len() < run.len()) {
        *best = Some(run);
    }
}

/// The run that begins with two given marks and goes on at their distance.
fn run_from<'a>(marks: &[&'a Mark], first: usize, second: usize) -> Vec<&'a Mark> {
    let mut run = vec![marks[first], marks[second]];
    let page = marks[second].position - marks[first].position;
    if !(MIN_PAGE..=MAX_PAGE).contains(&page) {
        return run;
    }
    for mark in &marks[second + 1..] {
        let last = run[run.len() - 1];
        let distance = mark.position - last.position;
        if distance > page + tolerance(page) {
            break;
        }
        if mark.number == last.number + 1 && distance >= page - tolerance(page) {
            run.push(mark);
        }
    }
    run
}

/// Sites count characters or bytes, with or without line feeds, so pages differ a little.
fn tolerance(page: usize) -> usize {
    (page / 7).max(12)
}

/// The pages are of the same length, and the numbers stand inside sentences or run on through the headings.
fn are_page_numbers(run: &[&Mark]) -> bool {
    let breaks = run.len() - 1;
    let inside_sentences = run[1..].iter().filter(|mark| mark.breaks_sentence).count();
    let page = run[1].position - run[0].position;
    let least = if breaks == 1 { MIN_LONE_PAGE } else { MIN_PAGE };
    let stand_apart = run[1..].iter().all(|mark| mark.after_empty_line);
    let cross_headings = stand_apart && run[breaks].headings > run[0].headings;
    let tear_sentences = inside_sentences > 0 && (inside_sentences * 4 >= breaks || cross_headings);
    let run_through = are_equal(run) && (cross_headings || (stand_apart && breaks > 5));
    (least..=MAX_PAGE).contains(&page) && (tear_sentences || run_through)
}

/// At least two pages, of the same length but for a few characters.
fn are_equal(run: &[&Mark]) -> bool {
    let lengths = run.windows(2).map(|pair| pair[1].position - pair[0].position);
    let (least, most) = lengths.fold((usize::MAX, 0), |(least, most), length| (least.min(length), most.max(length)));
    run.len() > 2 && most - least <= 6.max(most / 40)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_true_list_stays() {
        let items = ["组织科普讲座。".repeat(12), "举办技术培训。".repeat(30), "建设科普画廊。".repeat(9)];
        let list: String = items.iter().enumerate().map(|(at, item)| format!("{}、{item}\n\n", at + 1)).collect();
        assert_eq!(remove(&list), (Cow::Borrowed(list.as_str()), 0));
    }
}

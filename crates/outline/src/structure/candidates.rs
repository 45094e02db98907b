//! Finds every place in the text where a label may stand, and what stands before it.

use super::label::{LAST, Label, MAX_NUMBER, STARTS, STYLES, Style, attachment, label_at};
use crate::char_set::CharSet;
use crate::marks::{is_blank, is_comma, is_stop};

/// A label that may head a clause; whether it does depends on the sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) at: u32,
    pub(super) number: u16,
    pub(super) outer: u16,
    pub(super) shown: u16,
    pub(super) len: u16,
    pub(super) style: Style,
    pub(super) place: Place,
    /// The next number of the same sequence comes later, before this number comes again.
    pub(super) is_followed: bool,
}

/// What stands before a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    ParagraphStart,
    AfterStop,
    AfterComma,
    /// Directly after a word, as in a title that lost its line break.
    AfterWord,
}

/// A quotation or bracket longer than this many bytes is taken to have lost its end.
const MAX_ENCLOSED: usize = 180;

/// All candidates of `text`, whose paragraphs end with line feeds.
pub(super) fn find(text: &str) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        find_in_paragraph(paragraph, start, &mut found);
        start += paragraph.len() + 1;
    }
    mark_followed(&mut found);
    found
}

fn find_in_paragraph(paragraph: &str, start: usize, found: &mut Vec<Candidate>) {
    if let Some(label) = attachment(paragraph) {
        return found.push(Candidate::new(start, label, Place::ParagraphStart));
    }
    let mut enclosed = Enclosed::default();
    let mut skip_to = 0;
    for (at, c) in PLACES.places(paragraph) {
        let may_begin = at >= skip_to && STARTS.has(c) && !enclosed.holds(at);
        if let Some((label, place)) = may_begin.then(|| candidate_at(paragraph, at)).flatten() {
            found.push(Candidate::new(start + at, label, place));
            skip_to = at + label.len;
        }
        enclosed.pass(at, c);
    }
}

/// Where labels begin, and what encloses text that has none.
static PLACES: CharSet = CharSet::of(&['“', '”', '「', '」', '"', '（', '(', '）', ')']).and(&STARTS);

fn candidate_at(paragraph: &str, at: usize) -> Option<(Label, Place)> {
    let place = place(&paragraph[..at]);
    let text = &paragraph[at..];
    if place == Place::AfterWord && !text.starts_with(['第', '（', '(']) {
        return None;
    }
    label_at(text).filter(|label| may_stand(label, place)).map(|label| (label, place))
}

/// What stands at the end of `before`, the paragraph so far.
fn place(before: &str) -> Place {
    let words = before.trim_end_matches(is_blank);
    let mut last = words.chars().rev();
    match last.next() {
        None => Place::ParagraphStart,
        Some(c) if is_stop(c) || matches!(c, '）' | ')') => Place::AfterStop,
        Some('”' | '"') if last.next().is_some_and(is_stop) => Place::AfterStop,
        _ if words.len() < before.len() => Place::AfterStop,
        Some(c) if is_comma(c) => Place::AfterComma,
        Some(_) => Place::AfterWord,
    }
}

fn may_stand(label: &Label, place: Place) -> bool {
    match place {
        Place::ParagraphStart => true,
        Place::AfterStop => !label.is_loose && !matches!(label.style, Style::Decimal | Style::DeepDecimal),
        Place::AfterComma => matches!(label.style, Style::ArabicBracket | Style::Circled | Style::Is | Style::Must),
        Place::AfterWord => label.style.may_follow_title(),
    }
}

impl Candidate {
    fn new(at: usize, label: Label, place: Place) -> Self {
        let Label { style, number, outer, shown, len, .. } = label;
        Self { at: at as u32, number, outer, shown: shown as u16, len: len as u16, style, place, is_followed: false }
    }

    pub(super) fn shown_end(&self) -> usize {
        self.at as usize + usize::from(self.shown)
    }

    pub(super) fn end(&self) -> usize {
        self.at as usize + usize::from(self.len)
    }
}

/// The quotation and bracket that are open.
#[derive(Default)]
struct Enclosed {
    quote: Option<usize>,
    bracket: Option<usize>,
}

impl Enclosed {
    fn pass(&mut self, at: usize, c: char) {
        match c {
            '“' | '「' => self.quote = Some(at),
            '”' | '」' => self.quote = None,
            '"' => self.quote = if self.quote.is_some() { None } else { Some(at) },
            '（' | '(' => self.bracket = Some(at),
            '）' | ')' => self.bracket = None,
            _ => {}
        }
    }

    fn holds(&self, at: usize) -> bool {
        [self.quote, self.bracket].into_iter().flatten().any(|open| at - open < MAX_ENCLOSED)
    }
}

const NUMBERS: usize = MAX_NUMBER as usize + 2;
/// 最后 may follow any number but the first.
const LAST_SLOT: usize = NUMBERS - 1;
const NONE: u32 = u32::MAX;
/// All inline items share one more sequence, whatever their form: a speaker mixes 一是 and 二要.
const INLINE: usize = STYLES;

/// Where each number of each sequence comes next, as one walks from the end.
struct Next {
    rows: Vec<[u32; NUMBERS]>,
    /// The next paragraph that starts with a label of an outer style.
    barriers: [u32; STYLES],
}

fn mark_followed(candidates: &mut [Candidate]) {
    let mut next = Next { rows: vec![[NONE; NUMBERS]; STYLES + 1], barriers: [NONE; STYLES] };
    for index in (0..candidates.len()).rev() {
        candidates[index].is_followed = next.follows(&candidates[index]);
        next.pass(&candidates[index], index as u32);
    }
}

impl Next {
    fn follows(&self, candidate: &Candidate) -> bool {
        sequences(candidate.style).any(|sequence| {
            let row = &self.rows[sequence];
            let slot = slot(candidate.number);
            let last = if candidate.style.is_inline() && candidate.number == 2 { row[LAST_SLOT] } else { NONE };
            let successor = row.get(slot + 1).copied().unwrap_or(NONE).min(last);
            successor < row[slot].min(self.barriers[candidate.style as usize])
        })
    }

    fn pass(&mut self, candidate: &Candidate, index: u32) {
        sequences(candidate.style).for_each(|sequence| self.rows[sequence][slot(candidate.number)] = index);
        if candidate.place == Place::ParagraphStart && !candidate.style.is_inline() {
            // Small numbers may stand inside items such as 一是, larger headings do not.
            let is_small = candidate.style > Style::ChineseBracket;
            let end = if is_small { Style::First as usize } else { STYLES };
            self.barriers[candidate.style as usize + 1..end.max(candidate.style as usize + 1)].fill(index);
        }
    }
}

fn sequences(style: Style) -> impl Iterator<Item = usize> {
    std::iter::once(style as usize).chain(style.is_inline().then_some(INLINE))
}

fn slot(number: u16) -> usize {
    if number == LAST { LAST_SLOT } else { usize::from(number) }
}

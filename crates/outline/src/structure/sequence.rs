//! Decides which candidates are labels: a number only heads a clause where its sequence fits.

use super::candidates::{Candidate, Place};
use super::label::{LAST, STYLES, Style};
use super::nesting::Nesting;

/// The lists that are open at one place of the text, outermost first.
pub(super) struct Sequence {
    nesting: Nesting,
    open: Vec<Level>,
    /// The last number of each style so far, open or not: `6.` may go on in the next section.
    last_seen: [u16; STYLES],
}

#[derive(Clone, Copy, Debug)]
struct Level {
    style: Style,
    number: u16,
    clause: usize,
    /// The item began a paragraph, so the paragraphs after it are its own.
    holds_paragraphs: bool,
    /// Its paragraph is over, but the next item of its list may still come.
    is_dormant: bool,
}

/// How an accepted label stands to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    InOrder,
    /// The number before it in the same list.
    After(u16),
}

/// A larger step than this is taken for a coincidence rather than a gap.
const MAX_GAP: u16 = 3;

impl Sequence {
    pub(super) fn new(nesting: Nesting) -> Self {
        Self { nesting, open: Vec::new(), last_seen: [0; STYLES] }
    }

    /// The clause that holds a new paragraph without label: an item inside a paragraph ends with it.
    pub(super) fn holder_of_paragraph(&self) -> Option<usize> {
        self.open.iter().rev().find(|level| level.holds_paragraphs).map(|level| level.clause)
    }

    /// Whether the candidate is a label, and how it fits. `title_before` tells that only a short title stands
    /// before it.
    pub(super) fn fit(&self, candidate: &Candidate, title_before: bool) -> Option<Fit> {
        let begins = candidate.number == 1 && candidate.is_followed;
        match candidate.place {
            Place::ParagraphStart => self.fit_paragraph(candidate),
            Place::AfterWord if !title_before => None,
            _ if self.goes_on(candidate) => Some(Fit::InOrder),
            _ if candidate.style.is_inline() => begins.then_some(Fit::InOrder),
            _ => (begins && self.find(candidate.style).is_none()).then_some(Fit::InOrder),
        }
    }

    fn fit_paragraph(&self, candidate: &Candidate) -> Option<Fit> {
        let number = candidate.number;
        if matches!(candidate.style, Style::Decimal | Style::DeepDecimal) {
            return self.fits_decimal(candidate).then_some(Fit::InOrder);
        }
        if self.goes_on(candidate) || candidate.style == Style::Attachment {
            return Some(Fit::InOrder);
        }
        if candidate.style.is_inline() {
            return (number == 1 && candidate.is_followed).then_some(Fit::InOrder);
        }
        match self.find(candidate.style).map(|level| self.open[level].number) {
            None if number == 1 => Some(Fit::InOrder),
            None => candidate.is_followed.then_some(Fit::After(0)),
            Some(last) if number == 1 => {
                Some(if candidate.style <= Style::ChineseBracket { Fit::After(last) } else { Fit::InOrder })
            }
            Some(last) if number == last || candidate.is_followed => Some(Fit::After(last)),
            Some(last) => (number > last && number - last <= MAX_GAP).then_some(Fit::After(last)),
        }
    }

    /// The number is the next one of an open list, or of a list that a heading interrupted.
    fn goes_on(&self, candidate: &Candidate) -> bool {
        let Candidate { style, number, .. } = *candidate;
        if style.is_inline() {
            return self.find_inline(candidate).is_some();
        }
        match self.find(style) {
            Some(level) => self.open[level].number + 1 == number,
            None => number > 1 && self.last_seen[style as usize] + 1 == number,
        }
    }

    /// `1.2` stands under `1.` and after `1.1`.
    fn fits_decimal(&self, candidate: &Candidate) -> bool {
        let outer = match candidate.style {
            Style::Decimal => Style::Arabic,
            _ => Style::Decimal,
        };
        let is_under_outer = self.find(outer).is_some_and(|level| self.open[level].number == candidate.outer);
        let last = self.find(candidate.style).map_or(0, |level| self.open[level].number);
        is_under_outer && candidate.number == last + 1
    }

    fn find(&self, style: Style) -> Option<usize> {
        self.open.iter().rposition(|level| level.style == style)
    }

    /// The inline list that the item goes on: one of its own form before one of another.
    fn find_inline(&self, candidate: &Candidate) -> Option<usize> {
        let goes_on = |level: &Level| match candidate.number {
            LAST => (2..LAST).contains(&level.number),
            number => level.number.checked_add(1) == Some(number),
        };
        let own = self.open.iter().rposition(|level| level.style == candidate.style && goes_on(level));
        own.or_else(|| self.open.iter().rposition(|level| level.style.is_inline() && goes_on(level)))
    }

    /// Closes what the label closes and opens its clause; returns the clause's parent.
    pub(super) fn enter(&mut self, candidate: &Candidate, clause: usize) -> Option<usize> {
        let Candidate { style, number, .. } = *candidate;
        self.open.truncate(self.depth_for(candidate));
        let parent = self.open.last().map(|level| level.clause);
        let holds_paragraphs = !style.is_inline() || candidate.place == Place::ParagraphStart;
        self.open.push(Level { style, number, clause, holds_paragraphs, is_dormant: false });
        self.last_seen[style as usize] = if number == LAST { 0 } else { number };
        self.forget_inner(style);
        parent
    }

    fn depth_for(&self, candidate: &Candidate) -> usize {
        if candidate.style.is_inline() {
            return self.depth_for_inline(candidate);
        }
        self.find(candidate.style).unwrap_or_else(|| {
            let is_outside = |level: &Level| {
                self.nesting.is_outside(level.style, candidate.style) || holds_small_items(level, candidate)
            };
            self.open.iter().rposition(is_outside).map_or(0, |last| last + 1)
        })
    }

    /// A new inline list stands inside another one only while that one's paragraph goes on.
    fn depth_for_inline(&self, candidate: &Candidate) -> usize {
        let starts_paragraph = candidate.place == Place::ParagraphStart;
        let is_over = |level: &Level| level.style.is_inline() && (level.is_dormant || starts_paragraph);
        self.find_inline(candidate)
            .or_else(|| self.find(candidate.style))
            .or_else(|| self.open.iter().position(is_over))
            .unwrap_or(self.open.len())
    }

    /// Inside a new chapter the lists below begin anew; articles (第X条) run on through chapters.
    fn forget_inner(&mut self, style: Style) {
        match style {
            Style::Attachment => self.last_seen[Style::Part as usize..].fill(0),
            Style::Part | Style::Chapter | Style::Section => self.last_seen[Style::Chinese as usize..].fill(0),
            _ => {}
        }
    }

    pub(super) fn end_paragraph(&mut self) {
        for level in self.open.iter_mut().filter(|level| level.style.is_inline() && !level.holds_paragraphs) {
            level.is_dormant = true;
        }
    }
}

/// `一是建机制：（1）…；（2）…`: within one paragraph the small numbers stand inside the item.
fn holds_small_items(level: &Level, candidate: &Candidate) -> bool {
    let is_small = matches!(candidate.style, Style::ArabicBracket | Style::Circled);
    is_small && candidate.place != Place::ParagraphStart && level.style.is_inline() && !level.is_dormant
}

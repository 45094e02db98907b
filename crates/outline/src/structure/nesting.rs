//! Which style of label stands inside which: the usual order, unless the document shows another.

use super::candidates::{Candidate, Place};
use super::label::{STYLES, Style};

/// How often a list of one style began between two neighbouring numbers of another.
pub(super) struct Nesting {
    contains: [[u32; STYLES]; STYLES],
}

impl Nesting {
    pub(super) fn observe(candidates: &[Candidate]) -> Self {
        let mut nesting = Self { contains: [[0; STYLES]; STYLES] };
        let mut last_number = [0_u16; STYLES];
        let mut last_at = [0_usize; STYLES];
        let mut began_at = [0_usize; STYLES];
        let at_start = candidates.iter().filter(|candidate| candidate.place == Place::ParagraphStart);
        for (at, candidate) in at_start.enumerate().map(|(at, candidate)| (at + 1, candidate)) {
            let style = candidate.style as usize;
            if candidate.number == 1 {
                began_at[style] = at;
            } else if candidate.number == last_number[style] + 1 {
                nesting.count(style, &began_at, last_at[style]);
            }
            (last_number[style], last_at[style]) = (candidate.number.min(u16::MAX - 1), at);
        }
        nesting
    }

    fn count(&mut self, outer: usize, began_at: &[usize; STYLES], since: usize) {
        for (inner, &began) in began_at.iter().enumerate() {
            self.contains[outer][inner] += u32::from(inner != outer && began > since);
        }
    }

    pub(super) fn is_outside(&self, outer: Style, inner: Style) -> bool {
        let evidence = self.contains[outer as usize][inner as usize];
        let contrary = self.contains[inner as usize][outer as usize];
        if evidence == contrary { outer < inner } else { evidence > contrary }
    }
}

//! Numbers inside quotation marks: a name such as “246基础建设工程” counts nothing, a slogan such as “百名专家进百村” does.

use super::Reading;
use super::unit::{Kind, unit_at};
use crate::numeral::{Form, NUMERALS, numeral_at};

/// A quotation with more bytes than this is text, not a name.
const MAX_NAME: usize = 120;

/// Where the quotation that is being passed ends.
#[derive(Default)]
pub(super) struct Quotes {
    end: usize,
    at: usize,
    states_quantities: bool,
    /// No closing mark comes before this place: it need not be looked for again.
    unclosed_to: usize,
}

impl Quotes {
    pub(super) fn pass(&mut self, text: &str, at: usize, c: char) {
        self.at = at;
        let close = match c {
            '“' => '”',
            '「' => '」',
            '"' => '"',
            _ => return,
        };
        if at < self.end || at < self.unclosed_to {
            return;
        }
        let inside = at + c.len_utf8();
        let window = text.floor_char_boundary(inside + MAX_NAME);
        match text[inside..window].find(close) {
            Some(len) => {
                self.end = inside + len + close.len_utf8();
                self.states_quantities = states_quantities(&text[inside..inside + len]);
            }
            None => self.unclosed_to = window,
        }
    }

    pub(super) fn allow(&self, reading: &Reading<'_>) -> bool {
        let is_inside = self.at < self.end;
        let is_large = reading.values.0.digits >= 100;
        !is_inside || (self.states_quantities && is_large)
    }
}

/// The quotation counts something with a measure word, by hundreds: `百名专家`, not `万村千乡`.
fn states_quantities(name: &str) -> bool {
    let mut skip_to = 0;
    NUMERALS.places(name).any(|(at, _)| {
        let Some(numeral) = (at >= skip_to).then(|| numeral_at(&name[at..])).flatten() else { return false };
        skip_to = at + numeral.len;
        let is_large = numeral.value.is_some_and(|value| value.digits >= 100) && numeral.form != Form::Digits;
        is_large && unit_at(&name[skip_to..]).is_some_and(|unit| unit.kind == Kind::Measure)
    })
}

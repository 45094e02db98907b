//! Finds when something is due: dates, months, quarters, rhythms, and 长期坚持.

mod date;
mod due;
mod rhythm;
mod words;

use std::ops::Range;

use crate::char_set::CharSet;
use crate::marks::before;
use crate::model::Deadline;
use crate::numeral::{NUMERALS, is_numeral, numeral_at};
use due::Due;

/// The bytes that tell a time, and what is due then: `None` where the time only describes something.
type Found = (Range<usize>, Option<Due>);

/// The first deadlines of a clause's text, at most `room`. `year` is the document's, for dates that name none.
pub(crate) fn find(text: &str, year: Option<u16>, room: usize) -> Vec<Deadline> {
    let mut deadlines: Vec<Deadline> = Vec::new();
    let mut skip_to = 0;
    for (at, c) in PLACES.places(text) {
        if deadlines.len() >= room {
            break;
        }
        if at < skip_to {
            continue;
        }
        let found = if is_numeral(c) { date::at(text, at, year) } else { words::at(text, at, year) };
        match found {
            Some((range, due)) => {
                skip_to = range.end;
                let due = due.map(|due| Deadline { text: text[range].to_owned(), by: due.written() });
                due.into_iter().for_each(|due| push(&mut deadlines, due));
            }
            None if is_numeral(c) => skip_to = at + numeral_at(&text[at..]).map_or(0, |numeral| numeral.len),
            None => {}
        }
    }
    deadlines
}

/// The deadlines in a field that tells only when something is due: there a bare year and 持续 count too.
pub(crate) fn find_in_field(text: &str, year: Option<u16>) -> Vec<Deadline> {
    find(&format!("时限：{text}"), year, MAX_IN_FIELD)
}

/// No field names more dates.
const MAX_IN_FIELD: usize = 20;

fn push(deadlines: &mut Vec<Deadline>, deadline: Deadline) {
    // The same date twice in one clause is one deadline; looking back a little is enough for people's texts.
    if !deadlines.iter().rev().take(16).any(|known| *known == deadline) {
        deadlines.push(deadline);
    }
}

/// Where dates and words of time begin.
static PLACES: CharSet = words::STARTS.and(&NUMERALS);

/// The text right before `at` says that a date follows: `完成时限：`.
fn is_field(text: &str, at: usize) -> bool {
    matches!(before(text, at), Some('：' | ':'))
        && ["时限", "时间", "期限", "节点"].iter().any(|word| text[..at].trim_end_matches(['：', ':']).ends_with(word))
}

/// What follows a date tells that nothing is due then: it is a beginning, the past, or only describes something.
fn is_no_due(rest: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "的", "起", "以来", "开始", "以后", "之后", "后", "召开的", "印发的", "发布的", "下发的", "通过的", "至今",
        "度的",
    ];
    WORDS.iter().any(|word| rest.starts_with(word))
}

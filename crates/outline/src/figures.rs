//! Finds quantities with units: `百名`, `1.2亿元`, `300多名`, `50—60人`; not years, ordinals or slogans.

mod quotes;
mod skip;
mod unit;

use std::ops::Range;

use crate::char_set::CharSet;
use crate::marks::{before, is_blank, longest_prefix};
use crate::model::Figure;
use crate::numeral::{Form, NUMERALS, Numeral, Quantity, is_numeral, magnitude_at, numeral_at};
use quotes::Quotes;
use unit::{Unit, unit_at};

/// A figure and the bytes it takes.
pub(crate) struct Found {
    pub(crate) range: Range<usize>,
    pub(crate) figure: Figure,
    /// One end of a range such as `50—60人`.
    pub(crate) is_range: bool,
}

/// Where numbers and quotations begin.
static PLACES: CharSet = CharSet::of(&['“', '「', '"']).and(&NUMERALS);

/// A number with its unit, before it is known to be a target.
struct Reading<'a> {
    range: Range<usize>,
    form: Form,
    /// The lower and, for a range, the upper value.
    values: (Quantity, Option<Quantity>),
    unit: Unit<'a>,
}

/// `百村` counts only this close behind a figure such as `百名`, in bytes.
const SLOGAN: usize = 45;

/// The first figures of a text, in order; `room` of them, and perhaps the other end of a range.
pub(crate) fn find(text: &str, room: usize) -> Vec<Found> {
    let mut found = Vec::new();
    let mut quotes = Quotes::default();
    let mut slogan_end = None;
    let mut skip_to = 0;
    for (at, c) in PLACES.places(text) {
        if found.len() >= room {
            break;
        }
        quotes.pass(text, at, c);
        if at < skip_to || !is_numeral(c) {
            continue;
        }
        let Some(numeral) = numeral_at(&text[at..]) else { continue };
        skip_to = at + numeral.len;
        let Some(reading) = read(text, at, numeral) else { continue };
        let is_slogan = slogan_end.is_some_and(|end| at - end <= SLOGAN);
        if quotes.allow(&reading) && skip::is_quantity(text, &reading, is_slogan) {
            skip_to = reading.range.end;
            if reading.form == Form::Round {
                slogan_end = Some(skip_to);
            }
            push(&mut found, text, reading);
        }
    }
    found
}

fn push(found: &mut Vec<Found>, text: &str, reading: Reading<'_>) {
    let (lower, upper) = reading.values;
    for value in std::iter::once(lower).chain(upper) {
        let figure = Figure {
            text: text[reading.range.clone()].to_owned(),
            value: value.amount(),
            unit: reading.unit.name.to_owned(),
        };
        found.push(Found { range: reading.range.clone(), figure, is_range: upper.is_some() });
    }
}

/// The number at `at` with what follows it up to its unit; `None` where it has no unit or no value.
fn read<'a>(text: &'a str, at: usize, numeral: Numeral) -> Option<Reading<'a>> {
    if before(text, at).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '_' | '第' | '〔')) {
        return None;
    }
    if let Some(percent) = percent(text, at, numeral) {
        return Some(percent);
    }
    let (first, len) = with_magnitude(&text[at..], numeral)?;
    let (values, len) = match upper_end(&text[at + len..]) {
        Some((upper, factor, more)) => (ends(first, upper, factor)?, len + more),
        None => ((first, None), len),
    };
    let gap = usize::from(text[at + len..].starts_with(' '));
    let unit = unit_at(&text[at + len + gap..])?;
    let end = at + len + gap + unit.len;
    let end = end + longest_prefix(&text[end..], &["以上", "以下", "以内", "左右"]).map_or(0, str::len);
    Some(Reading { range: at..end, form: numeral.form, values, unit })
}

/// `百分之二十`.
fn percent<'a>(text: &'a str, at: usize, numeral: Numeral) -> Option<Reading<'a>> {
    let rest = text[at + numeral.len..].strip_prefix("分之").filter(|_| text[at..].starts_with('百'))?;
    let value = numeral_at(rest)?;
    let end = text.len() - rest.len() + value.len;
    let unit = Unit { name: "%", len: 0, kind: unit::Kind::Measure };
    Some(Reading { range: at..end, form: Form::Arabic, values: (value.value?, None), unit })
}

/// `300多`, `20余万`, `3万多`: a word for somewhat more may stand before or after the multiplier.
fn with_magnitude(text: &str, numeral: Numeral) -> Option<(Quantity, usize)> {
    let value = numeral.value?;
    let more = somewhat_more(&text[numeral.len..]);
    let len = numeral.len + more;
    match magnitude_at(&text[len..]).filter(|_| more > 0) {
        Some((factor, magnitude)) => Some((value.times(factor)?, len + magnitude)),
        None => Some((value, len)),
    }
}

fn somewhat_more(text: &str) -> usize {
    longest_prefix(text, &["多", "余", "来"]).map_or(0, str::len)
}

/// The second number of a range, its multiplier, and the bytes from the dash to its end.
fn upper_end(text: &str) -> Option<(Quantity, u64, usize)> {
    let dash = longest_prefix(text, &["——", "—", "–", "-", "－", "~", "～", "至", "到"])?;
    let rest = &text[dash.len()..];
    let numeral = numeral_at(rest)?;
    let (value, len) = with_magnitude(rest, numeral)?;
    let factor = rest[..len].find(['百', '千', '万', '亿']).and_then(|at| magnitude_at(&rest[at..len]));
    let factor = factor.filter(|_| numeral.form == Form::Arabic).map_or(1, |(factor, _)| factor);
    Some((value, factor, dash.len() + len))
}

/// `3—5万元` means three to five times ten thousand. A falling range is none.
fn ends(lower: Quantity, upper: Quantity, factor: u64) -> Option<(Quantity, Option<Quantity>)> {
    let scaled = lower.times(factor)?;
    let lower = if less(scaled, upper) { scaled } else { lower };
    less(lower, upper).then_some((lower, Some(upper)))
}

fn less(left: Quantity, right: Quantity) -> bool {
    let common = |value: Quantity, other: Quantity| {
        u128::from(value.digits) * 10_u128.pow(other.scale.saturating_sub(value.scale))
    };
    common(left, right) < common(right, left)
}

/// Blank or the end: nothing more belongs to the phrase.
fn ends_phrase(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| is_blank(c) || crate::marks::is_boundary(c))
}

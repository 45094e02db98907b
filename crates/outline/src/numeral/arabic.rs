//! Numbers written with digits, half or full width, with thousands commas, a decimal point and multipliers.

use super::{Form, MAX_VALUE, Numeral, Quantity};

/// Digits of the longest number still read; longer runs are identifiers.
const MAX_DIGITS: usize = 15;

pub(super) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(u32::from(c) - u32::from('0')),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => None,
    }
}

pub(super) fn read(text: &str) -> Numeral {
    let plain = read_plain(text);
    let Some(value) = plain.value else { return plain };
    let Some((factor, len)) = magnitude(&text[plain.len..]) else { return plain };
    let product = value.times(factor);
    add_lower_part(text, Numeral { len: plain.len + len, form: Form::Arabic, value: product }, factor)
}

/// A multiplier: 百, 千, 万, 亿, 百万, 万亿. `千米` and the like are units, not multipliers.
pub(super) fn magnitude(text: &str) -> Option<(u64, usize)> {
    let mut factor: u64 = 1;
    let mut len = 0;
    for c in text.chars() {
        let step = match c {
            '百' => 100,
            '千' if !is_kilo(&text[len..]) => 1_000,
            '万' => 10_000,
            '亿' => 100_000_000,
            _ => break,
        };
        factor = factor.checked_mul(step).filter(|&factor| factor <= MAX_VALUE)?;
        len += c.len_utf8();
    }
    (len > 0).then_some((factor, len))
}

fn is_kilo(text: &str) -> bool {
    ["千米", "千克", "千瓦", "千伏", "千字"].iter().any(|unit| text.starts_with(unit))
}

/// `1万5千`, `3万5000`: a second number that is smaller than the multiplier before it.
fn add_lower_part(text: &str, upper: Numeral, factor: u64) -> Numeral {
    let rest = &text[upper.len..];
    if !starts_with_digit(rest) {
        return upper;
    }
    let plain = read_plain(rest);
    let (step, len) = magnitude(&rest[plain.len..]).unwrap_or((1, 0));
    let lower = plain.value.and_then(|value| value.times(step)).filter(|value| value.scale == 0);
    let sum = match (upper.value, lower) {
        (Some(upper), Some(lower)) if upper.scale == 0 && lower.digits < factor => {
            upper.digits.checked_add(lower.digits)
        }
        _ => None,
    };
    Numeral { len: upper.len + plain.len + len, form: Form::Arabic, value: sum.map(Quantity::whole) }
}

/// Digits, commas and a point, without multipliers.
fn read_plain(text: &str) -> Numeral {
    let mut reading = Reading::default();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match digit(c) {
            Some(digit) => reading.push(digit),
            None if c == ',' && is_thousands_group(after) => {}
            None if matches!(c, '.' | '．') && starts_with_digit(after) => reading.points += 1,
            None => break,
        }
        rest = after;
    }
    Numeral { len: text.len() - rest.len(), form: Form::Arabic, value: reading.finish() }
}

fn starts_with_digit(text: &str) -> bool {
    text.chars().next().is_some_and(|c| digit(c).is_some())
}

/// Exactly three digits follow, as after the comma in `1,200`.
fn is_thousands_group(text: &str) -> bool {
    let digits = text.bytes().take(4).take_while(u8::is_ascii_digit).count();
    digits == 3
}

#[derive(Default)]
struct Reading {
    value: u64,
    count: usize,
    scale: u32,
    points: u32,
}

impl Reading {
    fn push(&mut self, digit: u32) {
        self.count += 1;
        if self.count <= MAX_DIGITS {
            self.value = self.value * 10 + u64::from(digit);
            self.scale += u32::from(self.points > 0);
        }
    }

    /// Two points make a date or a section number; too many digits make an identifier.
    fn finish(self) -> Option<Quantity> {
        let is_number = self.points <= 1 && self.count <= MAX_DIGITS;
        is_number.then(|| Quantity { digits: self.value, scale: self.scale }.times(1)).flatten()
    }
}

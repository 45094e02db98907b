//! Numbers as Chinese documents write them: `1,200`, `３０`, `1.2亿`, `一千二百`, `百`.

mod arabic;
mod chinese;

use crate::char_set::CharSet;
use crate::model::Amount;

/// A run of number characters and what it is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numeral {
    /// Length in bytes.
    pub(crate) len: usize,
    pub(crate) form: Form,
    /// `None` for what looks like a number but is none: `三四十`, `2025.3.12`, `百千万`.
    pub(crate) value: Option<Quantity>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Arabic,
    Chinese,
    /// A bare 百, 千, 万, 亿: a hundred, a thousand … written without its digit.
    Round,
    /// 二○二五: digits one after the other, as in a year.
    Digits,
}

/// `digits` divided by ten to the power of `scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quantity {
    pub(crate) digits: u64,
    pub(crate) scale: u32,
}

/// Every character a number can begin with.
pub(crate) static NUMERALS: CharSet = CharSet::of(&[
    '零', '〇', '○', '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '亿',
])
.and_range('0', '9')
.and_range('０', '９');

/// More digits than this are no quantity, and would not survive a round trip through JSON.
const MAX_VALUE: u64 = 1_000_000_000_000_000;

/// The number at the beginning of `text`, if its first character can begin one.
pub(crate) fn numeral_at(text: &str) -> Option<Numeral> {
    let first = text.chars().next()?;
    if arabic::digit(first).is_some() {
        return Some(arabic::read(text));
    }
    is_chinese_numeral(first).then(|| chinese::read(text))
}

/// The small whole number at the beginning of `text`, with its length in bytes: numbering, months, days, years.
pub(crate) fn small_number_at(text: &str) -> Option<(u16, usize)> {
    let numeral = numeral_at(text)?;
    let value =
        numeral.value.filter(|value| value.scale == 0 && value.digits <= 9999 && numeral.form != Form::Round)?;
    u16::try_from(value.digits).ok().map(|number| (number, numeral.len))
}

pub(crate) fn is_chinese_numeral(c: char) -> bool {
    chinese::digit(c).is_some() || chinese::unit(c).is_some()
}

pub(crate) fn is_numeral(c: char) -> bool {
    NUMERALS.has(c)
}

/// A multiplier after a number and a word such as 多 (`20多万元`), with its length in bytes.
pub(crate) fn magnitude_at(text: &str) -> Option<(u64, usize)> {
    arabic::magnitude(text)
}

impl Quantity {
    pub(crate) fn whole(digits: u64) -> Self {
        Self { digits, scale: 0 }
    }

    /// Exact: trailing zeros after the point fall away.
    pub(crate) fn times(self, factor: u64) -> Option<Self> {
        let mut product = Self { digits: self.digits.checked_mul(factor)?, scale: self.scale };
        while product.scale > 0 && product.digits.is_multiple_of(10) {
            product = Self { digits: product.digits / 10, scale: product.scale - 1 };
        }
        (product.digits <= MAX_VALUE).then_some(product)
    }

    pub(crate) fn amount(self) -> Amount {
        match self.scale {
            0 => Amount::Whole(self.digits),
            scale => Amount::Decimal(self.digits as f64 / 10_f64.powi(scale as i32)),
        }
    }
}

#[cfg(test)]
mod tests;

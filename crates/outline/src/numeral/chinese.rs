//! Numbers written with Chinese characters: `三`, `一千二百`, `两万`, `三点五亿`, `二○二五`, bare `百`.

use super::{Form, MAX_VALUE, Numeral, Quantity};

pub(super) fn digit(c: char) -> Option<u64> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

pub(super) fn unit(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

pub(super) fn read(text: &str) -> Numeral {
    let (len, reading) = read_run(text);
    if reading.has_units || reading.digits == 1 {
        return add_decimals(text, Numeral { len, form: reading.form(), value: reading.finish() });
    }
    let year = (reading.digits == 4).then_some(Quantity::whole(reading.row));
    Numeral { len, form: Form::Digits, value: year }
}

fn read_run(text: &str) -> (usize, Reading) {
    let mut reading = Reading::default();
    let mut len = 0;
    for c in text.chars() {
        match (digit(c), unit(c)) {
            (Some(digit), _) => reading.push_digit(digit),
            (None, Some(unit)) => reading.push_unit(unit),
            (None, None) => break,
        }
        len += c.len_utf8();
    }
    (len, reading)
}

/// `三点五亿`: one or two digits after 点, then 万 or 亿.
fn add_decimals(text: &str, whole: Numeral) -> Numeral {
    let Some(rest) = text[whole.len..].strip_prefix('点') else { return whole };
    let mut scaled = (whole.value.map_or(0, |value| value.digits), 0);
    let mut len = whole.len + '点'.len_utf8();
    for c in rest.chars() {
        if let Some(digit) = digit(c).filter(|_| scaled.1 < 2) {
            scaled = (scaled.0 * 10 + digit, scaled.1 + 1);
        } else if let Some(unit) = unit(c).filter(|&unit| unit >= 10_000 && scaled.1 > 0) {
            let value = whole.value.and(Quantity { digits: scaled.0, scale: scaled.1 }.times(unit));
            return Numeral { len: len + c.len_utf8(), form: Form::Chinese, value };
        } else {
            break;
        }
        len += c.len_utf8();
    }
    whole
}

/// Reads the grammar 一亿二千三百万四千零五: units fall inside a section, sections fall too.
#[derive(Default)]
struct Reading {
    total: u64,
    section: u64,
    pending: Option<u64>,
    /// The smallest unit seen in this section.
    last_unit: Option<u64>,
    last_section: Option<u64>,
    after_zero: bool,
    has_units: bool,
    digits: u32,
    /// The digits one after the other, for years.
    row: u64,
    broken: bool,
    began_bare: bool,
}

impl Reading {
    fn push_digit(&mut self, digit: u64) {
        self.digits += 1;
        self.row = self.row.saturating_mul(10).saturating_add(digit);
        self.broken |= self.pending.is_some();
        if digit == 0 {
            self.after_zero = true;
        } else {
            self.pending = Some(digit);
        }
    }

    fn push_unit(&mut self, unit: u64) {
        self.began_bare |= self.digits == 0 && !self.has_units && unit != 10;
        self.has_units = true;
        if unit < 10_000 { self.push_small_unit(unit) } else { self.close_section(unit) }
    }

    fn push_small_unit(&mut self, unit: u64) {
        let falls = self.last_unit.is_none_or(|last| unit < last);
        let is_bare = self.pending.is_none();
        self.broken |= !falls || (is_bare && (self.section > 0 || self.total > 0));
        self.section = self.section.saturating_add(self.pending.take().unwrap_or(1).saturating_mul(unit));
        self.last_unit = Some(unit);
        self.after_zero = false;
    }

    fn close_section(&mut self, unit: u64) {
        self.end_section();
        let falls = self.last_section.is_none_or(|last| unit < last);
        let is_bare = self.section == 0;
        // 万亿: what stands so far is multiplied as a whole.
        let stacks = is_bare && self.total > 0 && !falls && unit == 100_000_000;
        if stacks {
            self.total = self.total.saturating_mul(unit);
        } else {
            self.broken |= !falls || (is_bare && self.total > 0);
            self.total = self.total.saturating_add(self.section.max(1).saturating_mul(unit));
        }
        (self.section, self.last_unit, self.last_section, self.after_zero) = (0, None, Some(unit), false);
    }

    /// A last digit needs 十 or 零 before it: 三千五 may mean 3,500 or 3,005, so it means nothing.
    fn end_section(&mut self) {
        if let Some(digit) = self.pending.take() {
            let follows_ten = self.last_unit == Some(10);
            let stands_alone = self.last_unit.is_none() && self.last_section.is_none();
            self.broken |= !(follows_ten || stands_alone || self.after_zero);
            self.section = self.section.saturating_add(digit);
        }
    }

    fn form(&self) -> Form {
        if self.began_bare && self.digits == 0 { Form::Round } else { Form::Chinese }
    }

    fn finish(mut self) -> Option<Quantity> {
        self.end_section();
        let value = self.total.saturating_add(self.section);
        (!self.broken && value <= MAX_VALUE).then_some(Quantity::whole(value))
    }
}

//! The numbers that head a clause: `一、`, `（二）`, `3.`, `（4）`, `⑤`, `第六条`, `一是`, `首先`.

use crate::char_set::CharSet;
use crate::marks::{is_blank, trim};
use crate::numeral::{Form, numeral_at, small_number_at};

/// How a label is written; the order is that of the usual nesting, outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Style {
    Attachment,
    Part,
    Chapter,
    Section,
    Article,
    /// 一、
    Chinese,
    /// （一）
    ChineseBracket,
    /// 1.
    Arabic,
    /// 1.1
    Decimal,
    /// 1.1.1
    DeepDecimal,
    /// （1）
    ArabicBracket,
    /// ①
    Circled,
    /// 首先 其次 再次 最后
    First,
    /// 第一，
    Nth,
    /// 一是
    Is,
    /// 一要
    Must,
    /// A row of a task table; its label is the cell with the serial number.
    Row,
}

pub(crate) const STYLES: usize = Style::Row as usize + 1;

/// The number of 最后: it ends any sequence.
pub(crate) const LAST: u16 = u16::MAX;

/// No list is longer; larger numbers are years and amounts.
pub(super) const MAX_NUMBER: u16 = 199;

/// Bytes; longer ones are mostly white space.
const MAX_LENGTH: usize = 60;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) style: Style,
    pub(crate) number: u16,
    /// For `1.2` the 1, else 0.
    pub(crate) outer: u16,
    /// Length in bytes of what is shown.
    pub(crate) shown: usize,
    /// Length in bytes with the comma after it.
    pub(crate) len: usize,
    /// The mark after the number is one that also stands in plain text (`一，`): only good at the start of a paragraph.
    pub(crate) is_loose: bool,
}

impl Style {
    /// Items inside a paragraph: they end where it ends.
    pub(crate) fn is_inline(self) -> bool {
        (Self::First..=Self::Must).contains(&self)
    }

    /// Those that name what they are: they may stand directly after a title without any punctuation.
    pub(crate) fn may_follow_title(self) -> bool {
        matches!(self, Self::Part | Self::Chapter | Self::Section | Self::Article | Self::ChineseBracket)
    }
}

impl Label {
    fn new(style: Style, number: u16, len: usize) -> Self {
        Self { style, number, outer: 0, shown: len, len, is_loose: false }
    }

    /// The comma after `第一，` parts the label from its text and is not shown.
    fn then_comma(self, rest: &str) -> Self {
        let comma = rest.chars().next().filter(|c| matches!(c, '，' | ',' | '、' | '：' | ':'));
        Self { len: self.len + comma.map_or(0, char::len_utf8), ..self }
    }
}

/// The characters a label can begin with.
pub(super) static STARTS: CharSet =
    CharSet::of(&['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '（', '(', '第', '首', '其', '再', '最'])
        .and_range('0', '9')
        .and_range('０', '９')
        .and_range('\u{2460}', '\u{249b}')
        .and_range('\u{2776}', '\u{2793}')
        .and_range('\u{3220}', '\u{3229}');

/// The label at the beginning of `text`, by its shape alone.
pub(crate) fn label_at(text: &str) -> Option<Label> {
    let first = text.chars().next().filter(|&c| STARTS.has(c))?;
    match first {
        '第' => nth(text),
        '首' | '其' | '再' | '最' => adverb(text),
        '（' | '(' => bracketed(text),
        '0'..='9' | '０'..='９' => arabic(text),
        '一'..='龥' => chinese(text),
        _ => sign(first),
    }
    .filter(|label| (1..=MAX_NUMBER).contains(&label.number) || label.number == LAST)
    .filter(|label| label.len <= MAX_LENGTH)
}

/// A paragraph that is only `附件`, `附件2` or `附件三：`.
pub(super) fn attachment(paragraph: &str) -> Option<Label> {
    let line = trim(Some(paragraph).filter(|paragraph| paragraph.len() <= MAX_LENGTH)?);
    let rest = trim(line.strip_prefix("附件").or_else(|| line.strip_prefix('附'))?.trim_end_matches(['：', ':']));
    let number = match rest {
        "" => Some(1),
        _ => small_number_at(rest).filter(|&(_, len)| len == rest.len()).map(|(number, _)| number),
    }?;
    (line.len() > "附".len()).then(|| Label::new(Style::Attachment, number.clamp(1, MAX_NUMBER), paragraph.len()))
}

fn chinese(text: &str) -> Option<Label> {
    let numeral = numeral_at(text).filter(|numeral| numeral.form == Form::Chinese)?;
    let (number, len) = small_number_at(text).filter(|&(number, _)| number <= 99)?;
    debug_assert_eq!(numeral.len, len);
    let mark = text[len..].chars().next()?;
    let label = |style| Label::new(style, number, len + mark.len_utf8());
    match mark {
        '、' => (!continues_counting(&text[len + mark.len_utf8()..], number)).then(|| label(Style::Chinese)),
        '，' | ',' | '.' | '．' => Some(Label { is_loose: true, ..label(Style::Chinese) }),
        '）' | ')' => Some(Label { is_loose: true, ..label(Style::ChineseBracket) }),
        '是' => Some(label(Style::Is)),
        '要' => Some(label(Style::Must)),
        _ => None,
    }
}

/// `一、二等奖`, `一、二、三产业`, `3、4月份`: the next number follows at once, so this one counts things.
fn continues_counting(rest: &str, number: u16) -> bool {
    const COUNTED: &str = "、，和等级类线产期季号审批次年届班代楼月日";
    small_number_at(rest)
        .filter(|&(next, _)| next == number + 1)
        .is_some_and(|(_, len)| rest[len..].chars().next().is_some_and(|c| COUNTED.contains(c)))
}

fn bracketed(text: &str) -> Option<Label> {
    let open = text.chars().next()?.len_utf8();
    let inner = text[open..].trim_start_matches(is_blank);
    let form = numeral_at(inner)?.form;
    let (number, len) = small_number_at(inner)?;
    let rest = inner[len..].trim_start_matches(is_blank);
    let close = rest.chars().next().filter(|&c| matches!(c, '）' | ')'))?;
    let end = text.len() - rest.len() + close.len_utf8();
    let style = if form == Form::Arabic { Style::ArabicBracket } else { Style::ChineseBracket };
    Some(Label::new(style, number, end).then_comma(&text[end..]))
}

fn arabic(text: &str) -> Option<Label> {
    let digits = text.len() - text.trim_start_matches(|c: char| matches!(c, '0'..='9' | '０'..='９')).len();
    let rest = text[digits..].trim_start_matches(' ');
    let mark = rest.chars().next()?;
    let (number, _) = small_number_at(&text[..digits])?;
    let len = text.len() - rest.len() + mark.len_utf8();
    let after = &text[len..];
    match mark {
        '、' => (!continues_counting(after, number)).then(|| Label::new(Style::Arabic, number, len)),
        '）' | ')' => Some(Label::new(Style::ArabicBracket, number, len)),
        '.' | '．' if !after.starts_with(|c: char| c.is_ascii_alphanumeric()) => {
            Some(Label::new(Style::Arabic, number, len))
        }
        '.' | '．' if digits + mark.len_utf8() == len && begins_with_date(after) => {
            Some(Label::new(Style::Arabic, number, len))
        }
        '.' => decimal(text, number),
        _ => None,
    }
}

/// `1.2025年…`, `2.10月底前…`: the point parts a label from a date.
fn begins_with_date(text: &str) -> bool {
    small_number_at(text).is_some_and(|(number, len)| match text[len..].chars().next() {
        Some('年') => (1900..2100).contains(&number),
        Some('月') => (1..=12).contains(&number),
        _ => false,
    })
}

/// `1.2` or `1.2.3` before a space or a Chinese character that is no number: `1.5万` is an amount.
fn decimal(text: &str, first: u16) -> Option<Label> {
    let run = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let mut numbers = text[..run].trim_end_matches('.').split('.');
    numbers.next()?;
    let second: u16 = numbers.next()?.parse().ok()?;
    let third: Option<u16> = numbers.next().map(|number| number.parse().unwrap_or(0));
    let is_title = text[run..].starts_with(|c: char| is_blank(c) || c.is_alphabetic()) && numbers.next().is_none();
    let label = match third {
        None => Label { outer: first, ..Label::new(Style::Decimal, second, run) },
        Some(third) => Label { outer: second, ..Label::new(Style::DeepDecimal, third, run) },
    };
    (is_title && numeral_at(&text[run..]).is_none()).then_some(label)
}

/// The parts of rules and long plans.
const DIVISIONS: [(&str, Style); 6] = [
    ("编", Style::Part),
    ("篇", Style::Part),
    ("部分", Style::Part),
    ("章", Style::Chapter),
    ("节", Style::Section),
    ("条", Style::Article),
];

fn nth(text: &str) -> Option<Label> {
    let rest = text.strip_prefix('第')?;
    let (number, len) = small_number_at(rest)?;
    let noun = &rest[len..];
    let end = text.len() - noun.len();
    let division = DIVISIONS.into_iter().find_map(|(word, style)| Some((style, word, noun.strip_prefix(word)?)));
    if let Some((style, word, rest)) = division {
        return Some(Label::new(style, number, end + word.len()).then_comma(rest));
    }
    enumerated(noun, Label::new(Style::Nth, number, end))
}

/// `第一，`, `第一是`, `第一要`; not `第一、第二产业`.
fn enumerated(rest: &str, label: Label) -> Option<Label> {
    let mark = rest.chars().next()?;
    match mark {
        '是' => Some(Label { shown: label.len + mark.len_utf8(), len: label.len + mark.len_utf8(), ..label }),
        '、' if rest['、'.len_utf8()..].starts_with('第') => None,
        '，' | ',' | '、' | '：' | ':' => Some(label.then_comma(rest)),
        '要' => Some(label),
        _ => None,
    }
}

fn adverb(text: &str) -> Option<Label> {
    if let Some((number, len)) = text.strip_prefix('其').and_then(small_number_at) {
        let len = '其'.len_utf8() + len;
        return enumerated(&text[len..], Label::new(Style::Nth, number, len));
    }
    [("首先", 1), ("其次", 2), ("再次", 3), ("最后", LAST)].into_iter().find_map(|(word, number)| {
        let rest = text.strip_prefix(word)?;
        enumerated(rest, Label::new(Style::First, number, word.len()))
    })
}

/// Signs that are a whole label: ① ⑴ ⒈ ㈠ ❶.
fn sign(c: char) -> Option<Label> {
    let (style, zero) = match c {
        '\u{2460}'..='\u{2473}' => (Style::Circled, 0x245f),
        '\u{2474}'..='\u{2487}' => (Style::ArabicBracket, 0x2473),
        '\u{2488}'..='\u{249b}' => (Style::Arabic, 0x2487),
        '\u{2776}'..='\u{277f}' => (Style::Circled, 0x2775),
        '\u{2780}'..='\u{2789}' => (Style::Circled, 0x277f),
        '\u{278a}'..='\u{2793}' => (Style::Circled, 0x2789),
        '\u{3220}'..='\u{3229}' => (Style::ChineseBracket, 0x321f),
        _ => return None,
    };
    let number = u16::try_from(u32::from(c) - zero).ok()?;
    Some(Label::new(style, number, c.len_utf8()))
}

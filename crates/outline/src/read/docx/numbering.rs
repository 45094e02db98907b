//! Resolves automatic numbering to the label a reader sees: `一、`, `（二）`, `3.`.

use std::collections::HashMap;
use std::io::BufRead;

use super::ReadError;
use super::xml::{Element, Node, Xml};

/// Where a paragraph stands in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) list: u32,
    pub(super) level: u32,
}

/// The lists of a document and how far each has counted.
#[derive(Default)]
pub(super) struct Numbering {
    /// The shape of a list, by the number of the abstract list.
    shapes: HashMap<u32, Vec<Level>>,
    lists: HashMap<u32, List>,
    counters: HashMap<u32, [u32; LEVELS]>,
}

const LEVELS: usize = 9;

#[derive(Clone, Debug, Default)]
struct Level {
    start: Option<u32>,
    format: String,
    /// `%1、`, `（%2）`, `%1.%2`.
    text: String,
}

#[derive(Debug, Default)]
struct List {
    shape: u32,
    /// Levels that begin anew when this list is first used.
    restarts: Vec<(usize, u32)>,
    is_begun: bool,
}

impl Numbering {
    pub(super) fn read(part: impl BufRead) -> Result<Self, ReadError> {
        let mut xml = Xml::new(part);
        let mut reading = Reading::default();
        loop {
            match xml.next()? {
                Node::Open { element, .. } => reading.open(&element),
                Node::Close(end) if end.name() == "abstractNum" => reading.shape = None,
                Node::Close(end) if end.name() == "num" => reading.list = None,
                Node::End => return Ok(reading.numbering),
                _ => {}
            }
        }
    }

    /// Counts a paragraph and gives its label; `None` for bullets and what is not resolved.
    pub(super) fn label(&mut self, place: Place) -> Option<String> {
        let level = usize::try_from(place.level).ok().filter(|&level| level < LEVELS)?;
        let list = self.lists.get_mut(&place.list)?;
        let shape = self.shapes.get(&list.shape)?;
        let counters = self.counters.entry(list.shape).or_insert([0; LEVELS]);
        if !std::mem::replace(&mut list.is_begun, true) {
            list.restarts.iter().for_each(|&(level, start)| counters[level] = start.saturating_sub(1));
        }
        let start = |level: usize| shape.get(level).and_then(|level| level.start).unwrap_or(1);
        for (at, counter) in counters.iter_mut().enumerate().take(level + 1) {
            // 0 stands for a level that has not begun.
            let is_new = *counter == 0;
            if is_new {
                *counter = start(at).max(1);
            } else if at == level {
                *counter = counter.saturating_add(1);
            }
        }
        counters[level + 1..].fill(0);
        shown(shape, counters, level)
    }
}

/// The level's text with the counters in their places.
fn shown(shape: &[Level], counters: &[u32; LEVELS], level: usize) -> Option<String> {
    let mut label = String::new();
    let mut chars = shape.get(level).filter(|level| level.format != "bullet")?.text.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            label.push(c);
            continue;
        }
        let index = chars.next()?.to_digit(10)?.checked_sub(1)? as usize;
        label.push_str(&written(*counters.get(index)?, &shape.get(index)?.format)?);
    }
    // A point before a digit would read as an amount.
    if label.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.') {
        label.push(' ');
    }
    Some(label)
}

/// A number in one of Word's formats, as far as documents of this kind use them.
fn written(number: u32, format: &str) -> Option<String> {
    match format {
        "decimal" | "" => Some(number.to_string()),
        "decimalFullWidth" => {
            number.to_string().chars().map(|digit| char::from_u32(u32::from(digit) + 0xfee0)).collect()
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            (1..=20).contains(&number).then(|| char::from_u32(0x245f + number).map(String::from))?
        }
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => chinese(number),
        _ => None,
    }
}

/// 一 to 九十九.
fn chinese(number: u32) -> Option<String> {
    let digit = |digit: u32| "〇一二三四五六七八九".chars().nth(digit as usize).map(String::from);
    match number {
        0..=9 => digit(number),
        10 => Some("十".to_owned()),
        11..=19 => Some(format!("十{}", digit(number % 10)?)),
        20..=99 if number.is_multiple_of(10) => Some(format!("{}十", digit(number / 10)?)),
        20..=99 => Some(format!("{}十{}", digit(number / 10)?, digit(number % 10)?)),
        _ => None,
    }
}

/// What is being read of the numbering part.
#[derive(Default)]
struct Reading {
    numbering: Numbering,
    shape: Option<u32>,
    list: Option<u32>,
    level: usize,
}

impl Reading {
    fn open(&mut self, element: &Element<'_>) {
        match element.name() {
            "abstractNum" => self.shape = element.number("abstractNumId"),
            "num" => self.list = element.number("numId"),
            "abstractNumId" => {
                if let (Some(list), Some(shape)) = (self.list, element.number("val")) {
                    self.numbering.lists.entry(list).or_default().shape = shape;
                }
            }
            "lvl" | "lvlOverride" => self.level = element.number("ilvl").map_or(LEVELS, |level| level as usize),
            "startOverride" => {
                if let (Some(list), Some(start)) = (self.list, element.number("val")) {
                    self.restart(list, start);
                }
            }
            name => self.describe(name, element),
        }
    }

    fn restart(&mut self, list: u32, start: u32) {
        let restarts = &mut self.numbering.lists.entry(list).or_default().restarts;
        if self.level < LEVELS && restarts.len() < LEVELS {
            restarts.push((self.level, start));
        }
    }

    fn describe(&mut self, name: &str, element: &Element<'_>) {
        let Some(shape) = self.shape.filter(|_| self.level < LEVELS) else { return };
        if !matches!(name, "start" | "numFmt" | "lvlText") {
            return;
        }
        let levels = self.numbering.shapes.entry(shape).or_default();
        levels.resize(levels.len().max(self.level + 1), Level::default());
        let level = &mut levels[self.level];
        match name {
            "start" => level.start = element.number("val"),
            "numFmt" => level.format = element.value().unwrap_or_default(),
            _ => level.text = element.value().unwrap_or_default(),
        }
    }
}

//! 对账: our hours beside the list another platform has confirmed. Nothing is overwritten; what differs is said.

use super::hours::hours_text;
use logic::act::{Change, House, May, Role::*, Who::*};
use logic::fact::Draft;
use logic::refusal::Refusal;
use logic::time::{Day, Instant};
use paper::Sheet;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

logic::id!(
    /// A list that was read.
    ReconciliationId
);

logic::act!(ReadReconciliation: House, "reconciliation.read", [RoleAnywhere(Officer), RoleAnywhere(Secretary)]);
logic::act!(DropReconciliation: House, "reconciliation.drop", [RoleAnywhere(Officer), RoleAnywhere(Secretary)]);

/// The columns both ways: the name in our export, and others that platforms use.
pub(crate) const COLUMNS: [&[&str]; 5] = [
    &["姓名", "志愿者姓名"],
    &["手机号后四位", "手机号", "手机号码", "联系电话", "证件号后四位", "身份证号"],
    &["活动名称", "项目名称", "志愿项目", "服务项目"],
    &["服务日期", "日期", "活动日期"],
    &["服务时长（小时）", "服务时长(小时)", "服务时长", "时长", "信用时数"],
];

/// The head of a sheet may stand below a title: within so many rows.
const HEAD_WITHIN: usize = 10;

/// One person's hours at one activity on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The name.
    pub name: String,
    /// The last four digits of the telephone.
    pub tail: String,
    /// The activity, by name.
    pub activity: String,
    /// Days since 1970.
    pub day: i32,
    /// Minutes.
    pub minutes: i64,
}

/// A list that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reconciliation {
    pub id: ReconciliationId,
    pub name: String,
    pub from: Day,
    pub to: Day,
    pub at: Instant,
    pub lines: Vec<Line>,
}

impl Reconciliation {
    /// It is kept to be looked at.
    pub(crate) fn read(self, may: May<ReadReconciliation>) -> Result<Change<Self>, Refusal> {
        Refusal::new("certificate.ends_first").unless(self.from <= self.to)?;
        let fact = Draft::new(&crate::facts::RECONCILED, self.id, may.by().at.day()).quantity(self.lines.len() as i64);
        Ok(Change::new(may, self, fact))
    }

    /// It is thrown away, names and all.
    pub(crate) fn drop(self, may: May<DropReconciliation>) -> Change<Self> {
        let fact = Draft::new(&crate::facts::RECONCILIATION_DROPPED, self.id, may.by().at.day());
        Change::new(may, self, fact)
    }
}

/// The last four letters of a number.
pub(crate) fn tail(number: &str) -> String {
    let letters: Vec<char> = number.trim().chars().filter(|letter| letter.is_alphanumeric()).collect();
    letters[letters.len().saturating_sub(4)..].iter().collect::<String>().to_uppercase()
}

/// The lines as the sheet to be sent.
pub(crate) fn sheet_of(name: String, lines: &[Line]) -> Sheet {
    let head = COLUMNS.iter().map(|names| names[0].to_owned()).collect();
    let row = |line: &Line| {
        let Line { name, tail, activity, day, minutes } = line.clone();
        vec![name, tail, activity, Day(day).to_string(), hours_text(minutes)]
    };
    Sheet { name, rows: std::iter::once(head).chain(lines.iter().map(row)).collect() }
}

/// The lines of a sheet, and the numbers of rows that could not be read; an error names the columns that are missing.
pub(crate) fn lines_of(sheet: &Sheet) -> Result<(Vec<Line>, Vec<usize>), Vec<&'static str>> {
    let column = |cells: &[String], names: &[&str]| {
        cells.iter().position(|cell| names.contains(&cell.trim().trim_end_matches(['*', '＊']).trim()))
    };
    let found = |cells: &Vec<String>| COLUMNS.map(|names| column(cells, names));
    let heads = sheet.rows.iter().take(HEAD_WITHIN);
    let head =
        heads.enumerate().max_by_key(|(at, cells)| (found(cells).iter().flatten().count(), std::cmp::Reverse(*at)));
    let (at, columns) = head.map_or((0, [None; 5]), |(at, cells)| (at, found(cells)));
    let missing: Vec<_> =
        COLUMNS.iter().zip(&columns).filter(|(_, at)| at.is_none()).map(|(names, _)| names[0]).collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let (mut lines, mut bad) = (Vec::new(), Vec::new());
    for (number, cells) in sheet.rows.iter().enumerate().skip(at + 1) {
        let cell =
            |which: usize| columns[which].and_then(|at| cells.get(at)).map(|cell| cell.trim()).unwrap_or_default();
        if (0..5).all(|which| cell(which).is_empty()) {
            continue;
        }
        let day = cell(3).split([' ', 'T']).next().and_then(|day| day.parse::<Day>().ok());
        match day.zip(minutes_of(cell(4))) {
            Some((day, minutes)) if !cell(0).is_empty() => lines.push(Line {
                name: cell(0).to_owned(),
                tail: tail(cell(1)),
                activity: cell(2).to_owned(),
                day: day.0,
                minutes,
            }),
            _ => bad.push(number + 1),
        }
    }
    Ok((lines, bad))
}

/// Hours as platforms write them (`2`, `2.5`, `2小时`) in minutes.
fn minutes_of(text: &str) -> Option<i64> {
    let text = text.trim_end_matches("小时").trim_end_matches(['h', 'H']).trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole: i64 = whole.parse().ok().filter(|hours| (0..=1_000).contains(hours))?;
    let part = if part.is_empty() { 0 } else { format!("{part:0<2}").get(..2)?.parse::<i64>().ok()? };
    Some(whole * 60 + (part * 60 + 50) / 100)
}

/// A line that differs: ours, theirs, or both with other hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// What it is about.
    pub line: Line,
    /// Our minutes.
    pub ours: Option<i64>,
    /// Theirs.
    pub theirs: Option<i64>,
}

impl Difference {
    /// The code of what differs.
    pub(crate) fn code(&self) -> &'static str {
        match (self.ours, self.theirs) {
            (Some(_), Some(_)) => "hours",
            (Some(_), None) => "only_here",
            _ => "only_there",
        }
    }
}

/// Minutes fewer than this are the other platform's rounding to tenths of an hour.
const ROUNDING: i64 = 6;

type Key = (String, String, i32, String);

fn summed(lines: &[Line]) -> BTreeMap<Key, i64> {
    let mut sums = BTreeMap::new();
    for line in lines {
        let key = (line.name.clone(), line.tail.clone(), line.day, line.activity.clone());
        *sums.entry(key).or_default() += line.minutes;
    }
    sums
}

/// How many agree, and what does not. A person's only entry of a day on both sides is the same even if the activity is
/// called otherwise there.
pub(crate) fn compare(ours: &[Line], theirs: &[Line]) -> (usize, Vec<Difference>) {
    let (mut here, mut there) = (summed(ours), summed(theirs));
    let mut pairs: Vec<(Key, i64, i64)> = Vec::new();
    let same: Vec<Key> = here.keys().filter(|key| there.contains_key(*key)).cloned().collect();
    for key in same {
        pairs.extend(here.remove(&key).zip(there.remove(&key)).map(|(ours, theirs)| (key, ours, theirs)));
    }
    let day_of = |key: &Key| (key.0.clone(), key.1.clone(), key.2);
    let only = |side: &BTreeMap<Key, i64>, day: &(String, String, i32)| {
        let mut of_day = side.keys().filter(|key| day_of(key) == *day);
        of_day.next().cloned().filter(|_| of_day.next().is_none())
    };
    let days: Vec<_> = here.keys().map(day_of).collect();
    for day in days {
        if let Some((own, other)) = only(&here, &day).zip(only(&there, &day)) {
            pairs.extend(here.remove(&own).zip(there.remove(&other)).map(|(ours, theirs)| (own, ours, theirs)));
        }
    }
    let difference = |key: Key, ours: Option<i64>, theirs: Option<i64>| {
        let (name, tail, day, activity) = key;
        let minutes = ours.or(theirs).unwrap_or_default();
        Difference { line: Line { name, tail, activity, day, minutes }, ours, theirs }
    };
    let all = pairs.len();
    let mut found: Vec<_> = pairs
        .into_iter()
        .filter(|(_, ours, theirs)| (ours - theirs).abs() >= ROUNDING)
        .map(|(key, ours, theirs)| difference(key, Some(ours), Some(theirs)))
        .collect();
    let agreed = all - found.len();
    found.extend(here.into_iter().map(|(key, ours)| difference(key, Some(ours), None)));
    found.extend(there.into_iter().map(|(key, theirs)| difference(key, None, Some(theirs))));
    found.sort_by(|one, other| {
        (one.line.day, &one.line.name, one.code()).cmp(&(other.line.day, &other.line.name, other.code()))
    });
    (agreed, found)
}

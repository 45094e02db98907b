//! The forms that ask about activities: which facts fill which cell, and when a cell is "0" and when "-".

use super::codes::{Area, Class};
use logic::code::Channel;
use logic::fold::{Filter, Measure, Query};
use logic::id::{Id, UnitId};
use logic::time::{Day, Instant};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// An activity took place: one fact each.
pub(crate) const HELD: &str = "activity.held";
/// 登记到场: someone came and was written down, with those they brought; the object is the session, or the activity itself.
pub(crate) const ATTENDED: &str = "activity.attended";
/// 清点: heads without names; the object as above. Never of a session whose people are written down.
pub(crate) const COUNTED: &str = "activity.counted";
/// The kinds of fact that hold attendances (人次).
pub(crate) const ATTENDANCES: [&str; 2] = [ATTENDED, COUNTED];

/// 重大科普活动: so many attendances by one channel, as the national statistics ask.
pub(crate) const MAJOR: i64 = 1_000;
/// 按时总结: within so many days after the end. The association's own habit, not the statistics'.
pub(crate) const CONCLUDED_WITHIN: i32 = 30;

logic::codes!(
    /// A row of the statistics' activity table, in the table's order.
    FormRow {
        /// 科普（技）讲座
        Lecture = "lecture",
        /// 科普（技）专题展览
        Exhibition = "exhibition",
        /// 科普（技）竞赛
        Contest = "contest",
        /// 科普国际交流
        Exchange = "exchange",
        /// 青少年科技兴趣小组
        Club = "club",
        /// 科技夏（冬）令营
        Camp = "camp",
        /// 实用技术培训
        Training = "training",
        /// 科研机构、大学向社会开放
        OpenDay = "open_day",
        /// 重大科普活动
        Major = "major",
    }
);

logic::codes!(
    /// A column of the table.
    FormColumn {
        /// 举办次数
        Times = "times",
        /// 线下参加人次
        Onsite = "onsite",
        /// 线上参加人次
        Online = "online",
    }
);

impl FormRow {
    /// The class of activity the row counts; none if it looks at the size.
    pub(crate) fn class(self) -> Option<Class> {
        self.code().parse().ok()
    }

    /// The row an activity of this class stands in, if the table asks for it.
    pub(crate) fn of(class: Class) -> Option<Self> {
        class.code().parse().ok()
    }
}

impl FormColumn {
    /// By which channel.
    pub(crate) fn channel(self) -> Option<Channel> {
        self.code().parse().ok()
    }
}

/// What stands in a cell: "-" if there is nothing to count, "0" if there is and it comes to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filled {
    /// "-"
    Absent,
    /// An integer, 0 among them.
    Number(i64),
}

impl Filled {
    /// From how many facts stand, and what they come to.
    fn of(facts: i64, value: i64) -> Self {
        if facts == 0 { Self::Absent } else { Self::Number(value) }
    }

    /// Whether there is something to count.
    pub(crate) fn is_there(self) -> bool {
        self != Self::Absent
    }

    /// For adding up.
    pub(crate) fn value(self) -> i64 {
        match self {
            Self::Absent => 0,
            Self::Number(value) => value,
        }
    }
}

impl fmt::Display for Filled {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => out.pad("-"),
            Self::Number(value) => value.fmt(out),
        }
    }
}

/// Facts that share activity, unit, class and channel: how many, and what their quantities add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) kind: &'static str,
    /// None where the facts are about a series or nothing.
    pub(crate) activity: Option<Id>,
    pub(crate) unit: Option<Id>,
    pub(crate) class: Option<String>,
    pub(crate) channel: Option<Channel>,
    pub(crate) facts: i64,
    pub(crate) sum: i64,
}

/// What the forms of a year are filled from: the ledger's activities and attendances, of some units or of all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// Of [`HELD`].
    pub(crate) held: Vec<Sum>,
    /// Of [`ATTENDANCES`].
    pub(crate) came: Vec<Sum>,
}

/// What one activity's people came to, by channel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Came {
    onsite: (i64, i64),
    online: (i64, i64),
}

impl Came {
    /// Of one channel.
    pub(crate) fn by(self, channel: Channel) -> Filled {
        let (facts, sum) = match channel {
            Channel::Onsite => self.onsite,
            Channel::Online => self.online,
        };
        Filled::of(facts, sum)
    }

    /// Whether anything is recorded at all.
    pub(crate) fn is_recorded(self) -> bool {
        self.onsite.0 + self.online.0 > 0
    }

    /// 重大: by one channel alone, as the two are never added up.
    pub(crate) fn is_major(self) -> bool {
        self.onsite.1.max(self.online.1) >= MAJOR
    }
}

impl Record {
    /// What is of these units.
    pub(crate) fn of_units(&self, units: &BTreeSet<Id>) -> Self {
        let is_own = |sum: &&Sum| sum.unit.is_some_and(|unit| units.contains(&unit));
        let own = |sums: &[Sum]| -> Vec<Sum> { sums.iter().filter(is_own).cloned().collect() };
        Self { held: own(&self.held), came: own(&self.came) }
    }

    /// The attendances of each activity.
    pub(crate) fn came(&self) -> BTreeMap<Id, Came> {
        let mut came: BTreeMap<Id, Came> = BTreeMap::new();
        for sum in &self.came {
            let Some(activity) = sum.activity else { continue };
            let of = came.entry(activity).or_default();
            let side = match sum.channel {
                Some(Channel::Onsite) => &mut of.onsite,
                Some(Channel::Online) => &mut of.online,
                None => continue,
            };
            *side = (side.0 + sum.facts, side.1 + sum.sum);
        }
        came
    }

    /// 重大科普活动 with their attendances.
    pub(crate) fn major(&self) -> BTreeMap<Id, Came> {
        self.came().into_iter().filter(|(_, came)| came.is_major()).collect()
    }

    /// Activities of a class, or of all.
    pub(crate) fn times(&self, class: Option<Class>) -> Filled {
        let facts = self.held.iter().filter(|sum| is_of(sum, class)).map(|sum| sum.facts).sum();
        Filled::of(facts, facts)
    }

    /// Attendances of a class, or of all, by a channel.
    pub(crate) fn attendances(&self, class: Option<Class>, channel: Channel) -> Filled {
        let own = self.came.iter().filter(|sum| is_of(sum, class) && sum.channel == Some(channel));
        let (facts, value) = own.fold((0, 0), |(facts, value), sum| (facts + sum.facts, value + sum.sum));
        Filled::of(facts, value)
    }

    /// Attendances of one kind, named or counted, by a channel.
    pub(crate) fn of_kind(&self, kind: &str, channel: Channel) -> Filled {
        let own = self.came.iter().filter(|sum| sum.kind == kind && sum.channel == Some(channel));
        let (facts, value) = own.fold((0, 0), |(facts, value), sum| (facts + sum.facts, value + sum.sum));
        Filled::of(facts, value)
    }

    /// What stands in a cell of the statistics.
    pub(crate) fn cell(&self, row: FormRow, column: FormColumn) -> Filled {
        match (row.class(), column.channel()) {
            (Some(class), None) => self.times(Some(class)),
            (Some(class), Some(channel)) => self.attendances(Some(class), channel),
            (None, None) => {
                let major = self.major().len() as i64;
                Filled::of(major, major)
            }
            (None, Some(channel)) => {
                let known: Vec<Filled> = self.major().values().map(|came| came.by(channel)).collect();
                let there = known.iter().filter(|cell| **cell != Filled::Absent).count();
                Filled::of(there as i64, known.iter().map(|cell| cell.value()).sum())
            }
        }
    }
}

fn is_of(sum: &Sum, class: Option<Class>) -> bool {
    class.is_none_or(|class| sum.class.as_deref() == Some(class.code()))
}

/// What is asked over and over: whose activities, of which days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: Day,
    pub(crate) to: Day,
}

impl Span {
    /// From 1 January to 31 December.
    pub(crate) fn year(year: i16) -> Self {
        let (from, to) = Day::year_span(year);
        Self { from, to }
    }

    /// 季度, 1 to 4.
    pub(crate) fn quarter(year: i16, quarter: i8) -> Self {
        let (first, last) = (quarter * 3 - 2, quarter * 3);
        let all = Self::year(year);
        Self { from: Day::new(year, first, 1).unwrap_or(all.from), to: Day::month_end(year, last).unwrap_or(all.to) }
    }

    /// 全国科普月: September, after the science popularization law of 2024.
    pub(crate) fn science_month(year: i16) -> Self {
        let all = Self::year(year);
        Self { from: Day::new(year, 9, 1).unwrap_or(all.from), to: Day::month_end(year, 9).unwrap_or(all.to) }
    }

    /// Whether the day lies in it.
    pub(crate) fn holds(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// A question about these days.
    pub(crate) fn ask(&self, measure: Measure, kind: &str) -> Query {
        Query { measure, filter: Filter { from: self.from, to: self.to, ..Filter::of(kind) } }
    }

    /// The questions that a cell is the sum of. No unit means all; a size cannot be asked for, so its row has none.
    pub(crate) fn questions(&self, class: Option<Class>, column: FormColumn, units: &[UnitId]) -> Vec<Query> {
        let channel = column.channel();
        let asked = match channel {
            None => vec![self.ask(Measure::Facts, HELD)],
            Some(_) => ATTENDANCES.map(|kind| self.ask(Measure::Sum, kind)).to_vec(),
        };
        let narrowed = |query: &Query, unit: Option<UnitId>| {
            let class = class.map(|class| class.code().into());
            let filter = Filter { class, channel, unit: unit.map(Id::from), ..query.filter.clone() };
            Query { filter, ..query.clone() }
        };
        match units {
            [] => asked.iter().map(|query| narrowed(query, None)).collect(),
            units => units.iter().flat_map(|unit| asked.iter().map(|query| narrowed(query, Some(*unit)))).collect(),
        }
    }
}

/// Whether a conclusion came in time, is late, or is not due yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Conclusion {
    /// Concluded within the days.
    InTime,
    /// Concluded after them.
    Late,
    /// Not concluded, and the days are over.
    Overdue,
    /// Not concluded, and there is time.
    Open,
}

impl Conclusion {
    /// Of an activity that ended then, was concluded on that day or not yet, and is looked at today.
    pub(crate) fn of(ended: Instant, concluded: Option<Day>, today: Day) -> Self {
        let due = ended.day().plus(CONCLUDED_WITHIN);
        match concluded {
            Some(on) if on <= due => Self::InTime,
            Some(_) => Self::Late,
            None if today > due => Self::Overdue,
            None => Self::Open,
        }
    }

    /// For its text.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::InTime => "in_time",
            Self::Late => "late",
            Self::Overdue => "overdue",
            Self::Open => "open",
        }
    }
}

/// Whether an activity is filed with the Science Month: of science popularization, approved, and in September.
pub(crate) fn is_of_science_month(field: Area, state: &str, day: Day) -> bool {
    let is_settled = ["approved", "announced", "held", "concluded"].contains(&state);
    field == Area::Popular && is_settled && Span::science_month(day.year()).holds(day)
}

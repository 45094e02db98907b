//! The fold itself: facts in, cells out. Addition only, so order does not matter and a reversal undoes what it reverses.

use super::members::Members;
use super::query::Measure;
use crate::code::{Audience, Channel};
use crate::id::Id;
use crate::place::{Level, PlaceCode};
use crate::time::Day;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// What distinct measures tell apart: an id's or a place code's bits.
pub type Member = u128;

impl From<Id> for Member {
    fn from(id: Id) -> Self {
        Self::from_be_bytes(*id.bytes())
    }
}

impl From<PlaceCode> for Member {
    fn from(place: PlaceCode) -> Self {
        place.0.unsigned_abs().into()
    }
}

/// What a fold needs of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// +1 or −1.
    pub sign: i64,
    /// The day it happened.
    pub happened: Day,
    /// Where.
    pub place: Option<PlaceCode>,
    /// 对象
    pub audience: Option<Audience>,
    /// 渠道
    pub channel: Option<Channel>,
    /// How many.
    pub quantity: i64,
    /// What a distinct measure counts; an entry without it counts for none.
    pub member: Option<Member>,
}

/// A part of a figure: all of it, or what falls into one month, county, group or channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// All.
    Total,
    /// A month, as 202603.
    Month(i32),
    /// A county or district.
    County(PlaceCode),
    /// 对象
    Audience(Audience),
    /// 渠道
    Channel(Channel),
}

/// The stored form: `t`, `m202603`, `p210181`, `ayouth`, `conline`.
impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Total => write!(out, "t"),
            Self::Month(month) => write!(out, "m{month}"),
            Self::County(place) => write!(out, "p{place}"),
            Self::Audience(audience) => write!(out, "a{audience}"),
            Self::Channel(channel) => write!(out, "c{channel}"),
        }
    }
}

impl FromStr for Part {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let rest = text.get(1..).ok_or(())?;
        match text.as_bytes()[0] {
            b't' if rest.is_empty() => Ok(Self::Total),
            b'm' => rest.parse().map(Self::Month).map_err(drop),
            b'p' => rest.parse().map(Self::County).map_err(drop),
            b'a' => rest.parse().map(Self::Audience).map_err(drop),
            b'c' => rest.parse().map(Self::Channel).map_err(drop),
            _ => Err(()),
        }
    }
}

/// One part's sums.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cell {
    /// Facts that stand.
    pub facts: i64,
    /// The sum of their quantities.
    pub sum: i64,
    /// How many members have at least one standing fact.
    pub members: i64,
}

impl Cell {
    /// The figure.
    pub fn value(&self, measure: Measure) -> i64 {
        match measure {
            Measure::Facts => self.facts,
            Measure::Sum => self.sum,
            _ => self.members,
        }
    }
}

/// The fold of one query: a cell for each part, and for distinct measures how many standing facts each member has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// What is counted.
    pub measure: Measure,
    /// The cells.
    pub cells: BTreeMap<Part, Cell>,
    /// Standing facts by part and member.
    pub members: Members,
}

impl Tally {
    /// Nothing yet.
    pub fn new(measure: Measure) -> Self {
        Self { measure, cells: BTreeMap::new(), members: Members::default() }
    }

    /// The figure as a whole.
    pub fn value(&self) -> i64 {
        self.total().value(self.measure)
    }

    /// The cell of all.
    pub fn total(&self) -> Cell {
        self.cells.get(&Part::Total).copied().unwrap_or_default()
    }

    /// Adds a fact (or takes one back) to every part it belongs to.
    pub fn add(&mut self, entry: &Entry) {
        for part in entry.parts().into_iter().flatten() {
            self.add_to(part, entry);
        }
    }

    fn add_to(&mut self, part: Part, entry: &Entry) {
        let cell = self.cells.entry(part).or_default();
        cell.facts += entry.sign;
        cell.sum += entry.sign * entry.quantity;
        if let Some(member) = entry.member.filter(|_| self.measure.is_distinct()) {
            let before = self.members.add(part, member, entry.sign);
            cell.members += i64::from(before + entry.sign > 0) - i64::from(before > 0);
        }
    }
}

impl Measure {
    /// Whether it counts different members rather than facts.
    pub fn is_distinct(self) -> bool {
        !matches!(self, Self::Facts | Self::Sum)
    }
}

impl Entry {
    /// The parts this entry belongs to.
    pub fn parts(&self) -> [Option<Part>; 5] {
        [
            Some(Part::Total),
            Some(Part::Month(self.happened.month_code())),
            self.place.map(|place| Part::County(place.within(Level::County))),
            self.audience.map(Part::Audience),
            self.channel.map(Part::Channel),
        ]
    }
}

/// Which person records have been merged into which others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases(BTreeMap<Member, Member>);

impl Aliases {
    /// From pairs of (merged record, record that stays).
    pub fn new(pairs: impl IntoIterator<Item = (Member, Member)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// The record that stands for this one.
    pub fn resolve(&self, member: Member) -> Member {
        let mut at = member;
        // A chain of merges is never longer than their number; a circle (never written) ends there too.
        for _ in 0..self.0.len() {
            match self.0.get(&at) {
                Some(next) => at = *next,
                None => break,
            }
        }
        at
    }
}

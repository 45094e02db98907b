//! Figures: a measure over the facts a filter lets through, folded by plain addition of signs.

mod members;
mod query;
mod tally;

pub use members::Members;
pub use query::{BadQuery, Filter, Formula, Measure, Query};
pub use tally::{Aliases, Cell, Entry, Member, Part, Tally};

use crate::code::{Audience, Channel};
use crate::fact::FactKind;
use crate::id::Id;
use crate::time::Day;

/// 指标: a figure that a slice offers for targets, reports and pages. Its text key is `indicator.<key>`.
#[derive(Debug, PartialEq, Eq)]
pub struct Indicator {
    /// `slice.what_is_counted`.
    pub key: &'static str,
    /// What is counted.
    pub measure: Measure,
    /// Over which facts.
    pub kind: &'static FactKind,
    /// Of which group only.
    pub audience: Option<Audience>,
    /// By which channel only.
    pub channel: Option<Channel>,
    /// Of which class only.
    pub class: Option<&'static str>,
    /// The text key of its unit: `unit.village`.
    pub unit: &'static str,
    /// Words and measure words of work documents that speak of it: 村, 专家.
    pub words: &'static [&'static str],
    /// Whether anyone may see it; if not, staff only.
    pub is_public: bool,
}

impl Indicator {
    /// Whether a question asks for this figure, over whatever programme, region and time.
    pub fn is_asked_by(&self, query: &Query) -> bool {
        let filter = &query.filter;
        (query.measure, filter.kind.as_str(), filter.audience, filter.channel, filter.class.as_deref())
            == (self.measure, self.kind.name, self.audience, self.channel, self.class)
    }

    /// The figure for a programme (or all of them) from one day to another.
    pub fn query(&self, programme: Option<Id>, from: Day, to: Day) -> Query {
        let filter = Filter {
            programme,
            audience: self.audience,
            channel: self.channel,
            class: self.class.map(Into::into),
            from,
            to,
            ..Filter::of(self.kind.name)
        };
        Query { measure: self.measure, filter }
    }
}

#[cfg(test)]
mod tests;

//! 系列活动: the same activity at several times, planned in one go.

use super::activity::{HostUnit, SeriesId};
use crate::facts;
use logic::act::{Change, May, Noun, Role::*, UnitPath, Who::*};
use logic::fact::Draft;
use logic::id::Id;
use logic::refusal::Refusal;
use logic::time::Day;

/// 系列
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its id.
    pub id: SeriesId,
    /// Its name.
    pub title: String,
    /// Who holds it.
    pub unit: HostUnit,
    /// 项目
    pub programme: Option<Id>,
    /// What it is about.
    pub note: String,
    /// When it came to its end.
    pub closed_on: Option<Day>,
}

impl Noun for Series {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.unit.path)
    }
}

logic::act!(BeginSeries: super::activity::Under, "activity_series.begin", [Role(Officer), Role(Secretary)]);
logic::act!(CloseSeries: Series, "activity_series.close", [Role(Officer), Role(Secretary)]);
logic::act!(RepeatActivity: super::activity::Activity, "activity.repeat", [Role(Officer), Role(Secretary)]);

/// At most so many activities are planned in one go.
pub(crate) const MOST_AT_ONCE: usize = 60;

/// How often a series comes round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rhythm {
    /// The unit of the step.
    pub every: Every,
    /// Every so many of them.
    pub step: i64,
    /// Until this day, the day itself included.
    pub until: Day,
}

logic::codes!(
    /// The unit of a rhythm's step.
    Every {
        /// 每周
        Week = "week",
        /// 每月
        Month = "month",
        /// 每天
        Day = "day",
    }
);

impl Rhythm {
    /// The days after the first one. A month without that day (the 31st) is passed over, not moved.
    pub(crate) fn days_after(self, first: Day) -> Vec<Day> {
        let step = self.step.max(1) as i32;
        let nth = |turn: i32| match self.every {
            Every::Day => Some(first.plus(turn * step)),
            Every::Week => Some(first.plus(turn * step * 7)),
            Every::Month => {
                let (year, month, day) = first.parts();
                let months = i32::from(year) * 12 + i32::from(month) - 1 + turn * step;
                Day::new((months / 12) as i16, (months % 12 + 1) as i8, day)
            }
        };
        // Enough turns to fill the limit even where months are passed over.
        let turns = (1..=2 * MOST_AT_ONCE as i32 + 12).map(nth);
        turns.flatten().take_while(|day| *day <= self.until).take(MOST_AT_ONCE + 1).collect()
    }
}

/// A series begins.
pub(crate) fn begin(may: May<BeginSeries>, series: Series) -> Change<Series> {
    let fact = series.fact(&facts::SERIES_BEGUN, may.by().at.day());
    Change::new(may, series, fact)
}

impl Series {
    fn fact(&self, kind: &'static logic::fact::FactKind, on: Day) -> Draft {
        Draft::new(kind, self.id, on).programme(self.programme).unit(self.unit.id)
    }

    /// Nothing more is planned in it.
    pub(crate) fn close(self, may: May<CloseSeries>) -> Result<Change<Self>, Refusal> {
        Refusal::new("activity_series.closed").unless(self.closed_on.is_none())?;
        let on = may.by().at.day();
        let fact = self.fact(&facts::SERIES_CLOSED, on);
        Ok(Change::new(may, Self { closed_on: Some(on), ..self }, fact))
    }
}

//! The rules of activities, as pure functions over records.

mod activity;
mod codes;
mod costs;
mod series;
mod session;

pub(crate) use activity::{
    Above, Activity, ActivityId, AddActivity, AddParty, AnnounceActivity, ApproveActivity, CancelActivity,
    ConcludeActivity, EditActivity, FileActivity, HoldActivity, HostUnit, KEEPER, MoveActivity, Plan, RemoveParty,
    ReturnActivity, SeriesId, State, Under, add as add_activity,
};
pub(crate) use codes::{Area, Class, CostItem, CostSource, Mode, Part};
pub(crate) use costs::{Cost, CostId, PlanCost, RemoveCost, SettleCost};
pub(crate) use series::{BeginSeries, CloseSeries, Every, MOST, RepeatActivity, Rhythm, Series, begin as begin_series};
pub(crate) use session::{AddSession, RemoveSession, Session, SessionId};

#[cfg(test)]
mod tests;

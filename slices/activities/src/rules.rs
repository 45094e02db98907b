//! The rules of activities, as pure functions over records.

mod activity;
mod codes;
mod costs;
mod session;

pub(crate) use activity::{
    Above, Activity, ActivityId, AddActivity, AddParty, AnnounceActivity, ApproveActivity, CancelActivity,
    ConcludeActivity, EditActivity, FileActivity, HoldActivity, HostUnit, MoveActivity, Plan, RemoveParty,
    ReturnActivity, SeriesId, State, Under,
};
pub(crate) use codes::{Class, CostItem, CostSource, Field, Mode, Part};
pub(crate) use costs::{Cost, CostId, PlanCost, RemoveCost, SettleCost};
pub(crate) use session::{AddSession, RemoveSession, Session, SessionId};

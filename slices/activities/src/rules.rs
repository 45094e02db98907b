//! The rules of activities, as pure functions over records.

mod activity;
mod codes;
mod costs;
mod draw;
mod entry;
mod places;
mod registration;
pub(crate) mod roster;
mod series;
mod session;

pub(crate) use activity::{
    Above, Activity, ActivityId, AddActivity, AddParty, AnnounceActivity, ApproveActivity, CancelActivity,
    ConcludeActivity, EditActivity, FileActivity, HoldActivity, HostUnit, KEEPER, MoveActivity, Plan, RemoveParty,
    ReturnActivity, SeriesId, State, TELL_JOB, Under, add as add_activity,
};
pub(crate) use codes::{Area, Class, CostItem, CostSource, Mode, Part};
pub(crate) use costs::{Cost, CostId, PlanCost, RemoveCost, SettleCost};
pub(crate) use draw::{lot, order};
pub(crate) use entry::{
    AddQuestion, Draw, DrawLots, DropPlaces, DropQuestion, Entry, InvitePhone, MOST, SetPlaces, SetUpEntry, Way,
};
pub(crate) use places::{Party, Places, Quota, QuotaId, Scope, resize};
pub(crate) use registration::{
    AcceptOffer, ApproveRegistration, CancelRegistration, ChangeRegistration, DeclineOffer, EnterForOther, Hall,
    ImportRoster, JoinActivity, LAPSE_JOB, LapseOffer, PENDING_SECONDS, ProveRegistration, Receipt, RefuseRegistration,
    Registration, RegistrationId, RosterId, SendCodeAgain, SendRegistration, ServeLine, Side, State as Standing,
    TransferRegistration, UndoRoster, check_open, check_party, receipt,
};
pub(crate) use series::{
    BeginSeries, CloseSeries, Every, MOST_AT_ONCE, RepeatActivity, Rhythm, Series, begin as begin_series,
};
pub(crate) use session::{AddSession, RemoveSession, Session, SessionId};

#[cfg(test)]
mod tests;

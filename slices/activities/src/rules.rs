//! The rules of activities, as pure functions over records.

mod activity;
mod afterwards;
mod attendance;
pub(crate) mod attendance_sheet;
mod codes;
mod costs;
mod desk_entry;
mod draw;
mod entry;
pub(crate) mod forms;
mod head_counts;
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
pub(crate) use afterwards::{
    Certificate, CertificateId, Feedback, IssueCertificate, RevokeCertificate, SendFeedback, give_feedback, issue,
};
pub(crate) use attendance::{
    Arrival, Attendance, AttendanceId, CheckIn, CheckOut, CorrectAttendance, DismissEntry, Door, EnterSheet,
    ImportAttendance, Means, Pass, SettleEntry, SyncDesk, TakeBackAttendance, WalkIn,
};
pub(crate) use codes::{Area, Class, CostItem, CostSource, Mode, Part};
pub(crate) use costs::{Cost, CostId, PlanCost, RemoveCost, SettleCost};
pub(crate) use desk_entry::{DeskEntry, EntryId, clock_ahead, corrected};
pub(crate) use draw::{lot, order};
pub(crate) use entry::{
    AddQuestion, Draw, DrawLots, DropPlaces, DropQuestion, Entry, InvitePhone, MOST, SetPlaces, SetUpEntry, Way,
};
pub(crate) use head_counts::{CountHeads, CountId, Counting, HeadCount, TakeBackCount};
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
mod forms_tests;
#[cfg(test)]
mod tests;

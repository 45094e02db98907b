//! What attendance plugs in: the desk at the door with and without a network, paper, head counts, and what comes afterwards.

use crate::pages::{
    attendance_counts as counts, attendance_desk as desk, attendance_one as one, attendance_panels as panels,
    attendance_sheet as sheet, came, certificates, desk_roll, desk_sync,
};
use crate::rules::{
    CheckIn, CheckOut, CorrectAttendance, CountHeads, DismissEntry, EnterSheet, ImportAttendance, IssueCertificate,
    RevokeCertificate, SendFeedback, SettleEntry, SyncDesk, TakeBackAttendance, TakeBackCount, WalkIn,
};
use ground::jobs::{Daily, Handler};
use logic::form::Button;
use web::{ActEntry, Invariant, PageEntry};

/// The daily work that forgets what need not be kept.
const FORGET: &str = "attendance.forget";

/// What those who came may send in a minute from one address: a hall has one.
const CROWD: u32 = 600;

pub(crate) const PAGES: &[PageEntry] = &[
    PageEntry::new("/activities/desk.js", desk_roll::script),
    PageEntry::new("/activities/{id}/worker.js", desk_roll::worker),
    PageEntry::new("/activities/{id}/desk", desk::get).with_camera(),
    PageEntry::new("/activities/{id}/desk/roll", desk_roll::get),
    PageEntry::new("/activities/{id}/desk/outcomes", desk_sync::outcomes),
    PageEntry::new("/activities/{id}/desk/conflicts", desk_sync::conflicts),
    PageEntry::new("/activities/{id}/sheet", sheet::get),
    PageEntry::new("/activities/{id}/sheet/enter", sheet::get_enter),
    PageEntry::new("/activities/{id}/attendance/import", sheet::get_import),
    PageEntry::new("/activities/{id}/attendance/{attendance}", one::get),
    PageEntry::new("/activities/{id}/counts", counts::get),
    PageEntry::new("/activities/attendances/{id}", one::by_id),
    PageEntry::new("/activities/{id}/came/{pass}", came::get),
    PageEntry::new("/activities/{id}/came/{pass}/certificate", came::get_certificate),
    PageEntry::new("/activities/certificates/{id}", certificates::check),
    PageEntry::new("/activities/{id}/certificates", certificates::list),
    PageEntry::new("/activities/{id}/feedback", certificates::feedback),
];

// Coming in takes no turns: parties are let in side by side, and the tables let each in once.
pub(crate) const ACTS: &[ActEntry] = &[
    ActEntry::new::<CheckIn, desk::CheckInForm>("/activities/{id}/desk", desk::check_in, desk::get),
    ActEntry::new::<WalkIn, desk::WalkInForm>("/activities/{id}/desk/walk-in", desk::post_walk_in, desk::get)
        .in_turn("id"),
    ActEntry::new::<SyncDesk, desk_sync::SyncForm>("/activities/{id}/desk/sync", desk_sync::sync, desk::get)
        .each_time(),
    ActEntry::new::<SettleEntry, desk_sync::SettleForm>(
        "/activities/{id}/desk/conflicts/{entry}",
        desk_sync::settle,
        desk_sync::conflicts,
    )
    .in_turn("id"),
    ActEntry::new::<DismissEntry, Button>(
        "/activities/{id}/desk/conflicts/{entry}/dismiss",
        desk_sync::dismiss,
        desk_sync::conflicts,
    )
    .in_turn("id"),
    ActEntry::new::<CheckOut, one::LeaveForm>("/activities/{id}/attendance/{attendance}/out", one::check_out, one::get),
    ActEntry::new::<CorrectAttendance, one::CorrectForm>(
        "/activities/{id}/attendance/{attendance}/correct",
        one::correct,
        one::get,
    ),
    ActEntry::new::<TakeBackAttendance, one::TakeBackForm>(
        "/activities/{id}/attendance/{attendance}/take-back",
        one::take_back,
        one::get,
    )
    .in_turn("id"),
    ActEntry::new::<EnterSheet, sheet::SheetForm>("/activities/{id}/sheet", sheet::enter, sheet::get_enter)
        .in_turn("id"),
    ActEntry::new::<ImportAttendance, sheet::ImportForm>(
        "/activities/{id}/attendance/import",
        sheet::import,
        sheet::get_import,
    )
    .in_turn("id")
    .prepared(sheet::prepare),
    ActEntry::new::<CountHeads, counts::Form>("/activities/{id}/counts", counts::post, counts::get).in_turn("id"),
    ActEntry::new::<TakeBackCount, counts::TakeBackForm>(
        "/activities/{id}/counts/{count}/take-back",
        counts::take_back,
        counts::get,
    )
    .in_turn("id"),
    ActEntry::new::<IssueCertificate, Button>("/activities/{id}/came/{pass}/certificate", came::post_issue, came::get)
        .in_turn("id")
        .for_crowds(CROWD),
    ActEntry::new::<SendFeedback, came::FeedbackForm>(
        "/activities/{id}/came/{pass}/feedback",
        came::post_feedback,
        came::get,
    )
    .in_turn("id")
    .for_crowds(CROWD),
    ActEntry::new::<RevokeCertificate, certificates::RevokeForm>(
        "/activities/{id}/certificates/{certificate}/revoke",
        certificates::revoke,
        certificates::list,
    ),
];

pub(crate) const JOBS: &[Handler] = &[Handler { kind: FORGET, work: panels::forget }];

pub(crate) const DAILIES: &[Daily] = &[Daily { kind: FORGET, at: (3, 25) }];

pub(crate) const INVARIANTS: &[Invariant] = &[
    Invariant { name: "what the ledger says of an attendance is what stands", broken: panels::miscounted },
    Invariant { name: "names and head counts never stand side by side", broken: panels::mixed },
];

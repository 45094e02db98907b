//! What planning plugs in: an activity's life, its sessions, partners and costs, series, calendars and feeds.

use crate::pages::{activity, calendar, costs, feeds, new, parties, poster, repeat, series, sessions, steps};
use crate::rules::{
    AddActivity, AddParty, AddSession, AnnounceActivity, ApproveActivity, BeginSeries, CancelActivity, CloseSeries,
    ConcludeActivity, EditActivity, FileActivity, HoldActivity, MoveActivity, PlanCost, RemoveCost, RemoveParty,
    RemoveSession, RepeatActivity, ReturnActivity, SettleCost,
};
use logic::form::Button;
use web::{ActEntry, PageEntry};

pub(crate) const PAGES: &[PageEntry] = &[
    PageEntry::new("/activities/new", new::get),
    PageEntry::new("/activities/calendar", calendar::get),
    PageEntry::new("/activities/map", calendar::get_map),
    PageEntry::new("/activities/feed.ics", feeds::get_ics),
    PageEntry::new("/activities/feed.atom", feeds::get_atom),
    PageEntry::new("/activities/series", series::get_list),
    PageEntry::new("/activities/series/{series}", series::get),
    PageEntry::new("/activities/{id}", activity::get),
    PageEntry::new("/activities/{id}/edit", new::get_edit),
    PageEntry::new("/activities/{id}/event.ics", feeds::get_one),
    PageEntry::new("/activities/{id}/poster", poster::get),
];

pub(crate) const ACTS: &[ActEntry] = &[
    ActEntry::new::<AddActivity, new::Form>("/activities", new::post, new::get),
    ActEntry::new::<EditActivity, new::Form>("/activities/{id}", new::edit, new::get_edit),
    ActEntry::new::<FileActivity, Button>("/activities/{id}/file", steps::file, activity::get),
    ActEntry::new::<ReturnActivity, steps::ReasonForm>("/activities/{id}/return", steps::give_back, activity::get),
    ActEntry::new::<ApproveActivity, Button>("/activities/{id}/approve", steps::approve, activity::get),
    ActEntry::new::<AnnounceActivity, Button>("/activities/{id}/announce", steps::announce, activity::get),
    ActEntry::new::<MoveActivity, steps::MoveForm>("/activities/{id}/move", steps::shift, activity::get),
    ActEntry::new::<CancelActivity, steps::ReasonForm>("/activities/{id}/cancel", steps::cancel, activity::get),
    ActEntry::new::<HoldActivity, Button>("/activities/{id}/hold", steps::hold, activity::get),
    ActEntry::new::<ConcludeActivity, steps::ConcludeForm>("/activities/{id}/conclude", steps::conclude, activity::get),
    ActEntry::new::<RepeatActivity, repeat::Form>("/activities/{id}/repeat", repeat::post, activity::get),
    ActEntry::new::<AddSession, sessions::Form>("/activities/{id}/sessions", sessions::add, activity::get),
    ActEntry::new::<RemoveSession, Button>(
        "/activities/{id}/sessions/{session}/remove",
        sessions::remove,
        activity::get,
    ),
    ActEntry::new::<AddParty, parties::AddForm>("/activities/{id}/parties", parties::add, activity::get),
    ActEntry::new::<RemoveParty, Button>("/activities/{id}/parties/{unit}/remove", parties::remove, activity::get),
    ActEntry::new::<PlanCost, costs::PlanForm>("/activities/{id}/costs", costs::plan, activity::get),
    ActEntry::new::<SettleCost, costs::SettleForm>(
        "/activities/{id}/costs/{cost}/settle",
        costs::settle,
        activity::get,
    ),
    ActEntry::new::<RemoveCost, Button>("/activities/{id}/costs/{cost}/remove", costs::remove, activity::get),
    ActEntry::new::<BeginSeries, series::Form>("/activities/series", series::begin, series::get_list),
    ActEntry::new::<CloseSeries, Button>("/activities/series/{series}/close", series::close, series::get),
];

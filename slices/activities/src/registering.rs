//! What registration plugs in: entry, places, the line, lots, rosters.

use crate::pages::{
    self, draw, entry_setup, register, register_prove, registration, registration_desk, registration_panels,
    registrations, roster,
};
use crate::rules::{
    AcceptOffer, AddQuestion, ApproveRegistration, CancelRegistration, ChangeRegistration, DeclineOffer, DrawLots,
    DropPlaces, DropQuestion, EnterForOther, ImportRoster, InvitePhone, JoinActivity, LAPSE_JOB, ProveRegistration,
    RefuseRegistration, SendCodeAgain, SendRegistration, SetPlaces, SetUpEntry, TELL_JOB, TransferRegistration,
    UndoRoster,
};
use ground::jobs::{Daily, Handler};
use logic::form::Button;
use web::{ActEntry, Get, Invariant, PageEntry};

/// Forms a minute that people unknown may send from one address: a school has one.
const CROWD: u32 = 600;
/// Codes a minute that they may enter.
const CROWD_CODES: u32 = 1_200;
/// The daily work that forgets what need not be kept.
const FORGET: &str = "registration.forget";

/// What is done to one registration, at its own address.
const fn of_one<A: logic::act::Act, F: logic::form::Form>(path: &'static str, post: web::Post, page: Get) -> ActEntry {
    ActEntry::new::<A, F>(path, post, page).in_turn("id").for_crowds(CROWD)
}

pub(crate) const PAGES: &[PageEntry] = &[
    PageEntry::new("/activities/{id}/register", register::get).for_crowds(),
    PageEntry::new("/activities/{id}/register/{receipt}", register_prove::get),
    PageEntry::new("/activities/{id}/registrations/new", registrations::get_new),
    PageEntry::new("/activities/{id}/registrations/import", roster::get_new),
    PageEntry::new("/activities/{id}/registrations/template.xlsx", roster::template),
    PageEntry::new("/activities/{id}/registrations/answers.xlsx", registrations::answers),
    PageEntry::new("/activities/{id}/registrations/{receipt}", registration::get),
    PageEntry::new("/activities/{id}/registrations/{receipt}/files/{question}", registrations::file),
    PageEntry::new("/activities/{id}/rosters/{roster}", roster::get),
    PageEntry::new("/activities/{id}/entry", entry_setup::get),
    PageEntry::new("/activities/{id}/draw", draw::get),
    PageEntry::new("/activities/entries/{id}", registrations::by_id),
];

pub(crate) const ACTS: &[ActEntry] = &[
    ActEntry::new::<SendRegistration, pages::registration_form::Form>(
        "/activities/{id}/register",
        register::send,
        register::get,
    )
    .for_crowds(CROWD)
    .with_answers()
    .each_time(),
    ActEntry::new::<JoinActivity, pages::registration_form::Form>(
        "/activities/{id}/join",
        register::join,
        register::get,
    )
    .in_turn("id")
    .with_answers()
    .each_time(),
    ActEntry::new::<ProveRegistration, register_prove::Form>(
        "/activities/{id}/register/{receipt}",
        register_prove::post,
        register_prove::get,
    )
    .in_turn("id")
    .for_crowds(CROWD_CODES)
    .each_time(),
    ActEntry::new::<SendCodeAgain, Button>(
        "/activities/{id}/register/{receipt}/code",
        register_prove::code_again,
        register_prove::get,
    )
    .for_crowds(CROWD)
    .each_time(),
    of_one::<AcceptOffer, Button>(
        "/activities/{id}/registrations/{receipt}/accept",
        registration::accept,
        registration::get,
    ),
    of_one::<DeclineOffer, Button>(
        "/activities/{id}/registrations/{receipt}/decline",
        registration::decline,
        registration::get,
    ),
    of_one::<ChangeRegistration, pages::registration_form::Form>(
        "/activities/{id}/registrations/{receipt}/change",
        registration::change,
        registration::get,
    )
    .with_answers(),
    of_one::<TransferRegistration, registration::TransferForm>(
        "/activities/{id}/registrations/{receipt}/transfer",
        registration::transfer,
        registration::get,
    ),
    of_one::<CancelRegistration, Button>(
        "/activities/{id}/registrations/{receipt}/cancel",
        registration::cancel,
        registration::get,
    ),
    of_one::<ApproveRegistration, Button>(
        "/activities/{id}/registrations/{receipt}/approve",
        registration::approve,
        registration::get,
    ),
    of_one::<RefuseRegistration, registration::RefuseForm>(
        "/activities/{id}/registrations/{receipt}/refuse",
        registration::refuse,
        registration::get,
    ),
    ActEntry::new::<EnterForOther, pages::registration_form::Form>(
        "/activities/{id}/registrations",
        registrations::enter,
        registrations::get_new,
    )
    .in_turn("id")
    .with_answers(),
    ActEntry::new::<ImportRoster, roster::ImportForm>(
        "/activities/{id}/registrations/import",
        roster::import,
        roster::get_new,
    )
    .in_turn("id")
    .prepared(roster::prepare),
    ActEntry::new::<UndoRoster, Button>("/activities/{id}/rosters/{roster}/undo", roster::undo, roster::get)
        .in_turn("id"),
    ActEntry::new::<SetUpEntry, entry_setup::Form>("/activities/{id}/entry", entry_setup::set_up, entry_setup::get)
        .in_turn("id"),
    ActEntry::new::<SetPlaces, entry_setup::PlacesForm>(
        "/activities/{id}/entry/places",
        entry_setup::set_places,
        entry_setup::get,
    )
    .in_turn("id"),
    ActEntry::new::<DropPlaces, entry_setup::DropForm>(
        "/activities/{id}/entry/places/drop",
        entry_setup::drop_places,
        entry_setup::get,
    )
    .in_turn("id"),
    ActEntry::new::<AddQuestion, entry_setup::QuestionForm>(
        "/activities/{id}/entry/questions",
        entry_setup::add_question,
        entry_setup::get,
    )
    .in_turn("id"),
    ActEntry::new::<DropQuestion, entry_setup::DropQuestionForm>(
        "/activities/{id}/entry/questions/drop",
        entry_setup::drop_question,
        entry_setup::get,
    )
    .in_turn("id"),
    ActEntry::new::<InvitePhone, entry_setup::InviteForm>(
        "/activities/{id}/entry/invites",
        entry_setup::invite,
        entry_setup::get,
    ),
    ActEntry::new::<DrawLots, draw::Form>("/activities/{id}/draw", draw::post, draw::get).in_turn("id"),
];

pub(crate) const JOBS: &[Handler] = &[
    Handler { kind: LAPSE_JOB, work: registration_desk::lapse_offers },
    Handler { kind: TELL_JOB, work: registration_panels::tell },
    Handler { kind: FORGET, work: registration_panels::forget },
];

pub(crate) const DAILIES: &[Daily] = &[Daily { kind: FORGET, at: (3, 20) }];

pub(crate) const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "places taken are those that parties hold, and never more than there are",
        broken: registration_desk::miscounted_places,
    },
    Invariant { name: "nobody waits for whom there are places", broken: registration_desk::idle_places },
];

//! What cards, shifts and swaps plug in.

use crate::pages::{card, cards, free, join, qualifications, shift, shift_form, signups, swaps, week};
use crate::rules::{
    AcceptInvitation, AcceptSwap, AddQualification, CancelShift, CheckQualification, CloseShift, DropQualification,
    DropSwap, EditShift, EditVolunteer, EnterSignup, EnterVolunteer, InviteVolunteer, JoinVolunteers, LeaveVolunteers,
    MakeSignup, OfferSwap, OpenShift, PauseVolunteer, ProveVolunteer, ResumeVolunteer, SetRest, WithdrawSignup,
};
use logic::form::Button;
use web::{ActEntry, PageEntry};

/// Forms a minute that people unknown may send from one address: a school has one.
const CROWD: u32 = 300;

pub(crate) const PAGES: &[PageEntry] = &[
    PageEntry::new(join::PATH, join::get),
    PageEntry::new("/volunteers/join/{receipt}", join::get_prove),
    PageEntry::new("/volunteers/new", join::get_new),
    PageEntry::new("/volunteers/{id}", card::get),
    PageEntry::new("/shifts/new", shift_form::get),
    PageEntry::new("/shifts/week", week::get),
    PageEntry::new("/shifts/{id}", shift::get),
    PageEntry::new("/shifts/{id}/edit", shift_form::get_edit),
    PageEntry::new("/shifts/{id}/free", free::get),
    PageEntry::new("/swaps/{receipt}", swaps::get),
];

pub(crate) const ACTS: &[ActEntry] = &[
    ActEntry::new::<JoinVolunteers, join::Form>(join::PATH, join::post, join::get).for_crowds(CROWD).each_time(),
    ActEntry::new::<ProveVolunteer, join::CodeForm>("/volunteers/join/{receipt}", join::prove, join::get_prove)
        .for_crowds(CROWD)
        .each_time(),
    ActEntry::new::<EnterVolunteer, join::Form>(cards::PATH, join::enter, join::get_new),
    ActEntry::new::<EditVolunteer, join::Form>("/volunteers/{id}", join::edit, card::get),
    ActEntry::new::<PauseVolunteer, Button>("/volunteers/{id}/pause", card::pause, card::get),
    ActEntry::new::<ResumeVolunteer, Button>("/volunteers/{id}/resume", card::resume, card::get),
    ActEntry::new::<LeaveVolunteers, Button>("/volunteers/{id}/leave", card::leave, card::get),
    ActEntry::new::<AddQualification, qualifications::Form>(
        "/volunteers/{id}/qualifications",
        qualifications::add,
        card::get,
    ),
    ActEntry::new::<CheckQualification, Button>(
        "/volunteers/{id}/qualifications/{qualification}/check",
        qualifications::check,
        card::get,
    ),
    ActEntry::new::<DropQualification, Button>(
        "/volunteers/{id}/qualifications/{qualification}/drop",
        qualifications::drop,
        card::get,
    ),
    ActEntry::new::<SetRest, cards::RestForm>("/volunteers/rest", cards::set_rest, cards::get),
    ActEntry::new::<OpenShift, shift_form::Form>("/shifts", shift_form::post, shift_form::get),
    ActEntry::new::<EditShift, shift_form::Form>("/shifts/{id}/edit", shift_form::edit, shift_form::get_edit)
        .in_turn("id"),
    ActEntry::new::<CancelShift, shift::CancelForm>("/shifts/{id}/cancel", shift::cancel, shift::get).in_turn("id"),
    ActEntry::new::<CloseShift, Button>("/shifts/{id}/close", shift::close, shift::get).in_turn("id"),
    ActEntry::new::<MakeSignup, signups::Form>("/shifts/{id}/signups", signups::make, shift::get).in_turn("id"),
    ActEntry::new::<EnterSignup, signups::EnterForm>("/shifts/{id}/enter", signups::enter, shift::get).in_turn("id"),
    ActEntry::new::<InviteVolunteer, signups::InviteForm>("/shifts/{id}/invite", signups::invite, free::get)
        .in_turn("id"),
    ActEntry::new::<AcceptInvitation, signups::Form>(
        "/shifts/{id}/signups/{signup}/accept",
        signups::accept,
        shift::get,
    )
    .in_turn("id"),
    ActEntry::new::<WithdrawSignup, Button>("/shifts/{id}/signups/{signup}/withdraw", signups::withdraw, shift::get)
        .in_turn("id"),
    ActEntry::new::<OfferSwap, swaps::Form>("/shifts/{id}/signups/{signup}/swap", swaps::offer, shift::get)
        .in_turn("id"),
    ActEntry::new::<AcceptSwap, swaps::AcceptForm>("/swaps/{receipt}/accept", swaps::accept, swaps::get)
        .in_turn("receipt"),
    ActEntry::new::<DropSwap, Button>("/swaps/{receipt}/drop", swaps::drop, swaps::get).in_turn("receipt"),
];

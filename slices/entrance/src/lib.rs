//! The entrance: setting up an empty house, signing in and out, one's own page, notices and tokens.

mod facts;
mod pages;
mod rules;

use pages::{home, me, notices, password, set_up, sign_in, sign_in_phone, tokens};
use rules::{
    ChangePassword, CloseSession, EditMe, MakeToken, OpenPhoneSession, OpenSession, ReadNotices, RevokeToken, SendCode,
    SetUpHouse,
};
use web::{ActEntry, PageEntry, Slice};

/// What the entrance plugs into.
pub static SLICE: Slice = Slice {
    name: "entrance",
    text: (include_str!("../text/zh.toml"), include_str!("../text/en.toml")),
    pages: &[
        PageEntry::new("/", home::get),
        PageEntry::new("/set-up", set_up::get),
        PageEntry::new("/sign-in", sign_in::get),
        PageEntry::new("/sign-in/phone", sign_in_phone::get),
        PageEntry::new("/me", me::get),
        PageEntry::new("/password", password::get),
        PageEntry::new("/notices", notices::get),
        PageEntry::new("/tokens", tokens::get),
    ],
    acts: &[
        ActEntry::new::<SetUpHouse, set_up::Form>("/set-up", set_up::post, set_up::get)
            .prepared(set_up::prepare)
            .each_time(),
        ActEntry::new::<OpenSession, sign_in::Form>("/sign-in", sign_in::post, sign_in::get)
            .prepared(sign_in::prepare)
            .each_time(),
        ActEntry::new::<SendCode, sign_in_phone::AskForm>("/sign-in/phone", sign_in_phone::ask, sign_in_phone::get)
            .each_time(),
        ActEntry::new::<OpenPhoneSession, sign_in_phone::Form>(
            "/sign-in/code",
            sign_in_phone::post,
            sign_in_phone::get,
        )
        .each_time(),
        ActEntry::new::<CloseSession, logic::form::Button>("/sign-out", me::sign_out, me::get).each_time(),
        ActEntry::new::<ChangePassword, password::Form>("/password", password::post, password::get)
            .prepared(password::prepare)
            .each_time(),
        ActEntry::new::<EditMe, me::Form>("/me", me::post, me::get),
        ActEntry::new::<ReadNotices, logic::form::Button>("/notices/read", notices::read_all, notices::get),
        ActEntry::new::<MakeToken, tokens::Form>("/tokens", tokens::post, tokens::get).each_time(),
        ActEntry::new::<RevokeToken, logic::form::Button>("/tokens/{id}/revoke", tokens::revoke, tokens::get),
    ],
    facts: &[&facts::HOUSE_SET_UP, &facts::PERSON_EDITED],
    ..Slice::EMPTY
};

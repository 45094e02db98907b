//! Walks through the administrator's room: a morning's overview, accounts and roles, dead jobs, settings, the ledger.

mod accounts;
mod ledger;
mod others;
mod rest;
mod roles;

use admin::SLICE;
use ground::identity::Account;
use ground::stop::OrMissing;
use logic::act::Role;
use logic::id::AccountId;
use web::Slice;
use web::kit::{Reader, Seen, Walk};

pub static SLICES: &[&Slice] = &[&SLICE];

/// Someone who administers the house, beside the one it was set up with.
pub async fn administrator(walk: &Walk) -> Reader {
    walk.staff("管理员", Role::Administrator, "云川市科协").await
}

/// An account as it is stored.
pub async fn stored(walk: &Walk, login: &'static str) -> Account {
    walk.read(|read| read.find_account_named(login)?.or_missing()).await
}

/// The address of an account's page.
pub async fn page_of(walk: &Walk, login: &'static str) -> String {
    format!("/accounts/{}", stored(walk, login).await.id)
}

/// What is shown this once.
pub fn secret(page: &Seen) -> String {
    let html = page.html();
    let shown = html.split("<code class=\"secret\">").nth(1).and_then(|rest| rest.split('<').next());
    shown.unwrap_or_default().to_owned()
}

/// The kinds of the facts about an account.
pub async fn history(walk: &Walk, id: AccountId) -> Vec<String> {
    walk.read(move |read| Ok(read.history_of(id.0)?.into_iter().map(|fact| fact.kind).collect())).await
}

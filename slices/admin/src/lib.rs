//! The administrator's room: accounts and roles, jobs that were given up, settings, the ledger's proof, the API in words.

mod facts;
mod lists;
mod pages;
mod rules;
mod store;

use ground::jobs::{Daily, Handler};
use ground::stop::Stop;
use logic::act::{Role::*, Who};
use logic::form::Button;
use pages::{
    account, account_close, account_open, account_reopen, account_unlock, api, association_edit, calendar_edit, clean,
    job, job_discard, job_revive, ledger, ledger_verify, overview, panel, password_reset, role_grant, role_revoke,
    settings,
};
use rules::{
    CloseAccount, DiscardJob, EditAssociation, EditCalendar, GrantRole, OpenAccount, ReopenAccount, ResetPassword,
    ReviveJob, RevokeRole, UnlockAccount, VerifyLedger,
};
use web::{ActEntry, Group, Invariant, MenuEntry, PageEntry, Panel, Slice};

/// Who administers the whole house.
pub(crate) const ADMINISTRATOR: &[Who] = &[Who::Role(Administrator)];

/// Who may read about the API: everyone with a role.
pub(crate) const STAFF: &[Who] = &[
    Who::RoleAnywhere(Administrator),
    Who::RoleAnywhere(Leader),
    Who::RoleAnywhere(Officer),
    Who::RoleAnywhere(Statistician),
    Who::RoleAnywhere(Secretary),
];

/// What the administrator's room plugs into.
pub static SLICE: Slice = Slice {
    name: "admin",
    text: (include_str!("../text/zh.toml"), include_str!("../text/en.toml")),
    pages: &[
        PageEntry::new("/admin", overview::get),
        PageEntry::new("/accounts/new", account_open::get),
        PageEntry::new("/accounts/{id}", account::get),
        PageEntry::new("/jobs/{id}", job::get),
        PageEntry::new(settings::PATH, settings::get),
        PageEntry::new(ledger::PATH, ledger::get),
        PageEntry::new("/api", api::get),
    ],
    lists: &[lists::ACCOUNTS, lists::ROLES, lists::SIGNS, lists::JOBS],
    acts: &[
        ActEntry::new::<OpenAccount, account_open::Form>("/accounts", account_open::post, account_open::get)
            .prepared(account_open::prepare),
        ActEntry::new::<CloseAccount, Button>("/accounts/{id}/close", account_close::post, account::get),
        ActEntry::new::<ReopenAccount, Button>("/accounts/{id}/reopen", account_reopen::post, account::get),
        ActEntry::new::<UnlockAccount, Button>("/accounts/{id}/unlock", account_unlock::post, account::get),
        ActEntry::new::<ResetPassword, Button>("/accounts/{id}/password/reset", password_reset::post, account::get)
            .prepared(password_reset::prepare),
        ActEntry::new::<GrantRole, role_grant::Form>("/accounts/{id}/roles", role_grant::post, account::get),
        ActEntry::new::<RevokeRole, Button>("/accounts/{id}/roles/{grant}/revoke", role_revoke::post, account::get),
        ActEntry::new::<ReviveJob, Button>("/jobs/{id}/revive", job_revive::post, job::get),
        ActEntry::new::<DiscardJob, job_discard::Form>("/jobs/{id}/discard", job_discard::post, job::get),
        ActEntry::new::<EditAssociation, association_edit::Form>(settings::PATH, association_edit::post, settings::get),
        ActEntry::new::<EditCalendar, calendar_edit::Form>("/settings/calendar", calendar_edit::post, settings::get),
        ActEntry::new::<VerifyLedger, Button>("/ledger/verify", ledger_verify::post, ledger::get)
            .prepared(ledger_verify::prepare),
    ],
    facts: facts::ALL,
    jobs: &[Handler { kind: clean::KIND, work: clean::run }],
    dailies: &[Daily { kind: clean::KIND, at: (3, 10) }],
    panels: &[Panel { on: "person", order: 90, show: panel::person }],
    menu: &[
        menu(1, "admin.title", "/admin", ADMINISTRATOR),
        menu(2, "account.list", "/accounts", ADMINISTRATOR),
        menu(3, "role.list", "/roles", ADMINISTRATOR),
        menu(4, "sign.list", "/sign-ins", ADMINISTRATOR),
        menu(5, "job.list", "/jobs", ADMINISTRATOR),
        menu(6, "settings.title", "/settings", ADMINISTRATOR),
        menu(7, "ledger.title", "/ledger", ADMINISTRATOR),
        menu(8, "api.title", "/api", STAFF),
    ],
    invariants: &[
        Invariant {
            name: "an open account belongs to a person who is there",
            broken: |read| Ok(store::accounts::list_orphans(read)?),
        },
        Invariant { name: "no term ends before it begins", broken: |read| Ok(store::roles::list_backward(read)?) },
        Invariant { name: "someone administers the house", broken: without_administrator },
    ],
    ..Slice::EMPTY
};

const fn menu(order: u8, text: &'static str, href: &'static str, who: &'static [Who]) -> MenuEntry {
    MenuEntry { group: Group::House, order, text, href, who }
}

/// A house that is set up has someone to administer it.
fn without_administrator(read: &ground::db::Read) -> Result<Vec<String>, Stop> {
    let is_without = read.has_accounts()? && store::accounts::administrators(read, read.now.day())?.0.is_empty();
    Ok(is_without.then(|| "nobody".into()).into_iter().collect())
}

//! An account: whose it is, how it stands, its roles with their terms, who tried to sign in with it, and its history.

use super::check_administrator;
use crate::lists::{tone_of, tone_of_sign};
use crate::rules::{State, Term, standing};
use crate::store::accounts::person_name;
use askama::Template;
use ground::db::Read;
use ground::identity::{Account, HeldRole};
use ground::stop::{OrMissing, Stop};
use logic::fact::Fact;
use web::view::table::plain_table;
use web::{Answer, Cell, Column, Ctx, Page, Row};

/// Lines of the sign-in log that the page shows.
const SIGNS: i64 = 20;

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage<'a> {
    ctx: &'a Ctx,
    account: &'a Account,
    person: Option<String>,
    state: State,
    roles: Vec<RoleView>,
    grant: Option<String>,
    unlock: Option<String>,
    reset: Option<String>,
    close: Option<String>,
    reopen: Option<String>,
    signs: Option<String>,
    history: Vec<Fact>,
}

/// A role with its term and the button that takes it back.
struct RoleView {
    held: HeldRole,
    standing: &'static str,
    class: &'static str,
    revoke: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_administrator(ctx)?;
    let account = find(read, ctx)?;
    let state = State::of(&account, ctx.viewer.now);
    let form = |act| ctx.act_form(act).at("id", account.id);
    let is_open = state != State::Closed;
    let is_own = ctx.viewer.account == Some(account.id);
    let grant = is_open.then(|| Ok::<_, Stop>(form("role.grant").value("from", ctx.viewer.today()).choose("unit", web::choices::units(read)?).html()));
    let page = AccountPage {
        ctx,
        person: person_name(read, account.person)?,
        state,
        roles: read.list_roles(account.id)?.into_iter().map(|held| role_view(ctx, &account, held)).collect(),
        grant: grant.transpose()?,
        unlock: (state == State::Locked).then(|| form("account.unlock").quiet().html()),
        reset: (is_open && !is_own).then(|| form("password.reset").quiet().html()),
        close: is_open.then(|| form("account.close").grave().html()),
        reopen: (!is_open).then(|| form("account.reopen").quiet().html()),
        signs: signs(read, ctx, &account)?,
        history: read.history_of(account.id.0)?,
        account: &account,
    };
    Ok(Page::html(&account.login, &page)?.below(ctx.t("account.list"), super::accounts::PATH))
}

/// The account that the address names.
pub(crate) fn find(read: &Read, ctx: &Ctx) -> Result<Account, Stop> {
    read.find_account(ctx.at("id")?)?.or_missing()
}

/// The address of an account's page.
pub(crate) fn page_of(account: &Account) -> String {
    format!("/accounts/{}", account.id)
}

fn role_view(ctx: &Ctx, account: &Account, held: HeldRole) -> RoleView {
    let standing = standing(Term { from: held.from, until: held.until }, ctx.viewer.today());
    let revoke = ctx.act_form("role.revoke").at("id", account.id).at("grant", held.id).quiet().html();
    RoleView { held, standing: standing.code(), class: tone_of(standing).class(), revoke }
}

fn signs(read: &Read, ctx: &Ctx, account: &Account) -> Result<Option<String>, Stop> {
    const COLUMNS: &[Column] = &[Column::text("at"), Column::text("outcome"), Column::text("origin")];
    let lines = read.list_signs(account.id, SIGNS)?;
    let rows: Vec<_> = lines
        .into_iter()
        .map(|(at, outcome, origin)| {
            Row::of(vec![Cell::Moment(at), Cell::Code("outcome", outcome.to_string(), tone_of_sign(outcome)), Cell::Text(origin)])
        })
        .collect();
    Ok((!rows.is_empty()).then(|| plain_table(ctx, COLUMNS, &rows)))
}

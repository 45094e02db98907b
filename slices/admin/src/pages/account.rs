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
use logic::time::Instant;
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
    since: String,
    grant: Option<String>,
    buttons: Vec<String>,
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
    let page = AccountPage {
        ctx,
        person: person_name(read, account.person)?,
        state,
        since: since(ctx, &account, state),
        roles: read.list_roles(account.id)?.into_iter().map(|held| role_view(ctx, &account, held)).collect(),
        grant: (state != State::Closed).then(|| grant_form(read, ctx, &account)).transpose()?,
        buttons: buttons(ctx, &account, state),
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

/// Since when it is closed, or until when it is locked.
fn since(ctx: &Ctx, account: &Account, state: State) -> String {
    let moment = |at: Option<Instant>| at.map(|at| at.to_string()).unwrap_or_default();
    match state {
        State::Open => String::new(),
        State::Locked => ctx.fill("account.locked_until", &[("at", &moment(account.locked_until))]),
        State::Closed => moment(account.closed_at),
    }
}

fn grant_form(read: &Read, ctx: &Ctx, account: &Account) -> Result<String, Stop> {
    let form = ctx.act_form("role.grant").at("id", account.id).value("from", ctx.viewer.today());
    Ok(form.choose("unit", web::choices::units(read)?).html())
}

/// What can be done to the account as it stands. One's own password is changed on one's own page.
fn buttons(ctx: &Ctx, account: &Account, state: State) -> Vec<String> {
    let form = |act| ctx.act_form(act).at("id", account.id);
    let is_own = ctx.viewer.account == Some(account.id);
    let unlock = (state == State::Locked).then(|| form("account.unlock").quiet().html());
    let reset = (state != State::Closed && !is_own).then(|| form("password.reset").quiet().html());
    let last = match state {
        State::Closed => form("account.reopen").quiet().html(),
        _ => form("account.close").grave().html(),
    };
    unlock.into_iter().chain(reset).chain([last]).collect()
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
            Row::of(vec![
                Cell::Moment(at),
                Cell::Code("outcome", outcome.to_string(), tone_of_sign(outcome)),
                Cell::Text(origin),
            ])
        })
        .collect();
    Ok((!rows.is_empty()).then(|| plain_table(ctx, COLUMNS, &rows)))
}

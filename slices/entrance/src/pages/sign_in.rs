//! Signing in with an account. Whether the name or the password was wrong is not told, and takes equally long.

use crate::rules::OpenSession;
use askama::Template;
use ground::db::{Read, Tx};
use ground::identity::{Account, Limit, SessionKey, is_password, limit};
use ground::stop::{OrMissing, Stop};
use logic::act::House;
use logic::refusal::Refusal;
use web::{Answer, Ctx, Done, Page, Prepared};

logic::form! {
    /// Who, and their password.
    pub(crate) struct Form {
        login: String = line().max(40),
        password: String = secret(),
        next: Option<String> = hidden(),
    }
}

/// Sign-ins from one address in a minute.
const FROM_ONE_ADDRESS: Limit = Limit { name: "sign_in", count: 20, seconds: 60 };

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    ctx: &'a Ctx,
    form: String,
}

pub(crate) fn get(_read: &Read, ctx: &Ctx) -> Answer {
    let form = ctx.act_form("session.open").maybe("next", ctx.asked("next")).html();
    Page::html(ctx.t("session.open.title"), &SignIn { ctx, form })
}

/// Whether the password is the account's: slow on purpose, so before the transaction.
pub(crate) fn prepare(read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    let form: Form = ctx.form()?;
    let account = read.find_account_named(&form.login)?;
    let hash = account.as_ref().map(|account| account.password.as_str());
    Ok(Box::new(is_password(&form.password, hash)))
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let _may = ctx.viewer.may::<OpenSession>(&House)?;
    limit(tx, FROM_ONE_ADDRESS, &ctx.from)?;
    let wrong = || Done::refused(Refusal::new("wrong_password"));
    let Some(account) = tx.find_account_named(&form.login)?.filter(|account| account.closed_at.is_none()) else { return Ok(wrong()) };
    if let Some(until) = account.locked_until.filter(|until| tx.now < *until) {
        let minutes = until.seconds_since(tx.now) / 60 + 1;
        return Ok(Done::refused(Refusal::new("locked").with("minutes", minutes)));
    }
    let is_right = *ctx.prepared::<bool>()?;
    tx.log_sign_in(account.id, is_right, &ctx.from)?;
    if !is_right {
        tx.save_account(&account.failed(tx.now))?;
        return Ok(wrong());
    }
    begin(tx, account, form.next)
}

fn begin(tx: &mut Tx, account: Account, next: Option<String>) -> Result<Done, Stop> {
    let account = account.signed_in();
    tx.save_account(&account)?;
    let person = tx.find_standing_person(account.person)?.or_missing()?;
    let key = SessionKey::random();
    tx.open_session(&key, Some(account.id), person.id)?;
    Ok(Done::at(next_page(next)).begin(key))
}

/// The page one came from, if it is one of ours.
pub(crate) fn next_page(next: Option<String>) -> String {
    next.filter(|next| web::is_own_address(next)).unwrap_or_else(|| "/work".into())
}

//! Signing in with an account. Whether the name or the password was wrong is not told, and takes equally long.

use crate::rules::OpenSession;
use askama::Template;
use ground::db::{Read, Tx};
use ground::identity::{Account, Limit, Outcome, SessionKey, SignedBy, is_password, limit};
use ground::settings;
use ground::stop::{OrMissing, Stop};
use logic::act::House;
use logic::refusal::Refusal;
use logic::time::Instant;
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
    contact: Option<String>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let form = ctx.act_form("session.open").maybe("next", ctx.asked("next")).html();
    Page::html(ctx.t("session.open.title"), &SignIn { ctx, form, contact: read.setting(settings::CONTACT)? })
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
    let account = tx.find_account_named(&form.login)?;
    let by = account.as_ref().map(|account| SignedBy { account: Some(account.id), person: Some(account.person) });
    let outcome = outcome(account.as_ref(), *ctx.prepared::<bool>()?, tx.now);
    tx.log_sign(by.unwrap_or_default(), outcome, &ctx.from)?;
    match (outcome, account) {
        (Outcome::In, Some(account)) => begin(tx, account, form.next),
        (Outcome::Locked, Some(account)) => Ok(Done::refused(still_locked(&account, tx.now))),
        (Outcome::Wrong, Some(account)) => {
            tx.save_account(&account.failed(tx.now))?;
            Ok(Done::refused(WRONG))
        }
        _ => Ok(Done::refused(WRONG)),
    }
}

const WRONG: Refusal = Refusal::new("wrong_password");

/// How the try ends; a closed account answers like one that does not exist.
fn outcome(account: Option<&Account>, is_right: bool, now: Instant) -> Outcome {
    match account {
        None => Outcome::Unknown,
        Some(account) if account.closed_at.is_some() => Outcome::Closed,
        Some(account) if account.is_locked(now) => Outcome::Locked,
        Some(_) if is_right => Outcome::In,
        Some(_) => Outcome::Wrong,
    }
}

fn still_locked(account: &Account, now: Instant) -> Refusal {
    let seconds = account.locked_until.map_or(0, |until| until.seconds_since(now));
    Refusal::new("locked").with("minutes", seconds / 60 + 1)
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

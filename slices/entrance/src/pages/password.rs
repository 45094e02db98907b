//! Changing one's own password.

use crate::rules::ChangePassword;
use askama::Template;
use ground::db::{Read, Tx};
use ground::identity::{Account, hash_password, is_password, weakness};
use ground::stop::{OrMissing, Stop};
use logic::act::House;
use logic::form::Problems;
use web::{Answer, Ctx, Done, Page, Prepared};

logic::form! {
    /// The old password and the new one, twice.
    pub(crate) struct Form {
        password: String = secret(),
        new_password: String = secret(),
        new_password_again: String = secret(),
    }
}

#[derive(Template)]
#[template(path = "password.html")]
struct Password<'a> {
    ctx: &'a Ctx,
    form: String,
}

fn own_account(read: &Read, ctx: &Ctx) -> Result<Account, Stop> {
    let id = ctx.viewer.account.or_missing()?;
    read.find_account(id)?.or_missing()
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    own_account(read, ctx)?;
    let form = ctx.act_form("password.change").html();
    Ok(Page::html(ctx.t("password.change.title"), &Password { ctx, form })?.below(ctx.t("me.title"), "/me"))
}

pub(crate) fn prepare(read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    let form: Form = ctx.form()?;
    let account = own_account(read, ctx)?;
    if !is_password(&form.password, Some(&account.password)) {
        return Err(Problems::one("password", "password_wrong").into());
    }
    if form.new_password != form.new_password_again {
        return Err(Problems::one("new_password_again", "password_differs").into());
    }
    if form.new_password == form.password {
        return Err(Problems::one("new_password", "password_same").into());
    }
    match weakness(&form.new_password, &account.login) {
        Some(weakness) => Err(Problems::one("new_password", weakness.code()).into()),
        None => Ok(Box::new(hash_password(&form.new_password))),
    }
}

/// The new password; every other session of the account ends.
pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let _may = ctx.viewer.may::<ChangePassword>(&House)?;
    let account = own_account(tx, ctx)?;
    let password = ctx.prepared::<String>()?.clone();
    tx.save_account(&Account { password, password_at: tx.now, must_change: false, ..account.clone() })?;
    tx.close_sessions_of(account.id)?;
    let key = ground::identity::SessionKey::random();
    tx.open_session(&key, Some(account.id), account.person)?;
    Ok(Done::at("/me").begin(key))
}

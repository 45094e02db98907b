//! Replacing a forgotten password: the new one is shown once, every session of the account ends.

use super::account::{find, page_of};
use super::account_open::Fresh;
use crate::rules::{self, ResetPassword};
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::act::House;
use web::{Ctx, Done, Prepared};

pub(crate) fn prepare(read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    let _may = ctx.viewer.may::<ResetPassword>(&House)?;
    Ok(Box::new(Fresh::new(&find(read, ctx)?.login)))
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let may = ctx.viewer.may::<ResetPassword>(&House)?;
    let Fresh { password, hash } = ctx.prepared()?;
    let change = rules::reset_password(find(tx, ctx)?, may, hash.clone())?;
    let account = tx.commit(change, |tx, account| {
        tx.save_account(account)?;
        tx.close_sessions_of(account.id)
    })?;
    Ok(Done::at(page_of(&account)).id(account.id).secret(password.clone()))
}

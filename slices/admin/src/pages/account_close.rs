//! Closing an account: nobody signs in with it any more, and who is signed in with it is out at once.

use super::account::{find, page_of};
use crate::rules::{self, CloseAccount};
use crate::store::accounts::administrators;
use ground::db::Tx;
use ground::stop::Stop;
use logic::act::House;
use web::{Ctx, Done};

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let may = ctx.viewer.may::<CloseAccount>(&House)?;
    let change = rules::close(find(tx, ctx)?, may, &administrators(tx, ctx.viewer.today())?)?;
    let account = tx.commit(change, |tx, account| {
        tx.save_account(account)?;
        tx.revoke_tokens_of(account.id)?;
        tx.close_sessions_of(account.id)
    })?;
    let is_own = ctx.viewer.account == Some(account.id);
    if is_own { Ok(Done::at("/").end()) } else { Ok(Done::at(page_of(&account)).id(account.id)) }
}

//! Taking a lock off before its time.

use super::account::{find, page_of};
use crate::rules::{self, UnlockAccount};
use ground::db::Tx;
use ground::stop::Stop;
use logic::act::House;
use web::{Ctx, Done};

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let may = ctx.viewer.may::<UnlockAccount>(&House)?;
    let account = tx.commit(rules::unlock(find(tx, ctx)?, may)?, Tx::save_account)?;
    Ok(Done::at(page_of(&account)).id(account.id))
}

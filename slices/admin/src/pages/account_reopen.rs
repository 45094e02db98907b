//! Opening a closed account again; its password has to be changed, or reset if it is forgotten.

use super::account::{find, page_of};
use crate::rules::{self, ReopenAccount};
use ground::db::Tx;
use ground::stop::Stop;
use logic::act::House;
use web::{Ctx, Done};

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let may = ctx.viewer.may::<ReopenAccount>(&House)?;
    let account = find(tx, ctx)?;
    let mut others = tx.list_accounts_of(account.person)?;
    others.retain(|other| other.id != account.id);
    let is_erased = tx.find_standing_person(account.person)?.is_none_or(|person| person.erased_at.is_some());
    let account = tx.commit(rules::reopen(account, may, &others, is_erased)?, Tx::save_account)?;
    Ok(Done::at(page_of(&account)).id(account.id))
}

//! Taking a role back.

use super::account::{find, page_of};
use crate::rules::{self, RevokeRole};
use crate::store::accounts::administrators;
use ground::db::Tx;
use ground::stop::{OrMissing, Stop};
use logic::act::House;
use logic::id::Id;
use web::{Ctx, Done};

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let may = ctx.viewer.may::<RevokeRole>(&House)?;
    let account = find(tx, ctx)?;
    let id: Id = ctx.at("grant")?;
    let held = tx.list_roles(account.id)?;
    let grant = held.iter().find(|held| held.id == id).cloned().or_missing()?;
    let administrators = administrators(tx, ctx.viewer.today())?;
    let change = rules::revoke(may, &account, &held, grant, &administrators)?;
    tx.commit(change, |tx, grant| tx.revoke_role(grant.id))?;
    Ok(Done::at(page_of(&account)).id(account.id))
}

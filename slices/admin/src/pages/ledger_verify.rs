//! Verifying the whole chain and every cached figure, and keeping the result.

use super::ledger::{MISFIT, PATH};
use super::root;
use crate::rules::{self, VerifyLedger};
use ground::db::{Read, Tx};
use ground::ledger::{Misfit, Verified, verify};
use ground::stop::Stop;
use logic::act::House;
use web::{Ctx, Done, Prepared};

type Found = Result<Verified, Misfit>;

/// Reads the whole ledger: beside the writers, on one moment of the data, and only for who may.
pub(crate) fn prepare(read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    let _may = ctx.viewer.may::<VerifyLedger>(&House)?;
    let found: Found = verify(read, |_| ())?;
    Ok(Box::new(found))
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let may = ctx.viewer.may::<VerifyLedger>(&House)?;
    let found = ctx.prepared::<Found>()?;
    let misfit = found.as_ref().err().map(ToString::to_string);
    let change = rules::verified(may, root(tx)?.id, found);
    tx.commit(change, |tx, ()| tx.save_or_forget_setting(MISFIT, misfit.as_deref()))?;
    Ok(Done::at(PATH).say(if misfit.is_some() { "ledger.verify.misfits" } else { "ledger.verify.done" }))
}

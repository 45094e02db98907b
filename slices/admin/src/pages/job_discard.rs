//! Dropping a dead job for good, with the reason.

use super::job::{find, known_kind};
use crate::rules::{self, DiscardJob, DiscardReason};
use ground::db::Tx;
use ground::jobs;
use ground::stop::Stop;
use logic::act::House;
use web::{Ctx, Done};

logic::form! {
    /// Why it is not needed.
    pub(crate) struct Form {
        reason: DiscardReason = choice("discard_reason", DiscardReason::CODES),
    }
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let may = ctx.viewer.may::<DiscardJob>(&House)?;
    let job = find(tx, ctx)?;
    let kind = known_kind(ctx, &job.kind);
    let job = tx.commit(rules::discard(job, may, kind, form.reason), |tx, job| jobs::discard(tx, job.id))?;
    Ok(Done::at(super::jobs::PATH).id(job.id))
}

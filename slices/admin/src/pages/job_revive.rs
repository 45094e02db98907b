//! Giving a dead job another round of tries.

use super::job::{find, known_kind};
use crate::rules::{self, ReviveJob};
use ground::db::Tx;
use ground::jobs;
use ground::stop::Stop;
use logic::act::House;
use web::{Ctx, Done};

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let may = ctx.viewer.may::<ReviveJob>(&House)?;
    let job = find(tx, ctx)?;
    let kind = known_kind(ctx, &job.kind);
    let job = tx.commit(rules::revive(job, may, kind)?, |tx, job| jobs::revive(tx, job.id))?;
    Ok(Done::at(super::jobs::PATH).id(job.id))
}

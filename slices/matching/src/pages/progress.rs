//! How far a solve is, for the bar on the round's page.

use super::table::Running;
use crate::rules::SolveRound;
use crate::store::rounds;
use ground::db::Read;
use ground::stop::Stop;
use std::sync::atomic::Ordering::Relaxed;
use web::{Answer, Ctx, Page};

/// `{"done": n}` in thousandths; nothing where no solve runs in this program.
pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    super::check_staff(ctx)?;
    let round = rounds::get(read, ctx.at("id")?)?;
    if !ctx.viewer.is_able::<SolveRound>(&round) {
        return Err(Stop::Missing);
    }
    let running = ctx.house.memory.of::<Running>().of(round.id);
    let done = running.map_or("null".to_owned(), |progress| progress.done.load(Relaxed).to_string());
    Ok(Page::file("progress.json", "application/json", format!("{{\"done\": {done}}}").into_bytes()))
}

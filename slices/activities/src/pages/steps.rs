//! The steps of an activity's life.

use super::{above, done, find_in};
use crate::rules::{
    Above, AnnounceActivity, ApproveActivity, CancelActivity, ConcludeActivity, FileActivity, HoldActivity,
    MoveActivity, Plan, ReturnActivity,
};
use crate::store::{activities, parties, sessions};
use ground::db::Tx;
use ground::stop::Stop;
use logic::time::Instant;
use web::{Ctx, Done};

logic::form! {
    /// Why.
    pub(crate) struct ReasonForm {
        reason: String = text().min(2).max(500),
    }
}

logic::form! {
    /// When and where it takes place instead. It lasts as long as before.
    pub(crate) struct MoveForm {
        starts_at: Instant = moment(),
        venue: Option<String> = line().max(120),
        reason: String = text().min(2).max(500),
    }
}

logic::form! {
    /// What came of it.
    pub(crate) struct ConcludeForm {
        summary: String = text().min(2).max(5_000),
    }
}

pub(crate) fn file(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let activity = find_in(tx, ctx)?;
    let may = ctx.viewer.may::<FileActivity>(&activity)?;
    Ok(done(&tx.commit(activity.file(may)?, activities::save)?))
}

pub(crate) fn give_back(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: ReasonForm = ctx.form()?;
    let activity = find_in(tx, ctx)?;
    let may = ctx.viewer.may::<ReturnActivity>(&Above(above(&activity.unit.path)))?;
    Ok(done(&tx.commit(activity.give_back(may, form.reason)?, activities::save)?))
}

pub(crate) fn approve(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let activity = find_in(tx, ctx)?;
    let may = ctx.viewer.may::<ApproveActivity>(&Above(above(&activity.unit.path)))?;
    Ok(done(&tx.commit(activity.approve(may)?, activities::save)?))
}

pub(crate) fn announce(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let activity = find_in(tx, ctx)?;
    let may = ctx.viewer.may::<AnnounceActivity>(&activity)?;
    Ok(done(&tx.commit(activity.announce(may)?, activities::save)?))
}

pub(crate) fn shift(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: MoveForm = ctx.form()?;
    let activity = find_in(tx, ctx)?;
    let may = ctx.viewer.may::<MoveActivity>(&activity)?;
    let micros = form.starts_at.0 - activity.plan.starts_at.0;
    let plan = Plan {
        starts_at: form.starts_at,
        ends_at: Instant(activity.plan.ends_at.0 + micros),
        venue: form.venue.unwrap_or_else(|| activity.plan.venue.clone()),
        ..activity.plan.clone()
    };
    let moved = tx.commit(activity.shift(may, plan, form.reason)?, |tx, moved| {
        activities::save(tx, moved)?;
        sessions::shift(tx, moved.id, micros)
    })?;
    Ok(done(&moved))
}

pub(crate) fn cancel(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: ReasonForm = ctx.form()?;
    let activity = find_in(tx, ctx)?;
    let may = ctx.viewer.may::<CancelActivity>(&activity)?;
    Ok(done(&tx.commit(activity.cancel(may, form.reason)?, activities::save)?))
}

pub(crate) fn hold(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let activity = find_in(tx, ctx)?;
    let may = ctx.viewer.may::<HoldActivity>(&activity)?;
    let sessions = sessions::list(tx, activity.id)?;
    let parties = parties::list(tx, activity.id)?;
    let parties: Vec<_> = parties.into_iter().map(|party| (party.unit, party.part)).collect();
    Ok(done(&tx.commit(activity.hold(may, &sessions, &parties)?, activities::save)?))
}

pub(crate) fn conclude(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: ConcludeForm = ctx.form()?;
    let activity = find_in(tx, ctx)?;
    let may = ctx.viewer.may::<ConcludeActivity>(&activity)?;
    Ok(done(&tx.commit(activity.conclude(may, form.summary)?, activities::save)?))
}

//! A task's steps: taken on, reported, urged, finished, verified or sent back, archived.

use crate::rules::{ArchiveTask, ClaimTask, FinishTask, ReportTask, ReturnTask, Task, UrgeTask, VerifyTask};
use crate::store::{plans, proofs, tasks};
use ground::db::Tx;
use ground::stop::Stop;
use web::{Ctx, Done};

logic::form! {
    /// What has been done.
    pub(crate) struct ReportForm {
        report: String = text(),
    }
}

logic::form! {
    /// What is asked.
    pub(crate) struct UrgeForm {
        urge: String = text().max(500),
    }
}

logic::form! {
    /// What is missing.
    pub(crate) struct ReturnForm {
        lacking: String = text().max(500),
    }
}

fn find(tx: &Tx, ctx: &Ctx) -> Result<Task, Stop> {
    tasks::get(tx, ctx.at("id")?)
}

fn done(task: &Task) -> Done {
    Done::at(format!("/tasks/{}", task.id)).id(task.id)
}

pub(crate) fn claim(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let task = find(tx, ctx)?;
    let may = ctx.viewer.may::<ClaimTask>(&task)?;
    Ok(done(&tx.commit(task.claim(may)?, tasks::save)?))
}

pub(crate) fn report(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: ReportForm = ctx.form()?;
    let task = find(tx, ctx)?;
    let may = ctx.viewer.may::<ReportTask>(&task)?;
    let task = tx.commit(task.report(may)?, tasks::save)?;
    proofs::insert_note(tx, task.id, ctx.viewer.person, "report", &form.report)?;
    Ok(done(&task))
}

pub(crate) fn urge(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: UrgeForm = ctx.form()?;
    let task = find(tx, ctx)?;
    let may = ctx.viewer.may::<UrgeTask>(&plans::get_by_id(tx, task.plan)?)?;
    let task = tx.commit(task.urge(may, form.urge.clone())?, tasks::save)?;
    proofs::insert_note(tx, task.id, ctx.viewer.person, "urge", &form.urge)?;
    Ok(done(&task))
}

pub(crate) fn finish(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let task = find(tx, ctx)?;
    let may = ctx.viewer.may::<FinishTask>(&task)?;
    let proven = proofs::list_evidence(tx, task.id)?.len();
    Ok(done(&tx.commit(task.finish(may, proven)?, tasks::save)?))
}

pub(crate) fn verify(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let task = find(tx, ctx)?;
    let may = ctx.viewer.may::<VerifyTask>(&plans::get_by_id(tx, task.plan)?)?;
    Ok(done(&tx.commit(task.verify(may)?, tasks::save)?))
}

pub(crate) fn send_back(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: ReturnForm = ctx.form()?;
    let task = find(tx, ctx)?;
    let may = ctx.viewer.may::<ReturnTask>(&plans::get_by_id(tx, task.plan)?)?;
    let task = tx.commit(task.send_back(may)?, tasks::save)?;
    proofs::insert_note(tx, task.id, ctx.viewer.person, "return", &form.lacking)?;
    Ok(done(&task))
}

pub(crate) fn archive(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let task = find(tx, ctx)?;
    let may = ctx.viewer.may::<ArchiveTask>(&plans::get_by_id(tx, task.plan)?)?;
    Ok(done(&tx.commit(task.archive(may)?, tasks::save)?))
}

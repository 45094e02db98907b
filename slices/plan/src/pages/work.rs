//! What is mine to do: tasks I own, tasks my units lead, decisions that wait for me, and what other slices ask of me.

use super::tone;
use crate::rules::{Task, VerifyTask};
use crate::store::{plans, tasks};
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::act::Role;
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "work.html")]
struct Work<'a> {
    ctx: &'a Ctx,
    groups: Vec<(String, Vec<Item>)>,
    panels: Vec<String>,
}

struct Item {
    task: Task,
    stage: String,
    tone: &'static str,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    if !ctx.viewer.is_signed_in() {
        return Err(Stop::Missing);
    }
    let owned = owned(read, ctx)?;
    let led = without(led(read, ctx, ["divided", "urged"])?, &owned);
    let waiting = waiting(read, ctx)?;
    let under_way = without(led_under_way(read, ctx)?, &owned);
    let groups = [("work.decide", waiting), ("work.owned", owned), ("work.led", led), ("work.under_way", under_way)];
    let view = |task: Task| {
        let (stage, tone) = (ctx.word("task_stage", task.stage.code()), tone(&task, ctx.viewer.today()).class());
        Item { task, stage, tone }
    };
    let groups = groups.into_iter().filter(|(_, tasks)| !tasks.is_empty());
    let groups = groups.map(|(key, tasks)| (ctx.t(key).into_owned(), tasks.into_iter().map(view).collect()));
    Page::html(ctx.t("work.title"), &Work { ctx, groups: groups.collect(), panels: ctx.panels(read, "work", None)? })
}

fn owned(read: &Read, ctx: &Ctx) -> Result<Vec<Task>, Stop> {
    let mut found = Vec::new();
    for person in ctx.viewer.people() {
        found.extend(tasks::list_owned(read, person)?);
    }
    Ok(found)
}

/// Tasks led by units the viewer works for, at one of two stages.
fn led(read: &Read, ctx: &Ctx, stages: [&str; 2]) -> Result<Vec<Task>, Stop> {
    let works = |role| matches!(role, Role::Officer | Role::Secretary);
    let mut found: Vec<Task> = Vec::new();
    for grant in ctx.viewer.grants.iter().filter(|grant| works(grant.role) && grant.unit.depth() > 0) {
        let more = tasks::list_led(read, &grant.unit, stages)?;
        let new: Vec<_> = without(more, &found);
        found.extend(new);
    }
    Ok(found)
}

fn led_under_way(read: &Read, ctx: &Ctx) -> Result<Vec<Task>, Stop> {
    led(read, ctx, ["claimed", "underway"])
}

/// Finished tasks that wait for someone to look at their evidence.
fn waiting(read: &Read, ctx: &Ctx) -> Result<Vec<Task>, Stop> {
    let mut found = Vec::new();
    for plan in plans::list(read)?.into_iter().filter(|plan| ctx.viewer.is_able::<VerifyTask>(plan)) {
        found.extend(tasks::list(read, plan.id)?.into_iter().filter(|task| task.stage.code() == "finished"));
    }
    Ok(found)
}

fn without(tasks: Vec<Task>, others: &[Task]) -> Vec<Task> {
    tasks.into_iter().filter(|task| !others.iter().any(|other| other.id == task.id)).collect()
}

//! Targets and what has come of them: one row a target, each number opening into its facts.

use crate::rules::{Plan, Target, Task};
use ground::db::Read;
use ground::stop::Stop;
use logic::fold::Query;
use logic::time::Day;
use web::Ctx;
use web::figures::{Progress, href, is_small, percent, sees_small_cells, shown};

/// A target as pages show it.
pub(crate) struct Aim {
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) target: String,
    pub(crate) actual: String,
    pub(crate) percent: String,
    pub(crate) bar: i64,
    pub(crate) href: String,
}

/// What a target counts: its indicator, for the task's programme, in the plan's year.
pub(crate) fn query(ctx: &Ctx, plan: &Plan, task: &Task, target: &Target) -> Option<Query> {
    let (from, to) = Day::year_span(plan.year);
    ctx.house.indicator(&target.indicator).map(|indicator| indicator.query(task.programme, from, to))
}

/// A target beside its figure; nothing if no slice offers its indicator any more.
pub(crate) fn aim(read: &Read, ctx: &Ctx, plan: &Plan, task: &Task, target: &Target) -> Result<Option<Aim>, Stop> {
    let Some(query) = query(ctx, plan, task, target) else { return Ok(None) };
    let unit =
        ctx.house.indicator(&target.indicator).map(|indicator| ctx.t(indicator.unit).into_owned()).unwrap_or_default();
    let progress = Progress { actual: ctx.figure(read, &query)?, target: target.number };
    let value = progress.actual.value();
    let is_hidden = is_small(query.measure, value) && !sees_small_cells(&ctx.viewer);
    Ok(Some(Aim {
        name: ctx.word("indicator", &target.indicator),
        unit,
        target: web::figures::grouped(target.number),
        actual: shown(&ctx.viewer, query.measure, value),
        percent: if is_hidden { "—".into() } else { percent(value, target.number) },
        bar: if is_hidden { 0 } else { progress.bar() },
        href: href(&query),
    }))
}

/// All targets of a task.
pub(crate) fn aims(read: &Read, ctx: &Ctx, plan: &Plan, task: &Task, targets: &[Target]) -> Result<Vec<Aim>, Stop> {
    let own = targets.iter().filter(|target| target.task == task.id).map(|target| aim(read, ctx, plan, task, target));
    Ok(own.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

//! What the plan shows on other pages, and what must hold of its data.

use super::progress::{Aim, aims};
use super::tone;
use crate::facts::{EVIDENCED, FINISHED, ON_TIME, TASKS};
use crate::rules::Task;
use crate::store::{plans, proofs, tasks};
use askama::Template;
use ground::db::{Fault, Read};
use ground::stop::Stop;
use logic::fold::{Filter, Query};
use logic::id::{Id, PersonId, UnitId};
use paper::document::chinese_ordinal;
use web::figures::{href, percent};
use web::{Bar, Ctx, bars};

fn render(template: &impl Template) -> Result<Option<String>, Stop> {
    Ok(Some(template.render().map_err(|error| Fault::broken("rendering a panel", error))?))
}

#[derive(Template)]
#[template(path = "panel_programme.html")]
struct ProgrammePanel<'a> {
    ctx: &'a Ctx,
    year: i16,
    tasks: Vec<(Task, String, &'static str, Vec<Aim>)>,
}

/// The tasks of a programme this year, with their targets.
pub(crate) fn programme(read: &Read, ctx: &Ctx, noun: Option<Id>) -> Result<Option<String>, Stop> {
    let year = ctx.asked("year").and_then(|year| year.parse().ok()).unwrap_or_else(|| ctx.viewer.today().year());
    let plan = plans::find(read, year)?.filter(|plan| super::plans::is_shown(ctx, plan));
    let (Some(programme), Some(plan)) = (noun, plan) else { return Ok(None) };
    let targets = tasks::list_targets(read, plan.id)?;
    let view = |task: Task| {
        let (stage, tone) = (ctx.word("task_stage", task.stage.code()), tone(&task, ctx.viewer.today()).class());
        let aims = aims(read, ctx, &plan, &task, &targets)?;
        Ok::<_, Stop>((task, stage, tone, aims))
    };
    let tasks: Vec<_> =
        tasks::list_of_programme(read, plan.id, programme)?.into_iter().map(view).collect::<Result<_, _>>()?;
    if tasks.is_empty() { Ok(None) } else { render(&ProgrammePanel { ctx, year, tasks }) }
}

#[derive(Template)]
#[template(path = "panel_dashboard.html")]
struct Dashboard<'a> {
    ctx: &'a Ctx,
    title: String,
    href: String,
    rows: Vec<LineRow>,
    missing: Vec<String>,
    why_missing: Option<String>,
    chart: String,
}

struct LineRow {
    ordinal: String,
    name: String,
    figures: Vec<(String, String)>,
    on_time: String,
    proven: String,
}

/// The lines of the year: how many tasks, how many finished, in time, proven; a line the document announces and lacks stays empty.
pub(crate) fn dashboard(read: &Read, ctx: &Ctx, _noun: Option<Id>) -> Result<Option<String>, Stop> {
    let year = ctx.asked("year").and_then(|year| year.parse().ok()).unwrap_or_else(|| ctx.viewer.today().year());
    let plan = plans::find(read, year)?.filter(|plan| super::plans::is_shown(ctx, plan));
    let Some(plan) = plan else { return Ok(None) };
    let lines = plans::list_lines(read, plan.id)?;
    let mut rows = Vec::new();
    let mut chart = Vec::new();
    for line in &lines {
        let of =
            |kind: &str, measure| Query { measure, filter: Filter { object: Some(line.id.0), ..Filter::of(kind) } };
        let figure = |indicator: &logic::fold::Indicator| {
            let query = of(indicator.kind.name, indicator.measure);
            Ok::<_, Stop>((ctx.figure(read, &query)?.value(), href(&query)))
        };
        let (all, finished, on_time, proven) =
            (figure(&TASKS)?, figure(&FINISHED)?, figure(&ON_TIME)?, figure(&EVIDENCED)?);
        chart.push(Bar {
            name: line.name.clone(),
            value: finished.0,
            shown: format!("{}/{}", finished.0, all.0),
            href: Some(finished.1.clone()),
        });
        rows.push(LineRow {
            ordinal: chinese_ordinal(line.number as usize),
            name: line.name.clone(),
            on_time: percent(on_time.0, all.0),
            proven: percent(proven.0, all.0),
            figures: [all, finished, on_time, proven]
                .into_iter()
                .map(|(value, href)| (value.to_string(), href))
                .collect(),
        });
    }
    let announced = plan.announced_lines.unwrap_or(0) as usize;
    let page = Dashboard {
        ctx,
        title: plan.title.clone(),
        href: format!("/plans/{}", plan.year),
        missing: (lines.len() + 1..=announced).map(chinese_ordinal).collect(),
        why_missing: super::plan::missing_line(ctx, &plan, lines.len()),
        chart: bars(ctx, &ctx.t("dashboard.finished_by_line"), &chart),
        rows,
    };
    render(&page)
}

#[derive(Template)]
#[template(path = "panel_tasks.html")]
struct TasksPanel<'a> {
    ctx: &'a Ctx,
    tasks: Vec<(Task, String, &'static str)>,
}

fn tasks_panel(ctx: &Ctx, tasks: Vec<Task>) -> Result<Option<String>, Stop> {
    if tasks.is_empty() {
        return Ok(None);
    }
    let view = |task: Task| {
        let (stage, tone) = (ctx.word("task_stage", task.stage.code()), tone(&task, ctx.viewer.today()).class());
        (task, stage, tone)
    };
    render(&TasksPanel { ctx, tasks: tasks.into_iter().map(view).collect() })
}

/// The tasks a person owns.
pub(crate) fn person(read: &Read, ctx: &Ctx, noun: Option<Id>) -> Result<Option<String>, Stop> {
    match noun {
        Some(person) => tasks_panel(ctx, tasks::list_owned(read, PersonId(person))?),
        None => Ok(None),
    }
}

/// The open tasks a unit leads.
pub(crate) fn unit(read: &Read, ctx: &Ctx, noun: Option<Id>) -> Result<Option<String>, Stop> {
    let unit = noun.map(|unit| read.find_unit(UnitId(unit))).transpose()?.flatten();
    let Some(unit) = unit else { return Ok(None) };
    let mut led = tasks::list_led(read, &unit.path, ["divided", "urged"])?;
    led.extend(tasks::list_led(read, &unit.path, ["claimed", "underway"])?);
    led.retain(|task| task.lead.id == unit.id);
    tasks_panel(ctx, led)
}

/// Tasks whose line is not of their plan.
pub(crate) fn tasks_without_line(read: &Read) -> Result<Vec<String>, Stop> {
    Ok(tasks::list_astray(read)?.into_iter().map(|task| task.to_string()).collect())
}

/// Finished tasks that nothing proves.
pub(crate) fn finished_without_evidence(read: &Read) -> Result<Vec<String>, Stop> {
    Ok(proofs::list_unproven(read)?.into_iter().map(|task| task.to_string()).collect())
}

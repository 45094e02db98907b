//! A year's plan: its lines, their tasks, and for each target what has come of it.

use super::plans::is_shown;
use super::progress::{Aim, aims};
use super::tasks::STAFF;
use super::tone;
use crate::facts::{FINISHED, TASKS};
use crate::rules::{
    AddLine, AddTask, ApprovePlan, CarryOver, EditLine, EditPlan, Line, Plan, Task, UploadDocument, Version, compare,
};
use crate::store::{documents, plans, tasks};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::act::House;
use logic::fold::Indicator;
use logic::time::Day;
use paper::document::chinese_ordinal;
use web::figures::{grouped, href};
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// What may change about a plan itself.
    pub(crate) struct Form {
        plan_title: String = line().min(2),
        announced_lines: Option<i64> = count().max(100),
    }
}

#[derive(Template)]
#[template(path = "plan.html")]
struct PlanPage<'a> {
    ctx: &'a Ctx,
    plan: &'a Plan,
    lines: Vec<LineView>,
    missing_line: Option<String>,
    totals: Totals,
    documents: Vec<documents::Document>,
    approved: Option<ApprovedView>,
    upload: Option<String>,
    approve: Option<String>,
    add_line: Option<String>,
    edit: Option<String>,
    carry: Option<String>,
    may_add_task: bool,
    may_list: bool,
}

struct LineView {
    ordinal: String,
    line: Line,
    may_edit: bool,
    tasks: Vec<TaskView>,
}

struct TaskView {
    task: Task,
    stage: String,
    tone: &'static str,
    aims: Vec<Aim>,
}

/// Figures of the year's tasks, each with what it opens into.
struct Totals {
    tasks: (String, String),
    finished: (String, String),
    late: usize,
}

struct ApprovedView {
    number: i64,
    signed: String,
    changes: usize,
}

/// The plan of the address's year, if the viewer may see it.
pub(crate) fn find(read: &Read, ctx: &Ctx) -> Result<Plan, Stop> {
    let plan = plans::get(read, ctx.at("year")?)?;
    if is_shown(ctx, &plan) { Ok(plan) } else { Err(Stop::Missing) }
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let plan = find(read, ctx)?;
    let (lines, tasks, targets) =
        (plans::list_lines(read, plan.id)?, tasks::list(read, plan.id)?, tasks::list_targets(read, plan.id)?);
    let today = ctx.viewer.today();
    let (from, to) = Day::year_span(plan.year);
    let figure = |indicator: &Indicator| {
        let query = indicator.query(None, from, to);
        Ok::<_, Stop>((grouped(ctx.figure(read, &query)?.value()), href(&query)))
    };
    let totals = Totals {
        tasks: figure(&TASKS)?,
        finished: figure(&FINISHED)?,
        late: tasks.iter().filter(|task| task.is_late(today)).count(),
    };
    let may_edit = ctx.viewer.is_able::<EditLine>(&plan);
    let view = |task: &Task| {
        let (stage, tone) = (ctx.word("task_stage", task.stage.code()), tone(task, today).class());
        Ok::<_, Stop>(TaskView { task: task.clone(), stage, tone, aims: aims(read, ctx, &plan, task, &targets)? })
    };
    let line_view = |line: Line| {
        let own = tasks.iter().filter(|task| task.line == line.id).map(view).collect::<Result<_, _>>()?;
        Ok::<_, Stop>(LineView { ordinal: chinese_ordinal(line.number as usize), line, may_edit, tasks: own })
    };
    let page = PlanPage {
        ctx,
        missing_line: missing_line(ctx, &plan, lines.len()),
        lines: lines.into_iter().map(line_view).collect::<Result<_, _>>()?,
        totals,
        documents: if ctx.viewer.is_staff() { documents::list(read, plan.id)? } else { Vec::new() },
        approved: approved(read, ctx, &plan)?,
        upload: ctx.viewer.is_able::<UploadDocument>(&plan).then(|| form(ctx, &plan, "document.upload").html()),
        approve: ctx.viewer.is_able::<ApprovePlan>(&plan).then(|| form(ctx, &plan, "plan.approve").in_a_row().html()),
        add_line: ctx.viewer.is_able::<AddLine>(&plan).then(|| form(ctx, &plan, "line.add").html()),
        edit: ctx.viewer.is_able::<EditPlan>(&plan).then(|| {
            form(ctx, &plan, "plan.edit")
                .value("plan_title", &plan.title)
                .maybe("announced_lines", plan.announced_lines)
                .html()
        }),
        carry: carry_form(ctx, &plan, &tasks),
        may_add_task: ctx.viewer.is_able::<AddTask>(&plan),
        may_list: ctx.viewer.is_allowed(STAFF, &House),
        plan: &plan,
    };
    Ok(Page::html(&plan.title, &page)?.below(ctx.t("plan.list"), "/plans"))
}

fn form<'a>(ctx: &'a Ctx, plan: &Plan, act: &'static str) -> web::FormView<'a> {
    ctx.act_form(act).at("year", plan.year)
}

/// A line that the document announces and does not have stays empty, and says why.
pub(crate) fn missing_line(ctx: &Ctx, plan: &Plan, lines: usize) -> Option<String> {
    let announced = plan.announced_lines.filter(|announced| *announced > lines as i64)?;
    Some(ctx.fill("plan.missing_lines", &[("announced", &announced.to_string()), ("lines", &lines.to_string())]))
}

fn approved(read: &Read, ctx: &Ctx, plan: &Plan) -> Result<Option<ApprovedView>, Stop> {
    let Some(latest) = plans::list_versions(read, plan.id)?.into_iter().next() else { return Ok(None) };
    let changes = compare(&latest.content, &current(read, plan)?).len();
    let signer = latest.signer.unwrap_or_default();
    let signed = ctx.fill("plan.signed", &[("signer", &signer), ("at", &latest.at.to_string())]);
    Ok(Some(ApprovedView { number: latest.number, signed, changes }))
}

/// The plan as it stands, for signing and for comparing.
pub(crate) fn current(read: &Read, plan: &Plan) -> Result<Version, Stop> {
    let (lines, tasks) = (plans::list_lines(read, plan.id)?, tasks::list(read, plan.id)?);
    Ok(Version::of(&lines, &tasks, &tasks::list_targets(read, plan.id)?, &tasks::list_supports(read, plan.id)?))
}

fn carry_form(ctx: &Ctx, plan: &Plan, tasks: &[Task]) -> Option<String> {
    let open = tasks.iter().any(|task| task.stage.is_open());
    (open && ctx.viewer.is_able::<CarryOver>(plan))
        .then(|| form(ctx, plan, "plan.carry_over").value("year", plan.year + 1).in_a_row().quiet().html())
}

pub(crate) fn edit(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let plan = plans::get(tx, ctx.at("year")?)?;
    let may = ctx.viewer.may::<EditPlan>(&plan)?;
    let plan = tx.commit(plan.edit(may, form.plan_title, form.announced_lines), plans::save)?;
    Ok(Done::at(format!("/plans/{}", plan.year)).id(plan.id))
}

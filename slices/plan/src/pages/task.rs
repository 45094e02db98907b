//! A task's page: what is to be done, by whom, until when; its targets, its evidence, its way so far and its next steps.

use super::progress::{Aim, aims};
use super::{check_staff, targets, tone};
use crate::rules::{
    AddEvidence, ArchiveTask, ClaimTask, EditTask, EvidenceId, FinishTask, OWNER, Plan, RemoveEvidence, RemoveTarget,
    ReportTask, ReturnTask, SetTarget, Stage, Task, UrgeTask, VerifyTask,
};
use crate::store::{plans, proofs, tasks};
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::act::Noun;
use web::{Answer, Ctx, FormView, Page};

#[derive(Template)]
#[template(path = "task.html")]
struct TaskPage<'a> {
    ctx: &'a Ctx,
    task: &'a Task,
    line: String,
    steps: Vec<(&'static str, String, &'static str)>,
    stage: String,
    tone: &'static str,
    owner: Option<String>,
    support: Vec<String>,
    programme: Option<(String, String)>,
    source: Option<String>,
    aims: Vec<(Aim, Option<String>)>,
    suggestions: Vec<String>,
    set_target: Option<String>,
    evidence: Vec<(Proof, Option<String>)>,
    add_evidence: Option<String>,
    notes: Vec<proofs::Note>,
    forms: Vec<String>,
    may_change: bool,
    new_programme: Option<String>,
}

/// A piece of evidence and where it leads.
struct Proof {
    name: String,
    href: Option<String>,
    at: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let (task, plan) = find(read, ctx)?;
    let line = plans::get_line(read, task.line)?;
    let targets = tasks::list_target(read, task.id)?;
    let today = ctx.viewer.today();
    let programmes = ctx.offered(read, "programme")?;
    let programme = task.programme.and_then(|id| programmes.into_iter().find(|choice| choice.value == id.to_string()));
    let owner =
        task.owner.map(|owner| read.find_standing_person(owner)).transpose()?.flatten().and_then(|owner| owner.name);
    let may_change = task.stage.is_open() && ctx.viewer.is_able::<EditTask>(&plan);
    let page = TaskPage {
        ctx,
        line: line.name,
        steps: steps_view(ctx, &task),
        stage: ctx.word("task_stage", task.stage.code()),
        tone: tone(&task, today).class(),
        owner,
        support: tasks::list_support(read, task.id)?.into_iter().map(|(_, name)| name).collect(),
        new_programme: (may_change && programme.is_none())
            .then(|| format!("/programmes/new?name={}&unit={}", web::figures::encode(&task.name), task.lead.id)),
        programme: programme.map(|choice| (choice.label, format!("/programmes/{}", choice.value))),
        source: task.source.as_ref().map(|(document, _)| format!("/documents/{document}")),
        suggestions: targets::suggestions(ctx, &plan, &task, &targets),
        aims: aim_rows(read, ctx, &plan, &task, &targets)?,
        set_target: ctx.viewer.is_able::<SetTarget>(&plan).then(|| targets::form(ctx, &task).html()),
        evidence: evidence_rows(read, ctx, &task)?,
        add_evidence: may_prove(ctx, &task).then(|| form(ctx, &task, "evidence.add").html()),
        notes: proofs::list_notes(read, task.id)?,
        forms: next_steps(ctx, &plan, &task),
        may_change,
        task: &task,
    };
    Ok(Page::html(&task.name, &page)?
        .below(ctx.t("plan.list"), "/plans")
        .below(&plan.title, format!("/plans/{}", plan.year)))
}

/// The task of the address, for staff and for its owner.
pub(crate) fn find(read: &Read, ctx: &Ctx) -> Result<(Task, Plan), Stop> {
    let task = tasks::get(read, ctx.at("id")?)?;
    if !ctx.viewer.people().any(|person| task.relates(OWNER, person)) {
        check_staff(ctx)?;
    }
    let plan = plans::get_by_id(read, task.plan)?;
    Ok((task, plan))
}

pub(crate) fn form<'a>(ctx: &'a Ctx, task: &Task, act: &'static str) -> FormView<'a> {
    ctx.act_form(act).at("id", task.id)
}

fn may_prove(ctx: &Ctx, task: &Task) -> bool {
    task.stage.is_open() && task.stage != Stage::Divided && ctx.viewer.is_able::<AddEvidence>(task)
}

/// The stages in their order: which are behind, which one it is at.
fn steps_view(ctx: &Ctx, task: &Task) -> Vec<(&'static str, String, &'static str)> {
    let here = Stage::CODES.iter().position(|code| *code == task.stage.code()).unwrap_or(0);
    let is_shown = |code: &str| code != "urged" || task.stage.code() == "urged";
    let class = |at: usize| match at.cmp(&here) {
        std::cmp::Ordering::Less => "done",
        std::cmp::Ordering::Equal => "here",
        std::cmp::Ordering::Greater => "",
    };
    let stages = Stage::CODES.iter().enumerate().filter(|(_, code)| is_shown(code));
    stages
        .map(|(at, code)| (class(at), ctx.word("task_stage", code), if at == here { "step" } else { "false" }))
        .collect()
}

fn aim_rows(
    read: &Read,
    ctx: &Ctx,
    plan: &Plan,
    task: &Task,
    own: &[crate::rules::Target],
) -> Result<Vec<(Aim, Option<String>)>, Stop> {
    let may_remove = ctx.viewer.is_able::<RemoveTarget>(plan);
    let remove = |target: &crate::rules::Target| {
        let form = form(ctx, task, "target.remove").quiet();
        format!("{}<input type=\"hidden\" name=\"target\" value=\"{}\">{}", form.open(), target.id, form.close())
    };
    let aims = aims(read, ctx, plan, task, own)?;
    Ok(aims.into_iter().zip(own).map(|(aim, target)| (aim, may_remove.then(|| remove(target)))).collect())
}

fn evidence_rows(read: &Read, ctx: &Ctx, task: &Task) -> Result<Vec<(Proof, Option<String>)>, Stop> {
    let may_remove = task.stage.is_open() && ctx.viewer.is_able::<RemoveEvidence>(task);
    let remove = |id: EvidenceId| {
        let form = form(ctx, task, "evidence.remove").quiet();
        format!("{}<input type=\"hidden\" name=\"evidence\" value=\"{id}\">{}", form.open(), form.close())
    };
    let proof = |evidence: proofs::Evidence| {
        let href = match evidence.position {
            Some(position) => web::figures::may_open_facts(&ctx.viewer).then(|| format!("/facts/{position}")),
            None => Some(format!("/evidence/{}", evidence.id)),
        };
        let id = evidence.id;
        (Proof { name: evidence.name, href, at: evidence.at.to_string() }, may_remove.then(|| remove(id)))
    };
    Ok(proofs::list_evidence(read, task.id)?.into_iter().map(proof).collect())
}

/// The forms of what this viewer may do next.
fn next_steps(ctx: &Ctx, plan: &Plan, task: &Task) -> Vec<String> {
    let viewer = &ctx.viewer;
    let mut forms = Vec::new();
    let mut offer = |may: bool, view: FormView| forms.extend(may.then(|| view.html()));
    match task.stage {
        Stage::Divided => offer(viewer.is_able::<ClaimTask>(task), form(ctx, task, "task.claim").in_a_row()),
        Stage::Claimed { .. } | Stage::Underway { .. } | Stage::Urged { .. } => {
            offer(viewer.is_able::<ReportTask>(task), form(ctx, task, "task.report"));
            offer(viewer.is_able::<FinishTask>(task), form(ctx, task, "task.finish").in_a_row());
        }
        Stage::Finished { .. } => {
            offer(viewer.is_able::<VerifyTask>(plan), form(ctx, task, "task.verify").in_a_row());
            offer(viewer.is_able::<ReturnTask>(plan), form(ctx, task, "task.return"));
        }
        Stage::Verified { .. } => {
            offer(viewer.is_able::<ArchiveTask>(plan), form(ctx, task, "task.archive").in_a_row())
        }
        Stage::Archived { .. } => {}
    }
    if task.stage.is_open() && !matches!(task.stage, Stage::Urged { .. }) {
        offer(viewer.is_able::<UrgeTask>(plan), form(ctx, task, "task.urge"));
    }
    forms
}

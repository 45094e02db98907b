//! Making and changing tasks: their words, who is in charge, merging and dropping.

use super::{check_staff, chosen_unit};
use crate::rules::{AddTask, AssignTask, DropTask, EditTask, LineId, MergeTask, Plan, Stage, Task, TaskId};
use crate::store::{plans, tasks};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::NewPerson;
use ground::stop::{OrMissing, Stop};
use logic::form::{Phone, Problems};
use logic::id::{Id, UnitId};
use logic::time::Day;
use web::choices::units;
use web::{Answer, Choice, Ctx, Done, Page};

logic::form! {
    /// What is to be done.
    pub(crate) struct Form {
        line: LineId = pick(),
        task_name: String = line().min(2),
        task_text: Option<String> = text().max(4000),
        programme: Option<Id> = pick(),
        lead: Option<UnitId> = pick(),
        due: Option<Day> = day(),
    }
}

logic::form! {
    /// Who is in charge.
    pub(crate) struct AssignForm {
        lead: UnitId = pick(),
        support: Vec<UnitId> = pick(),
        owner_name: Option<String> = line().max(40),
        owner_phone: Option<Phone> = phone(),
        due: Option<Day> = day(),
    }
}

logic::form! {
    /// The task that takes its words over.
    pub(crate) struct MergeForm {
        into: TaskId = pick(),
    }
}

#[derive(Template)]
#[template(path = "task_change.html")]
struct Change<'a> {
    ctx: &'a Ctx,
    forms: Vec<(String, String)>,
}

pub(crate) fn get_new(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let plan = plans::get(read, ctx.at("year")?)?;
    let form =
        ctx.act_form("task.add").at("year", plan.year).choose("line", lines(read, &plan)?).choose("lead", units(read)?);
    let form = form.choose("programme", ctx.offered(read, "programme")?).html();
    let page = Change { ctx, forms: vec![(String::new(), form)] };
    Ok(Page::html(ctx.t("task.add.title"), &page)?.below(&plan.title, format!("/plans/{}", plan.year)))
}

fn lines(read: &Read, plan: &Plan) -> Result<Vec<Choice>, Stop> {
    Ok(plans::list_lines(read, plan.id)?.into_iter().map(|line| Choice::new(line.id, line.name)).collect())
}

pub(crate) fn get_change(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let task = tasks::get(read, ctx.at("id")?)?;
    let plan = plans::get_by_id(read, task.plan)?;
    if !ctx.viewer.is_able::<EditTask>(&plan) {
        return Err(Stop::Missing);
    }
    let mut forms = vec![assign_form(read, ctx, &task)?, edit_form(read, ctx, &plan, &task)?];
    if task.stage == Stage::Divided {
        let others =
            tasks::list(read, plan.id)?.into_iter().filter(|other| other.id != task.id && other.stage.is_open());
        let others = others.map(|other| Choice::new(other.id, other.name)).collect();
        forms.push((ctx.t("task.merge.title").into(), form(ctx, &task, "task.merge").choose("into", others).html()));
        forms.push((ctx.t("task.drop.title").into(), form(ctx, &task, "task.drop").grave().html()));
    }
    let title = format!("{} {}", ctx.t("task.change"), task.name);
    Ok(Page::html(title, &Change { ctx, forms })?
        .below(&plan.title, format!("/plans/{}", plan.year))
        .below(&task.name, format!("/tasks/{}", task.id)))
}

fn form<'a>(ctx: &'a Ctx, task: &Task, act: &'static str) -> web::FormView<'a> {
    ctx.act_form(act).at("id", task.id)
}

fn assign_form(read: &Read, ctx: &Ctx, task: &Task) -> Result<(String, String), Stop> {
    let owner = task.owner.map(|owner| read.find_standing_person(owner)).transpose()?.flatten();
    let support: Vec<_> = tasks::list_support(read, task.id)?.into_iter().map(|(id, _)| id.to_string()).collect();
    let form = form(ctx, task, "task.assign")
        .choose("lead", units(read)?)
        .value("lead", task.lead.id)
        .choose("support", units(read)?);
    let form =
        form.values("support", support).maybe("owner_name", owner.as_ref().and_then(|owner| owner.name.as_ref()));
    let form = form.maybe("owner_phone", owner.as_ref().and_then(|owner| owner.phone.as_ref())).maybe("due", task.due);
    Ok((ctx.t("task.assign.title").into(), form.html()))
}

fn edit_form(read: &Read, ctx: &Ctx, plan: &Plan, task: &Task) -> Result<(String, String), Stop> {
    let form = form(ctx, task, "task.edit")
        .choose("line", lines(read, plan)?)
        .value("line", task.line)
        .value("task_name", &task.name);
    let form = form
        .value("task_text", &task.text)
        .choose("programme", ctx.offered(read, "programme")?)
        .maybe("programme", task.programme);
    Ok((ctx.t("task.edit.title").into(), form.without("lead").without("due").html()))
}

/// The programme chosen, if it is one on offer; the line, if it is the plan's.
fn check(read: &Read, ctx: &Ctx, plan: &Plan, form: &Form) -> Result<(), Stop> {
    let is_offered =
        |id: Id| Ok::<_, Stop>(ctx.offered(read, "programme")?.iter().any(|choice| choice.value == id.to_string()));
    if let Some(programme) = form.programme
        && !is_offered(programme)?
    {
        return Err(Problems::one("programme", "not_a_choice").into());
    }
    let is_line = plans::list_lines(read, plan.id)?.iter().any(|line| line.id == form.line);
    if is_line { Ok(()) } else { Err(Problems::one("line", "not_a_choice").into()) }
}

pub(crate) fn add(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let plan = plans::get(tx, ctx.at("year")?)?;
    let may = ctx.viewer.may::<AddTask>(&plan)?;
    check(tx, ctx, &plan, &form)?;
    let lead = chosen_unit(tx, form.lead.unwrap_or(plan.unit), "lead")?;
    let task = Task {
        id: tx.new_id(),
        plan: plan.id,
        line: form.line,
        number: tasks::next_number(tx, form.line)?,
        name: form.task_name,
        text: form.task_text.unwrap_or_default(),
        source: None,
        programme: form.programme,
        lead,
        owner: None,
        due: form.due,
        stage: Stage::Divided,
        carried_from: None,
    };
    let task = tx.commit(task.add(may, &plan), tasks::insert)?;
    Ok(done(&task))
}

fn find(tx: &Tx, ctx: &Ctx) -> Result<(Task, Plan), Stop> {
    let task = tasks::get(tx, ctx.at("id")?)?;
    let plan = plans::get_by_id(tx, task.plan)?;
    Ok((task, plan))
}

fn done(task: &Task) -> Done {
    Done::at(format!("/tasks/{}", task.id)).id(task.id)
}

pub(crate) fn edit(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let (task, plan) = find(tx, ctx)?;
    let may = ctx.viewer.may::<EditTask>(&plan)?;
    check(tx, ctx, &plan, &form)?;
    let number = if form.line == task.line { task.number } else { tasks::next_number(tx, form.line)? };
    let Form { line, task_name: name, task_text, programme, .. } = form;
    let changed = Task { line, number, name, text: task_text.unwrap_or_default(), programme, ..task.clone() };
    Ok(done(&tx.commit(task.edit(may, &plan, changed)?, tasks::save)?))
}

pub(crate) fn assign(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: AssignForm = ctx.form()?;
    let (task, plan) = find(tx, ctx)?;
    let may = ctx.viewer.may::<AssignTask>(&plan)?;
    let lead = chosen_unit(tx, form.lead, "lead")?;
    if form.support.contains(&lead.id) {
        return Err(Problems::one("support", "support_is_lead").into());
    }
    for unit in &form.support {
        chosen_unit(tx, *unit, "support")?;
    }
    let owner = match form.owner_name {
        Some(name) => {
            let known = NewPerson { name, phone: form.owner_phone, unit: Some(lead.id), ..NewPerson::default() };
            Some(owner_of(tx, &known)?)
        }
        None => None,
    };
    let task = tx.commit(task.assign(may, lead, owner, form.due)?, |tx, task| {
        tasks::save(tx, task)?;
        tasks::save_support(tx, task.id, &form.support)
    })?;
    Ok(done(&task))
}

/// The person of that name and telephone; without a telephone, the only one of that name, or a new record.
fn owner_of(tx: &mut Tx, known: &NewPerson) -> Result<logic::id::PersonId, Stop> {
    if known.phone.is_none() {
        let filter = ground::directory::PersonFilter { text: Some(known.name.clone()), unit: None };
        let named: Vec<_> = tx
            .list_people(&filter, 0, 20)?
            .into_iter()
            .filter(|person| person.name.as_ref() == Some(&known.name))
            .collect();
        match named.as_slice() {
            [only] => return Ok(only.id),
            [] => {}
            _ => return Err(Problems::one("owner_phone", "several_of_that_name").into()),
        }
    }
    Ok(tx.find_or_record_person(known)?)
}

pub(crate) fn merge(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: MergeForm = ctx.form()?;
    let (task, plan) = find(tx, ctx)?;
    let may = ctx.viewer.may::<MergeTask>(&plan)?;
    let into = tasks::list(tx, plan.id)?.into_iter().find(|other| other.id == form.into).or_missing()?;
    let gone = task.id;
    let task = tx.commit(task.merge(may, &into)?, |tx, into| {
        tasks::save(tx, into)?;
        tasks::delete(tx, gone)
    })?;
    Ok(done(&task))
}

pub(crate) fn discard(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let (task, plan) = find(tx, ctx)?;
    let may = ctx.viewer.may::<DropTask>(&plan)?;
    tx.commit(task.discard(may)?, |tx, task| tasks::delete(tx, task.id))?;
    Ok(Done::at(format!("/plans/{}", plan.year)).id(plan.id))
}

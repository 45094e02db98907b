//! Targets: what a task aims at, chosen from the figures on offer, with the document's own numbers proposed.

use super::task::form as task_form;
use crate::rules::{Plan, RemoveTarget, SetTarget, Target, TargetId, Task};
use crate::store::{plans, tasks};
use ground::db::Tx;
use ground::stop::{OrMissing, Stop};
use logic::fold::Indicator;
use logic::form::Problems;
use outline::{Amount, Figure};
use web::{Choice, Ctx, Done, FormView};

logic::form! {
    /// What is counted, and how much is aimed at.
    pub(crate) struct Form {
        indicator: String = pick(),
        target_number: i64 = count().min(1).max(100_000_000),
    }
}

logic::form! {
    /// The target.
    pub(crate) struct RemoveForm {
        target: TargetId = pick(),
    }
}

/// The form for a target.
pub(crate) fn form<'a>(ctx: &'a Ctx, task: &Task) -> FormView<'a> {
    let choices = ctx.house.indicators().map(|indicator| {
        let slice = indicator.key.split('.').next().unwrap_or_default();
        Choice::new(indicator.key, ctx.word("indicator", indicator.key)).in_group(ctx.word("indicator_group", slice))
    });
    task_form(ctx, task, "target.set").choose("indicator", choices.collect())
}

/// The numbers in the task's own words that a figure on offer speaks of, each as a form that needs one press.
pub(crate) fn suggestions(ctx: &Ctx, plan: &Plan, task: &Task, known: &[Target]) -> Vec<String> {
    if !ctx.viewer.is_able::<SetTarget>(plan) {
        return Vec::new();
    }
    let figures = outline::outline(&task.text).clauses.into_iter().flat_map(|clause| clause.figures);
    let mut proposed: Vec<(&'static Indicator, i64, String)> = Vec::new();
    for figure in figures {
        let Some((indicator, number)) = propose(ctx, &task.text, &figure) else { continue };
        let is_new = !proposed.iter().any(|(other, ..)| other.key == indicator.key)
            && !known.iter().any(|target| target.indicator == indicator.key);
        if is_new {
            proposed.push((indicator, number, figure.text));
        }
    }
    proposed.iter().map(|(indicator, number, words)| suggestion(ctx, task, indicator, *number, words)).collect()
}

fn suggestion(ctx: &Ctx, task: &Task, indicator: &Indicator, number: i64, words: &str) -> String {
    let form = task_form(ctx, task, "target.set").quiet();
    let mut out = web::view::Markup::default();
    out.raw(&form.open());
    out.open("input", &[("type", Some("hidden")), ("name", Some("indicator")), ("value", Some(indicator.key))]);
    out.open(
        "input",
        &[("type", Some("hidden")), ("name", Some("target_number")), ("value", Some(&number.to_string()))],
    );
    let words = ctx.fill(
        "target.suggest",
        &[("words", words), ("indicator", &ctx.word("indicator", indicator.key)), ("n", &number.to_string())],
    );
    out.element("button", &[], words).raw("</form>");
    out.done()
}

/// The figure on offer whose words stand in the figure's text or right behind it.
fn propose(ctx: &Ctx, text: &str, figure: &Figure) -> Option<(&'static Indicator, i64)> {
    let Amount::Whole(number) = figure.value else { return None };
    let number = i64::try_from(number).ok().filter(|number| (1..=100_000_000).contains(number))?;
    let behind: String = text.split(&figure.text).nth(1).unwrap_or_default().chars().take(3).collect();
    let around = format!("{}{behind}", figure.text);
    let position = |indicator: &&Indicator| indicator.words.iter().filter_map(|word| around.find(word)).min();
    let nearest = ctx.house.indicators().filter(|indicator| position(indicator).is_some()).min_by_key(position)?;
    Some((nearest, number))
}

pub(crate) fn set(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let task = tasks::get(tx, ctx.at("id")?)?;
    let plan = plans::get_by_id(tx, task.plan)?;
    let may = ctx.viewer.may::<SetTarget>(&plan)?;
    if ctx.house.indicator(&form.indicator).is_none() {
        return Err(Problems::one("indicator", "not_a_choice").into());
    }
    let known = tasks::list_target(tx, task.id)?.into_iter().find(|target| target.indicator == form.indicator);
    let id = known.map_or_else(|| tx.new_id(), |target| target.id);
    let target = Target { id, task: task.id, indicator: form.indicator, number: form.target_number };
    let task = tx.commit(task.aim(may, &target), |tx, _| tasks::save_target(tx, &target))?;
    Ok(Done::at(format!("/tasks/{}", task.id)).id(target.id.0))
}

pub(crate) fn remove(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: RemoveForm = ctx.form()?;
    let task = tasks::get(tx, ctx.at("id")?)?;
    let plan = plans::get_by_id(tx, task.plan)?;
    let may = ctx.viewer.may::<RemoveTarget>(&plan)?;
    let target = tasks::list_target(tx, task.id)?.into_iter().find(|target| target.id == form.target).or_missing()?;
    let task = tx.commit(task.aim_no_more(may, &target), |tx, _| tasks::delete_target(tx, target.id))?;
    Ok(Done::at(format!("/tasks/{}", task.id)).id(task.id))
}

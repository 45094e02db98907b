//! Lines of work: adding one, and changing its words.

use super::check_staff;
use crate::rules::{AddLine, EditLine, Line};
use crate::store::plans;
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// What a line is called and for.
    pub(crate) struct Form {
        line_name: String = line().min(2).max(60),
        line_goal: Option<String> = text().max(500),
    }
}

#[derive(Template)]
#[template(source = "{{ form|safe }}", ext = "html")]
struct LinePage {
    form: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let line = plans::get_line(read, ctx.at("id")?)?;
    let plan = plans::get_by_id(read, line.plan)?;
    let form = ctx
        .act_form("line.edit")
        .at("id", line.id)
        .value("line_name", &line.name)
        .value("line_goal", &line.goal)
        .html();
    Ok(Page::html(ctx.t("line.edit.title"), &LinePage { form })?.below(&plan.title, format!("/plans/{}", plan.year)))
}

pub(crate) fn add(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let plan = plans::get(tx, ctx.at("year")?)?;
    let may = ctx.viewer.may::<AddLine>(&plan)?;
    let number = plans::list_lines(tx, plan.id)?.iter().map(|line| line.number).max().unwrap_or(0) + 1;
    let line =
        Line { id: tx.new_id(), plan: plan.id, number, name: form.line_name, goal: form.line_goal.unwrap_or_default() };
    let line = tx.commit(line.add(may), plans::insert_line)?;
    Ok(Done::at(format!("/plans/{}", plan.year)).id(line.id))
}

pub(crate) fn edit(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let line = plans::get_line(tx, ctx.at("id")?)?;
    let plan = plans::get_by_id(tx, line.plan)?;
    let may = ctx.viewer.may::<EditLine>(&plan)?;
    let line = tx.commit(line.edit(may, form.line_name, form.line_goal.unwrap_or_default()), plans::save_line)?;
    Ok(Done::at(format!("/plans/{}", plan.year)).id(line.id))
}

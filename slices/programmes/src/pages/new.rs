//! A new programme.

use super::{lead_unit, list::may_add};
use crate::rules::{self, AddProgramme, Programme, State, Under};
use crate::store;
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::form::Problems;
use logic::id::UnitId;
use web::choices::units;
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// What a programme is.
    pub(crate) struct Form {
        programme_name: String = line().min(2).max(60),
        goal: String = text().max(1000),
        unit: UnitId = pick(),
    }
}

#[derive(Template)]
#[template(source = "{{ form|safe }}", ext = "html")]
struct New {
    form: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    if !may_add(read, ctx)? {
        return Err(Stop::Missing);
    }
    let form = ctx.act_form("programme.add").choose("unit", units(read)?);
    let form = form.maybe("programme_name", ctx.asked("name")).maybe("unit", ctx.asked("unit")).html();
    Ok(Page::html(ctx.t("programme.add.title"), &New { form })?.below(ctx.t("programme.list"), "/programmes"))
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let unit = lead_unit(tx, form.unit)?;
    let under = Under(unit);
    let may = ctx.viewer.may::<AddProgramme>(&under)?;
    if store::find_named(tx, &form.programme_name)?.is_some() {
        return Err(Problems::one("programme_name", "programme_known").into());
    }
    let programme =
        Programme { id: tx.new_id(), name: form.programme_name, goal: form.goal, unit: under.0, state: State::Planned };
    let programme = tx.commit(rules::add(may, programme), store::insert)?;
    Ok(Done::at(format!("/programmes/{}", programme.id)).id(programme.id))
}

//! A unit: what it is, what lies below it, and its changes.

use super::check_staff;
use crate::rules::{self, CloseUnit, EditUnit, MoveUnit, OfUnit};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::{Place, Unit, UnitKind};
use ground::stop::{OrMissing, Stop};
use logic::id::UnitId;
use logic::place::PlaceCode;
use logic::time::Day;
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// What may change about a unit.
    pub(crate) struct Form {
        unit_name: String = line().min(2),
        unit_kind: UnitKind = choice("unit_kind", UnitKind::CODES),
        credit_code: Option<String> = line().min(18).max(18),
        place: Option<PlaceCode> = place(),
    }
}

logic::form! {
    /// The unit it comes under.
    pub(crate) struct MoveForm {
        parent: UnitId = pick(),
    }
}

logic::form! {
    /// The last day it exists.
    pub(crate) struct CloseForm {
        on: Day = day(),
    }
}

#[derive(Template)]
#[template(path = "unit.html")]
struct UnitPage<'a> {
    ctx: &'a Ctx,
    unit: &'a Unit,
    parent: Option<Unit>,
    place: Option<Place>,
    below: Vec<Unit>,
    edit: Option<String>,
    relocate: Option<String>,
    close: Option<String>,
    panels: Vec<String>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let unit = find(read, ctx)?;
    let noun = OfUnit(unit.clone());
    let form = |act| ctx.act_form(act).at("id", unit.id);
    let edit = ctx.viewer.is_able::<EditUnit>(&noun).then(|| {
        let form = form("unit.edit").value("unit_name", &unit.name).value("unit_kind", unit.kind);
        form.maybe("credit_code", unit.credit_code.as_ref()).maybe("place", unit.place).html()
    });
    let may_move = ctx.viewer.is_able::<MoveUnit>(&noun) && unit.parent.is_some();
    let relocate = may_move
        .then(|| Ok::<_, Stop>(form("unit.move").choose("parent", web::choices::units(read)?).html()))
        .transpose()?;
    let may_close = ctx.viewer.is_able::<CloseUnit>(&noun) && unit.parent.is_some() && unit.closed_on.is_none();
    let close = may_close.then(|| form("unit.close").value("on", ctx.viewer.today()).grave().html());
    let page = UnitPage {
        ctx,
        parent: unit.parent.map(|parent| read.find_unit(parent)).transpose()?.flatten(),
        place: unit.place.map(|place| read.find_place(place)).transpose()?.flatten(),
        below: read.list_units_below(unit.id)?,
        edit,
        relocate,
        close,
        panels: ctx.panels(read, "unit", Some(unit.id.0))?,
        unit: &unit,
    };
    Ok(Page::html(&unit.name, &page)?.below(ctx.t("unit.list"), "/units"))
}

fn find(read: &Read, ctx: &Ctx) -> Result<Unit, Stop> {
    read.find_unit(ctx.at("id")?)?.or_missing()
}

fn done(unit: &Unit) -> Done {
    Done::at(format!("/units/{}", unit.id)).id(unit.id)
}

pub(crate) fn edit(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let unit = find(tx, ctx)?;
    let may = ctx.viewer.may::<EditUnit>(&OfUnit(unit.clone()))?;
    let Form { unit_name: name, unit_kind: kind, credit_code, place } = form;
    let unit = tx.commit(rules::edit_unit(may, Unit { name, kind, credit_code, place, ..unit }), Tx::save_unit)?;
    Ok(done(&unit))
}

pub(crate) fn move_under(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: MoveForm = ctx.form()?;
    let unit = find(tx, ctx)?;
    let parent = tx.find_unit(form.parent)?.or_missing()?;
    let may = ctx.viewer.may::<MoveUnit>(&OfUnit(unit.clone()))?;
    let unit = tx.commit(rules::move_under(unit, &parent, may)?, |tx, unit| tx.move_unit(unit, &parent))?;
    Ok(done(&unit))
}

pub(crate) fn close(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: CloseForm = ctx.form()?;
    let unit = find(tx, ctx)?;
    let may = ctx.viewer.may::<CloseUnit>(&OfUnit(unit.clone()))?;
    let has_below = !tx.list_units_below(unit.id)?.is_empty();
    let unit = tx.commit(rules::close(unit, may, form.on, has_below)?, Tx::save_unit)?;
    Ok(done(&unit))
}

//! The organisation tree, and adding to it.

use super::check_staff;
use crate::rules::{self, AddUnit, OfUnit};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::{Unit, UnitKind};
use ground::stop::{OrMissing, Stop};
use logic::form::Problems;
use logic::id::UnitId;
use logic::place::PlaceCode;
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// A new unit.
    pub(crate) struct Form {
        unit_name: String = line().min(2),
        parent: UnitId = pick(),
        unit_kind: UnitKind = choice("unit_kind", UnitKind::CODES),
        credit_code: Option<String> = line().min(18).max(18),
        place: Option<PlaceCode> = place(),
    }
}

#[derive(Template)]
#[template(path = "units.html")]
struct Units<'a> {
    ctx: &'a Ctx,
    branches: Vec<Branch>,
    add: Option<String>,
}

/// A unit with those directly below it; the root stands alone.
struct Branch {
    unit: Unit,
    below: Vec<Unit>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let units = read.list_units()?;
    let mut branches: Vec<Branch> = Vec::new();
    for kind in UnitKind::ALL {
        let of_kind: Vec<_> = units.iter().filter(|unit| unit.kind == *kind).cloned().collect();
        if let Some(first) = of_kind.first().cloned() {
            branches.push(Branch { unit: first, below: of_kind });
        }
    }
    let may_add = units.iter().any(|unit| ctx.viewer.is_able::<AddUnit>(&OfUnit(unit.clone())));
    let add = may_add
        .then(|| Ok::<_, Stop>(ctx.act_form("unit.add").choose("parent", web::choices::units(read)?).html()))
        .transpose()?;
    Page::html(ctx.t("unit.list"), &Units { ctx, branches, add })
}

pub(crate) fn add(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let parent = tx.find_unit(form.parent)?.or_missing()?;
    let may = ctx.viewer.may::<AddUnit>(&OfUnit(parent.clone()))?;
    if tx.find_unit_named(&form.unit_name)?.is_some() {
        return Err(Problems::one("unit_name", "unit_known").into());
    }
    let path = tx.next_path_below(Some(&parent))?;
    let Form { unit_name: name, unit_kind: kind, credit_code, place, .. } = form;
    let unit = Unit { id: tx.new_id(), parent: Some(parent.id), path, name, kind, credit_code, place, closed_on: None };
    let unit = tx.commit(rules::add(may, unit), Tx::insert_unit)?;
    Ok(Done::at(format!("/units/{}", unit.id)).id(unit.id))
}

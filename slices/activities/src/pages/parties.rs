//! The units beside the host.

use super::{done, find_in, host};
use crate::rules::{Activity, AddParty, Part, RemoveParty, State};
use crate::store::parties::{self, Party};
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::id::UnitId;
use web::{Ctx, Done};

logic::form! {
    /// A unit and what it does.
    pub(crate) struct AddForm {
        unit: UnitId = pick(),
        part: Part = choice("part", Part::CODES),
    }
}

fn may_change(activity: &Activity) -> bool {
    activity.is_open() || activity.state == State::Announced
}

/// Name and part of each, with the button that takes it out where one may.
pub(crate) fn with_buttons(
    ctx: &Ctx,
    activity: &Activity,
    others: Vec<Party>,
) -> Vec<(String, String, Option<String>)> {
    let able = may_change(activity) && ctx.viewer.is_able::<RemoveParty>(activity);
    let button = |unit: UnitId| {
        able.then(|| ctx.act_form("activity.remove_party").at("id", activity.id).at("unit", unit).quiet().html())
    };
    others.into_iter().map(|party| (party.name, ctx.word("part", party.part), button(party.unit))).collect()
}

pub(crate) fn add_form(read: &Read, ctx: &Ctx, activity: &Activity) -> Result<Option<String>, Stop> {
    if !may_change(activity) || !ctx.viewer.is_able::<AddParty>(activity) {
        return Ok(None);
    }
    let form = ctx.act_form("activity.add_party").at("id", activity.id);
    Ok(Some(form.choose("unit", web::choices::units(read)?).value("part", Part::CoHost).html()))
}

fn known(tx: &Tx, activity: &Activity) -> Result<Vec<(UnitId, Part)>, Stop> {
    Ok(parties::list(tx, activity.id)?.into_iter().map(|party| (party.unit, party.part)).collect())
}

pub(crate) fn add(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: AddForm = ctx.form()?;
    let activity = find_in(tx, ctx)?;
    let may = ctx.viewer.may::<AddParty>(&activity)?;
    let unit = host(tx, form.unit)?;
    let known = known(tx, &activity)?;
    let change = activity.add_party(may, unit.id, &known)?;
    Ok(done(&tx.commit(change, |tx, activity| parties::insert(tx, activity.id, unit.id, form.part))?))
}

pub(crate) fn remove(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let activity = find_in(tx, ctx)?;
    let may = ctx.viewer.may::<RemoveParty>(&activity)?;
    let unit: UnitId = ctx.at("unit")?;
    let known = known(tx, &activity)?;
    let change = activity.remove_party(may, unit, &known)?;
    Ok(done(&tx.commit(change, |tx, activity| parties::delete(tx, activity.id, unit))?))
}

//! A programme's steps, and its partners.

use crate::rules::{
    AddPartner, ConcludeProgramme, LaunchProgramme, Programme, RemovePartner, RunProgramme, SpreadProgramme,
};
use crate::store;
use ground::db::Tx;
use ground::stop::Stop;
use logic::id::UnitId;
use web::{Ctx, Done};

logic::form! {
    /// What came of it.
    pub(crate) struct ConcludeForm {
        summary: String = text(),
    }
}

logic::form! {
    /// The practice worth copying.
    pub(crate) struct SpreadForm {
        practice: String = text(),
    }
}

logic::form! {
    /// A partner.
    pub(crate) struct PartnerForm {
        unit: UnitId = pick(),
    }
}

fn find(tx: &Tx, ctx: &Ctx) -> Result<Programme, Stop> {
    store::get(tx, ctx.at("id")?)
}

fn done(programme: &Programme) -> Done {
    Done::at(format!("/programmes/{}", programme.id)).id(programme.id)
}

pub(crate) fn launch(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let programme = find(tx, ctx)?;
    let may = ctx.viewer.may::<LaunchProgramme>(&programme)?;
    Ok(done(&tx.commit(programme.launch(may)?, store::save)?))
}

pub(crate) fn run(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let programme = find(tx, ctx)?;
    let may = ctx.viewer.may::<RunProgramme>(&programme)?;
    Ok(done(&tx.commit(programme.run(may)?, store::save)?))
}

pub(crate) fn conclude(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: ConcludeForm = ctx.form()?;
    let programme = find(tx, ctx)?;
    let may = ctx.viewer.may::<ConcludeProgramme>(&programme)?;
    Ok(done(&tx.commit(programme.conclude(may, form.summary)?, store::save)?))
}

pub(crate) fn spread(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: SpreadForm = ctx.form()?;
    let programme = find(tx, ctx)?;
    let may = ctx.viewer.may::<SpreadProgramme>(&programme)?;
    Ok(done(&tx.commit(programme.spread(may, form.practice)?, store::save)?))
}

fn partners(tx: &Tx, programme: &Programme) -> Result<Vec<UnitId>, Stop> {
    Ok(store::list_partners(tx, programme.id)?.into_iter().map(|(unit, _)| unit).collect())
}

pub(crate) fn add_partner(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: PartnerForm = ctx.form()?;
    let programme = find(tx, ctx)?;
    let may = ctx.viewer.may::<AddPartner>(&programme)?;
    super::lead_unit(tx, form.unit)?;
    let partners = partners(tx, &programme)?;
    let change = programme.add_partner(may, form.unit, &partners)?;
    Ok(done(&tx.commit(change, |tx, programme| store::insert_partner(tx, programme.id, form.unit))?))
}

pub(crate) fn remove_partner(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: PartnerForm = ctx.form()?;
    let programme = find(tx, ctx)?;
    let may = ctx.viewer.may::<RemovePartner>(&programme)?;
    let partners = partners(tx, &programme)?;
    let change = programme.remove_partner(may, form.unit, &partners)?;
    Ok(done(&tx.commit(change, |tx, programme| store::delete_partner(tx, programme.id, form.unit))?))
}

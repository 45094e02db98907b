//! A technique in one farmer's use: the farmer's own yes or no.

use super::visit::answer_forms;
use super::{check_staff, parties};
use crate::rules::{Application, ConfirmApplication, DenyApplication, FARMER};
use crate::store::{techniques, villages, visits};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::act::Noun;
use web::{Answer, Ctx, Done, Page};

#[derive(Template)]
#[template(path = "application.html")]
struct ApplicationPage<'a> {
    ctx: &'a Ctx,
    state: String,
    village: String,
    farmer: String,
    visit: Option<String>,
    forms: Vec<String>,
}

fn is_farmer(ctx: &Ctx, application: &Application) -> bool {
    ctx.viewer.people().any(|person| application.relates(FARMER, person))
}

/// For staff and for the farmer.
pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let application = techniques::get_application(read, ctx.at("id")?)?;
    let visit = application.visit.map(|visit| visits::get(read, visit)).transpose()?;
    let is_visit_open =
        visit.as_ref().map(|visit| parties::is_visit_open(read, ctx, visit)).transpose()?.unwrap_or(false);
    if !is_farmer(ctx, &application) && !is_visit_open {
        check_staff(ctx)?;
    }
    let technique = techniques::get(read, application.technique)?;
    let page = ApplicationPage {
        ctx,
        state: ctx.word("application_state", application.state.code()),
        village: villages::get(read, application.village)?.name,
        farmer: read.find_standing_person(application.person)?.and_then(|person| person.name).unwrap_or_default(),
        visit: application.visit.filter(|_| is_visit_open).map(|visit| format!("/visits/{visit}")),
        forms: answer_forms(ctx, &application),
    };
    Page::html(&technique.name, &page)
}

fn done(ctx: &Ctx, application: &Application) -> Done {
    let href =
        if is_farmer(ctx, application) { "/work".to_owned() } else { format!("/applications/{}", application.id) };
    Done::at(href).id(application.id)
}

pub(crate) fn confirm(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let application = techniques::get_application(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<ConfirmApplication>(&application)?;
    let behalf = (!is_farmer(ctx, &application)).then_some(application.person);
    Ok(done(ctx, &tx.commit(application.confirm(may.on_behalf_of(behalf))?, techniques::save_application)?))
}

pub(crate) fn deny(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let application = techniques::get_application(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<DenyApplication>(&application)?;
    let behalf = (!is_farmer(ctx, &application)).then_some(application.person);
    Ok(done(ctx, &tx.commit(application.deny(may.on_behalf_of(behalf))?, techniques::save_application)?))
}

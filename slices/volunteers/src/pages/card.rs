//! A volunteer's card: seen by the volunteer and by those who keep it, by nobody else.

use super::{join, qualifications, sees, words};
use crate::rules::{
    EditVolunteer, Holder, IssueCertificate, LeaveVolunteers, PauseVolunteer, ResumeVolunteer, Standing, Volunteer,
    hours_text,
};
use crate::store::{qualifications as proofs, shifts, signups, volunteers};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::fold::{Filter, Measure, Query};
use web::{Answer, Ctx, Done, Page, Tone};

#[derive(Template)]
#[template(path = "card.html")]
struct CardPage<'a> {
    ctx: &'a Ctx,
    volunteer: &'a Volunteer,
    tone: &'static str,
    phone: String,
    skills: String,
    languages: String,
    proofs: Vec<qualifications::Shown>,
    add_proof: Option<String>,
    shifts: Vec<(String, String, String, &'static str)>,
    hours: String,
    services: i64,
    edit: Option<String>,
    buttons: Vec<String>,
    record: Option<String>,
}

/// How a standing looks.
pub(crate) fn tone(state: &Standing) -> Tone {
    match state {
        Standing::Active => Tone::Good,
        Standing::Paused => Tone::Warn,
        _ => Tone::Plain,
    }
}

/// The card of the address, if the viewer may see it.
pub(crate) fn find(read: &Read, ctx: &Ctx) -> Result<Volunteer, Stop> {
    let volunteer = volunteers::get(read, ctx.at("id")?)?;
    let is_own = ctx.viewer.people().any(|person| volunteer.person == Some(person));
    let is_there = volunteer.person.is_some() && (is_own || sees(ctx, &volunteer.unit));
    if is_there { Ok(volunteer) } else { Err(Stop::Missing) }
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let volunteer = find(read, ctx)?;
    let Some(person) = volunteer.person else { return Err(Stop::Missing) };
    let mut coming = Vec::new();
    for signup in signups::list_of(read, person, read.now, 30)? {
        let shift = shifts::get(read, signup.shift)?;
        let state = ctx.word("signup_state", signup.state.code());
        coming.push((
            shift.href(),
            format!("{} {}", shift.plan.starts_at, shift.plan.role),
            state,
            super::shift::tone(signup.state).class(),
        ));
    }
    let filter =
        Filter { person: Some(person.0), class: Some("volunteer".into()), ..Filter::of(crate::facts::SERVED.name) };
    let minutes = ctx.figure(read, &Query { measure: Measure::Sum, filter: filter.clone() })?.value();
    let services = ctx.figure(read, &Query { measure: Measure::Facts, filter })?.value();
    let is_own = ctx.viewer.people().any(|one| one == person);
    let button = |act| ctx.act_form(act).at("id", volunteer.id);
    let mut buttons = Vec::new();
    if volunteer.state == Standing::Active && ctx.viewer.is_able::<PauseVolunteer>(&volunteer) {
        buttons.push(button("volunteer.pause").quiet().html());
    }
    if volunteer.state == Standing::Paused && ctx.viewer.is_able::<ResumeVolunteer>(&volunteer) {
        buttons.push(button("volunteer.resume").html());
    }
    if volunteer.state != Standing::Left && ctx.viewer.is_able::<LeaveVolunteers>(&volunteer) {
        buttons.push(button("volunteer.leave").grave().html());
    }
    let may_edit = volunteer.state != Standing::Left && ctx.viewer.is_able::<EditVolunteer>(&volunteer);
    let edit = may_edit.then(|| {
        let form = join::with_choices(read, ctx, button("volunteer.edit"), Some(&volunteer.card))?;
        let form = ["person_name", "phone", "volunteer_unit", "consent", "shift"]
            .iter()
            .fold(form, |form, field| form.without(field));
        Ok::<_, Stop>(form.html())
    });
    let may_see = ctx.viewer.is_able::<IssueCertificate>(&Holder(person));
    let page = CardPage {
        ctx,
        tone: tone(&volunteer.state).class(),
        phone: volunteer.phone.as_ref().map(|phone| phone.0.clone()).unwrap_or_default(),
        skills: words(ctx, "skill", &volunteer.card.skills),
        languages: words(ctx, "language", &volunteer.card.languages),
        proofs: qualifications::shown(ctx, &volunteer, proofs::list(read, volunteer.id)?),
        add_proof: qualifications::add_form(ctx, &volunteer),
        shifts: coming,
        hours: hours_text(minutes),
        services,
        edit: edit.transpose()?,
        buttons,
        record: may_see.then(|| if is_own { "/record".into() } else { format!("/record?person={person}") }),
        volunteer: &volunteer,
    };
    let title =
        if volunteer.name.is_empty() { ctx.t("volunteer.nameless").into_owned() } else { volunteer.name.clone() };
    let html = Page::html(title, &page)?;
    Ok(if is_own { html } else { html.below(ctx.t("volunteer.list"), "/volunteers") })
}

pub(crate) fn pause(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let volunteer = volunteers::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<PauseVolunteer>(&volunteer)?;
    let volunteer = tx.commit(volunteer.pause(may)?, volunteers::save)?;
    Ok(Done::at(volunteer.href()).id(volunteer.id))
}

pub(crate) fn resume(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let volunteer = volunteers::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<ResumeVolunteer>(&volunteer)?;
    let volunteer = tx.commit(volunteer.resume(may)?, volunteers::save)?;
    Ok(Done::at(volunteer.href()).id(volunteer.id))
}

/// The card and its qualifications are emptied; the hours served stand.
pub(crate) fn leave(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let volunteer = volunteers::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<LeaveVolunteers>(&volunteer)?;
    let ahead = volunteer.person.map(|person| signups::count_ahead(tx, person)).transpose()?.unwrap_or(0);
    let change = volunteer.leave(may, ahead.max(0) as usize)?;
    let volunteer = tx.commit(change, |tx, volunteer| {
        proofs::delete_all(tx, volunteer.id)?;
        volunteers::save(tx, volunteer)
    })?;
    Ok(Done::at(volunteer.href()).id(volunteer.id))
}

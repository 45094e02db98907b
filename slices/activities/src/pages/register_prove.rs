//! Proving the telephone: the code that came makes a registration of what was sent.

use super::register::{send_code, wrong_code};
use super::registration_desk::Desk;
use super::registration_form::party_words;
use crate::rules::{ProveRegistration, Receipt, Registration, Side, Standing};
use crate::store::{activities, entries, registrations, sessions};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::NewPerson;
use ground::stop::{OrMissing, Stop};
use logic::refusal::Refusal;
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// The code that came.
    pub(crate) struct Form {
        code: String = line().min(6).max(6),
    }
}

#[derive(Template)]
#[template(path = "register_prove.html")]
struct ProvePage<'a> {
    ctx: &'a Ctx,
    registration: &'a Registration,
    phone: String,
    words: Vec<(String, String)>,
    form: String,
    again: String,
}

/// A number as one shows it where others may look on.
pub(crate) fn masked(phone: &str) -> String {
    let count = phone.chars().count();
    let is_shown = |at: usize| at < 3 || at + 4 >= count;
    phone.chars().enumerate().map(|(at, digit)| if is_shown(at) { digit } else { '*' }).collect()
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let activity = activities::get(read, ctx.at("id")?)?;
    let registration = registrations::get(read, activity.id, ctx.at::<Receipt>("receipt")?)?;
    if !matches!(registration.state, Standing::Pending { .. }) {
        return Ok(Page::Redirect(registration.href()));
    }
    let entry = entries::find(read, activity.id)?.or_missing()?;
    let sessions = sessions::list(read, activity.id)?;
    let form = |act| ctx.act_form(act).at("id", activity.id).at("receipt", registration.receipt);
    let page = ProvePage {
        ctx,
        phone: masked(&registration.phone.as_ref().map(|phone| phone.0.clone()).unwrap_or_default()),
        words: party_words(ctx, (&entry, &sessions), &registration),
        form: form("registration.prove").html(),
        again: form("registration.code_again").quiet().html(),
        registration: &registration,
    };
    Ok(Page::html(ctx.t("registration.prove.title"), &page)?.below(&activity.plan.title, activity.href()))
}

/// The code is tried first, at the cost of a try; only then does anyone come to the desk.
pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let id = ctx.at("id")?;
    let sent = registrations::get(tx, id, ctx.at::<Receipt>("receipt")?)?;
    let may = ctx.viewer.may::<ProveRegistration>(&sent)?;
    let (Standing::Pending { until }, Some(phone)) = (&sent.state, &sent.phone) else {
        return Ok(Done::at(sent.href()));
    };
    Refusal::new("registration.lapsed").unless(tx.now < *until)?;
    if !tx.try_code(phone, &form.code)? {
        return Ok(Done::refused(wrong_code()));
    }
    tx.forget_code(phone)?;
    let new = NewPerson { name: sent.name.clone(), phone: Some(phone.clone()), ..NewPerson::default() };
    let person = tx.find_or_record_person(&new)?;
    let mut desk = Desk::open(tx, id)?;
    let sent = sent.counted(&desk.entry.sheet);
    let arrived = desk.arrive(tx, may, (sent, false), Side::Guest, person)?;
    desk.close(tx)?;
    let registration = arrived.registration();
    Ok(Done::at(registration.href()).id(registration.id).say(arrived.word()))
}

/// Another code, as the first one did not come.
pub(crate) fn code_again(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let id = ctx.at("id")?;
    let sent = registrations::get(tx, id, ctx.at::<Receipt>("receipt")?)?;
    let _may = ctx.viewer.may::<crate::rules::SendCodeAgain>(&sent)?;
    let entry = entries::find(tx, id)?.or_missing()?;
    let (Standing::Pending { .. }, Some(phone)) = (&sent.state, &sent.phone) else {
        return Ok(Done::at(sent.href()));
    };
    send_code(tx, id, &entry, phone)?;
    Ok(Done::at(format!("/activities/{id}/register/{}", sent.receipt)))
}

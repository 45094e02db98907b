//! A registration's own page, known by its receipt: how far it is, and what can be done about it. Those who run the activity
//! see and do the same, without the times that bind guests.

use super::registration_desk::Desk;
use super::registration_form::{self, Form, keep_files, party_words, read_party};
use crate::rules::{
    AcceptOffer, Activity, ApproveRegistration, CancelRegistration, ChangeRegistration, DeclineOffer, EnterForOther,
    Entry, Receipt, RefuseRegistration, Registration, Side, Standing, TransferRegistration, Way,
};
use crate::store::{activities, entries, registrations, sessions};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::NewPerson;
use ground::stop::{OrMissing, Stop};
use logic::form::Phone;
use logic::form::sheet::{Answers, Ask, Sheet};
use logic::refusal::Refusal;
use web::{Answer, Ctx, Done, Page, Tone};

logic::form! {
    /// Who comes instead.
    pub(crate) struct TransferForm {
        person_name: String = line().min(2).max(40),
        phone: Phone = phone(),
    }
}

logic::form! {
    /// Why not.
    pub(crate) struct RefuseForm {
        reason: String = line().min(2),
    }
}

#[derive(Template)]
#[template(path = "registration.html")]
struct RegistrationPage<'a> {
    ctx: &'a Ctx,
    activity: &'a Activity,
    registration: &'a Registration,
    tone: &'static str,
    lead: String,
    phone: String,
    words: Vec<(String, String)>,
    files: Vec<(String, String)>,
    now: Vec<String>,
    panels: Vec<String>,
    change: Option<String>,
    transfer: Option<String>,
    cancel: Option<String>,
}

/// How a state looks.
pub(crate) fn tone(state: &Standing) -> Tone {
    match state {
        Standing::Confirmed => Tone::Good,
        Standing::Offered { .. } => Tone::Warn,
        Standing::Requested | Standing::Entered | Standing::Waiting => Tone::Active,
        Standing::Pending { .. } | Standing::Cancelled => Tone::Plain,
        Standing::Refused { .. } | Standing::Lapsed => Tone::Bad,
    }
}

/// Whose side the reader is on.
pub(crate) fn side(ctx: &Ctx, activity: &Activity) -> Side {
    if ctx.viewer.is_able::<EnterForOther>(activity) { Side::Host } else { Side::Guest }
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let activity = activities::get(read, ctx.at("id")?)?;
    let registration = registrations::get(read, activity.id, ctx.at::<Receipt>("receipt")?)?;
    if matches!(registration.state, Standing::Pending { .. }) {
        return Ok(Page::Redirect(format!("{}/register/{}", activity.href(), registration.receipt)));
    }
    let entry = entries::find(read, activity.id)?.or_missing()?;
    let all = sessions::list(read, activity.id)?;
    let side = side(ctx, &activity);
    let form = |act| ctx.act_form(act).at("id", activity.id).at("receipt", registration.receipt);
    let is_free = registration.state.is_live() && (side == Side::Host || read.now < entry.cut_off);
    let is_given = registration.state == Standing::Confirmed && is_free;
    let asked: &[_] = if entry.asks_session { &all } else { &[] };
    let change =
        || registration_form::draw(form("registration.change"), (&entry, asked), (Some(&registration), side)).html();
    let phone = registration.phone.as_ref().map(|phone| phone.0.clone()).unwrap_or_default();
    let page = RegistrationPage {
        ctx,
        tone: tone(&registration.state).class(),
        lead: lead(read, ctx, &entry, &registration)?,
        phone: if side == Side::Host { phone } else { super::register_prove::masked(&phone) },
        words: party_words(ctx, (&entry, &all), &registration),
        files: if side == Side::Host { files(&entry, &registration) } else { Vec::new() },
        panels: ctx.panels(read, "registration", Some(registration.id.0))?,
        now: now_forms(&registration, side, form),
        change: is_free.then(change),
        transfer: is_given.then(|| form("registration.transfer").html()),
        cancel: is_free.then(|| form("registration.cancel").grave().html()),
        activity: &activity,
        registration: &registration,
    };
    let title = ctx.fill("registration.number", &[("n", &registration.number.to_string())]);
    let page = Page::html(title, &page)?.below(&activity.plan.title, activity.href());
    let list = format!("{}/registrations", activity.href());
    Ok(if side == Side::Host { page.below(ctx.t("registration.list"), list) } else { page })
}

/// Files that were given as answers, with their addresses.
fn files(entry: &Entry, registration: &Registration) -> Vec<(String, String)> {
    let asked = entry.sheet.questions.iter().filter(|question| question.ask == Ask::File);
    let given = asked.filter_map(|question| {
        let values = registration.answers.0.get(&question.name)?;
        Some((question.words(values), format!("{}/files/{}", registration.href(), question.name)))
    });
    given.collect()
}

/// What waits for an answer now.
fn now_forms<'a>(
    registration: &Registration,
    side: Side,
    form: impl Fn(&'static str) -> web::FormView<'a>,
) -> Vec<String> {
    match (&registration.state, side) {
        (Standing::Offered { .. }, _) => {
            vec![form("registration.accept").in_a_row().html(), form("registration.decline").quiet().html()]
        }
        (Standing::Requested, Side::Host) => {
            vec![form("registration.approve").in_a_row().html(), form("registration.refuse").html()]
        }
        (Standing::Entered | Standing::Waiting, Side::Host) => vec![form("registration.refuse").html()],
        _ => Vec::new(),
    }
}

/// What the state means for the one who registered.
fn lead(read: &Read, ctx: &Ctx, entry: &Entry, registration: &Registration) -> Result<String, Stop> {
    Ok(match &registration.state {
        Standing::Waiting => {
            let position = registrations::position(read, registration.activity, registration.turn)?;
            ctx.n("registration.position", position)
        }
        Standing::Offered { until } => ctx.fill("registration.offer_until", &[("until", &until.to_string())]),
        Standing::Refused { reason } => ctx.fill("registration.refused_for", &[("reason", reason)]),
        Standing::Entered if entry.way == Way::Lottery => ctx.n("registration.in_draw", registration.number),
        state => ctx.word("registration_lead", state.code()),
    })
}

/// The desk and the registration its receipt tells.
fn at_desk(tx: &mut Tx, ctx: &Ctx) -> Result<(Desk, Registration, Side), Stop> {
    let receipt = ctx.at::<Receipt>("receipt")?;
    let desk = Desk::open(tx, ctx.at("id")?)?;
    let registration = desk.find(tx, receipt)?;
    let side = side(ctx, &desk.activity);
    Ok((desk, registration, side))
}

fn done(registration: &Registration) -> Done {
    Done::at(registration.href()).id(registration.id)
}

pub(crate) fn accept(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let (mut desk, registration, _) = at_desk(tx, ctx)?;
    let may = ctx.viewer.may::<AcceptOffer>(&registration)?;
    let registration = desk.step(tx, |hall| registration.accept(may, hall))?;
    desk.close(tx)?;
    Ok(done(&registration))
}

pub(crate) fn decline(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let (mut desk, registration, _) = at_desk(tx, ctx)?;
    let may = ctx.viewer.may::<DeclineOffer>(&registration)?;
    let registration = desk.step(tx, |hall| registration.decline(may, hall))?;
    desk.close(tx)?;
    Ok(done(&registration))
}

pub(crate) fn cancel(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let (mut desk, registration, side) = at_desk(tx, ctx)?;
    let may = ctx.viewer.may::<CancelRegistration>(&registration)?;
    let registration = desk.step(tx, |hall| registration.cancel(may, hall, side))?;
    desk.close(tx)?;
    Ok(done(&registration))
}

pub(crate) fn change(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let (mut desk, registration, side) = at_desk(tx, ctx)?;
    let may = ctx.viewer.may::<ChangeRegistration>(&registration)?;
    let (entry, sessions) = registration_form::offered(tx, &desk)?;
    let (mut party, filled) = read_party((entry, &sessions), &form, &ctx.input, (&registration.answers, side))?;
    keep_files(tx, ctx, &mut party, filled)?;
    let changed = (party.party, party.companions, party.answers);
    let registration = desk.step(tx, |hall| registration.change(may, hall, side, changed))?;
    desk.close(tx)?;
    Ok(done(&registration))
}

/// Somebody else comes; they are told, and theirs is a new receipt. What was written by hand stays with the one who wrote it.
pub(crate) fn transfer(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: TransferForm = ctx.form()?;
    let (mut desk, registration, side) = at_desk(tx, ctx)?;
    let may = ctx.viewer.may::<TransferRegistration>(&registration)?;
    let new = NewPerson { name: form.person_name, phone: Some(form.phone), ..NewPerson::default() };
    let person = tx.find_or_record_person(&new)?;
    let known = registrations::find_live(tx, desk.activity.id, person)?;
    let is_other = known.as_ref().is_some_and(|known| known.id != registration.id);
    Refusal::new("registration.known_already").unless(!is_other)?;
    let answers = only_choices(&desk.entry.sheet, &registration.answers);
    let registration = Registration { answers, companions: String::new(), ..registration };
    let receipt = crate::rules::receipt(ground::clock::random());
    let registration = desk.step(tx, |hall| registration.transfer(may, hall, side, (person, receipt)))?;
    desk.close(tx)?;
    Ok(match side {
        Side::Host => done(&registration),
        Side::Guest => Done::at(format!("/activities/{}/register", registration.activity)),
    })
}

fn only_choices(sheet: &Sheet, answers: &Answers) -> Answers {
    let is_choice = |name: &str| {
        sheet.question(name).is_some_and(|question| matches!(question.ask, Ask::One | Ask::Many | Ask::Yes))
    };
    let kept = answers.0.iter().filter(|(name, _)| is_choice(name));
    Answers(kept.map(|(name, values)| (name.clone(), values.clone())).collect())
}

pub(crate) fn approve(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let (mut desk, registration, _) = at_desk(tx, ctx)?;
    let may = ctx.viewer.may::<ApproveRegistration>(&desk.activity)?;
    let registration = desk.step(tx, |hall| registration.approve(may, hall))?;
    desk.close(tx)?;
    Ok(done(&registration))
}

pub(crate) fn refuse(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: RefuseForm = ctx.form()?;
    let (mut desk, registration, _) = at_desk(tx, ctx)?;
    let may = ctx.viewer.may::<RefuseRegistration>(&desk.activity)?;
    let registration = desk.step(tx, |hall| registration.refuse(may, hall, form.reason))?;
    desk.close(tx)?;
    Ok(done(&registration))
}

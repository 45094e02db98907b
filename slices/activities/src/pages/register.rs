//! Registering: the form, open to everyone; who has not signed in proves their telephone next.

use super::registration_desk::Desk;
use super::registration_form::{self, Form, contact, keep_files, pending, read_party};
use crate::rules::{
    Activity, ActivityId, EnterForOther, Entry, JoinActivity, PENDING_SECONDS, Places, Quota, Scope, SendRegistration,
    Session, Side, check_open,
};
use crate::store::{activities, entries, registrations, sessions};
use askama::Template;
use ground::db::{Read, Tx};
use ground::identity::{Limit, limit, new_code};
use ground::jobs;
use ground::stop::{OrMissing, Stop};
use logic::act::Job;
use logic::form::Phone;
use logic::form::sheet::Answers;
use logic::refusal::Refusal;
use web::{Answer, Ctx, Done, Page};

/// Codes to one telephone.
const ONE_PHONE: Limit = Limit { name: "code_phone", count: 3, seconds: 300 };

#[derive(Template)]
#[template(path = "register.html")]
struct RegisterPage<'a> {
    ctx: &'a Ctx,
    activity: &'a Activity,
    entry: &'a Entry,
    quotas: Vec<QuotaShown>,
    closed: Option<String>,
    form: Option<String>,
}

/// A quota as the public sees it.
pub(crate) struct QuotaShown {
    pub(crate) name: String,
    pub(crate) places: i64,
    pub(crate) free: i64,
}

/// The activity with its settings, for those who may see it.
pub(crate) fn find(read: &Read, ctx: &Ctx) -> Result<(Activity, Entry), Stop> {
    let activity = activities::get(read, ctx.at("id")?)?;
    let is_seen = activity.is_public() || ctx.viewer.is_able::<EnterForOther>(&activity);
    let entry = entries::find(read, activity.id)?.filter(|_| is_seen).or_missing()?;
    Ok((activity, entry))
}

/// The quotas in words, the total first.
pub(crate) fn shown(ctx: &Ctx, entry: &Entry, sessions: &[Session], places: &Places) -> Vec<QuotaShown> {
    let name = |quota: &Quota| quota_name(ctx, entry, sessions, &quota.scope);
    let mut quotas: Vec<_> = places.0.iter().collect();
    quotas.sort_by_key(|quota| quota.scope.clone());
    let shown = |quota: &Quota| QuotaShown { name: name(quota), places: quota.places, free: quota.free().max(0) };
    quotas.into_iter().map(shown).collect()
}

/// Whom a quota counts, in words.
pub(crate) fn quota_name(ctx: &Ctx, entry: &Entry, sessions: &[Session], scope: &Scope) -> String {
    match scope {
        Scope::Total => ctx.t("registration.total").into_owned(),
        Scope::Session(id) => sessions
            .iter()
            .find(|session| session.id == *id)
            .map_or_else(|| ctx.t("registration.session_gone").into_owned(), registration_form::session_words),
        Scope::Group(group) => ctx.word("audience", group),
        Scope::Role(role) => role.clone(),
        Scope::Answer(option) => entry
            .sheet
            .option(option)
            .map_or_else(|| option.clone(), |(question, words)| format!("{}：{words}", question.label)),
    }
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let (activity, entry) = find(read, ctx)?;
    let all = sessions::list(read, activity.id)?;
    let places = entries::places(read, activity.id)?;
    let closed = check_open(&activity, &entry, Side::Guest, ctx.viewer.now).err().map(|refusal| ctx.why(&refusal));
    let chosen: &[Session] = if entry.asks_session { &all } else { &[] };
    let form = closed.is_none().then(|| {
        let form = |act| ctx.act_form(act).at("id", activity.id);
        let form = match ctx.viewer.person {
            Some(_) => form("registration.join").without("person_name").without("phone"),
            None => form("registration.send").required("person_name").required("phone"),
        };
        registration_form::draw(form, (&entry, chosen), (None, Side::Guest)).html()
    });
    let quotas = shown(ctx, &entry, &all, &places);
    let page = RegisterPage { ctx, quotas, closed, form, activity: &activity, entry: &entry };
    let title = ctx.fill("registration.register_for", &[("title", &activity.plan.title)]);
    Ok(Page::html(title, &page)?.below(&activity.plan.title, activity.href()))
}

/// Who has signed in registers at once.
pub(crate) fn join(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let person = ctx.viewer.person.or_missing()?;
    let (activity, _) = find(tx, ctx)?;
    let mut desk = Desk::open(tx, activity.id)?;
    let may = ctx.viewer.may::<JoinActivity>(&desk.activity)?;
    let (entry, sessions) = registration_form::offered(tx, &desk)?;
    let (mut party, filled) = read_party((entry, &sessions), &form, &ctx.input, (&Answers::default(), Side::Guest))?;
    keep_files(tx, ctx, &mut party, filled)?;
    let until = tx.now.plus_seconds(PENDING_SECONDS);
    let registration = pending(tx, (desk.activity.id, until), (String::new(), None), party);
    let arrived = desk.arrive(tx, may, (registration, true), Side::Guest, person)?;
    desk.close(tx)?;
    let registration = arrived.registration();
    Ok(Done::at(registration.href()).id(registration.id).say(arrived.word()))
}

/// Who has not is kept for a while, without a place, until the telephone is proven.
pub(crate) fn send(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let (activity, entry) = find(tx, ctx)?;
    let _may = ctx.viewer.may::<SendRegistration>(&activity)?;
    check_open(&activity, &entry, Side::Guest, tx.now)?;
    let (name, phone) = contact(&form)?;
    let asked = if entry.asks_session { sessions::list(tx, activity.id)? } else { Vec::new() };
    let (mut party, filled) = read_party((&entry, &asked), &form, &ctx.input, (&Answers::default(), Side::Guest))?;
    keep_files(tx, ctx, &mut party, filled)?;
    send_code(tx, activity.id, &entry, &phone)?;
    let until = tx.now.plus_seconds(PENDING_SECONDS);
    let registration = pending(tx, (activity.id, until), (name, Some(phone)), party);
    registrations::insert(tx, &registration)?;
    Ok(Done::at(format!("/activities/{}/register/{}", activity.id, registration.receipt)))
}

/// A code to the telephone; none to one that is not invited, though the answer is the same.
pub(crate) fn send_code(tx: &mut Tx, activity: ActivityId, entry: &Entry, phone: &Phone) -> Result<(), Stop> {
    limit(tx, ONE_PHONE, &phone.0)?;
    let code = new_code();
    tx.keep_code(phone, &code)?;
    if entry.way != crate::rules::Way::Invitation || entries::is_invited(tx, activity, phone)? {
        jobs::enqueue(tx, &Job { kind: "code.send", payload: format!("{phone} {code}"), due: tx.now })?;
    }
    Ok(())
}

/// The refusal of a wrong code.
pub(crate) fn wrong_code() -> Refusal {
    Refusal::new("wrong_code")
}

//! Those who run an activity: who has registered, someone who telephones, all answers as a sheet.

use super::registration::tone;
use super::registration_desk::Desk;
use super::registration_form::{self, Form, contact, keep_files, party_words, pending, read_party, session_words};
use crate::rules::{Activity, EnterForOther, PENDING_SECONDS, RegistrationId, Session, Side, Standing};
use crate::store::registrations::Filter;
use crate::store::{activities, entries, registrations, sessions};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::NewPerson;
use ground::stop::{OrMissing, Stop};
use logic::act::Who::SignedIn;
use logic::form::sheet::Answers;
use logic::form::{Field, choice, line, pick};
use paper::Sheet;
use web::{Answer, Cell, Choice, Column, Ctx, Done, ListEntry, Page, Row, Rows, Window};

pub(crate) const REGISTRATIONS: ListEntry = ListEntry {
    name: "registration.list",
    path: "/activities/{id}/registrations",
    who: &[SignedIn],
    columns: &[
        Column::text("entry_number"),
        Column::text("name"),
        Column::text("phone"),
        Column::number("party_size"),
        Column::text("session"),
        Column::text("group"),
        Column::text("party_role"),
        Column::text("state"),
        Column::text("since"),
    ],
    filters: FILTERS,
    read,
    page: Some(get),
};

const FILTERS: &[Field] = &[
    choice("registration_state", Standing::CODES).named("state", false),
    pick().named("session", false),
    line().named("q", false),
];

/// The activity, for those who run it; to others the list is not there.
pub(crate) fn run_by(read: &Read, ctx: &Ctx) -> Result<Activity, Stop> {
    let activity = activities::get(read, ctx.at("id")?)?;
    if ctx.viewer.is_able::<EnterForOther>(&activity) { Ok(activity) } else { Err(Stop::Missing) }
}

fn read(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let activity = run_by(read, ctx)?;
    let all = sessions::list(read, activity.id)?;
    let asked = |name| ctx.asked(name).map(str::to_owned);
    let filter = Filter { state: asked("state"), session: asked("session"), text: asked("q") };
    let total = registrations::count(read, activity.id, &filter)?;
    let some = registrations::list(read, activity.id, &filter, window.offset(), window.limit)?;
    let rows = some.into_iter().map(|one| {
        let session = one.party.session.and_then(|id| all.iter().find(|session| session.id == id));
        Row::to(
            one.href(),
            vec![
                Cell::Text(one.number.to_string()),
                Cell::Text(one.name.clone()),
                Cell::maybe(one.phone.as_ref().map(|phone| phone.0.clone())),
                Cell::Number(one.party.size),
                Cell::maybe(session.map(session_words)),
                Cell::maybe(one.party.audience.map(|group| ctx.word("audience", group))),
                Cell::maybe(one.party.role.clone()),
                Cell::Code("registration_state", one.state.code().into(), tone(&one.state)),
                Cell::Moment(one.since),
            ],
        )
    });
    let choices = all.iter().map(|session| Choice::new(session.id, session_words(session))).collect();
    Ok(Rows { rows: rows.collect(), total, choices: vec![("session", choices)] })
}

#[derive(Template)]
#[template(path = "registrations.html")]
struct Registrations<'a> {
    ctx: &'a Ctx,
    activity: &'a Activity,
    totals: Vec<(String, i64, i64)>,
    quotas: Vec<super::register::QuotaShown>,
    rosters: Vec<crate::store::rosters::Roster>,
    draws_lots: bool,
    table: String,
}

fn get(read: &Read, ctx: &Ctx) -> Answer {
    let activity = run_by(read, ctx)?;
    let Some(entry) = entries::find(read, activity.id)? else {
        return Ok(Page::Redirect(format!("{}/entry", activity.href())));
    };
    let all = sessions::list(read, activity.id)?;
    let places = entries::places(read, activity.id)?;
    let page = Registrations {
        ctx,
        totals: registrations::totals(read, activity.id)?,
        quotas: super::register::shown(ctx, &entry, &all, &places),
        rosters: crate::store::rosters::list(read, activity.id)?,
        draws_lots: entry.way == crate::rules::Way::Lottery,
        table: REGISTRATIONS.html(read, ctx)?,
        activity: &activity,
    };
    Ok(Page::html(ctx.t("registration.list"), &page)?.below(&activity.plan.title, activity.href()))
}

#[derive(Template)]
#[template(source = "<p>{{ lead }}</p><section class=\"card\">{{ form|safe }}</section>", ext = "html")]
struct Enter {
    lead: String,
    form: String,
}

/// The form for someone who telephones.
pub(crate) fn get_new(read: &Read, ctx: &Ctx) -> Answer {
    let activity = run_by(read, ctx)?;
    let entry = entries::find(read, activity.id)?.or_missing()?;
    let asked: Vec<Session> = if entry.asks_session { sessions::list(read, activity.id)? } else { Vec::new() };
    let form = ctx.act_form("registration.enter").at("id", activity.id).required("person_name").required("phone");
    let form = registration_form::draw(form, (&entry, &asked), (None, Side::Host)).html();
    let page = Page::html(
        ctx.t("registration.enter.title"),
        &Enter { lead: ctx.t("registration.enter.lead").into_owned(), form },
    )?;
    let list = format!("{}/registrations", activity.href());
    Ok(page.below(&activity.plan.title, activity.href()).below(ctx.t("registration.list"), list))
}

/// Someone who telephones: asked the same, bound by no times, and told by the one who types.
pub(crate) fn enter(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let mut desk = Desk::open(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<EnterForOther>(&desk.activity)?;
    let (name, phone) = contact(&form)?;
    let (entry, sessions) = registration_form::offered(tx, &desk)?;
    let (mut party, filled) = read_party((entry, &sessions), &form, &ctx.input, (&Answers::default(), Side::Host))?;
    keep_files(tx, ctx, &mut party, filled)?;
    let new = NewPerson { name: name.clone(), phone: Some(phone.clone()), ..NewPerson::default() };
    let person = tx.find_or_record_person(&new)?;
    let until = tx.now.plus_seconds(PENDING_SECONDS);
    let registration = pending(tx, (desk.activity.id, until), (name, Some(phone)), party);
    let arrived = desk.arrive(tx, may, (registration, true), Side::Host, person)?;
    desk.close(tx)?;
    let registration = arrived.registration();
    Ok(Done::at(registration.href()).id(registration.id).say(arrived.word()))
}

/// All registrations with all their answers.
pub(crate) fn answers(read: &Read, ctx: &Ctx) -> Answer {
    let activity = run_by(read, ctx)?;
    let entry = entries::find(read, activity.id)?.or_missing()?;
    let all = sessions::list(read, activity.id)?;
    let filter = Filter { state: None, session: None, text: None };
    let found = registrations::list(read, activity.id, &filter, 0, paper::sheet::MAX_ROWS as i64)?;
    let fixed = ["field.size", "field.session", "field.group", "field.party_role", "field.companions"];
    let own = ["column.entry_number", "field.person_name", "field.phone", "column.state"];
    let questions = &entry.sheet.questions;
    let labels = questions.iter().map(|question| question.label.clone());
    let head = own.iter().chain(&fixed).map(|key| ctx.t(key).into_owned()).chain(labels).collect();
    let rows = found.iter().map(|one| {
        let words = party_words(ctx, (&entry, &all), one);
        let said = |key: &&str| {
            let label = ctx.t(key);
            words.iter().find(|(name, _)| *name == label).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let answered = questions
            .iter()
            .map(|question| one.answers.0.get(&question.name).map(|values| question.words(values)).unwrap_or_default());
        let phone = one.phone.as_ref().map(|phone| phone.0.clone()).unwrap_or_default();
        let own = [one.number.to_string(), one.name.clone(), phone, ctx.word("registration_state", one.state.code())];
        own.into_iter().chain(fixed.iter().map(said)).chain(answered).collect()
    });
    let name = ctx.t("registration.answers").into_owned();
    let sheet = Sheet { name: name.clone(), rows: std::iter::once(head).chain(rows).collect() };
    Ok(Page::file(format!("{name}-{}.xlsx", activity.plan.title), super::XLSX, paper::to_xlsx(&[sheet])))
}

/// A file that was given as an answer.
pub(crate) fn file(read: &Read, ctx: &Ctx) -> Answer {
    let activity = run_by(read, ctx)?;
    let registration = registrations::get(read, activity.id, ctx.at("receipt")?)?;
    let answer = registration.answers.first(&ctx.at::<String>("question")?).map(str::to_owned).or_missing()?;
    let (hash, name) = answer.split_once(' ').or_missing()?;
    Ok(Page::Stored(hash.parse().ok().or_missing()?, name.into()))
}

/// A registration by the id that facts name: for those who run the activity.
pub(crate) fn by_id(read: &Read, ctx: &Ctx) -> Answer {
    let registration = registrations::find_by_id(read, ctx.at::<RegistrationId>("id")?)?.or_missing()?;
    let activity = activities::get(read, registration.activity)?;
    if ctx.viewer.is_able::<EnterForOther>(&activity) {
        return Ok(Page::Redirect(registration.href()));
    }
    Err(Stop::Missing)
}

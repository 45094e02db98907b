//! The desk at the door, as plain forms: found by receipt, entry number, name or the last digits of the telephone, and in by a
//! press. With a script the same page works from its own store, and without a network (`desk.js`, `worker.js`).

use super::attendance::{Entrance, run_by, session_choices, session_now, session_of};
use super::registration::tone;
use crate::rules::{
    Activity, ActivityId, Arrival, Attendance, CheckIn, Means, Receipt, Registration, RegistrationId, Session,
    SessionId, WalkIn,
};
use crate::store::attendance_rolls::{self as rolls, RollLine};
use crate::store::{activities, attendance, registrations, sessions};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::NewPerson;
use ground::stop::Stop;
use logic::code::{Audience, Channel};
use logic::form::Phone;
use logic::id::PersonId;
use logic::refusal::Refusal;
use logic::time::{Day, Instant};
use web::{Answer, Choice, Ctx, Done, Page};

logic::form! {
    /// Who comes in: what was scanned, typed or pressed.
    pub(crate) struct CheckInForm {
        code: String = line().max(300),
        session: Option<SessionId> = pick(),
        persons: Option<i64> = count().min(1).max(crate::rules::MOST),
        means: Option<Means> = choice("means", &["scan", "roll"]),
    }
}

logic::form! {
    /// Who walks in: a name and a telephone, or nobody by name.
    pub(crate) struct WalkInForm {
        person_name: Option<String> = line().min(2).max(40),
        phone: Option<Phone> = phone(),
        persons: Option<i64> = count().min(1).max(crate::rules::MOST),
        group: Option<Audience> = choice("audience", Audience::CODES),
        session: Option<SessionId> = pick(),
    }
}

/// The channel of a desk: where it stands, people come to the place.
pub(crate) const HERE: Channel = Channel::Onsite;

#[derive(Template)]
#[template(path = "attendance_desk.html")]
struct DeskPage<'a> {
    ctx: &'a Ctx,
    activity: &'a Activity,
    sessions: Vec<Choice>,
    session: String,
    q: String,
    found: Vec<FoundLine>,
    came: i64,
    walk_in: String,
    texts: String,
}

struct FoundLine {
    line: RollLine,
    state: String,
    tone: &'static str,
    session: Option<String>,
    came: Option<String>,
    form: Option<String>,
}

/// What was asked of the desk: in the address, or in the form that was wrong.
fn asked<'a>(ctx: &'a Ctx, name: &str) -> Option<&'a str> {
    ctx.asked(name).or_else(|| ctx.input.get(name).map(str::trim).filter(|value| !value.is_empty()))
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let activity = run_by(read, ctx)?;
    let all = sessions::list(read, activity.id)?;
    let now = ctx.viewer.now;
    let session = asked(ctx, "session").and_then(|id| id.parse().ok()).or_else(|| session_now(&all, now));
    let place = (activity.id, now.day(), session);
    let q = asked(ctx, "q").map(code_of).unwrap_or_default();
    let found = if q.is_empty() { Vec::new() } else { rolls::find(read, place, &q)? };
    let walk_in = ctx.act_form("attendance.walk_in").at("id", activity.id).value("persons", 1);
    let walk_in = match session {
        Some(session) => walk_in.hidden("session", session).without("session"),
        None => walk_in.without("session"),
    };
    let page = DeskPage {
        ctx,
        sessions: session_choices(&all),
        session: session.map(|id| id.to_string()).unwrap_or_default(),
        found: found.into_iter().map(|line| found_line(ctx, &activity, &all, session, line)).collect(),
        came: attendance::count_on(read, activity.id, session, now.day())?,
        walk_in: walk_in.html(),
        texts: super::desk_roll::texts(ctx)?,
        activity: &activity,
        q,
    };
    let list = format!("{}/attendance", activity.href());
    Ok(Page::html(ctx.t("attendance.desk"), &page)?
        .below(&activity.plan.title, activity.href())
        .below(ctx.t("attendance.list"), list))
}

fn found_line(
    ctx: &Ctx,
    activity: &Activity,
    all: &[Session],
    session: Option<SessionId>,
    line: RollLine,
) -> FoundLine {
    let may_come = line.state == "confirmed" && line.came_at.is_none();
    let form = may_come.then(|| {
        let form = ctx.act_form("attendance.check_in").at("id", activity.id).hidden("code", line.id);
        let form = form
            .without("code")
            .hidden("means", "roll")
            .without("means")
            .without("session")
            .in_a_row()
            .about(&line.name);
        let form = if let Some(session) = session { form.hidden("session", session) } else { form };
        if line.size > 1 { form.value("persons", line.size).html() } else { form.without("persons").html() }
    });
    let state = line.state.clone();
    FoundLine {
        tone: tone_of(&state),
        state: ctx.word("registration_state", &state),
        session: session_of(all, line.session),
        came: line.came_at.map(|at| ctx.fill("attendance.in_since", &[("at", &at.to_string())])),
        form,
        line,
    }
}

fn tone_of(state: &str) -> &'static str {
    use crate::rules::Standing::{Cancelled, Confirmed};
    tone(if state == "confirmed" { &Confirmed } else { &Cancelled }).class()
}

/// What is scanned is the address of the registration's page: its last part is the receipt.
pub(crate) fn code_of(text: &str) -> String {
    let text = text.trim().trim_end_matches('/');
    let code = if text.contains("/registrations/") { text.rsplit('/').next().unwrap_or(text) } else { text };
    if code.len() == logic::id::TEXT_LEN { code.to_lowercase() } else { code.to_owned() }
}

/// The registration that a receipt, an id of the roll or an entry number is of.
pub(crate) fn find_guest(read: &Read, ctx: &Ctx, activity: ActivityId, text: &str) -> Result<Registration, Stop> {
    let code = code_of(text);
    if let Ok(receipt) = code.parse::<Receipt>() {
        return match rolls::find_activity(read, receipt)? {
            Some(of) if of == activity => registrations::get(read, activity, receipt),
            Some(other) => Err(other_activity(read, ctx, other)?.into()),
            None => by_id(read, ctx, activity, RegistrationId(receipt.0)),
        };
    }
    let known = code.parse().ok().map(|number| registrations_by_number(read, activity, number)).transpose()?.flatten();
    known.ok_or_else(|| Refusal::new("attendance.unknown").into())
}

fn by_id(read: &Read, ctx: &Ctx, activity: ActivityId, id: RegistrationId) -> Result<Registration, Stop> {
    match registrations::find_by_id(read, id)? {
        Some(known) if known.activity == activity => Ok(known),
        Some(known) => Err(other_activity(read, ctx, known.activity)?.into()),
        None => Err(Refusal::new("attendance.unknown").into()),
    }
}

fn registrations_by_number(read: &Read, activity: ActivityId, number: i64) -> Result<Option<Registration>, Stop> {
    let id = attendance::find_by_number(read, activity, number)?;
    Ok(id.map(|id| registrations::find_by_id(read, id)).transpose()?.flatten())
}

/// A receipt of another activity: which one is told only to those who may see it.
fn other_activity(read: &Read, ctx: &Ctx, other: ActivityId) -> Result<Refusal, Stop> {
    let other = activities::get(read, other)?;
    let may_see = other.is_public() || ctx.viewer.is_able::<CheckIn>(&other);
    Ok(match may_see {
        true => Refusal::new("attendance.other_activity_named").with("title", &other.plan.title),
        false => Refusal::new("attendance.other_activity"),
    })
}

/// A party of the roll comes in.
pub(crate) fn admit(
    tx: &mut Tx,
    ctx: &Ctx,
    entrance: &Entrance,
    guest: &Registration,
    arrival: Arrival,
) -> Result<Attendance, Stop> {
    let may = ctx.viewer.may::<CheckIn>(&entrance.activity)?;
    let on = arrival.at.day();
    let mut earlier = attendance::find_of_party(tx, guest.id, entrance.session_id(), on)?;
    if let (None, Some(person)) = (&earlier, guest.person) {
        earlier = earlier_of(tx, entrance, person, on)?;
    }
    let change = entrance.door().check_in(may, guest, earlier.as_ref(), arrival)?;
    tx.commit(change, attendance::insert)
}

/// Somebody who had not registered comes in; one who had, by their registration.
pub(crate) fn walk_in(
    tx: &mut Tx,
    ctx: &Ctx,
    entrance: &Entrance,
    who: Option<(String, Phone)>,
    arrival: Arrival,
) -> Result<Attendance, Stop> {
    let may = ctx.viewer.may::<WalkIn>(&entrance.activity)?;
    let Some((name, phone)) = who else {
        let change = entrance.door().walk_in(may, None, None, arrival)?;
        return tx.commit(change, attendance::insert);
    };
    let new = NewPerson { name, phone: Some(phone), ..NewPerson::default() };
    let person = tx.find_or_record_person(&new)?;
    let earlier = earlier_of(tx, entrance, person, arrival.at.day())?;
    let known = registrations::find_live(tx, entrance.activity.id, person)?;
    let is_for_here = |guest: &Registration| {
        let is_confirmed = guest.state == crate::rules::Standing::Confirmed;
        is_confirmed && guest.party.session.is_none_or(|chosen| Some(chosen) == entrance.session_id())
    };
    if let Some(guest) = known.filter(is_for_here).filter(|_| earlier.is_none()) {
        let persons = arrival.persons.map(|persons| persons.min(guest.party.size));
        return admit(tx, ctx, entrance, &guest, Arrival { persons, ..arrival });
    }
    let change = entrance.door().walk_in(may, Some(person), earlier.as_ref(), arrival)?;
    tx.commit(change, attendance::insert)
}

fn earlier_of(read: &Read, entrance: &Entrance, person: PersonId, on: Day) -> Result<Option<Attendance>, Stop> {
    Ok(attendance::find_of_person(read, entrance.activity.id, person, entrance.session_id(), on)?)
}

/// An arrival at this moment.
pub(crate) fn arrival(tx: &Tx, at: Instant, means: Means) -> Arrival {
    let pass = crate::rules::Pass(ground::clock::random().into());
    Arrival { id: tx.new_id(), pass, at, persons: None, audience: None, means }
}

fn done(ctx: &Ctx, activity: ActivityId, one: &Attendance) -> Done {
    let session = asked(ctx, "session").map(|session| format!("?session={session}")).unwrap_or_default();
    Done::at(format!("/activities/{activity}/desk{session}")).id(one.id)
}

pub(crate) fn check_in(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: CheckInForm = ctx.form()?;
    let activity = run_by(tx, ctx)?;
    let guest = find_guest(tx, ctx, activity.id, &form.code)?;
    let entrance = Entrance::open(tx, activity, form.session, HERE)?;
    let arrival = arrival(tx, tx.now, form.means.unwrap_or(Means::Scan));
    let one = admit(tx, ctx, &entrance, &guest, Arrival { persons: form.persons, ..arrival })?;
    Ok(done(ctx, one.activity, &one))
}

pub(crate) fn post_walk_in(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: WalkInForm = ctx.form()?;
    let activity = run_by(tx, ctx)?;
    let entrance = Entrance::open(tx, activity, form.session, HERE)?;
    let arrival = arrival(tx, tx.now, Means::WalkIn);
    let arrival = Arrival { persons: form.persons, audience: form.group, ..arrival };
    let one = walk_in(tx, ctx, &entrance, who(form.person_name, form.phone)?, arrival)?;
    Ok(done(ctx, one.activity, &one))
}

/// Name and telephone together make a person; neither makes nobody in particular.
pub(crate) fn who(name: Option<String>, phone: Option<Phone>) -> Result<Option<(String, Phone)>, Refusal> {
    match (name, phone) {
        (None, None) => Ok(None),
        (Some(name), Some(phone)) => Ok(Some((name, phone))),
        _ => Err(Refusal::new("attendance.half_named")),
    }
}

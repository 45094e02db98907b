//! What phones kept is sent: each entry done once by its own id, at the moment it happened, by our clock; what cannot be done is
//! told and waits on the list of conflicts.

use super::attendance::{Entrance, run_by, session_choices, session_of};
use super::attendance_desk::{HERE, admit, arrival, walk_in, who};
use super::desk_roll::{data, millis};
use crate::attendance_facts as facts;
use crate::rules::{
    Activity, Arrival, Attendance, CheckIn, DeskEntry, DismissEntry, EntryId, Means, SessionId, SettleEntry, SyncDesk,
    clock_ahead, corrected,
};
use crate::store::desk_entries::{self, Conflict};
use crate::store::{registrations, sessions};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::{OrMissing, Stop};
use logic::act::Change;
use logic::form::{Field, Phone, Problems, Single as _};
use logic::refusal::Refusal;
use logic::time::{Day, Instant};
use serde::Deserialize;
use serde_json::json;
use web::{Answer, Ctx, Done, Page};

/// The most entries of one message.
const MOST_ENTRIES: usize = 50;

logic::form! {
    /// Entries as the script writes them, and what the phone's clock says now, in milliseconds.
    pub(crate) struct SyncForm {
        entries: String = text().max(60_000),
        phone_now: i64 = amount().min(0).max(9_000_000_000_000),
    }
}

logic::form! {
    /// An entry that could not be done, tried again: on this day, at this session.
    pub(crate) struct SettleForm {
        day: Option<Day> = day(),
        session: Option<SessionId> = pick(),
    }
}

/// An entry as the script writes it.
#[derive(Deserialize)]
struct Sent {
    id: String,
    #[serde(default)]
    registration: String,
    #[serde(default)]
    session: String,
    #[serde(default)]
    persons: i64,
    #[serde(default)]
    name: String,
    #[serde(default)]
    phone: String,
    at: i64,
}

impl Sent {
    /// Read with the same care as a form; nothing if it is none of ours.
    fn read(&self, ahead: i64, now: Instant) -> Option<DeskEntry> {
        let said_at = Instant(self.at.checked_mul(1_000)?);
        let line = |text: &str, max| {
            let field = Field { max, ..logic::form::line() };
            let given = Some(text.trim()).filter(|text| !text.is_empty());
            given.map(|text| String::from_value(&field, text)).transpose().ok()
        };
        let phone = Some(self.phone.trim()).filter(|phone| !phone.is_empty());
        Some(DeskEntry {
            id: self.id.parse().ok()?,
            registration: optional(&self.registration)?,
            session: optional(&self.session)?,
            persons: Some(self.persons).filter(|persons| (0..=crate::rules::MOST).contains(persons))?,
            audience: None,
            name: line(&self.name, 40)?,
            phone: phone.map(|phone| Phone::from_value(&logic::form::phone(), phone)).transpose().ok()?,
            said_at,
            at: corrected(said_at, ahead, now),
        })
    }
}

/// An id, or nothing where nothing stands; no answer if it is neither.
fn optional<T: std::str::FromStr>(text: &str) -> Option<Option<T>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

pub(crate) fn sync(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: SyncForm = ctx.form()?;
    let activity = run_by(tx, ctx)?;
    let may = ctx.viewer.may::<SyncDesk>(&activity)?;
    let sent: Vec<Sent> = serde_json::from_str(&form.entries).map_err(|_| Problems::one("entries", "not_text"))?;
    Refusal::new("attendance.too_many_entries").unless(sent.len() <= MOST_ENTRIES)?;
    let ahead = clock_ahead(Instant(form.phone_now.saturating_mul(1_000)), tx.now);
    let mut ids = Vec::new();
    let mut new = 0;
    for one in &sent {
        let entry = one.read(ahead, tx.now).ok_or_else(|| Problems::one("entries", "not_text"))?;
        ids.push(entry.id.to_string());
        if desk_entries::find_outcome(tx, activity.id, entry.id)?.is_none() {
            take(tx, ctx, &activity, &entry)?;
            new += 1;
        }
    }
    let href = format!("{}/desk/outcomes?ahead={ahead}&ids={}", activity.href(), ids.join("."));
    if new > 0 {
        let fact = activity.fact(&facts::DESK_SYNCED, tx.now.day()).quantity(new);
        tx.commit(Change::new(may, activity, fact), |_, _| Ok(()))?;
    }
    Ok(Done::at(href))
}

/// One entry: in, or kept with the reason why not. What is refused leaves nothing behind but that.
fn take(tx: &mut Tx, ctx: &Ctx, activity: &Activity, entry: &DeskEntry) -> Result<(), Stop> {
    let done = tx.step(|tx| let_in(tx, ctx, activity, entry, None));
    let (outcome, attendance) = match done {
        Ok(one) => ("in", Some(one.id)),
        Err(Stop::Refused(refusal)) => (refusal.code, None),
        Err(Stop::Missing) => ("attendance.unknown", None),
        Err(stop) => return Err(stop),
    };
    Ok(desk_entries::insert(tx, (activity.id, ctx.viewer.account), entry, (outcome, attendance))?)
}

fn let_in(
    tx: &mut Tx,
    ctx: &Ctx,
    activity: &Activity,
    entry: &DeskEntry,
    settled: Option<(Instant, Option<SessionId>)>,
) -> Result<Attendance, Stop> {
    let (at, session) = settled.unwrap_or((entry.at, entry.session));
    let entrance = Entrance::open(tx, activity.clone(), session, HERE)?;
    let persons = Some(entry.persons).filter(|persons| *persons > 0);
    let means = if entry.registration.is_some() { Means::Roll } else { Means::WalkIn };
    let arrival = Arrival { persons, audience: entry.audience, ..arrival(tx, at, means) };
    let Some(id) = entry.registration else {
        return walk_in(tx, ctx, &entrance, who(entry.name.clone(), entry.phone.clone())?, arrival);
    };
    let guest = registrations::find_by_id(tx, id)?.or_missing()?;
    let is_gone = guest.activity == activity.id && guest.state != crate::rules::Standing::Confirmed;
    match guest.person {
        // Whoever settles it lets somebody in who is not, or no longer, registered: as one who walked in.
        Some(person) if settled.is_some() && is_gone => {
            let may = ctx.viewer.may::<crate::rules::WalkIn>(activity)?;
            let on = arrival.at.day();
            let earlier = crate::store::attendance::find_of_person(tx, activity.id, person, session, on)?;
            let change = entrance.door().walk_in(may, Some(person), earlier.as_ref(), arrival)?;
            tx.commit(change, crate::store::attendance::insert)
        }
        _ => admit(tx, ctx, &entrance, &guest, arrival),
    }
}

/// What became of entries, for the phone that sent them.
pub(crate) fn outcomes(read: &Read, ctx: &Ctx) -> Answer {
    let activity = run_by(read, ctx)?;
    let ids = ctx.asked("ids").unwrap_or_default().split('.').filter_map(|id| id.parse::<EntryId>().ok());
    let mut entries = Vec::new();
    for id in ids.take(MOST_ENTRIES) {
        if let Some((outcome, at)) = desk_entries::find_outcome(read, activity.id, id)? {
            let words = if outcome == "in" { String::new() } else { why(ctx, &outcome) };
            entries.push(json!({ "id": id.to_string(), "outcome": outcome, "words": words, "at": millis(at) }));
        }
    }
    let ahead: i64 = ctx.asked("ahead").and_then(|ahead| ahead.parse().ok()).unwrap_or(0);
    Ok(data(&json!({ "entries": entries, "ahead": ahead, "now": millis(ctx.viewer.now) })))
}

/// The words for why an entry was not done: those of the refusal, without what fills its blanks.
fn why(ctx: &Ctx, outcome: &str) -> String {
    ctx.word("conflict", outcome.rsplit('.').next().unwrap_or(outcome))
}

#[derive(Template)]
#[template(path = "desk_conflicts.html")]
struct ConflictsPage<'a> {
    ctx: &'a Ctx,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    words: String,
    why: String,
    forms: Vec<String>,
}

pub(crate) fn conflicts(read: &Read, ctx: &Ctx) -> Answer {
    let activity = run_by(read, ctx)?;
    let all = sessions::list(read, activity.id)?;
    let line = |one: Conflict| {
        let form = |act| ctx.act_form(act).at("id", activity.id).at("entry", one.entry.id);
        let settle = form("attendance.settle").value("day", one.entry.at.day());
        let settle = if all.is_empty() {
            settle.without("session")
        } else {
            settle.choose("session", session_choices(&all)).maybe("session", one.entry.session)
        };
        let nameless = || ctx.t("attendance.nameless").into_owned();
        let said = [
            ("said", one.entry.said_at.to_string()),
            ("at", one.entry.at.to_string()),
            ("sent", one.received_at.to_string()),
        ];
        let said: Vec<_> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let parts = [Some(ctx.fill("attendance.conflict_times", &said)), session_of(&all, one.entry.session)];
        Line {
            name: one.of.clone().or(one.entry.name.clone()).unwrap_or_else(nameless),
            words: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            why: why(ctx, &one.outcome),
            forms: vec![settle.html(), form("attendance.dismiss").quiet().html()],
        }
    };
    let lines = desk_entries::list_open(read, activity.id)?.into_iter().map(line).collect();
    Ok(Page::html(ctx.t("attendance.conflicts"), &ConflictsPage { ctx, lines })?
        .below(&activity.plan.title, activity.href())
        .below(ctx.t("attendance.list"), format!("{}/attendance", activity.href())))
}

/// Tried again, by somebody who has looked at it.
pub(crate) fn settle(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: SettleForm = ctx.form()?;
    let activity = run_by(tx, ctx)?;
    let may = ctx.viewer.may::<SettleEntry>(&activity)?;
    let Conflict { entry, .. } = desk_entries::get_open(tx, activity.id, ctx.at("entry")?)?;
    let (hour, minute) = entry.at.hour_minute();
    let at = form.day.map_or(entry.at, |day| day.at(hour, minute)).min(tx.now);
    let one = let_in(tx, ctx, &activity, &entry, Some((at, form.session)))?;
    let fact = activity.fact(&facts::DESK_SETTLED, tx.now.day());
    let activity = tx
        .commit(Change::new(may, activity, fact), |tx, _| desk_entries::settle(tx, entry.id, "let_in", Some(one.id)))?;
    Ok(Done::at(format!("{}/desk/conflicts", activity.href())))
}

/// It is left as it is.
pub(crate) fn dismiss(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let activity = run_by(tx, ctx)?;
    let may = ctx.viewer.may::<DismissEntry>(&activity)?;
    let Conflict { entry, .. } = desk_entries::get_open(tx, activity.id, ctx.at("entry")?)?;
    let fact = activity.fact(&facts::DESK_SETTLED, tx.now.day()).quantity(0);
    let activity =
        tx.commit(Change::new(may, activity, fact), |tx, _| desk_entries::settle(tx, entry.id, "dismissed", None))?;
    Ok(Done::at(format!("{}/desk/conflicts", activity.href())))
}

/// Whether the reader runs the activity at all: for panels.
pub(crate) fn is_host(ctx: &Ctx, activity: &Activity) -> bool {
    ctx.viewer.is_able::<CheckIn>(activity)
}

//! Registration on others' pages: the way in on the activity's own, what is mine on the start page; and what is forgotten daily.

use super::register::{QuotaShown, shown};
use super::registration::tone;
use crate::rules::{Activity, ActivityId, EnterForOther, Entry, Registration, Side, State, check_open};
use crate::store::{activities, entries, registrations, sessions};
use askama::Template;
use ground::db::{Fault, Read, Tx};
use ground::notices;
use ground::stop::Stop;
use logic::act::Notice;
use logic::id::Id;
use logic::time::Instant;
use web::Ctx;

#[derive(Template)]
#[template(path = "registration_panel.html")]
struct Panel<'a> {
    ctx: &'a Ctx,
    activity: &'a Activity,
    entry: Option<&'a Entry>,
    closed: Option<String>,
    quotas: Vec<QuotaShown>,
    is_host: bool,
}

fn drawn(panel: &impl Template) -> Result<Option<String>, Stop> {
    Ok(Some(panel.render().map_err(|error| Fault::broken("rendering a panel", error))?))
}

/// On the activity's page: whether one can register, and where.
pub(crate) fn activity(read: &Read, ctx: &Ctx, noun: Option<Id>) -> Result<Option<String>, Stop> {
    let Some(id) = noun.map(ActivityId) else { return Ok(None) };
    let activity = activities::get(read, id)?;
    let is_host = ctx.viewer.is_able::<EnterForOther>(&activity);
    let entry = entries::find(read, id)?;
    if entry.is_none() && !is_host {
        return Ok(None);
    }
    let (mut closed, mut quotas) = (None, Vec::new());
    if let Some(entry) = &entry {
        closed = check_open(&activity, entry, Side::Guest, ctx.viewer.now).err().map(|no| ctx.why(&no));
        quotas = shown(ctx, entry, &sessions::list(read, id)?, &entries::places(read, id)?);
    }
    drawn(&Panel { ctx, activity: &activity, entry: entry.as_ref(), closed, quotas, is_host })
}

#[derive(Template)]
#[template(path = "registration_mine.html")]
struct Mine<'a> {
    ctx: &'a Ctx,
    registrations: Vec<(Registration, String, Instant)>,
}

impl Mine<'_> {
    fn tone(&self, registration: &Registration) -> &'static str {
        tone(&registration.state).class()
    }
}

/// On the start page: what the reader has registered for.
pub(crate) fn mine(read: &Read, ctx: &Ctx, _noun: Option<Id>) -> Result<Option<String>, Stop> {
    let mut found = Vec::new();
    for person in ctx.viewer.people() {
        found.extend(registrations::list_of_people(read, person)?);
    }
    if found.is_empty() {
        return Ok(None);
    }
    drawn(&Mine { ctx, registrations: found })
}

/// The job: everyone who has registered is told that the activity is moved or cancelled.
pub(crate) fn tell(tx: &mut Tx, payload: &str) -> Result<(), Stop> {
    let broken = || Fault::broken("telling who has registered", payload);
    let (id, what) = payload.split_once(' ').ok_or_else(broken)?;
    let activity = activities::get(tx, id.parse().map_err(|_| broken())?)?;
    let text = if what == "moved" { "registration.activity_moved" } else { "registration.activity_cancelled" };
    let reason = match (&activity.state, &activity.moved) {
        (State::Cancelled { reason }, _) | (_, Some((_, reason))) => reason.clone(),
        _ => String::new(),
    };
    for registration in registrations::list_live(tx, activity.id)? {
        let Some(person) = registration.person else { continue };
        let blanks = vec![
            ("title", activity.plan.title.clone()),
            ("at", activity.plan.starts_at.to_string()),
            ("reason", reason.clone()),
        ];
        notices::tell(tx, &Notice { person, text, blanks, href: registration.href() })?;
    }
    Ok(())
}

/// How long companions' names and answers are kept after an activity: what they were asked for is over.
const KEPT_DAYS: i64 = 180;

/// The daily work: forms never proven, what erased persons wrote, and answers long past are forgotten.
pub(crate) fn forget(tx: &mut Tx, _payload: &str) -> Result<(), Stop> {
    registrations::forget(tx)?;
    registrations::forget_answers(tx, tx.now.plus_seconds(-KEPT_DAYS * 86_400))?;
    Ok(())
}

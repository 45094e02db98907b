//! An activity's sessions.

use super::{done, find_in};
use crate::rules::{Activity, AddSession, RemoveSession, Session, SessionId, State};
use crate::store::{registrations, sessions};
use ground::db::Tx;
use ground::stop::Stop;
use logic::time::Instant;
use web::{Ctx, Done};

logic::form! {
    /// A session.
    pub(crate) struct Form {
        title: String = line().max(80),
        starts_at: Instant = moment(),
        ends_at: Instant = moment(),
        venue: Option<String> = line().max(120),
    }
}

/// The sessions, each with the button that takes it out where one may.
pub(crate) fn with_buttons(ctx: &Ctx, activity: &Activity, known: Vec<Session>) -> Vec<(Session, Option<String>)> {
    let able = may_change(activity) && ctx.viewer.is_able::<RemoveSession>(activity);
    let button = |session: &Session| {
        let form = ctx.act_form("activity.remove_session").at("id", activity.id).at("session", session.id);
        able.then(|| form.quiet().html())
    };
    known.into_iter().map(|session| (session.clone(), button(&session))).collect()
}

pub(crate) fn add_form(ctx: &Ctx, activity: &Activity) -> Option<String> {
    let able = may_change(activity) && ctx.viewer.is_able::<AddSession>(activity);
    let form = || ctx.act_form("activity.add_session").at("id", activity.id);
    able.then(|| form().value("starts_at", activity.plan.starts_at).value("ends_at", activity.plan.ends_at).html())
}

fn may_change(activity: &Activity) -> bool {
    activity.is_open() || activity.state == State::Announced
}

pub(crate) fn add(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let activity = find_in(tx, ctx)?;
    let may = ctx.viewer.may::<AddSession>(&activity)?;
    let session = Session {
        id: tx.new_id(),
        title: form.title,
        starts_at: form.starts_at,
        ends_at: form.ends_at,
        venue: form.venue.unwrap_or_default(),
    };
    let known = sessions::list(tx, activity.id)?;
    let change = activity.add_session(may, &session, &known)?;
    Ok(done(&tx.commit(change, |tx, activity| sessions::insert(tx, activity.id, &session))?))
}

pub(crate) fn remove(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let activity = find_in(tx, ctx)?;
    let may = ctx.viewer.may::<RemoveSession>(&activity)?;
    let session = sessions::get(tx, activity.id, ctx.at::<SessionId>("session")?)?;
    let is_attended = crate::store::attendance::has_session(tx, activity.id, session.id)?;
    let is_chosen = is_attended || registrations::is_chosen(tx, activity.id, session.id)?;
    let change = activity.remove_session(may, &session, is_chosen)?;
    Ok(done(&tx.commit(change, |tx, _| sessions::delete(tx, session.id))?))
}

//! Attendance on others' pages, for those who run the activity; what is forgotten daily; and what must always hold.

use super::attendance::{Total, totals};
use super::desk_sync::is_host;
use crate::rules::{Activity, ActivityId, Pass, RegistrationId, Standing};
use crate::store::{activities, afterwards, attendance, desk_entries, registrations};
use askama::Template;
use ground::db::{Fault, Read, Tx};
use ground::stop::Stop;
use logic::id::Id;
use logic::time::Instant;
use web::Ctx;

#[derive(Template)]
#[template(path = "attendance_panel.html")]
struct Panel<'a> {
    ctx: &'a Ctx,
    activity: &'a Activity,
    totals: Vec<Total>,
    open: i64,
}

/// On the activity's page: how many came, and the ways to the desk. Others see nothing of it.
pub(crate) fn activity(read: &Read, ctx: &Ctx, noun: Option<Id>) -> Result<Option<String>, Stop> {
    let Some(id) = noun.map(ActivityId) else { return Ok(None) };
    let activity = activities::get(read, id)?;
    if !is_host(ctx, &activity) {
        return Ok(None);
    }
    let (totals, open) = (totals(read, ctx, id)?, desk_entries::count_open(read, id)?);
    let panel = Panel { ctx, activity: &activity, totals, open };
    Ok(Some(panel.render().map_err(|error| Fault::broken("rendering a panel", error))?))
}

#[derive(Template)]
#[template(path = "attendance_pass.html")]
struct PassPanel<'a> {
    ctx: &'a Ctx,
    qr: Option<String>,
    came: Vec<(String, String, Instant)>,
}

/// On a registration's own page: the code to be scanned at the door; and once they came, the way to what is for those who came.
pub(crate) fn registration(read: &Read, ctx: &Ctx, noun: Option<Id>) -> Result<Option<String>, Stop> {
    let Some(id) = noun.map(RegistrationId) else { return Ok(None) };
    let Some(guest) = registrations::find_by_id(read, id)? else { return Ok(None) };
    let activity = activities::get(read, guest.activity)?;
    let opened = attendance::find_by_pass(read, guest.activity, Pass(guest.receipt.0))?;
    let href = format!("{}/came/{}", activity.href(), guest.receipt);
    let came: Vec<_> = opened.iter().take(1).map(|one| (href.clone(), activity.plan.title.clone(), one.at)).collect();
    let is_expected = guest.state == Standing::Confirmed && ctx.viewer.now < activity.plan.ends_at;
    let address = || format!("{}{}", ctx.house.config.public_url, guest.href());
    let qr = is_expected.then(|| super::poster::qr(&address())).transpose()?;
    if qr.is_none() && came.is_empty() {
        return Ok(None);
    }
    let panel = PassPanel { ctx, qr, came };
    Ok(Some(panel.render().map_err(|error| Fault::broken("rendering a panel", error))?))
}

/// How long what one came to is shown on one's own first page.
const SHOWN_DAYS: i64 = 60;

/// On the first page: what the reader came to lately.
pub(crate) fn mine(read: &Read, ctx: &Ctx, _noun: Option<Id>) -> Result<Option<String>, Stop> {
    let mut came = Vec::new();
    for person in ctx.viewer.people() {
        let lately = afterwards::list_came(read, person, ctx.viewer.now.plus_seconds(-SHOWN_DAYS * 86_400))?;
        let href = |activity, pass| format!("/activities/{activity}/came/{pass}");
        came.extend(lately.into_iter().map(|(activity, title, pass, at)| (href(activity, pass), title, at)));
    }
    if came.is_empty() {
        return Ok(None);
    }
    let panel = PassPanel { ctx, qr: None, came };
    Ok(Some(panel.render().map_err(|error| Fault::broken("rendering a panel", error))?))
}

/// How long names in unsettled conflicts are kept after an activity.
const KEPT_DAYS: i64 = 30;

/// The daily work: whoever walked in and was never settled is forgotten.
pub(crate) fn forget(tx: &mut Tx, _payload: &str) -> Result<(), Stop> {
    desk_entries::forget(tx, tx.now.plus_seconds(-KEPT_DAYS * 86_400))?;
    Ok(())
}

/// Invariant: the facts of each attendance add up to its persons, or to nothing once it is taken back.
pub(crate) fn miscounted(read: &Read) -> Result<Vec<String>, Stop> {
    Ok(attendance::list_miscounted(read)?)
}

/// Invariant: where people came in by name, no heads are counted.
pub(crate) fn mixed(read: &Read) -> Result<Vec<String>, Stop> {
    Ok(attendance::list_mixed(read)?)
}

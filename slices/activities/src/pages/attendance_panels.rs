//! Attendance on others' pages, for those who run the activity; what is forgotten daily; and what must always hold.

use super::attendance::{Total, totals};
use super::desk_sync::is_host;
use crate::rules::{Activity, ActivityId};
use crate::store::{activities, attendance, desk_entries};
use askama::Template;
use ground::db::{Fault, Read, Tx};
use ground::stop::Stop;
use logic::id::Id;
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

//! What activities show on others' pages.

use crate::store::lines::{self, ActivityLine, Which};
use askama::Template;
use ground::db::{Fault, Read};
use ground::stop::Stop;
use logic::id::Id;
use web::Ctx;

/// So many are shown; the rest are behind a link.
const SHOWN: i64 = 8;

#[derive(Template)]
#[template(path = "panel.html")]
struct Panel<'a> {
    ctx: &'a Ctx,
    title: String,
    lines: Vec<ActivityLine>,
    all: String,
}

fn shown(panel: Panel<'_>) -> Result<Option<String>, Stop> {
    if panel.lines.is_empty() {
        return Ok(None);
    }
    Ok(Some(panel.render().map_err(|error| Fault::broken("rendering a panel", error))?))
}

/// On the first page: what comes next.
pub(crate) fn on_home(read: &Read, ctx: &Ctx, _noun: Option<Id>) -> Result<Option<String>, Stop> {
    let which = Which { from: ctx.viewer.today(), state: Some("announced".into()), ..Which::all(true) };
    let lines = lines::list(read, &which, true, 0, SHOWN)?;
    shown(Panel { ctx, title: ctx.t("activity.coming").into_owned(), lines, all: "/activities".into() })
}

/// On a programme's page: its activities, the latest first.
pub(crate) fn on_programme(read: &Read, ctx: &Ctx, noun: Option<Id>) -> Result<Option<String>, Stop> {
    let Some(programme) = noun else { return Ok(None) };
    let which = Which { programme: Some(programme), ..Which::all(!ctx.viewer.is_staff()) };
    let lines = lines::list(read, &which, false, 0, SHOWN)?;
    let all = format!("/activities?programme={programme}");
    shown(Panel { ctx, title: ctx.t("activity.list").into_owned(), lines, all })
}

/// On the page of one's own work: what waits for the level above.
pub(crate) fn on_work(read: &Read, ctx: &Ctx, _noun: Option<Id>) -> Result<Option<String>, Stop> {
    use logic::act::Role;
    let reviews = ctx.viewer.holds(Role::Officer, None) || ctx.viewer.holds(Role::Leader, None);
    if !reviews {
        return Ok(None);
    }
    let which = Which { state: Some("filed".into()), ..Which::all(false) };
    let lines = lines::list(read, &which, true, 0, SHOWN)?;
    shown(Panel { ctx, title: ctx.t("activity.to_review").into_owned(), lines, all: "/activities?state=filed".into() })
}

//! On an activity's page, for staff: which forms it feeds, and what they still lack.

use super::forms::record;
use super::forms_news::is_news;
use super::forms_statistics::row_name;
use crate::rules::forms::{Came, Conclusion, FormRow, Span, is_of_science_month};
use crate::rules::{Activity, ActivityId, State};
use crate::store::activities;
use askama::Template;
use ground::db::{Fault, Read};
use ground::stop::Stop;
use logic::id::Id;
use web::Ctx;

#[derive(Template)]
#[template(path = "forms_panel.html")]
struct Panel<'a> {
    ctx: &'a Ctx,
    /// The form's name, where the activity stands in it, and where it leads.
    feeds: Vec<(String, String, String)>,
    lacks: Vec<String>,
}

/// The section of the page.
pub(crate) fn activity(read: &Read, ctx: &Ctx, noun: Option<Id>) -> Result<Option<String>, Stop> {
    let Some(id) = noun.map(ActivityId).filter(|_| web::figures::may_open_facts(&ctx.viewer)) else { return Ok(None) };
    let activity = activities::get(read, id)?;
    if matches!(activity.state, State::Cancelled { .. }) {
        return Ok(None);
    }
    let is_held = matches!(activity.state, State::Held | State::Concluded { .. });
    let came = if is_held {
        let span = Span { from: activity.plan.day(), to: activity.plan.ends_at.day() };
        record(read, &span)?.came().get(&id.0).copied().unwrap_or_default()
    } else {
        Came::default()
    };
    let panel = Panel { ctx, feeds: feeds(ctx, &activity, came), lacks: lacks(ctx, &activity, came) };
    Ok(Some(panel.render().map_err(|error| Fault::broken("rendering a panel", error))?))
}

fn feeds(ctx: &Ctx, activity: &Activity, came: Came) -> Vec<(String, String, String)> {
    let plan = &activity.plan;
    let (year, month, _) = plan.day().parts();
    let of = format!("year={year}&unit={}", activity.unit.id);
    let form = |name: &str, place: String, more: &str| {
        (ctx.word("activity_forms.name", name), place, format!("/activities/forms/{name}?{of}{more}"))
    };
    let mut feeds = vec![match FormRow::of(plan.class) {
        Some(row) => form("statistics", row_name(ctx, row), ""),
        None => form("statistics", ctx.t("activity_forms.not_asked").into_owned(), ""),
    }];
    feeds.extend(came.is_major().then(|| form("statistics", row_name(ctx, FormRow::Major), "")));
    if is_of_science_month(plan.field, activity.state.code(), plan.day()) {
        feeds.push(form("month", String::new(), ""));
    }
    feeds.push(form("scorecard", activity.unit.name.clone(), ""));
    let quarter = (month + 2) / 3;
    feeds.push(form("bulletin", ctx.n("activity_forms.in_quarter", quarter), &format!("&quarter={quarter}")));
    if is_news(activity) {
        let href = format!("{}/news", activity.href());
        feeds.push((ctx.t("activity_forms.news.name").into_owned(), String::new(), href));
    }
    feeds
}

fn lacks(ctx: &Ctx, activity: &Activity, came: Came) -> Vec<String> {
    let is_concluded = matches!(activity.state, State::Concluded { .. });
    let is_held = is_concluded || activity.state == State::Held;
    let in_month = is_of_science_month(activity.plan.field, activity.state.code(), activity.plan.day());
    let conclusion = Conclusion::of(activity.plan.ends_at, None, ctx.viewer.today());
    let overdue = if conclusion == Conclusion::Overdue { "overdue" } else { "conclusion" };
    let all = [
        (!is_held, "held"),
        (is_held && !came.is_recorded(), "attendance"),
        (is_held && !is_concluded, overdue),
        (in_month && activity.plan.capacity.is_none(), "expected"),
    ];
    all.into_iter().filter(|(lacks, _)| *lacks).map(|(_, key)| ctx.word("activity_forms.lacks", key)).collect()
}

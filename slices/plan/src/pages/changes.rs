//! What has changed since the plan was signed.

use super::check_staff;
use super::plan::{current, find};
use crate::rules::{Difference, compare};
use crate::store::plans;
use askama::Template;
use ground::db::Read;
use ground::stop::OrMissing;
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "changes.html")]
struct Changes<'a> {
    ctx: &'a Ctx,
    rows: Vec<Row>,
}

struct Row {
    href: Option<String>,
    name: String,
    what: String,
    before: String,
    now: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let plan = find(read, ctx)?;
    let signed = plans::list_versions(read, plan.id)?.into_iter().next().or_missing()?;
    let rows =
        compare(&signed.content, &current(read, &plan)?).into_iter().map(|difference| row(ctx, difference)).collect();
    let title = ctx.n("plan.changes_title", signed.number);
    Ok(Page::html(title, &Changes { ctx, rows })?
        .below(ctx.t("plan.list"), "/plans")
        .below(plan.title, format!("/plans/{}", plan.year)))
}

fn row(ctx: &Ctx, difference: Difference) -> Row {
    let what = match difference.field.strip_prefix("target ") {
        Some(indicator) => format!("{} {}", ctx.t("change.target"), ctx.word("indicator", indicator)),
        None => ctx.word("change", &difference.field),
    };
    let href = (difference.field != "removed").then(|| format!("/tasks/{}", difference.task));
    Row { href, name: difference.name, what, before: difference.before, now: difference.now }
}

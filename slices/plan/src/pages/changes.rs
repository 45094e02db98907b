//! What has changed since the plan was signed.

use super::check_staff;
use super::plan::{current, find};
use crate::rules::{Difference, compare};
use crate::store::plans;
use askama::Template;
use ground::db::Read;
use ground::stop::OrMissing;
use web::{Answer, Choice, Ctx, Page};

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
    let programmes = ctx.offered(read, "programme")?;
    let found = compare(&signed.content, &current(read, &plan)?);
    let rows = found.into_iter().map(|difference| row(ctx, &programmes, difference)).collect();
    let title = ctx.n("plan.changes_title", signed.number);
    Ok(Page::html(title, &Changes { ctx, rows })?
        .below(ctx.t("plan.list"), "/plans")
        .below(plan.title, format!("/plans/{}", plan.year)))
}

fn row(ctx: &Ctx, programmes: &[Choice], difference: Difference) -> Row {
    let what = match difference.field.strip_prefix("target ") {
        Some(indicator) => format!("{} {}", ctx.t("change.target"), ctx.word("indicator", indicator)),
        None => ctx.word("change", &difference.field),
    };
    let href = (difference.field != "removed").then(|| format!("/tasks/{}", difference.task));
    // Versions keep a programme's id: its name may change without the plan changing.
    let named = |value: String| match programmes.iter().find(|choice| choice.value == value) {
        Some(choice) if difference.field == "programme" => choice.label.clone(),
        _ => value,
    };
    Row { href, name: difference.name, what, before: named(difference.before), now: named(difference.now) }
}

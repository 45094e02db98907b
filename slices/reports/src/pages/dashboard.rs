//! The dashboard: the lines of the year, as slices show them.

use askama::Template;
use ground::db::Read;
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "dashboard.html")]
struct Dashboard<'a> {
    ctx: &'a Ctx,
    year: i16,
    panels: Vec<String>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let year = ctx.asked("year").and_then(|year| year.parse().ok()).unwrap_or_else(|| ctx.viewer.today().year());
    Page::html(ctx.t("dashboard.title"), &Dashboard { ctx, year, panels: ctx.panels(read, "dashboard", None)? })
}

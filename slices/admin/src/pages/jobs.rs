//! The list of jobs that were given up, and what to do about them.

use super::check_administrator;
use crate::lists::JOBS;
use askama::Template;
use ground::db::Read;
use web::{Answer, Ctx, Page};

pub(crate) const PATH: &str = "/jobs";

#[derive(Template)]
#[template(source = "<p class=\"soft\">{{ ctx.t(\"job.lead\") }}</p>{{ table|safe }}", ext = "html")]
struct Jobs<'a> {
    ctx: &'a Ctx,
    table: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_administrator(ctx)?;
    Page::html(ctx.t("job.list"), &Jobs { ctx, table: JOBS.html(read, ctx)? })
}

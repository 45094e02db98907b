//! The start page: what the public may know; staff go on to their work.

use askama::Template;
use ground::db::Read;
use ground::settings;
use web::{Answer, Ctx, Lang, Page};

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    ctx: &'a Ctx,
    panels: Vec<String>,
    contact: Option<String>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    if ctx.viewer.is_signed_in() && ctx.asked("public").is_none() {
        return Ok(Page::Redirect("/work".into()));
    }
    let title = read.association(ctx.lang() == Lang::En)?.unwrap_or_else(|| ctx.t("app.name").into_owned());
    let contact = read.setting(settings::CONTACT)?;
    Page::html(title, &Home { ctx, panels: ctx.panels(read, "home", None)?, contact })
}

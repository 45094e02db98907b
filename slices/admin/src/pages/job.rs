//! A job that was given up: what went wrong, and the two ways on.

use super::check_administrator;
use crate::rules::is_read_by_people;
use askama::Template;
use ground::db::Read;
use ground::jobs::Queued;
use ground::stop::{OrMissing, Stop};
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "job.html")]
struct JobPage<'a> {
    ctx: &'a Ctx,
    job: &'a Queued,
    payload: Option<&'a str>,
    revive: String,
    discard: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_administrator(ctx)?;
    let job = find(read, ctx)?;
    let page = JobPage {
        ctx,
        payload: is_shown(ctx, &job.kind).then_some(job.payload.as_str()),
        revive: ctx.act_form("job.revive").at("id", job.id).quiet().html(),
        discard: ctx.act_form("job.discard").at("id", job.id).grave().html(),
        job: &job,
    };
    Ok(Page::html(name_of(ctx, &job.kind), &page)?.below(ctx.t("job.list"), super::jobs::PATH))
}

/// The dead job that the address names.
pub(crate) fn find(read: &Read, ctx: &Ctx) -> Result<Queued, Stop> {
    read.find_dead_job(ctx.at("id")?)?.or_missing()
}

/// A kind of job in words, where there are any.
pub(crate) fn name_of(ctx: &Ctx, kind: &str) -> String {
    ctx.house.texts.find(ctx.lang(), &format!("job_kind.{kind}")).unwrap_or(kind).to_owned()
}

/// The kind as the program spells it; nothing if it does not know it any more.
pub(crate) fn known_kind(ctx: &Ctx, kind: &str) -> Option<&'static str> {
    const OUTSIDE: [&str; 3] = ["code.send", ground::notices::SEND, ground::files::MOVE];
    let inside = ctx.house.slices.iter().flat_map(|slice| slice.jobs).map(|handler| handler.kind);
    inside.chain(OUTSIDE).find(|known| *known == kind)
}

/// What a job carries is shown only if the program knows the kind, and it is no word to people.
fn is_shown(ctx: &Ctx, kind: &str) -> bool {
    known_kind(ctx, kind).is_some() && !is_read_by_people(kind)
}

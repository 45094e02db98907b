//! One's notices.

use crate::rules::ReadNotices;
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::{OrMissing, Stop};
use logic::act::House;
use web::{Answer, Ctx, Done, Page, fill};

#[derive(Template)]
#[template(path = "notices.html")]
struct Notices<'a> {
    ctx: &'a Ctx,
    lines: Vec<Line>,
    read_all: Option<String>,
}

struct Line {
    text: String,
    href: String,
    at: String,
    is_new: bool,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let person = ctx.viewer.person.or_missing()?;
    let kept = read.list_notices(person, 100)?;
    let has_new = kept.iter().any(|notice| notice.read_at.is_none());
    let lines = kept.into_iter().map(|notice| {
        let text = ctx.word("notice", &notice.text);
        let text = fill(&text, notice.blanks.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        Line { text, href: notice.href, at: notice.told_at.to_string(), is_new: notice.read_at.is_none() }
    });
    let lines = lines.collect();
    let read_all = has_new.then(|| ctx.act_form("notices.read").quiet().html());
    Page::html(ctx.t("shell.notices"), &Notices { ctx, lines, read_all })
}

pub(crate) fn read_all(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let _may = ctx.viewer.may::<ReadNotices>(&House)?;
    ground::notices::read_all(tx, ctx.viewer.person.or_missing()?)?;
    Ok(Done::at("/notices"))
}

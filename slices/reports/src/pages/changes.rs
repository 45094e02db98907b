//! What a report would say today, figure by figure, and the facts that made the difference.

use super::check_staff;
use super::paper::said;
use crate::store;
use askama::Template;
use ground::db::Read;
use ground::ledger::Movement;
use web::figures::{grouped, href};
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "report_changes.html")]
struct Changes<'a> {
    ctx: &'a Ctx,
    before: i64,
    now: i64,
    changed: Vec<Changed>,
    unchanged: usize,
}

struct Changed {
    name: String,
    was: String,
    is: String,
    href: String,
    movements: Vec<Movement>,
    more: bool,
}

/// Facts shown of each figure; the figure's own page shows all.
const SHOWN: i64 = 20;

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let report = store::get(read, ctx.at("id")?)?;
    let head = read.last_fact()?.0;
    let (then, today) = (said(read, &report.content, report.position)?, said(read, &report.content, head)?);
    let mut changed = Vec::new();
    for (was, is) in then.figures.iter().zip(&today.figures).filter(|(was, is)| was.value != is.value) {
        let mut movements = read.movements(&was.query, report.position, head, SHOWN + 1)?;
        let more = movements.len() as i64 > SHOWN;
        movements.truncate(SHOWN as usize);
        let href = format!("{}&than={}", href(&was.query), report.position);
        changed.push(Changed {
            name: was.name.clone(),
            was: grouped(was.value),
            is: grouped(is.value),
            href,
            movements,
            more,
        });
    }
    let unchanged = then.figures.len() - changed.len();
    let page = Changes { ctx, before: report.position, now: head, changed, unchanged };
    let title = ctx.t("report.changes");
    Ok(Page::html(title, &page)?
        .below(ctx.t("report.list"), "/reports")
        .below(&report.content.title, format!("/reports/{}", report.id)))
}

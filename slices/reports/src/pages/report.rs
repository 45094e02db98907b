//! A frozen report: whether it still comes out the same, what it says, and whether the ledger says something else by now.

use super::check_staff;
use super::paper::{papers, said};
use crate::rules::{Report, Said};
use crate::store;
use ::paper::document::Block;
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use web::figures::href;
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage<'a> {
    ctx: &'a Ctx,
    report: &'a Report,
    by: String,
    is_same: Option<bool>,
    later_facts: i64,
    docx: String,
    xlsx: String,
    figures: Vec<(String, String, String, i64)>,
}

fn find(read: &Read, ctx: &Ctx) -> Result<Report, Stop> {
    check_staff(ctx)?;
    store::get(read, ctx.at("id")?)
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let report = find(read, ctx)?;
    // Laying a report out again takes seconds: only when asked.
    let again = ctx.asked("check").map(|_| papers(read, &report.content, report.position)).transpose()?;
    let is_same = again.map(|papers| papers.hashes() == (report.docx, report.xlsx));
    let said = said(read, &report.content, report.position)?;
    let figure = |line: &crate::rules::FigureLine| {
        let opened = format!("{}&at={}", href(&line.query), report.position);
        (line.name.clone(), web::figures::grouped(line.value), opened, line.facts)
    };
    let page = ReportPage {
        ctx,
        by: read.find_standing_person(report.frozen_by)?.and_then(|person| person.name).unwrap_or_default(),
        is_same,
        later_facts: read.last_fact()?.0 - report.position,
        docx: report.docx.to_string(),
        xlsx: report.xlsx.to_string(),
        figures: said.figures.iter().map(figure).collect(),
        report: &report,
    };
    Ok(Page::html(&report.content.title, &page)?.below(ctx.t("report.list"), "/reports"))
}

#[derive(Template)]
#[template(path = "print.html")]
struct Print<'a> {
    ctx: &'a Ctx,
    report: &'a Report,
    said: Said,
}

/// For paper, and for reading.
pub(crate) fn print(read: &Read, ctx: &Ctx) -> Answer {
    let report = find(read, ctx)?;
    let said = said(read, &report.content, report.position)?;
    let title = report.content.title.clone();
    Ok(Page::html(title, &Print { ctx, report: &report, said })?.bare())
}

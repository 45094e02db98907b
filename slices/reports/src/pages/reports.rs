//! The frozen reports, and freezing one.

use super::check_staff;
use super::paper::papers;
use crate::rules::{Content, FreezeReport, RULES, Report};
use crate::store;
use askama::Template;
use ground::db::{Read, Tx};
use ground::files::FileHash;
use ground::settings;
use ground::stop::{OrMissing, Stop};
use logic::act::House;
use logic::fact::Position;
use web::{Answer, Ctx, Done, Page, Prepared};

logic::form! {
    /// The year.
    pub(crate) struct Form {
        year: i64 = count().min(1950).max(2150),
    }
}

#[derive(Template)]
#[template(path = "reports.html")]
struct Reports<'a> {
    ctx: &'a Ctx,
    reports: Vec<Report>,
    freeze: Option<String>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let may_freeze = ctx.viewer.is_able::<FreezeReport>(&House);
    let freeze =
        may_freeze.then(|| ctx.act_form("report.freeze").value("year", ctx.viewer.today().year()).in_a_row().html());
    Page::html(ctx.t("report.list"), &Reports { ctx, reports: store::list(read)?, freeze })
}

/// A report that is written, computed and laid out.
struct Written {
    content: Content,
    position: Position,
    docx: FileHash,
    xlsx: FileHash,
}

/// Writing and laying out takes a moment: before the transaction, as of one position of the ledger.
pub(crate) fn prepare(read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    let form: Form = ctx.form()?;
    let _may = ctx.viewer.may::<FreezeReport>(&House)?;
    let position = read.last_fact()?.0;
    let content = write(read, &ctx.in_chinese(), form.year as i16)?;
    let (docx, xlsx) = papers(read, &content, position)?.hashes();
    Ok(Box::new(Written { content, position, docx, xlsx }))
}

/// The words of the annual report, chapter by chapter. A report is written in Chinese, whoever reads the page in what language.
fn write(read: &Read, ctx: &Ctx, year: i16) -> Result<Content, Stop> {
    let association = read.setting(settings::ASSOCIATION)?.unwrap_or_default();
    let mut passages = Vec::new();
    for chapter in ctx.house.chapters() {
        passages.extend((chapter.write)(read, ctx, year)?);
    }
    let (this_year, month, day) = ctx.viewer.today().parts();
    Ok(Content {
        title: format!("{association}{year}年度工作报告"),
        subtitle: String::new(),
        signature: association,
        date: format!("{this_year}年{month}月{day}日"),
        passages,
    })
}

pub(crate) fn freeze(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let may = ctx.viewer.may::<FreezeReport>(&House)?;
    let Written { content, position, docx, xlsx } = ctx.prepared::<Written>()?;
    let year = form.year as i16;
    let report = Report {
        id: tx.new_id(),
        year,
        number: store::next_number(tx, year)?,
        position: *position,
        frozen_at: tx.now,
        frozen_by: ctx.viewer.person.or_missing()?,
        rules: RULES.into(),
        content: content.clone(),
        docx: *docx,
        xlsx: *xlsx,
    };
    let report = tx.commit(report.freeze(may)?, store::insert)?;
    Ok(Done::at(format!("/reports/{}", report.id)).id(report.id))
}

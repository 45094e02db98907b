//! Another platform's confirmed list, read and laid beside ours: what is here and not there, there and not here, or of other
//! hours. Nothing of ours is changed by it.

use super::hours::{MOST, lines};
use crate::rules::reconciliation::{Line, Reconciliation, compare, lines_of};
use crate::rules::{DropReconciliation, ReadReconciliation, hours_text};
use crate::store::reconciliations;
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::act::House;
use logic::form::{Problems, Upload};
use logic::refusal::Refusal;
use logic::time::Day;
use paper::Sheet;
use web::{Answer, Ctx, Done, Page, Prepared};

logic::form! {
    /// The list, and the days it is about.
    pub(crate) struct Form {
        sheet: Upload = file().max(10_000_000),
        first_day: Day = day(),
        last_day: Day = day(),
    }
}

/// Reading a sheet takes a moment: before the transaction. A list with rows that cannot be read is not taken in part.
pub(crate) fn prepare(_read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    if !ctx.viewer.is_able::<ReadReconciliation>(&House) {
        return Err(Stop::Missing);
    }
    let form: Form = ctx.form()?;
    let wrong = |problem: Refusal| Problems(vec![("sheet", problem)]);
    let sheet = paper::read_sheet(&form.sheet.bytes).map_err(|error| wrong(Refusal::new(error.code())))?;
    let (lines, bad) = lines_of(&sheet)
        .map_err(|missing| wrong(Refusal::new("columns_missing").with("columns", missing.join("、"))))?;
    if !bad.is_empty() {
        let rows = bad.iter().take(10).map(usize::to_string).collect::<Vec<_>>().join("、");
        return Err(wrong(Refusal::new("rows_unreadable").with("rows", rows)).into());
    }
    match lines.len() {
        0 => Err(wrong(Refusal::new("sheet_empty")).into()),
        many if many as i64 > MOST => Err(wrong(Refusal::new("sheet_too_large")).into()),
        _ => Ok(Box::new(lines)),
    }
}

pub(crate) fn read_list(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let may = ctx.viewer.may::<ReadReconciliation>(&House)?;
    let lines = ctx.prepared::<Vec<Line>>()?.clone();
    let one = Reconciliation {
        id: tx.new_id(),
        name: form.sheet.name,
        from: form.first_day,
        to: form.last_day,
        at: tx.now,
        lines,
    };
    let one = tx.commit(one.read(may)?, reconciliations::insert)?;
    Ok(Done::at(format!("/volunteers/reconciliations/{}", one.id)).id(one.id))
}

struct Shown {
    code: String,
    line: Line,
    day: Day,
    ours: String,
    theirs: String,
}

#[derive(Template)]
#[template(path = "reconciliation.html")]
struct DifferencePage<'a> {
    ctx: &'a Ctx,
    one: &'a Reconciliation,
    counts: Vec<(String, usize)>,
    outside: usize,
    rows: Vec<Shown>,
    drop: String,
}

type Compared = (usize, usize, Vec<crate::rules::reconciliation::Difference>);

/// Ours as they stand now beside theirs as they were read; lines of other days are counted and left out.
fn compared(read: &Read, ctx: &Ctx, one: &Reconciliation) -> Result<Compared, Stop> {
    let ours = lines(read, ctx, (one.from, one.to))?;
    let is_inside = |line: &&Line| (one.from.0..=one.to.0).contains(&line.day);
    let theirs: Vec<Line> = one.lines.iter().filter(is_inside).cloned().collect();
    let (agreed, differences) = compare(&ours, &theirs);
    Ok((agreed, one.lines.len() - theirs.len(), differences))
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    if !ctx.viewer.is_able::<ReadReconciliation>(&House) {
        return Err(Stop::Missing);
    }
    let one = reconciliations::get(read, ctx.at("id")?)?;
    let (agreed, outside, differences) = compared(read, ctx, &one)?;
    let count = |code: &str| differences.iter().filter(|difference| difference.code() == code).count();
    let kinds = ["only_here", "only_there", "hours"];
    let mut counts = vec![(ctx.word("difference", "none"), agreed)];
    counts.extend(kinds.map(|code| (ctx.word("difference", code), count(code))));
    let hours = |minutes: Option<i64>| minutes.map_or_else(|| "—".to_owned(), hours_text);
    let rows = differences.iter().map(|difference| Shown {
        code: ctx.word("difference", difference.code()),
        day: Day(difference.line.day),
        line: difference.line.clone(),
        ours: hours(difference.ours),
        theirs: hours(difference.theirs),
    });
    let page = DifferencePage {
        ctx,
        counts,
        outside,
        rows: rows.collect(),
        drop: ctx.act_form("reconciliation.drop").at("id", one.id).grave().html(),
        one: &one,
    };
    Ok(Page::html(&one.name, &page)?
        .below(ctx.t("volunteer.list"), "/volunteers")
        .below(ctx.t("hours.list"), super::hours::PATH))
}

/// The differences as a sheet, to be sent to those who run the other platform.
pub(crate) fn export(read: &Read, ctx: &Ctx) -> Answer {
    if !ctx.viewer.is_able::<ReadReconciliation>(&House) {
        return Err(Stop::Missing);
    }
    let one = reconciliations::get(read, ctx.at("id")?)?;
    let (_, _, differences) = compared(read, ctx, &one)?;
    let chinese = ctx.in_chinese();
    let head = ["difference", "person_name", "phone_tail", "activity", "on", "ours", "theirs"]
        .map(|key| chinese.word("column", key));
    let hours = |minutes: Option<i64>| minutes.map(hours_text).unwrap_or_default();
    let rows = differences.iter().map(|difference| {
        let Line { name, tail, activity, day, .. } = difference.line.clone();
        let what = chinese.word("difference", difference.code());
        vec![what, name, tail, activity, Day(day).to_string(), hours(difference.ours), hours(difference.theirs)]
    });
    let name = chinese.t("reconciliation.list").into_owned();
    let rows = std::iter::once(head.to_vec()).chain(rows).collect();
    Ok(Page::file(format!("{name}.xlsx"), super::XLSX, paper::to_xlsx(&[Sheet { name, rows }])))
}

pub(crate) fn drop(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let may = ctx.viewer.may::<DropReconciliation>(&House)?;
    let one = reconciliations::get(tx, ctx.at("id")?)?;
    tx.commit(one.drop(may), |tx, one| reconciliations::delete(tx, one.id))?;
    Ok(Done::at(super::hours::PATH))
}

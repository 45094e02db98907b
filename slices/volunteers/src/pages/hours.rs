//! Hours served, in the columns of a volunteer platform; the sheet to be sent there, and the way back in.

use super::{STAFF, units_of};
use crate::rules::reconciliation::{Line, Reconciliation, sheet_of};
use crate::rules::{ReadReconciliation, hours_text};
use crate::store::{reconciliations, signups};
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::act::House;
use logic::form::day;
use logic::time::Day;
use web::{Answer, Cell, Column, Ctx, ListEntry, Page, Row, Rows, Window};

/// The most lines of one sheet.
pub(crate) const MOST: i64 = 100_000;

pub(crate) const PATH: &str = "/volunteers/hours";

pub(crate) const LIST: ListEntry = ListEntry {
    name: "hours.list",
    path: PATH,
    who: STAFF,
    columns: &[
        Column::text("person_name"),
        Column::text("phone_tail"),
        Column::text("activity"),
        Column::day("on"),
        Column::text("hours"),
    ],
    filters: &[day().named("from", false), day().named("to", false)],
    read,
    page: Some(get),
};

/// The days asked for: this year up to today, unless the address says otherwise.
pub(crate) fn days(ctx: &Ctx) -> (Day, Day) {
    let asked = |name| ctx.asked(name).and_then(|day| day.parse::<Day>().ok());
    let today = ctx.viewer.today();
    let from = asked("from").unwrap_or(Day::year_span(today.year()).0);
    (from, asked("to").unwrap_or(today))
}

fn read(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let (units, days) = (units_of(read, ctx)?, days(ctx));
    let some = signups::list_hours(read, days, &units, (window.offset(), window.limit))?;
    let rows = some.into_iter().map(|(line, signup)| {
        let Line { name, tail, activity, day, minutes } = line;
        let name = if name.is_empty() { ctx.t("volunteer.nameless").into_owned() } else { name };
        let cells = vec![
            Cell::Text(name),
            Cell::Text(tail),
            Cell::Text(activity),
            Cell::Day(Day(day)),
            Cell::Text(hours_text(minutes)),
        ];
        Row::to(format!("/shifts/signups/{signup}"), cells)
    });
    Ok(Rows { rows: rows.collect(), total: signups::sum_hours(read, days, &units)?.0, choices: Vec::new() })
}

/// All lines of the days, for the sheet and for comparing; those of erased persons have no name to be sent under.
pub(crate) fn lines(read: &Read, ctx: &Ctx, days: (Day, Day)) -> Result<Vec<Line>, Stop> {
    let all = signups::list_hours(read, days, &units_of(read, ctx)?, (0, MOST))?;
    Ok(all.into_iter().map(|(line, _)| line).filter(|line| !line.name.is_empty()).collect())
}

#[derive(Template)]
#[template(path = "hours.html")]
struct HoursPage<'a> {
    ctx: &'a Ctx,
    total: String,
    export: String,
    table: String,
    form: Option<String>,
    lists: Vec<Reconciliation>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    if !ctx.viewer.is_allowed(STAFF, &House) {
        return Err(Stop::Missing);
    }
    let (from, to) = days(ctx);
    let may_read = ctx.viewer.is_able::<ReadReconciliation>(&House);
    let (_, minutes) = signups::sum_hours(read, (from, to), &units_of(read, ctx)?)?;
    let form = || ctx.act_form("reconciliation.read").value("first_day", from).value("last_day", to).html();
    let page = HoursPage {
        ctx,
        total: hours_text(minutes),
        export: format!("{PATH}/export.xlsx?from={from}&to={to}"),
        table: LIST.html(read, ctx)?,
        form: may_read.then(form),
        lists: if may_read { reconciliations::list(read)? } else { Vec::new() },
    };
    Ok(Page::html(ctx.t("hours.list"), &page)?.below(ctx.t("volunteer.list"), "/volunteers"))
}

/// The sheet to be sent.
pub(crate) fn export(read: &Read, ctx: &Ctx) -> Answer {
    if !ctx.viewer.is_allowed(STAFF, &House) {
        return Err(Stop::Missing);
    }
    let (from, to) = days(ctx);
    let name = ctx.in_chinese().t("hours.list").into_owned();
    let sheet = sheet_of(name.clone(), &lines(read, ctx, (from, to))?);
    Ok(Page::file(format!("{name}-{from}-{to}.xlsx"), super::XLSX, paper::to_xlsx(&[sheet])))
}

//! The activity table of the national science-popularization statistics (全国科普统计), of a unit or of all, for a year.

use super::forms::{Asked, asked, sheets};
use crate::rules::forms::{Filled, FormColumn, FormRow, Record, Span};
use crate::store::forms::{self, FormLine};
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::fold::Query;
use std::collections::BTreeMap;
use web::figures::{grouped, href};
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "forms_statistics.html")]
struct Statistics<'a> {
    ctx: &'a Ctx,
    ask: &'a Asked,
    rows: Vec<(String, Vec<CellView>)>,
    elsewhere: i64,
    silent: usize,
}

/// A cell, and where it opens.
struct CellView {
    text: String,
    href: Option<String>,
}

/// The name of a row.
pub(crate) fn row_name(ctx: &Ctx, row: FormRow) -> String {
    match row.class() {
        Some(class) => ctx.word("class", class),
        None => ctx.t("activity_forms.major").into_owned(),
    }
}

fn cell(ask: &Asked, record: &Record, row: FormRow, column: FormColumn) -> CellView {
    let filled = record.cell(row, column);
    let questions = match row.class() {
        Some(class) => Span::year(ask.year).questions(Some(class), column, &ask.own),
        None => Vec::new(),
    };
    let href = match questions.as_slice() {
        [one] => href(one),
        _ => format!("/activities/forms/statistics/{row}/{column}?{}", ask.question()),
    };
    let text = match filled {
        Filled::Absent => filled.to_string(),
        Filled::Number(value) => grouped(value),
    };
    CellView { text, href: (filled != Filled::Absent).then_some(href) }
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let ask = asked(read, ctx)?;
    let span = Span::year(ask.year);
    let record = ask.record(read, &span)?;
    let row = |row: &FormRow| {
        (row_name(ctx, *row), FormColumn::ALL.iter().map(|column| cell(&ask, &record, *row, *column)).collect())
    };
    let asked_for: i64 =
        FormRow::ALL.iter().filter_map(|row| row.class()).map(|class| record.times(Some(class)).value()).sum();
    let came = record.came();
    let lines = forms::list(read, span.from, span.to)?;
    let is_silent = |line: &&FormLine| {
        line.is_held() && ask.holds(line.unit) && !came.get(&line.id.0).is_some_and(|came| came.is_recorded())
    };
    let page = Statistics {
        ctx,
        rows: FormRow::ALL.iter().map(row).collect(),
        elsewhere: record.times(None).value() - asked_for,
        silent: lines.iter().filter(is_silent).count(),
        ask: &ask,
    };
    Ok(Page::html(ctx.t("activity_forms.name.statistics"), &page)?
        .below(ctx.t("activity_forms.title"), "/activities/forms"))
}

/// The table, then every cell's questions: whoever checks it asks them again.
pub(crate) fn xlsx(read: &Read, ctx: &Ctx) -> Answer {
    let ctx = &ctx.in_chinese();
    let ask = asked(read, ctx)?;
    let span = Span::year(ask.year);
    let record = ask.record(read, &span)?;
    let words = |keys: &[&str]| keys.iter().map(|key| ctx.t(key).into_owned()).collect::<Vec<_>>();
    let columns = FormColumn::ALL.iter().map(|column| ctx.word("activity_forms.column", column));
    let head = words(&["activity_forms.row", "activity_forms.code"]).into_iter().chain(columns);
    let mut table: Vec<Vec<String>> = vec![head.collect()];
    let mut evidence = vec![words(&["activity_forms.row", "activity_forms.asked_of", "activity_forms.question"])];
    for row in FormRow::ALL {
        let name = row_name(ctx, *row);
        let cells = FormColumn::ALL.iter().map(|column| record.cell(*row, *column).to_string());
        table.push([name.clone(), String::new()].into_iter().chain(cells).collect());
        for (column, class) in FormColumn::ALL.iter().filter_map(|column| Some((column, row.class()?))) {
            for question in span.questions(Some(class), *column, &ask.own) {
                evidence.push(vec![name.clone(), ctx.word("activity_forms.column", column), question.to_string()]);
            }
        }
    }
    let title = format!("{}-{}-{}", ctx.t("activity_forms.name.statistics"), ask.whose(ctx), ask.year);
    sheets(
        &title,
        vec![
            (ctx.t("activity_forms.sheet").into_owned(), table),
            (ctx.t("activity_forms.evidence").into_owned(), evidence),
        ],
    )
}

#[derive(Template)]
#[template(path = "forms_cell.html")]
struct CellPage<'a> {
    ctx: &'a Ctx,
    ask: &'a Asked,
    total: String,
    column: String,
    parts: Vec<(String, String, String)>,
    activities: Vec<(FormLine, Filled, Filled)>,
}

/// A cell opened: the questions it is the sum of, or the activities that are large enough.
pub(crate) fn get_cell(read: &Read, ctx: &Ctx) -> Answer {
    let ask = asked(read, ctx)?;
    let (row, column): (FormRow, FormColumn) = (ctx.at("row")?, ctx.at("column")?);
    let span = Span::year(ask.year);
    let record = ask.record(read, &span)?;
    let mut parts = Vec::new();
    if let Some(class) = row.class() {
        let units: BTreeMap<String, String> =
            ask.units.iter().map(|unit| (unit.value.clone(), unit.label.trim().to_owned())).collect();
        for question in span.questions(Some(class), column, &ask.own) {
            parts.extend(part(read, ctx, &question, &units)?);
        }
    }
    let page = CellPage {
        ctx,
        total: record.cell(row, column).to_string(),
        column: ctx.word("activity_forms.column", column),
        parts,
        activities: if row.class().is_none() { major(read, &span, &record)? } else { Vec::new() },
        ask: &ask,
    };
    Ok(Page::html(row_name(ctx, row), &page)?
        .below(ctx.t("activity_forms.title"), "/activities/forms")
        .below(ctx.t("activity_forms.name.statistics"), format!("/activities/forms/statistics?{}", ask.question())))
}

/// What one question adds; nothing if no fact answers it.
fn part(
    read: &Read,
    ctx: &Ctx,
    question: &Query,
    units: &BTreeMap<String, String>,
) -> Result<Option<(String, String, String)>, Stop> {
    let figure = ctx.figure(read, question)?;
    let unit = question.filter.unit.and_then(|unit| units.get(&unit.to_string()).cloned());
    let kind = ctx.word("activity_forms.from", question.filter.kind.rsplit('.').next().unwrap_or_default());
    let name = unit.into_iter().chain([kind]).collect::<Vec<_>>().join(" · ");
    Ok((figure.facts() > 0).then(|| (name, grouped(figure.value()), href(question))))
}

fn major(read: &Read, span: &Span, record: &Record) -> Result<Vec<(FormLine, Filled, Filled)>, Stop> {
    use logic::code::Channel::{Online, Onsite};
    let major = record.major();
    // An activity may have begun the year before.
    let lines = forms::list(read, span.from.plus(-400), span.to)?;
    let found = lines.into_iter().filter_map(|line| {
        let came = major.get(&line.id.0)?;
        Some((line, came.by(Onsite), came.by(Online)))
    });
    Ok(found.collect())
}

//! 全国科普月: the list of September's activities that is filed, as page, spreadsheet and paper.

use super::forms::{Asked, DOCX, asked, sheets};
use crate::rules::forms::{Span, is_of_science_month};
use crate::store::forms::{self, FormLine};
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use paper::document::{Block, Document, Table};
use paper::to_docx;
use web::{Answer, Ctx, Page};

/// The columns, as keys of texts, with how wide they are against each other.
const COLUMNS: [(&str, u32); 8] = [
    ("number", 1),
    ("title", 5),
    ("time", 4),
    ("place", 4),
    ("host", 3),
    ("class", 3),
    ("audience", 3),
    ("expected", 2),
];

#[derive(Template)]
#[template(path = "forms_month.html")]
struct Month<'a> {
    ctx: &'a Ctx,
    ask: &'a Asked,
    columns: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
    lacking: usize,
}

fn columns(ctx: &Ctx) -> Vec<String> {
    COLUMNS.iter().map(|(key, _)| ctx.word("activity_forms.month", key)).collect()
}

fn lines(read: &Read, ask: &Asked) -> Result<Vec<FormLine>, Stop> {
    let span = Span::science_month(ask.year);
    let lines = forms::list(read, span.from, span.to)?.into_iter();
    let is_asked =
        |line: &FormLine| ask.holds(line.unit) && is_of_science_month(line.field, &line.state, line.starts_at.day());
    Ok(lines.filter(is_asked).collect())
}

/// One activity's row. What is not known stays empty: it is never guessed.
fn row(ctx: &Ctx, at: usize, line: &FormLine) -> Vec<String> {
    let audiences: Vec<String> = line.audiences.iter().map(|audience| ctx.word("audience", audience)).collect();
    vec![
        (at + 1).to_string(),
        line.title.clone(),
        format!("{} – {}", line.starts_at, line.ends_at),
        place(ctx, line),
        line.host.clone(),
        ctx.word("class", line.class),
        audiences.join(ctx.t("activity.comma").as_ref()),
        line.capacity.map(|capacity| capacity.to_string()).unwrap_or_default(),
    ]
}

/// Where it is: the place and the hall; or that it is online.
pub(crate) fn place(ctx: &Ctx, line: &FormLine) -> String {
    let online = (!line.mode.has_place()).then(|| ctx.word("mode", line.mode));
    let parts = [line.place.clone().unwrap_or_default(), line.venue.clone(), online.unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let ask = asked(read, ctx)?;
    let lines = lines(read, &ask)?;
    let page = Month {
        ctx,
        columns: columns(ctx),
        lacking: lines.iter().filter(|line| line.capacity.is_none()).count(),
        rows: lines
            .iter()
            .enumerate()
            .map(|(at, line)| (format!("/activities/{}", line.id), row(ctx, at, line)))
            .collect(),
        ask: &ask,
    };
    Ok(Page::html(ctx.t("activity_forms.name.month"), &page)?.below(ctx.t("activity_forms.title"), "/activities/forms"))
}

fn title(ctx: &Ctx, ask: &Asked) -> String {
    format!("{}-{}-{}", ctx.t("activity_forms.name.month"), ask.whose(ctx), ask.year)
}

fn rows(ctx: &Ctx, read: &Read, ask: &Asked) -> Result<Vec<Vec<String>>, Stop> {
    Ok(lines(read, ask)?.iter().enumerate().map(|(at, line)| row(ctx, at, line)).collect())
}

pub(crate) fn xlsx(read: &Read, ctx: &Ctx) -> Answer {
    let ctx = &ctx.in_chinese();
    let ask = asked(read, ctx)?;
    let table = std::iter::once(columns(ctx)).chain(rows(ctx, read, &ask)?).collect();
    sheets(&title(ctx, &ask), vec![(ctx.t("activity_forms.name.month").into_owned(), table)])
}

pub(crate) fn docx(read: &Read, ctx: &Ctx) -> Answer {
    let ctx = &ctx.in_chinese();
    let ask = asked(read, ctx)?;
    let table = Table {
        caption: String::new(),
        columns: columns(ctx).into_iter().zip(COLUMNS).map(|(name, (_, width))| (name, width)).collect(),
        rows: rows(ctx, read, &ask)?,
    };
    let document = Document {
        title: ctx.n("activity_forms.month_title", ask.year),
        subtitle: Some(ask.whose(ctx)),
        blocks: vec![Block::Table(table)],
        is_landscape: true,
        ..Document::default()
    };
    Ok(Page::file(format!("{}.docx", title(ctx, &ask)), DOCX, to_docx(&document)))
}

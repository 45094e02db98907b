//! The chapter of activities in the annual report: by class, every number a question.

use crate::rules::Class;
use crate::rules::forms::{FormColumn, HELD, Span};
use ground::db::Read;
use ground::stop::Stop;
use logic::fold::{Measure, Query};
use web::Ctx;
use web::figures::{Passage, Piece};

pub(crate) fn write(read: &Read, ctx: &Ctx, year: i16) -> Result<Vec<Passage>, Stop> {
    let span = Span::year(year);
    if read.figure(&span.ask(Measure::Facts, HELD))?.facts() == 0 {
        return Ok(Vec::new());
    }
    let known = super::forms::record(read, &span)?;
    let classes = Class::ALL.iter().filter(|class| known.times(Some(**class)).is_there());
    Ok(vec![
        Passage::Heading(1, ctx.t("activity_forms.chapter").into_owned()),
        Passage::Paragraph(summary(ctx, &span)),
        Passage::Table {
            caption: ctx.t("activity_forms.chapter_table").into_owned(),
            columns: columns(ctx),
            rows: classes.map(|class| row(ctx, &span, *class)).collect(),
        },
    ])
}

/// Where a question's number stands, as the evidence calls it.
fn name(ctx: &Ctx, query: &Query) -> String {
    let class = query.filter.class.as_ref().map(|class| format!("{} ", ctx.word("class", class))).unwrap_or_default();
    let channel = query.filter.channel.map(|channel| ctx.word("channel", channel)).unwrap_or_default();
    let kind = query.filter.kind.rsplit('.').next().unwrap_or_default();
    format!("{class}{channel}{}", ctx.word("activity_forms.from", kind))
}

fn questions(span: &Span, class: Option<Class>) -> Vec<Query> {
    FormColumn::ALL.iter().flat_map(|column| span.questions(class, *column, &[])).collect()
}

fn columns(ctx: &Ctx) -> Vec<String> {
    let class = ctx.word("column", "class");
    let names = questions(&Span::year(0), None);
    std::iter::once(class).chain(names.iter().map(|query| name(ctx, query))).collect()
}

fn row(ctx: &Ctx, span: &Span, class: Class) -> Vec<Piece> {
    let figures = questions(span, Some(class)).into_iter().map(|query| {
        let name = name(ctx, &query);
        Piece::Figure(query, name)
    });
    std::iter::once(Piece::Words(ctx.word("class", class))).chain(figures).collect()
}

fn summary(ctx: &Ctx, span: &Span) -> Vec<Piece> {
    let words = |key: &str| Piece::Words(ctx.word("activity_forms.summary", key));
    let mut pieces = Vec::new();
    for (at, query) in questions(span, None).into_iter().enumerate() {
        pieces.push(words(&at.to_string()));
        let name = name(ctx, &query);
        pieces.push(Piece::Figure(query, name));
    }
    pieces.push(words("end"));
    pieces
}

//! 季度简报: drafted from the facts of a quarter: figures that open, then what was concluded, in the words of its summaries.

use super::forms::{Asked, asked};
use super::forms_draft::{Draft, DraftPage, Part, Said, line};
use crate::rules::forms::{ATTENDED, COUNTED, Filled, FormColumn, Record, Span};
use crate::rules::{Area, Class};
use crate::store::forms;
use ground::db::Read;
use ground::stop::Stop;
use logic::code::Channel;
use logic::fold::{Measure, Query};
use web::{Answer, Ctx, Page};

/// The quarter asked for; the present one if none is.
fn quarter(ctx: &Ctx) -> i8 {
    let now = (ctx.viewer.today().parts().1 + 2) / 3;
    ctx.asked("quarter")
        .and_then(|quarter| quarter.parse().ok())
        .filter(|quarter| (1..=4).contains(quarter))
        .unwrap_or(now)
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let ask = asked(read, ctx)?;
    let quarter = quarter(ctx);
    let draft = write(read, ctx, &ask, quarter)?;
    let page = BulletinPage {
        ctx,
        quarters: (1..=4).map(|number| (number, number == quarter)).collect(),
        draft: DraftPage {
            ctx,
            draft: &draft,
            lead: ctx.t("activity_forms.about.bulletin").into_owned(),
            docx: format!("/activities/forms/bulletin.docx?{}&quarter={quarter}", ask.question()),
        },
        ask: &ask,
    };
    Ok(Page::html(ctx.t("activity_forms.name.bulletin"), &page)?
        .below(ctx.t("activity_forms.title"), "/activities/forms"))
}

#[derive(askama::Template)]
#[template(path = "forms_bulletin.html")]
struct BulletinPage<'a> {
    ctx: &'a Ctx,
    ask: &'a Asked,
    quarters: Vec<(i8, bool)>,
    draft: DraftPage<'a>,
}

pub(crate) fn docx(read: &Read, ctx: &Ctx) -> Answer {
    let ctx = &ctx.in_chinese();
    let ask = asked(read, ctx)?;
    write(read, ctx, &ask, quarter(ctx))?.docx()
}

fn write(read: &Read, ctx: &Ctx, ask: &Asked, quarter: i8) -> Result<Draft, Stop> {
    let span = Span::quarter(ask.year, quarter);
    let mut parts = vec![Part::Heading(ctx.t("activity_forms.bulletin.figures").into_owned())];
    // A question is of one unit or of all: a unit's departments have their own sentences.
    let units: Vec<Option<logic::id::UnitId>> =
        if ask.own.is_empty() { vec![None] } else { ask.own.iter().copied().map(Some).collect() };
    let record = ask.record(read, &span)?;
    for unit in units {
        let own = match unit {
            Some(unit) => record.of_units(&[unit.into()].into()),
            None => record.clone(),
        };
        let name = unit.and_then(|unit| ask.units.iter().find(|choice| choice.value == unit.to_string()));
        let name = name.map_or_else(|| ctx.t("activity_forms.all_units").into_owned(), |name| name.label.trim().into());
        let own_span: Vec<_> = unit.into_iter().collect();
        parts.extend(figures(ctx, &span, &own, &own_span, &name));
    }
    parts.extend(concluded(read, ctx, ask, &span)?);
    Ok(Draft {
        title: ctx.fill(
            "activity_forms.bulletin.title",
            &[("year", &ask.year.to_string()), ("quarter", &quarter.to_string())],
        ),
        subtitle: ask.whose(ctx),
        parts,
    })
}

/// What was held, by class, and who came: named and counted apart, on site and online apart.
fn figures(ctx: &Ctx, span: &Span, own: &Record, units: &[logic::id::UnitId], name: &str) -> Vec<Part> {
    let times = |class: Option<Class>| {
        let question = span.questions(class, FormColumn::Times, units);
        (
            own.times(class),
            question.into_iter().next().unwrap_or_else(|| span.ask(Measure::Facts, crate::rules::forms::HELD)),
        )
    };
    let (held, question) = times(None);
    if held == Filled::Absent {
        let text = ctx.t("activity_forms.bulletin.nothing");
        return vec![line(&text, &[("unit", Said::words(name))])];
    }
    let blanks = [("unit", Said::words(name)), ("held", Said::figure(held.value(), &question))];
    let lead = line(&ctx.t("activity_forms.bulletin.held"), &blanks);
    let classes = Class::ALL.iter().filter_map(|class| {
        let (value, question) = times(Some(*class));
        let name = ctx.word("class", class);
        let blanks = [("class", Said::words(name)), ("n", Said::figure(value.value(), &question))];
        value.is_there().then(|| line(&ctx.t("activity_forms.bulletin.of_class"), &blanks))
    });
    let (comma, stop) = (ctx.t("activity_forms.bulletin.comma"), ctx.t("activity_forms.bulletin.stop"));
    let sentence = joined(Some(lead), classes, &comma, &stop);
    let came: Vec<Part> = [(Channel::Onsite, FormColumn::Onsite), (Channel::Online, FormColumn::Online)]
        .into_iter()
        .flat_map(|(channel, column)| {
            let of = move |query: Query| (channel, query);
            span.questions(None, column, units).into_iter().map(of)
        })
        .filter_map(|(channel, question)| {
            let key = match question.filter.kind.as_str() {
                ATTENDED => "attended",
                COUNTED => "counted",
                _ => return None,
            };
            let value = own.of_kind(&question.filter.kind, channel);
            let text = ctx.word("activity_forms.bulletin", format!("{channel}_{key}"));
            value.is_there().then(|| line(&text, &[("n", Said::figure(value.value(), &question))]))
        })
        .collect();
    let came = joined(None, came, &comma, &stop);
    [sentence, came].into_iter().flatten().collect()
}

/// Several pieces as one sentence, after what leads them in; nothing of nothing.
fn joined(lead: Option<Part>, parts: impl IntoIterator<Item = Part>, comma: &str, stop: &str) -> Option<Part> {
    let mut sentence: Vec<Said> = Vec::new();
    for (at, part) in parts.into_iter().enumerate() {
        sentence.extend((at > 0).then(|| Said::words(comma)));
        sentence.extend(part.said());
    }
    let mut whole = lead.map(Part::said).unwrap_or_default();
    whole.extend(sentence);
    let is_empty = whole.is_empty();
    whole.push(Said::words(stop));
    (!is_empty).then_some(Part::Line(whole))
}

/// What was concluded of the quarter's activities, those of the house's own left out: a bulletin goes out.
fn concluded(read: &Read, ctx: &Ctx, ask: &Asked, span: &Span) -> Result<Vec<Part>, Stop> {
    let lines = forms::list(read, span.from, span.to)?.into_iter();
    let mut parts = vec![Part::Heading(ctx.t("activity_forms.bulletin.concluded").into_owned())];
    for held in lines.filter(|line| ask.holds(line.unit) && line.field != Area::Internal) {
        let Some(summary) = held.summary.as_ref().filter(|_| held.concluded_on().is_some()) else { continue };
        let title = Said { words: held.title.clone(), href: Some(format!("/activities/{}", held.id)) };
        parts.push(line(
            &ctx.t("activity_forms.bulletin.one"),
            &[
                ("title", title),
                ("day", Said::words(held.starts_at.day().to_string())),
                ("host", Said::words(&held.host)),
                ("summary", Said::words(summary)),
            ],
        ));
    }
    if parts.len() == 1 {
        parts.push(Part::Line(vec![Said::words(ctx.t("activity_forms.bulletin.none_concluded"))]));
    }
    Ok(parts)
}

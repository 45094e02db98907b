//! 单位情况: one row for each unit that held activities, in the order of the tree. Units are not ranked.

use super::forms::{Asked, asked, record, sheets};
use super::forms_records::held;
use crate::rules::Class;
use crate::rules::forms::{CONCLUDED_WITHIN, Conclusion, Filled, FormColumn, Record, Span};
use askama::Template;
use ground::db::Read;
use ground::directory::Unit;
use ground::stop::Stop;
use logic::id::{Id, UnitId};
use std::collections::{BTreeMap, BTreeSet};
use web::figures::href;
use web::{Answer, Ctx, Page};

#[derive(Template)]
#[template(path = "forms_scorecard.html")]
struct Scorecard<'a> {
    ctx: &'a Ctx,
    ask: &'a Asked,
    rows: Vec<Row>,
    names: Vec<String>,
    days: i32,
}

/// A unit's row.
struct Row {
    name: String,
    times: (Filled, String),
    /// By class: its name, how many, where it opens.
    classes: Vec<(String, Filled, String)>,
    /// On site by name, on site counted, online by name, online counted; each with where it opens.
    came: Vec<(Filled, String)>,
    in_time: usize,
    due: usize,
    records: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let ask = asked(read, ctx)?;
    let page = Scorecard {
        ctx,
        rows: rows(read, ctx, &ask)?,
        names: came_names(ctx).collect(),
        days: CONCLUDED_WITHIN,
        ask: &ask,
    };
    Ok(Page::html(ctx.t("activity_forms.name.scorecard"), &page)?
        .below(ctx.t("activity_forms.title"), "/activities/forms"))
}

/// Those who held something, in the order of the tree; of a chosen unit, itself and its departments.
fn rows(read: &Read, ctx: &Ctx, ask: &Asked) -> Result<Vec<Row>, Stop> {
    let span = Span::year(ask.year);
    let record = record(read, &span)?;
    let mut conclusions: BTreeMap<UnitId, (usize, usize)> = BTreeMap::new();
    for held in held(read, ctx, ask)? {
        let (in_time, due) = conclusions.entry(held.line.unit).or_default();
        *in_time += usize::from(held.conclusion == Conclusion::InTime);
        *due += usize::from(held.conclusion != Conclusion::Open);
    }
    let holding: BTreeSet<Id> = record.held.iter().filter_map(|sum| sum.unit).collect();
    let units = read.list_units()?.into_iter();
    let shown = units.filter(|unit| ask.holds(unit.id) && holding.contains(&Id::from(unit.id)));
    let row = |unit: Unit| {
        let own = record.of_units(&BTreeSet::from([Id::from(unit.id)]));
        row(ctx, &span, &own, &unit, conclusions.get(&unit.id).copied().unwrap_or_default())
    };
    Ok(shown.map(row).collect())
}

fn row(ctx: &Ctx, span: &Span, own: &Record, unit: &Unit, (in_time, due): (usize, usize)) -> Row {
    let times = |class: Option<Class>| {
        let question = span.questions(class, FormColumn::Times, &[unit.id]);
        question.first().map(href).unwrap_or_default()
    };
    let classes = Class::ALL.iter().map(|class| (*class, own.times(Some(*class))));
    let classes = classes.filter(|(_, value)| *value != Filled::Absent);
    let came = [FormColumn::Onsite, FormColumn::Online].into_iter().flat_map(|column| {
        let questions = span.questions(None, column, &[unit.id]).into_iter();
        questions
            .filter_map(move |question| Some((own.of_kind(&question.filter.kind, column.channel()?), href(&question))))
    });
    Row {
        name: unit.name.clone(),
        times: (own.times(None), times(None)),
        classes: classes.map(|(class, value)| (ctx.word("class", class), value, times(Some(class)))).collect(),
        came: came.collect(),
        in_time,
        due,
        records: format!("/activities/forms/records?year={}&unit={}", span.from.year(), unit.id),
    }
}

/// The columns of attendances.
const CAME: [&str; 4] = ["onsite_named", "onsite_counted", "online_named", "online_counted"];

fn came_names(ctx: &Ctx) -> impl Iterator<Item = String> + '_ {
    CAME.iter().map(|key| ctx.word("activity_forms.scorecard", key))
}

pub(crate) fn xlsx(read: &Read, ctx: &Ctx) -> Answer {
    let ctx = &ctx.in_chinese();
    let ask = asked(read, ctx)?;
    let word = |key: &str| ctx.word("activity_forms.scorecard", key);
    let head = [word("unit"), word("times"), word("classes")].into_iter().chain(came_names(ctx));
    let head = head.chain([word("in_time"), word("due")]);
    let mut table: Vec<Vec<String>> = vec![head.collect()];
    for row in rows(read, ctx, &ask)? {
        let classes: Vec<String> = row.classes.iter().map(|(name, value, _)| format!("{name} {value}")).collect();
        let cells = [row.name, row.times.0.to_string(), classes.join(ctx.t("activity.comma").as_ref())].into_iter();
        let cells = cells.chain(row.came.iter().map(|(value, _)| value.to_string()));
        table.push(cells.chain([row.in_time.to_string(), row.due.to_string()]).collect());
    }
    let name = ctx.t("activity_forms.name.scorecard");
    sheets(&format!("{name}-{}-{}", ask.whose(ctx), ask.year), vec![(name.into_owned(), table)])
}

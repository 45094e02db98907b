//! The catalogue of figures for a year, those someone keeps, and a form to ask for any other.

use super::title;
use crate::rules::{DropFigure, KeepFigure, Kept};
use crate::store;
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::act::House;
use logic::fold::{Measure, Query};
use logic::form::Problems;
use logic::time::Day;
use web::figures::{href, shown};
use web::{Answer, Choice, Ctx, Done, Page};

logic::form! {
    /// A question and its name.
    pub(crate) struct Form {
        figure_name: String = line().min(2),
        query: String = line().max(500),
    }
}

#[derive(Template)]
#[template(path = "catalogue.html")]
struct Catalogue<'a> {
    ctx: &'a Ctx,
    year: i16,
    groups: Vec<(String, Vec<Line>)>,
    kept: Vec<(Line, Option<String>)>,
    ask: Option<Ask>,
}

struct Line {
    name: String,
    value: String,
    unit: String,
    href: String,
}

/// What the form to ask for a figure offers.
struct Ask {
    kinds: Vec<Choice>,
    measures: Vec<Choice>,
    programmes: Vec<Choice>,
    audiences: Vec<Choice>,
    channels: Vec<Choice>,
    from: Day,
    to: Day,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let year = ctx.asked("year").and_then(|year| year.parse().ok()).unwrap_or_else(|| ctx.viewer.today().year());
    let staff = super::is_staff(ctx);
    let mut groups: Vec<(String, Vec<Line>)> = Vec::new();
    for slice in ctx.house.slices.iter().filter(|slice| !slice.indicators.is_empty()) {
        let own = slice.indicators.iter().filter(|indicator| indicator.is_public || staff);
        let line = |indicator: &&logic::fold::Indicator| {
            let (from, to) = Day::year_span(year);
            let query = indicator.query(None, from, to);
            let value = shown(&ctx.viewer, query.measure, ctx.figure(read, &query)?.value());
            Ok::<_, Stop>(Line {
                name: ctx.word("indicator", indicator.key),
                value,
                unit: ctx.t(indicator.unit).into_owned(),
                href: href(&query),
            })
        };
        groups.push((ctx.word("indicator_group", slice.name), own.map(line).collect::<Result<_, _>>()?));
    }
    let kept = if staff { kept(read, ctx)? } else { Vec::new() };
    let page = Catalogue { ctx, year, groups, kept, ask: staff.then(|| ask(read, ctx, year)).transpose()? };
    Page::html(ctx.t("figure.list"), &page)
}

fn kept(read: &Read, ctx: &Ctx) -> Result<Vec<(Line, Option<String>)>, Stop> {
    let may_drop = ctx.viewer.is_able::<DropFigure>(&House);
    let line = |kept: Kept| {
        let value = shown(&ctx.viewer, kept.query.measure, ctx.figure(read, &kept.query)?.value());
        let line = Line { name: kept.name, value, unit: title(read, ctx, &kept.query)?, href: href(&kept.query) };
        Ok((line, may_drop.then(|| ctx.act_form("figure.drop").at("id", kept.id).quiet().html())))
    };
    store::list_kept(read)?.into_iter().map(line).collect()
}

fn ask(read: &Read, ctx: &Ctx, year: i16) -> Result<Ask, Stop> {
    use logic::code::{Audience, Channel};
    let (from, to) = Day::year_span(year);
    Ok(Ask {
        kinds: ctx.house.facts().map(|kind| Choice::new(kind.name, ctx.word("fact", kind.name))).collect(),
        measures: Measure::ALL.iter().map(|measure| Choice::new(measure, ctx.word("measure", measure))).collect(),
        programmes: ctx.offered(read, "programme")?,
        audiences: Audience::ALL.iter().map(|audience| Choice::new(audience, ctx.word("audience", audience))).collect(),
        channels: Channel::ALL.iter().map(|channel| Choice::new(channel, ctx.word("channel", channel))).collect(),
        from,
        to,
    })
}

pub(crate) fn keep(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let may = ctx.viewer.may::<KeepFigure>(&House)?;
    let query: Query = form.query.parse().map_err(|_| Problems::one("query", "bad_query"))?;
    if store::is_kept(tx, &query.to_string())? {
        return Err(Problems::one("query", "figure_known").into());
    }
    let kept = Kept { id: tx.new_id(), name: form.figure_name, query };
    let kept = tx.commit(kept.keep(may), store::insert_kept)?;
    Ok(Done::at(href(&kept.query)).id(kept.id))
}

pub(crate) fn discard(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let kept = store::get_kept(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<DropFigure>(&House)?;
    tx.commit(kept.discard(may), store::delete_kept)?;
    Ok(Done::at("/figures"))
}

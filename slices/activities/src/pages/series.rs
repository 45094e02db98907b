//! Series: activities that belong together.

use super::{host, list};
use crate::rules::{BeginSeries, CloseSeries, Series, SeriesId, Under, begin_series};
use crate::store::lines::{self, Which};
use crate::store::series;
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::id::{Id, UnitId};
use web::{Answer, Cell, Column, Ctx, Done, Page, Row};

logic::form! {
    /// What the series is about.
    pub(crate) struct Form {
        title: String = line().min(2).max(80),
        unit: UnitId = pick(),
        programme: Option<Id> = pick(),
        note: Option<String> = text().max(2_000),
    }
}

#[derive(Template)]
#[template(path = "series_list.html")]
struct SeriesList<'a> {
    ctx: &'a Ctx,
    all: Vec<Series>,
    begin: Option<String>,
}

#[derive(Template)]
#[template(path = "series.html")]
struct SeriesPage<'a> {
    ctx: &'a Ctx,
    series: &'a Series,
    table: String,
    is_empty: bool,
    may_add: bool,
    close: Option<String>,
}

pub(crate) fn get_list(read: &Read, ctx: &Ctx) -> Answer {
    let begin = list::may_add(read, ctx)?.then(|| begin_form(read, ctx)).transpose()?;
    let page = SeriesList { ctx, all: series::list(read)?, begin };
    Ok(Page::html(ctx.t("activity_series.list"), &page)?.below(ctx.t("activity.list"), "/activities"))
}

fn begin_form(read: &Read, ctx: &Ctx) -> Result<String, Stop> {
    let programmes = ctx.offered(read, "programme")?;
    let form = ctx.act_form("activity_series.begin").choose("unit", web::choices::units(read)?);
    let form = if programmes.is_empty() { form.without("programme") } else { form.choose("programme", programmes) };
    Ok(form.html())
}

pub(crate) fn begin(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let under = Under(host(tx, form.unit)?);
    let may = ctx.viewer.may::<BeginSeries>(&under)?;
    let new = Series {
        id: tx.new_id(),
        title: form.title,
        unit: under.0,
        programme: form.programme,
        note: form.note.unwrap_or_default(),
        closed_on: None,
    };
    let new = tx.commit(begin_series(may, new), series::insert)?;
    Ok(Done::at(format!("/activities/series/{}", new.id)).id(new.id))
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let series = series::get(read, ctx.at::<SeriesId>("series")?)?;
    let which = Which { series: Some(series.id.0), ..Which::all(!ctx.viewer.is_staff()) };
    let known = lines::list(read, &which, true, 0, 500)?;
    let row = |line: &lines::ActivityLine| {
        let state = Cell::Code("activity_state", line.state.clone(), list::tone(&line.state));
        let place = Cell::maybe(line.place_name.clone());
        let cells = vec![Cell::Moment(line.starts_at), Cell::Text(line.title.clone()), place, state];
        Row::to(format!("/activities/{}", line.id), cells)
    };
    let rows: Vec<Row> = known.iter().map(row).collect();
    let columns = [Column::day("starts"), Column::text("activity"), Column::text("where"), Column::text("state")];
    let able = series.closed_on.is_none() && ctx.viewer.is_able::<CloseSeries>(&series);
    let page = SeriesPage {
        ctx,
        table: web::view::table::plain_table(ctx, &columns, &rows),
        is_empty: rows.is_empty(),
        may_add: series.closed_on.is_none() && list::may_add(read, ctx)?,
        close: able.then(|| ctx.act_form("activity_series.close").at("series", series.id).quiet().html()),
        series: &series,
    };
    Ok(Page::html(&series.title, &page)?
        .below(ctx.t("activity.list"), "/activities")
        .below(ctx.t("activity_series.list"), "/activities/series"))
}

pub(crate) fn close(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let series = series::get(tx, ctx.at::<SeriesId>("series")?)?;
    let may = ctx.viewer.may::<CloseSeries>(&series)?;
    let closed = tx.commit(series.close(may)?, series::save)?;
    Ok(Done::at(format!("/activities/series/{}", closed.id)).id(closed.id))
}

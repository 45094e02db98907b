//! A programme's page: public once it is launched, with its figures for a year, each opening into its facts.

use super::{lead_unit, list};
use crate::pages::new;
use crate::rules::{
    AddPartner, ConcludeProgramme, EditProgramme, LaunchProgramme, Programme, RemovePartner, RunProgramme,
    SpreadProgramme, State,
};
use crate::store;
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::fold::Part;
use logic::form::Problems;
use logic::id::UnitId;
use logic::time::Day;
use web::choices::units;
use web::figures::{href, shown, shown_together};
use web::{Answer, Bar, Ctx, Done, Page};

#[derive(Template)]
#[template(path = "programme.html")]
struct ProgrammePage<'a> {
    ctx: &'a Ctx,
    programme: &'a Programme,
    state: String,
    tone: &'static str,
    year: i16,
    figures: Vec<Shown>,
    chart: Option<String>,
    partners: Vec<(UnitId, String, Option<String>)>,
    forms: Vec<String>,
    edit: Option<String>,
    add_partner: Option<String>,
    panels: Vec<String>,
}

/// A figure of the programme.
struct Shown {
    name: String,
    value: String,
    unit: String,
    href: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let programme = find(read, ctx)?;
    let year = ctx.asked("year").and_then(|year| year.parse().ok()).unwrap_or_else(|| ctx.viewer.today().year());
    let (figures, chart) = figures(read, ctx, &programme, year)?;
    let partners = store::list_partners(read, programme.id)?;
    let able = ctx.viewer.is_able::<RemovePartner>(&programme);
    let with_button = |(unit, name): (UnitId, String)| {
        let form = ctx.act_form("programme.remove_partner").at("id", programme.id).quiet();
        let button = format!("{}<input type=\"hidden\" name=\"unit\" value=\"{unit}\">{}", form.open(), form.close());
        (unit, name, able.then_some(button))
    };
    let page = ProgrammePage {
        ctx,
        state: ctx.word("programme_state", programme.state.code()),
        tone: list::tone(&programme.state).class(),
        year,
        figures,
        chart,
        partners: partners.into_iter().map(with_button).collect(),
        forms: steps(ctx, &programme),
        edit: edit_form(read, ctx, &programme)?,
        add_partner: partner_form(read, ctx, &programme)?,
        panels: ctx.panels(read, "programme", Some(programme.id.0))?,
        programme: &programme,
    };
    Ok(Page::html(&programme.name, &page)?.below(ctx.t("programme.list"), "/programmes"))
}

/// A planned programme is for staff only.
pub(crate) fn find(read: &Read, ctx: &Ctx) -> Result<Programme, Stop> {
    let programme = store::get(read, ctx.at("id")?)?;
    if programme.state.is_public() || ctx.viewer.is_staff() { Ok(programme) } else { Err(Stop::Missing) }
}

/// Every figure on offer that has something to say of this programme in this year; the first one month by month.
fn figures(read: &Read, ctx: &Ctx, programme: &Programme, year: i16) -> Result<(Vec<Shown>, Option<String>), Stop> {
    let (from, to) = Day::year_span(year);
    let mut shown_figures = Vec::new();
    let mut chart = None;
    for indicator in ctx.house.indicators().filter(|indicator| indicator.is_public || ctx.viewer.is_staff()) {
        let figure = ctx.figure(read, &indicator.query(Some(programme.id.0), from, to))?;
        if figure.value() == 0 {
            continue;
        }
        let name = ctx.word("indicator", indicator.key);
        chart = chart.or_else(|| Some(monthly(ctx, &name, &figure, year)));
        let value = shown(&ctx.viewer, figure.query.measure, figure.value());
        shown_figures.push(Shown { name, value, unit: ctx.t(indicator.unit).into_owned(), href: href(&figure.query) });
    }
    Ok((shown_figures, chart))
}

fn monthly(ctx: &Ctx, name: &str, figure: &ground::ledger::Figure, year: i16) -> String {
    let months: Vec<i32> = (1..=12).map(|month| i32::from(year) * 100 + month).collect();
    let values: Vec<i64> = months.iter().map(|month| figure.part(Part::Month(*month))).collect();
    let labels = shown_together(&ctx.viewer, figure.query.measure, &values);
    let points: Vec<Bar> = (1..=12)
        .zip(values.iter().zip(labels))
        .map(|(month, (value, shown))| Bar { name: ctx.n("month.short", month), value: *value, shown, href: None })
        .collect();
    web::line_chart(ctx, name, &points)
}

/// The buttons for the next step.
fn steps(ctx: &Ctx, programme: &Programme) -> Vec<String> {
    let form = |act| ctx.act_form(act).at("id", programme.id);
    let viewer = &ctx.viewer;
    let step = match programme.state {
        State::Planned => {
            viewer.is_able::<LaunchProgramme>(programme).then(|| form("programme.launch").in_a_row().html())
        }
        State::Launched { .. } => {
            viewer.is_able::<RunProgramme>(programme).then(|| form("programme.run").in_a_row().html())
        }
        State::Running { .. } => {
            viewer.is_able::<ConcludeProgramme>(programme).then(|| form("programme.conclude").html())
        }
        State::Concluded { .. } => {
            viewer.is_able::<SpreadProgramme>(programme).then(|| form("programme.spread").html())
        }
        State::Spread { .. } => None,
    };
    step.into_iter().collect()
}

fn edit_form(read: &Read, ctx: &Ctx, programme: &Programme) -> Result<Option<String>, Stop> {
    if !ctx.viewer.is_able::<EditProgramme>(programme) {
        return Ok(None);
    }
    let form = ctx.act_form("programme.edit").at("id", programme.id).choose("unit", units(read)?);
    Ok(Some(
        form.value("programme_name", &programme.name)
            .value("goal", &programme.goal)
            .value("unit", programme.unit.id)
            .html(),
    ))
}

fn partner_form(read: &Read, ctx: &Ctx, programme: &Programme) -> Result<Option<String>, Stop> {
    if !ctx.viewer.is_able::<AddPartner>(programme) {
        return Ok(None);
    }
    Ok(Some(
        ctx.act_form("programme.add_partner").at("id", programme.id).choose("unit", units(read)?).in_a_row().html(),
    ))
}

pub(crate) fn edit(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: new::Form = ctx.form()?;
    let programme = store::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<EditProgramme>(&programme)?;
    if store::find_named(tx, &form.programme_name)?.is_some_and(|known| known != programme.id) {
        return Err(Problems::one("programme_name", "programme_known").into());
    }
    let unit = lead_unit(tx, form.unit)?;
    let programme = tx.commit(programme.edit(may, form.programme_name, form.goal, unit), store::save)?;
    Ok(Done::at(format!("/programmes/{}", programme.id)).id(programme.id))
}

//! The list of programmes; the public sees those that are launched.

use crate::rules::{AddProgramme, LeadUnit, State, Under};
use crate::store;
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::act::Who::Anyone;
use web::{Answer, Cell, Choice, Column, Ctx, ListEntry, Page, Row, Rows, Tone, Window};

pub(crate) const PROGRAMMES: ListEntry = ListEntry {
    name: "programme.list",
    path: "/programmes",
    who: &[Anyone],
    columns: &[Column::text("programme"), Column::text("state"), Column::text("lead")],
    filters: &[],
    read,
    page: Some(get),
};

fn read(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let all = store::list(read, ctx.viewer.is_staff())?;
    let total = all.len() as i64;
    let some = all.into_iter().skip(window.offset() as usize).take(window.limit as usize);
    let rows = some.map(|programme| {
        let state = Cell::Code("programme_state", programme.state.code().into(), tone(&programme.state));
        Row::to(
            format!("/programmes/{}", programme.id),
            vec![Cell::Text(programme.name), state, Cell::Text(programme.unit.name)],
        )
    });
    Ok(Rows { rows: rows.collect(), total, choices: Vec::new() })
}

/// How a state looks.
pub(crate) fn tone(state: &State) -> Tone {
    match state {
        State::Planned => Tone::Plain,
        State::Launched { .. } | State::Running { .. } => Tone::Active,
        State::Concluded { .. } | State::Spread { .. } => Tone::Good,
    }
}

#[derive(Template)]
#[template(path = "list.html")]
struct List<'a> {
    ctx: &'a Ctx,
    may_add: bool,
    table: String,
}

fn get(read: &Read, ctx: &Ctx) -> Answer {
    let may_add = may_add(read, ctx)?;
    Page::html(ctx.t("programme.list"), &List { ctx, may_add, table: PROGRAMMES.html(read, ctx)? })
}

/// Whether the viewer may add a programme under any unit.
pub(crate) fn may_add(read: &Read, ctx: &Ctx) -> Result<bool, Stop> {
    let under = |unit: ground::directory::Unit| Under(LeadUnit { id: unit.id, name: unit.name, path: unit.path });
    Ok(ctx.viewer.is_staff()
        && read.list_units()?.into_iter().any(|unit| ctx.viewer.is_able::<AddProgramme>(&under(unit))))
}

/// Programmes for other slices to choose.
pub(crate) fn choices(read: &Read, ctx: &Ctx) -> Result<Vec<Choice>, Stop> {
    let all = store::list(read, ctx.viewer.is_staff())?;
    Ok(all.into_iter().map(|programme| Choice::new(programme.id, programme.name)).collect())
}

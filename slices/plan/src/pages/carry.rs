//! Unfinished tasks go on in another year's plan.

use crate::rules::{Carried, CarryOver, Line, LineId, Plan, Stage, Task};
use crate::store::{plans, tasks};
use ground::db::Tx;
use ground::stop::Stop;
use logic::form::Problems;
use web::{Ctx, Done};

logic::form! {
    /// The year that goes on.
    pub(crate) struct Form {
        year: i64 = count().min(1950).max(2150),
    }
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let plan = plans::get(tx, ctx.at("year")?)?;
    let may = ctx.viewer.may::<CarryOver>(&plan)?;
    let next = plans::find(tx, form.year as i16)?
        .filter(|next| next.id != plan.id)
        .ok_or_else(|| Problems::one("year", "plan_unknown"))?;
    let taken: Vec<_> = tasks::list(tx, next.id)?.into_iter().filter_map(|task| task.carried_from).collect();
    let open: Vec<_> = tasks::list(tx, plan.id)?
        .into_iter()
        .filter(|task| task.stage.is_open() && !taken.contains(&task.id))
        .collect();
    let mut carried = Vec::new();
    for task in open {
        let line = same_line(tx, &plan, &next, task.line)?;
        let number =
            tasks::next_number(tx, line)? + carried.iter().filter(|other: &&Task| other.line == line).count() as i64;
        let due = task.due.map(|due| due.max(next.effective(due)));
        carried.push(Task {
            id: tx.new_id(),
            plan: next.id,
            line,
            number,
            due,
            stage: Stage::Divided,
            carried_from: Some(task.id),
            ..task
        });
    }
    let change = Carried { plan: next, tasks: carried }.carry(may)?;
    let carried = tx.commit(change, |tx, carried| carried.tasks.iter().try_for_each(|task| tasks::insert(tx, task)))?;
    Ok(Done::at(format!("/plans/{}", carried.plan.year)).id(carried.plan.id))
}

/// The line of that name in the next plan; made there if it is not.
fn same_line(tx: &mut Tx, plan: &Plan, next: &Plan, line: LineId) -> Result<LineId, Stop> {
    let known = plans::list_lines(tx, next.id)?;
    let old = plans::list_lines(tx, plan.id)?.into_iter().find(|known| known.id == line).ok_or(Stop::Missing)?;
    if let Some(same) = known.iter().find(|known| known.name == old.name) {
        return Ok(same.id);
    }
    let number = known.iter().map(|line| line.number).max().unwrap_or(0) + 1;
    let line = Line { id: tx.new_id(), plan: next.id, number, ..old };
    plans::insert_line(tx, &line)?;
    Ok(line.id)
}

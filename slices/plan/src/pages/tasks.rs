//! The list of all tasks, to be sorted, filtered and exported.

use super::tone;
use crate::rules::{Stage, Task};
use crate::store::{plans, tasks};
use ground::db::Read;
use ground::stop::Stop;
use logic::act::{Role::*, Who};
use logic::form::{Field, choice, count};
use web::{Cell, Column, Ctx, ListEntry, Row, Rows, Window};

/// Who reads all tasks.
pub(crate) const STAFF: &[Who] = &[
    Who::RoleAnywhere(Officer),
    Who::RoleAnywhere(Leader),
    Who::RoleAnywhere(Statistician),
    Who::RoleAnywhere(Secretary),
];

pub(crate) const TASKS: ListEntry = ListEntry {
    name: "task.list",
    path: "/tasks",
    who: STAFF,
    columns: &[
        Column::text("task").sorted(),
        Column::text("line"),
        Column::text("stage").sorted(),
        Column::text("lead").sorted(),
        Column::day("due").sorted(),
    ],
    filters: &[YEAR, STAGE, LATE],
    read,
    page: None,
};

const YEAR: Field = count().named("year", false);
const STAGE: Field = choice("task_stage", Stage::CODES).named("stage", false);
const LATE: Field = choice("late", &["late"]).named("late", false);

fn read(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let year = ctx.asked("year").and_then(|year| year.parse().ok());
    let all = plans::list(read)?;
    let plan = all.iter().find(|plan| year.is_none_or(|year: i16| plan.year == year));
    let Some(plan) = plan else { return Ok(Rows::default()) };
    let today = ctx.viewer.today();
    let lines = plans::list_lines(read, plan.id)?;
    let mut found: Vec<Task> = tasks::list(read, plan.id)?;
    found.retain(|task| {
        ctx.asked("stage").is_none_or(|stage| task.stage.code() == stage)
            && (ctx.asked("late").is_none() || task.is_late(today))
    });
    sort(&mut found, window);
    let total = found.len() as i64;
    let some = found.into_iter().skip(window.offset() as usize).take(window.limit as usize);
    let rows = some.map(|task| {
        let line = lines.iter().find(|line| line.id == task.line).map(|line| line.name.clone());
        let stage = Cell::Code("task_stage", task.stage.code().into(), tone(&task, today));
        Row::to(
            format!("/tasks/{}", task.id),
            vec![
                Cell::Text(task.name),
                Cell::maybe(line),
                stage,
                Cell::Text(task.lead.name),
                Cell::maybe_day(task.due),
            ],
        )
    });
    let years = all.iter().map(|plan| web::Choice::new(plan.year, plan.year.to_string())).collect();
    Ok(Rows { rows: rows.collect(), total, choices: vec![("year", years)] })
}

fn sort(tasks: &mut [Task], window: &Window) {
    let Some((column, is_down)) = window.sort else { return };
    let stage_place = |task: &Task| Stage::CODES.iter().position(|code| *code == task.stage.code());
    match column {
        "task" => tasks.sort_by(|a, b| a.name.cmp(&b.name)),
        "stage" => tasks.sort_by_key(stage_place),
        "lead" => tasks.sort_by(|a, b| a.lead.path.cmp(&b.lead.path)),
        _ => tasks.sort_by_key(|task| task.due.unwrap_or(logic::time::Day::MAX)),
    }
    if is_down {
        tasks.reverse();
    }
}

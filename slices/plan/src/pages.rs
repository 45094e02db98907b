//! The pages of the plan.

pub(crate) mod adopt;
pub(crate) mod approve;
pub(crate) mod carry;
pub(crate) mod changes;
pub(crate) mod chapter;
pub(crate) mod document;
pub(crate) mod evidence;
pub(crate) mod lines;
pub(crate) mod panels;
pub(crate) mod plan;
pub(crate) mod plans;
pub(crate) mod progress;
pub(crate) mod remind;
pub(crate) mod steps;
pub(crate) mod table;
pub(crate) mod targets;
pub(crate) mod task;
pub(crate) mod task_forms;
pub(crate) mod tasks;
pub(crate) mod work;

use crate::rules::{Stage, Task, Unit};
use ground::db::Read;
use ground::stop::Stop;
use logic::form::Problems;
use logic::id::UnitId;
use logic::time::Day;
use web::{Ctx, Tone};

/// How a stage looks; what is late looks bad.
pub(crate) fn tone(task: &Task, today: Day) -> Tone {
    match task.stage {
        _ if task.is_late(today) => Tone::Bad,
        Stage::Divided => Tone::Plain,
        Stage::Claimed { .. } | Stage::Underway { .. } => Tone::Active,
        Stage::Urged { .. } => Tone::Warn,
        Stage::Finished { .. } | Stage::Verified { .. } | Stage::Archived { .. } => Tone::Good,
    }
}

/// The unit chosen in a field.
pub(crate) fn chosen_unit(read: &Read, id: UnitId, field: &'static str) -> Result<Unit, Stop> {
    let unit = read.find_unit(id)?.ok_or_else(|| Problems::one(field, "not_a_choice"))?;
    Ok(Unit { id: unit.id, name: unit.name, path: unit.path })
}

/// Plans and tasks in preparation are for staff.
pub(crate) fn check_staff(ctx: &Ctx) -> Result<(), Stop> {
    if ctx.viewer.is_staff() { Ok(()) } else { Err(Stop::Missing) }
}

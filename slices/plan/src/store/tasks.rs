//! Tasks, their supporting units and their targets.

use crate::rules::{LineId, PlanId, Stage, Target, TargetId, Task, TaskId, Unit};
use ground::db::{Fault, Read, Row, Tx};
use ground::search::{Document, SeenBy};
use ground::sql;
use ground::stop::{OrMissing, Stop};
use logic::act::UnitPath;
use logic::id::{Id, PersonId, UnitId};
use logic::time::Day;

macro_rules! select_task {
    ($rest:literal) => {
        sql!(concat!(
            "select t.id, t.plan, t.line, t.number, t.name, t.text, t.document, t.clause, t.programme, t.lead, u.name, u.path, t.owner, t.due, ",
            "t.stage, t.stage_on, t.stage_by, t.stage_note, t.carried_from from task t join unit u on u.id = t.lead ",
            $rest
        ))
    };
}

pub(crate) fn get(read: &Read, id: TaskId) -> Result<Task, Stop> {
    read.find(select_task!("where t.id = $1"), &[&id], task)?.or_missing()
}

/// The tasks of a plan, line by line.
pub(crate) fn list(read: &Read, plan: PlanId) -> Result<Vec<Task>, Fault> {
    read.list(
        select_task!("join plan_line l on l.id = t.line where t.plan = $1 order by l.number, t.number, t.id"),
        &[&plan],
        task,
    )
}

/// The tasks of a plan that count for a programme.
pub(crate) fn list_of_programme(read: &Read, plan: PlanId, programme: Id) -> Result<Vec<Task>, Fault> {
    read.list(
        select_task!("where t.plan = $1 and t.programme = $2 order by t.number, t.id"),
        &[&plan, &programme],
        task,
    )
}

/// Tasks whose owner this is, not yet archived, the soonest due first.
pub(crate) fn list_owned(read: &Read, person: PersonId) -> Result<Vec<Task>, Fault> {
    read.list(
        select_task!("where t.owner = $1 and t.stage <> 'archived' order by coalesce(t.due, 999999), t.id"),
        &[&person],
        task,
    )
}

/// Tasks led by a unit or one below it, at one of two stages, the soonest due first.
pub(crate) fn list_led(read: &Read, unit: &UnitPath, stages: [&str; 2]) -> Result<Vec<Task>, Fault> {
    let led = select_task!(
        "where u.path >= $1 and u.path < $2 and (t.stage = $3 or t.stage = $4) order by coalesce(t.due, 999999), t.id"
    );
    read.list(led, &[&unit.0, &format!("{}~", unit.0), &stages[0], &stages[1]], task)
}

/// Open tasks that are due on or before a day.
pub(crate) fn list_due(read: &Read, by: Day) -> Result<Vec<Task>, Fault> {
    let due = select_task!(
        "where t.due <= $1 and t.stage in ('divided', 'claimed', 'underway', 'urged') order by t.due, t.id"
    );
    read.list(due, &[&by], task)
}

/// Tasks whose line is not of their own plan: there must be none.
pub(crate) fn list_astray(read: &Read) -> Result<Vec<TaskId>, Fault> {
    let astray = sql!(
        "select id from task where not exists (select 1 from plan_line l where l.id = task.line and l.plan = task.plan)"
    );
    read.list(astray, &[], |row| row.get(0))
}

pub(crate) fn next_number(read: &Read, line: LineId) -> Result<i64, Fault> {
    read.number(sql!("select coalesce(max(number), 0) + 1 from task where line = $1"), &[&line])
}

pub(crate) fn insert(tx: &mut Tx, task: &Task) -> Result<(), Fault> {
    let insert = sql!(
        "insert into task (id, plan, line, number, name, text, document, clause, programme, lead, owner, due, stage, carried_from)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    );
    let Task { id, plan, line, number, name, text, source, programme, lead, owner, due, stage, carried_from } = task;
    let (document, clause) = (source.as_ref().map(|source| source.0), source.as_ref().map(|source| &source.1));
    tx.run(
        insert,
        &[
            id,
            plan,
            line,
            number,
            name,
            text,
            &document,
            &clause,
            programme,
            &lead.id,
            owner,
            due,
            &stage.code(),
            carried_from,
        ],
    )?;
    index(tx, task)
}

pub(crate) fn save(tx: &mut Tx, task: &Task) -> Result<(), Fault> {
    let update = sql!(
        "update task set line = $2, number = $3, name = $4, text = $5, programme = $6, lead = $7, owner = $8, due = $9,
            stage = $10, stage_on = $11, stage_by = $12, stage_note = $13 where id = $1"
    );
    let Task { id, line, number, name, text, programme, lead, owner, due, stage, .. } = task;
    tx.run(
        update,
        &[
            id,
            line,
            number,
            name,
            text,
            programme,
            &lead.id,
            owner,
            due,
            &stage.code(),
            &stage.on(),
            &stage.by(),
            &stage.note(),
        ],
    )?;
    index(tx, task)
}

/// Takes a task away with what hangs on it; the ledger keeps that it was there.
pub(crate) fn delete(tx: &mut Tx, id: TaskId) -> Result<(), Fault> {
    tx.run(sql!("delete from task_support where task = $1"), &[&id])?;
    tx.run(sql!("delete from task_target where task = $1"), &[&id])?;
    tx.run(sql!("delete from task_note where task = $1"), &[&id])?;
    tx.run(sql!("delete from task_evidence where task = $1"), &[&id])?;
    tx.run(sql!("delete from task where id = $1"), &[&id])?;
    ground::search::remove(tx, "task", id.0)
}

fn index(tx: &mut Tx, task: &Task) -> Result<(), Fault> {
    let href = format!("/tasks/{}", task.id);
    ground::search::index(
        tx,
        &Document { kind: "task", noun: task.id.0, title: &task.name, text: &task.text, href, seen_by: SeenBy::Staff },
    )
}

fn task(row: &Row) -> Result<Task, Fault> {
    let source = row.get::<Option<crate::rules::DocumentId>>(6)?.zip(row.get::<Option<String>>(7)?);
    Ok(Task {
        id: row.get(0)?,
        plan: row.get(1)?,
        line: row.get(2)?,
        number: row.get(3)?,
        name: row.get(4)?,
        text: row.get(5)?,
        source,
        programme: row.get(8)?,
        lead: Unit { id: row.get(9)?, name: row.get(10)?, path: UnitPath(row.get(11)?) },
        owner: row.get(12)?,
        due: row.get(13)?,
        stage: stage(row)?,
        carried_from: row.get(18)?,
    })
}

fn stage(row: &Row) -> Result<Stage, Fault> {
    let code: String = row.get(14)?;
    let on = || row.get::<Day>(15);
    let by = row.get(16)?;
    Ok(match code.as_str() {
        "divided" => Stage::Divided,
        "claimed" => Stage::Claimed { by, on: on()? },
        "underway" => Stage::Underway { on: on()? },
        "urged" => Stage::Urged { by, on: on()?, note: row.get::<Option<String>>(17)?.unwrap_or_default() },
        "finished" => Stage::Finished { by, on: on()? },
        "verified" => Stage::Verified { by, on: on()? },
        "archived" => Stage::Archived { on: on()? },
        other => return Err(Fault::broken("reading a task", format!("no such stage: {other}"))),
    })
}

/// The supporting units of a plan's tasks, in the order of the tree.
pub(crate) fn list_supports(read: &Read, plan: PlanId) -> Result<Vec<(TaskId, String)>, Fault> {
    let supports = sql!(
        "select s.task, u.name from task_support s join task t on t.id = s.task join unit u on u.id = s.unit where t.plan = $1 order by u.path"
    );
    read.list(supports, &[&plan], |row| row.read())
}

/// The supporting units of a task.
pub(crate) fn list_support(read: &Read, task: TaskId) -> Result<Vec<(UnitId, String)>, Fault> {
    let support =
        sql!("select u.id, u.name from task_support s join unit u on u.id = s.unit where s.task = $1 order by u.path");
    read.list(support, &[&task], |row| row.read())
}

pub(crate) fn save_support(tx: &mut Tx, task: TaskId, units: &[UnitId]) -> Result<(), Fault> {
    tx.run(sql!("delete from task_support where task = $1"), &[&task])?;
    for unit in units {
        tx.run(
            sql!("insert into task_support (task, unit) values ($1, $2) on conflict (task, unit) do nothing"),
            &[&task, unit],
        )?;
    }
    Ok(())
}

/// The targets of a plan's tasks.
pub(crate) fn list_targets(read: &Read, plan: PlanId) -> Result<Vec<Target>, Fault> {
    let targets = sql!(
        "select g.id, g.task, g.indicator, g.target from task_target g join task t on t.id = g.task where t.plan = $1 order by g.id"
    );
    read.list(targets, &[&plan], target)
}

/// The targets of a task.
pub(crate) fn list_target(read: &Read, task: TaskId) -> Result<Vec<Target>, Fault> {
    read.list(sql!("select id, task, indicator, target from task_target where task = $1 order by id"), &[&task], target)
}

pub(crate) fn save_target(tx: &mut Tx, target: &Target) -> Result<(), Fault> {
    let save = sql!(
        "insert into task_target (id, task, indicator, target) values ($1, $2, $3, $4)
        on conflict (task, indicator) do update set target = excluded.target"
    );
    tx.run(save, &[&target.id, &target.task, &target.indicator, &target.number]).map(drop)
}

pub(crate) fn delete_target(tx: &mut Tx, id: TargetId) -> Result<(), Fault> {
    tx.run(sql!("delete from task_target where id = $1"), &[&id]).map(drop)
}

fn target(row: &Row) -> Result<Target, Fault> {
    Ok(Target { id: row.get(0)?, task: row.get(1)?, indicator: row.get(2)?, number: row.get(3)? })
}

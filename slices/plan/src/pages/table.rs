//! 任务分解表: the plan's tasks as an official table, in DOCX and XLSX.

use super::check_staff;
use super::plan::find;
use crate::rules::{Plan, Task};
use crate::store::{plans, tasks};
use ground::db::Read;
use ground::stop::Stop;
use paper::document::{Block, Document, Table};
use paper::{Sheet, to_docx, to_xlsx};
use web::{Answer, Ctx, Page};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// How wide the columns are against each other.
const WIDTHS: [u32; 9] = [4, 9, 16, 26, 11, 13, 8, 9, 14];

pub(crate) fn docx(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let plan = find(read, ctx)?;
    let columns = head(ctx).into_iter().zip(WIDTHS).collect();
    let table = Table { caption: String::new(), columns, rows: rows(read, ctx, &plan)? };
    let document = Document {
        title: title(ctx, &plan),
        blocks: vec![Block::Table(table)],
        is_landscape: true,
        ..Document::default()
    };
    Ok(Page::file(format!("{}.docx", title(ctx, &plan)), DOCX, to_docx(&document)))
}

pub(crate) fn xlsx(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let plan = find(read, ctx)?;
    let rows = std::iter::once(head(ctx).to_vec()).chain(rows(read, ctx, &plan)?).collect();
    let sheet = Sheet { name: title(ctx, &plan), rows };
    Ok(Page::file(format!("{}.xlsx", title(ctx, &plan)), XLSX, to_xlsx(&[sheet])))
}

fn title(ctx: &Ctx, plan: &Plan) -> String {
    ctx.n("plan.table_title", plan.year)
}

fn head(ctx: &Ctx) -> [String; 9] {
    ["number", "line", "task", "measure", "lead", "support", "owner", "due", "target"]
        .map(|key| ctx.word("column", key))
}

fn rows(read: &Read, ctx: &Ctx, plan: &Plan) -> Result<Vec<Vec<String>>, Stop> {
    let (lines, all) = (plans::list_lines(read, plan.id)?, tasks::list(read, plan.id)?);
    let (supports, targets) = (tasks::list_supports(read, plan.id)?, tasks::list_targets(read, plan.id)?);
    let row = |(at, task): (usize, &Task)| {
        let line = lines.iter().find(|line| line.id == task.line).map(|line| line.name.clone()).unwrap_or_default();
        let support: Vec<_> = supports.iter().filter(|(id, _)| *id == task.id).map(|(_, name)| name.as_str()).collect();
        let aims = targets.iter().filter(|target| target.task == task.id);
        let aims: Vec<_> =
            aims.map(|target| format!("{} {}", ctx.word("indicator", &target.indicator), target.number)).collect();
        let owner = task
            .owner
            .map(|owner| read.find_standing_person(owner))
            .transpose()?
            .flatten()
            .and_then(|owner| owner.name);
        Ok(vec![
            (at + 1).to_string(),
            line,
            task.name.clone(),
            task.text.clone(),
            task.lead.name.clone(),
            support.join("、"),
            owner.unwrap_or_default(),
            task.due.map(|due| due.to_string()).unwrap_or_default(),
            aims.join("\n"),
        ])
    };
    all.iter().enumerate().map(row).collect()
}

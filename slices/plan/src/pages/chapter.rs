//! The plan's chapter of the annual report: line by line, what was to be done, how far it is, and what has come of the targets.

use super::progress::query;
use crate::facts::{EVIDENCED, FINISHED, ON_TIME, TASKS};
use crate::rules::{Line, Plan, Target, Task};
use crate::store::{plans, tasks};
use ground::db::Read;
use ground::stop::Stop;
use logic::fold::{Indicator, Query};
use logic::time::Day;
use paper::document::chinese_ordinal;
use web::Ctx;
use web::figures::{Passage, Piece};

pub(crate) fn write(read: &Read, ctx: &Ctx, year: i16) -> Result<Vec<Passage>, Stop> {
    let Some(plan) = plans::find(read, year)? else { return Ok(Vec::new()) };
    let (lines, all, targets) =
        (plans::list_lines(read, plan.id)?, tasks::list(read, plan.id)?, tasks::list_targets(read, plan.id)?);
    let mut passages = overview(ctx, &plan);
    for line in &lines {
        let own: Vec<_> = all.iter().filter(|task| task.line == line.id).collect();
        passages.extend(line_passages(ctx, &plan, line, &own, &targets));
    }
    if let Some(missing) = super::plan::missing_line(ctx, &plan, lines.len()) {
        passages.push(Passage::Paragraph(vec![Piece::Words(missing)]));
    }
    Ok(passages)
}

fn overview(ctx: &Ctx, plan: &Plan) -> Vec<Passage> {
    let (from, to) = Day::year_span(plan.year);
    let of = |indicator: &Indicator| indicator.query(None, from, to);
    let name = |indicator: &Indicator| ctx.word("indicator", indicator.key);
    let words = |key: &str| Piece::Words(ctx.t(key).into_owned());
    vec![
        Passage::Heading(1, ctx.t("report.plan").into_owned()),
        Passage::Paragraph(vec![
            words("report.plan_tasks"),
            Piece::Figure(of(&TASKS), name(&TASKS)),
            words("report.plan_finished"),
            Piece::Figure(of(&FINISHED), name(&FINISHED)),
            words("report.plan_on_time"),
            Piece::Share(of(&ON_TIME), of(&TASKS), name(&ON_TIME)),
            words("report.plan_evidenced"),
            Piece::Share(of(&EVIDENCED), of(&TASKS), name(&EVIDENCED)),
            words("report.stop"),
        ]),
    ]
}

fn line_passages(ctx: &Ctx, plan: &Plan, line: &Line, own: &[&Task], targets: &[Target]) -> Vec<Passage> {
    let heading = format!("（{}）{}", chinese_ordinal(line.number as usize), line.name);
    let mut passages = vec![Passage::Heading(2, heading)];
    if !line.goal.is_empty() {
        passages.push(Passage::Paragraph(vec![Piece::Words(format!("{}。", line.goal))]));
    }
    if own.is_empty() {
        passages.push(Passage::Paragraph(vec![Piece::Words(ctx.t("plan.line_empty").into_owned())]));
        return passages;
    }
    let words = |text: &str| Piece::Words(text.to_owned());
    let task_row = |task: &&Task| {
        vec![words(&task.name), words(&task.lead.name), words(&ctx.word("task_stage", task.stage.code()))]
    };
    passages.push(Passage::Table {
        caption: String::new(),
        columns: ["task", "lead", "stage"].map(|key| ctx.word("column", key)).to_vec(),
        rows: own.iter().map(task_row).collect(),
    });
    let aims: Vec<_> = own.iter().flat_map(|task| aim_rows(ctx, plan, task, targets)).collect();
    if !aims.is_empty() {
        let columns = ["target", "actual", "aimed_at", "reached"].map(|key| ctx.word("column", key)).to_vec();
        passages.push(Passage::Table { caption: String::new(), columns, rows: aims });
    }
    passages
}

fn aim_rows(ctx: &Ctx, plan: &Plan, task: &Task, targets: &[Target]) -> Vec<Vec<Piece>> {
    let own = targets.iter().filter(|target| target.task == task.id);
    let row = |target: &Target| {
        let query: Query = query(ctx, plan, task, target)?;
        let name = ctx.word("indicator", &target.indicator);
        Some(vec![
            Piece::Words(name.clone()),
            Piece::Figure(query.clone(), name.clone()),
            Piece::Words(target.number.to_string()),
            Piece::OutOf(query, target.number, name),
        ])
    };
    own.filter_map(row).collect()
}

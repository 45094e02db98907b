//! The list of jobs that were given up.

use crate::ADMINISTRATOR;
use ground::db::Read;
use ground::jobs::Queued;
use ground::stop::Stop;
use web::{Cell, Column, Ctx, ListEntry, Row, Rows, Window};

pub(crate) const JOBS: ListEntry = ListEntry {
    name: "job.list",
    path: "/jobs",
    who: ADMINISTRATOR,
    columns: &[Column::text("job_kind"), Column::text("failed_at"), Column::number("tries"), Column::text("error")],
    filters: &[],
    read: read_jobs,
    page: Some(crate::pages::jobs::get),
};

/// The most letters of an error that a table shows.
const SHOWN: usize = 120;

fn read_jobs(read: &Read, ctx: &Ctx, window: &Window) -> Result<Rows, Stop> {
    let dead = read.list_dead_jobs()?;
    let total = dead.len() as i64;
    let some = dead.into_iter().skip(window.offset() as usize).take(window.limit as usize);
    Ok(Rows { rows: some.map(|job| row(ctx, job)).collect(), total, choices: Vec::new() })
}

fn row(ctx: &Ctx, job: Queued) -> Row {
    let cells = vec![
        Cell::Text(crate::pages::job::name_of(ctx, &job.kind)),
        job.failed_at.map_or(Cell::Empty, Cell::Moment),
        Cell::Number(job.attempts.into()),
        Cell::maybe(job.error.map(|error| error.chars().take(SHOWN).collect::<String>())),
    ];
    Row::to(format!("/jobs/{}", job.id), cells)
}

//! Jobs: work asked for in a transaction and done after it; tried again with growing pauses, kept when it keeps failing.

use crate::db::{Db, Fault, Migration, Read, Tx};
use crate::sql;
use crate::stop::Stop;
use logic::act::Job;
use logic::id::Id;
use logic::time::Instant;
use std::future::Future;
use std::pin::Pin;

/// Tables for jobs, notices and files.
pub const MIGRATIONS: &[Migration] = &[Migration::new("work-0001", include_str!("../migrations/0004_work.sql"))];

/// Tries before a job counts as dead.
pub const TRIES: i32 = 8;

/// How long a claimed job is out of other programs' reach, in seconds.
const CLAIM_SECONDS: i64 = 300;

/// What does the jobs of one kind: in one transaction with the job's end, so that its effect happens exactly once.
#[derive(Clone, Copy)]
pub struct Handler {
    /// The kind of job.
    pub kind: &'static str,
    /// What is done with its payload.
    pub work: fn(&mut Tx, &str) -> Result<(), Stop>,
}

/// Work outside the database, such as sending mail: done at least once.
pub type Outside = Pin<Box<dyn Future<Output = Result<(), Fault>> + Send>>;

/// Who does the jobs that lead outside the database: nothing if nobody does jobs of this kind.
pub type Outdoors<'a> = &'a (dyn Fn(&str, String) -> Option<Outside> + Send + Sync);

/// Work that comes round every day.
#[derive(Clone, Copy)]
pub struct Daily {
    /// The kind of job.
    pub kind: &'static str,
    /// Hour and minute in China.
    pub at: (u8, u8),
}

/// A job in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// Its id.
    pub id: Id,
    /// Its kind.
    pub kind: String,
    /// What it works on.
    pub payload: String,
    /// Not before.
    pub due_at: Instant,
    /// How often it was tried.
    pub attempts: i32,
    /// When it was given up.
    pub failed_at: Option<Instant>,
    /// What went wrong last.
    pub error: Option<String>,
}

/// Puts a job into the queue.
pub fn enqueue(tx: &mut Tx, job: &Job) -> Result<(), Fault> {
    let insert = sql!("insert into job (id, kind, payload, due_at, attempts) values ($1, $2, $3, $4, 0)");
    tx.run(insert, &[&tx.new_id::<Id>(), &job.kind, &job.payload, &job.due]).map(drop)
}

/// Puts today's daily work into the queue, once a day; if its hour is past, it is done at once.
pub fn schedule(tx: &mut Tx, dailies: &[Daily]) -> Result<(), Fault> {
    let today = tx.now.day();
    let last = sql!("select value from setting where name = $1");
    let save = sql!(
        "insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value"
    );
    for daily in dailies {
        let name = format!("daily.{}", daily.kind);
        if tx.find(last, &[&name], |row| row.get::<String>(0))?.as_deref() != Some(&today.to_string()) {
            let due = today.start().plus_seconds(i64::from(daily.at.0) * 3600 + i64::from(daily.at.1) * 60);
            enqueue(tx, &Job { kind: daily.kind, payload: today.to_string(), due })?;
            tx.run(save, &[&name, &today.to_string()])?;
        }
    }
    Ok(())
}

/// Does every job that is due; tells how many were tried. Several are taken at a time: a crowd's codes must not wait for one
/// another's commits.
pub async fn run_due(db: &Db, handlers: &'static [Handler], outdoors: Outdoors<'_>) -> Result<usize, Stop> {
    let mut tried = 0;
    loop {
        let jobs = db.write(|tx| Ok(claim(tx)?)).await?;
        if jobs.is_empty() {
            return Ok(tried);
        }
        tried += jobs.len();
        let (inside, outside): (Vec<_>, Vec<_>) =
            jobs.into_iter().partition(|job| handlers.iter().any(|handler| handler.kind == job.kind));
        for job in inside {
            let done = run_inside(db, handlers, job.clone()).await;
            put_back_failed(db, job, done).await?;
        }
        run_outside(db, outdoors, outside).await?;
    }
}

/// Jobs in the database end in the transaction that does them.
async fn run_inside(db: &Db, handlers: &'static [Handler], job: Queued) -> Result<(), Stop> {
    let handler = handlers.iter().find(|handler| handler.kind == job.kind);
    let handler = handler.ok_or_else(|| Fault::broken("a job", "nobody does jobs of this kind"))?;
    let work = move |tx: &mut Tx| {
        (handler.work)(tx, &job.payload)?;
        // Taken long ago, and done by another program since: then it is not done twice.
        let is_ours = finish(tx, &job)?;
        if is_ours { Ok(()) } else { Err(Fault::broken("a job", "somebody else has done it").into()) }
    };
    db.write(work).await
}

/// Jobs that lead outside run one after the other, in the order they were asked for; those that are done end together. Not
/// side by side on one task: on PostgreSQL a read waits for its answer where it stands, and would take another's wake-up.
async fn run_outside(db: &Db, outdoors: Outdoors<'_>, jobs: Vec<Queued>) -> Result<(), Stop> {
    let mut ends = Vec::with_capacity(jobs.len());
    for job in &jobs {
        let outside = outdoors(&job.kind, job.payload.clone());
        ends.push(match outside {
            Some(work) => work.await,
            None => Err(Fault::broken("a job", "nobody does jobs of this kind")),
        });
    }
    let (done, failed): (Vec<_>, Vec<_>) = jobs.into_iter().zip(ends).partition(|(_, end)| end.is_ok());
    if !done.is_empty() {
        db.write(move |tx| Ok(done.iter().try_for_each(|(job, _)| finish(tx, job).map(drop))?)).await?;
    }
    for (job, end) in failed {
        put_back_failed(db, job, end.map_err(Stop::from)).await?;
    }
    Ok(())
}

async fn put_back_failed(db: &Db, job: Queued, end: Result<(), Stop>) -> Result<(), Stop> {
    let Err(stop) = end else { return Ok(()) };
    let why = reason(&stop);
    tracing::warn!(kind = job.kind, id = %job.id, attempt = job.attempts, why, "a job failed");
    db.write(move |tx| Ok(fail(tx, &job, &why)?)).await
}

fn reason(stop: &Stop) -> String {
    match stop {
        Stop::Fault(fault) => fault.to_string(),
        Stop::Refused(refusal) => refusal.code.into(),
        Stop::Missing => "missing".into(),
        Stop::Invalid(_) => "invalid".into(),
    }
}

/// How many jobs are taken at a time.
const BATCH: i64 = 64;

/// Takes the next due jobs out of other programs' reach.
fn claim(tx: &mut Tx) -> Result<Vec<Queued>, Fault> {
    let claim = sql!(
        sqlite: "update job set claimed_until = $2, attempts = attempts + 1 where id in (
                select id from job where failed_at is null and due_at <= $1 and coalesce(claimed_until, 0) < $1 order by due_at limit $3)
            returning id, kind, payload, due_at, attempts, failed_at, error",
        postgresql: "update job set claimed_until = $2, attempts = attempts + 1 where id in (
                select id from job where failed_at is null and due_at <= $1 and coalesce(claimed_until, 0) < $1 order by due_at limit $3
                for update skip locked)
            returning id, kind, payload, due_at, attempts, failed_at, error"
    );
    let due =
        tx.find(sql!("select 1 from job where failed_at is null and due_at <= $1 limit 1"), &[&tx.now], |_| Ok(()))?;
    let mut jobs = match due {
        Some(()) => tx.list(claim, &[&tx.now, &tx.now.plus_seconds(CLAIM_SECONDS), &BATCH], queued)?,
        None => Vec::new(),
    };
    jobs.sort_by_key(|job| (job.due_at, job.id));
    Ok(jobs)
}

fn queued(row: &crate::db::Row) -> Result<Queued, Fault> {
    Ok(Queued {
        id: row.get(0)?,
        kind: row.get(1)?,
        payload: row.get(2)?,
        due_at: row.get(3)?,
        attempts: row.get(4)?,
        failed_at: row.get(5)?,
        error: row.get(6)?,
    })
}

/// Whether the job was still there.
fn finish(tx: &mut Tx, job: &Queued) -> Result<bool, Fault> {
    Ok(tx.run(sql!("delete from job where id = $1"), &[&job.id])? > 0)
}

/// Puts a failed job back for later, twice as late each time; after [`TRIES`] it is dead and waits for a person.
fn fail(tx: &mut Tx, job: &Queued, why: &str) -> Result<(), Fault> {
    let is_dead = job.attempts >= TRIES;
    let failed_at = is_dead.then_some(tx.now);
    let next = tx.now.plus_seconds(15 << job.attempts.clamp(0, 12));
    let update = sql!("update job set claimed_until = null, due_at = $2, failed_at = $3, error = $4 where id = $1");
    tx.run(update, &[&job.id, &next, &failed_at, &why]).map(drop)
}

impl Read<'_> {
    /// Jobs that were given up, newest first.
    pub fn list_dead_jobs(&self) -> Result<Vec<Queued>, Fault> {
        let dead = sql!(
            "select id, kind, payload, due_at, attempts, failed_at, error from job where failed_at is not null order by failed_at desc limit 200"
        );
        self.list(dead, &[], queued)
    }

    /// Jobs that wait: how many, and since when the oldest is due.
    pub fn waiting_jobs(&self) -> Result<(i64, Option<Instant>), Fault> {
        let waiting = sql!("select count(*), min(due_at) from job where failed_at is null");
        Ok(self.find(waiting, &[], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or((0, None)))
    }

    /// A dead job.
    pub fn find_dead_job(&self, id: Id) -> Result<Option<Queued>, Fault> {
        let find = sql!(
            "select id, kind, payload, due_at, attempts, failed_at, error from job where id = $1 and failed_at is not null"
        );
        self.find(find, &[&id], queued)
    }
}

/// Gives a dead job another round of tries.
pub fn revive(tx: &mut Tx, id: Id) -> Result<(), Fault> {
    let revive = sql!("update job set failed_at = null, attempts = 0, due_at = $2 where id = $1");
    tx.run(revive, &[&id, &tx.now]).map(drop)
}

/// Drops a dead job for good.
pub fn discard(tx: &mut Tx, id: Id) -> Result<(), Fault> {
    tx.run(sql!("delete from job where id = $1 and failed_at is not null"), &[&id]).map(drop)
}

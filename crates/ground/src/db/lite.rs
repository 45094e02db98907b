//! SQLite: one writer thread that commits waiting writes together, readers in parallel.

use super::fault::{Fault, FaultKind};
use super::sql::Sql;
use super::tx::{Connection, Params, Read, Tx};
use crate::clock::Clock;
use crate::stop::Stop;
use logic::stored::{ToStored, Value};
use rusqlite::{OpenFlags, ToSql};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, mpsc};
use tokio::sync::oneshot;

/// How many writes may share one commit.
const GROUP: usize = 256;

/// SQLite's statement cache holds this many per connection.
const STATEMENTS: usize = 400;

pub(super) struct Lite {
    path: PathBuf,
    writes: mpsc::Sender<Write>,
    readers: Mutex<Vec<rusqlite::Connection>>,
}

/// A write: runs in the open transaction and hands back what is to be said once the commit is on disk.
type Write = Box<dyn FnOnce(&rusqlite::Connection) -> Answer + Send>;
type Answer = Box<dyn FnOnce(Result<(), Fault>) + Send>;

impl Lite {
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(|error| Fault::new(FaultKind::Away, format!("{}: {error}", folder.display())))?;
        }
        let writer = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        let (writes, waiting) = mpsc::channel();
        // The one writer thread; it ends when the database is dropped.
        let started =
            std::thread::Builder::new().name("writer".into()).spawn(move || write_in_groups(&writer, &waiting));
        started.map_err(|error| Fault::broken("starting the writer", error))?;
        Ok(Self { path: path.into(), writes, readers: Mutex::default() })
    }

    pub(super) fn read<T>(&self, clock: &Clock, work: impl FnOnce(&Read) -> Result<T, Stop>) -> Result<T, Stop> {
        let reader = self.reader()?;
        reader.prepare_cached("begin").and_then(|mut begin| begin.execute([])).map_err(Fault::from)?;
        let done = work(&Read::new(Connection::Lite(&reader), clock.now()));
        reader.prepare_cached("commit").and_then(|mut commit| commit.execute([])).map_err(Fault::from)?;
        self.lock_readers().push(reader);
        done
    }

    pub(super) async fn write<T, W>(&self, clock: Clock, work: W) -> Result<T, Stop>
    where
        T: Send + 'static,
        W: Fn(&mut Tx) -> Result<T, Stop> + Send + 'static,
    {
        let (say, hear) = oneshot::channel();
        let write: Write = Box::new(move |connection| {
            let done = in_savepoint(connection, &clock, work);
            Box::new(move |committed| {
                // Nobody listens any more when the request was dropped; the write stands all the same.
                let _ = say.send(committed.map_err(Stop::Fault).and(done));
            })
        });
        self.writes.send(write).map_err(|_| writer_gone())?;
        hear.await.map_err(|_| writer_gone())?
    }

    fn reader(&self) -> Result<rusqlite::Connection, Fault> {
        match self.lock_readers().pop() {
            Some(reader) => Ok(reader),
            None => connect(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY),
        }
    }

    fn lock_readers(&self) -> std::sync::MutexGuard<'_, Vec<rusqlite::Connection>> {
        self.readers.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn writer_gone() -> Fault {
    Fault::new(FaultKind::Away, "the writer thread is gone")
}

fn connect(path: &Path, mode: OpenFlags) -> Result<rusqlite::Connection, Fault> {
    let connection = rusqlite::Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", "on")?;
    connection.pragma_update(None, "temp_store", "memory")?;
    // Plans that may look at the values bound to them are prepared again for every new value: a sixth of a write's time.
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}

/// Takes the first waiting write, opens a transaction, runs it and all that wait behind it, commits once, answers all.
fn write_in_groups(writer: &rusqlite::Connection, waiting: &mpsc::Receiver<Write>) {
    while let Ok(first) = waiting.recv() {
        if let Err(fault) = begin(writer) {
            tracing::error!(%fault, "cannot begin a transaction");
            continue;
        }
        let others = std::iter::from_fn(|| waiting.try_recv().ok()).take(GROUP);
        let mut answers = Vec::new();
        for write in std::iter::once(first).chain(others) {
            answers.push(write(writer));
            if is_lost(writer) {
                break;
            }
        }
        answer_all(answers, commit(writer));
    }
}

/// Some failures (a full disk) make SQLite give up the whole transaction, not only the write that met them.
fn is_lost(writer: &rusqlite::Connection) -> bool {
    writer.is_autocommit()
}

fn answer_all(answers: Vec<Answer>, committed: Result<(), Fault>) {
    for answer in answers {
        answer(committed.as_ref().copied().map_err(|fault| Fault::new(fault.kind, fault)));
    }
}

fn begin(writer: &rusqlite::Connection) -> Result<(), Fault> {
    Ok(writer.prepare_cached("begin immediate")?.execute([]).map(drop)?)
}

fn commit(writer: &rusqlite::Connection) -> Result<(), Fault> {
    if is_lost(writer) {
        return Err(Fault::new(FaultKind::Full, "the database gave up the transaction: the disk is full or failing"));
    }
    let committed = writer.prepare_cached("commit").and_then(|mut commit| commit.execute([]));
    if committed.is_err() && !writer.is_autocommit() {
        writer.execute_batch("rollback")?;
    }
    Ok(committed.map(drop)?)
}

/// One write inside the group: if it stops, only its own work is undone.
fn in_savepoint<T>(
    connection: &rusqlite::Connection,
    clock: &Clock,
    work: impl Fn(&mut Tx) -> Result<T, Stop>,
) -> Result<T, Stop> {
    let run =
        |text| connection.prepare_cached(text).and_then(|mut statement| statement.execute([])).map_err(Fault::from);
    run("savepoint one")?;
    let mut tx = Tx::new(Connection::Lite(connection), clock.now());
    // A panic must not take the writer, and everyone else's writes, with it.
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| tx.run_to_end(&work)));
    let done = caught.unwrap_or_else(|_| Err(Fault::broken("a write", "it panicked").into()));
    if is_lost(connection) {
        return done;
    }
    if done.is_err() {
        run("rollback to one")?;
    }
    run("release one")?;
    done
}

pub(super) fn find<T>(
    connection: &rusqlite::Connection,
    sql: &Sql,
    params: Params<'_>,
    read: impl FnMut(&rusqlite::Row) -> Result<T, Fault>,
) -> Result<Option<T>, Fault> {
    let mut statement = connection.prepare_cached(sql.lite)?;
    bind(&mut statement, params)?;
    let mut rows = statement.raw_query();
    rows.next()?.map(read).transpose()
}

pub(super) fn each(
    connection: &rusqlite::Connection,
    sql: &Sql,
    params: Params<'_>,
    mut read: impl FnMut(&rusqlite::Row) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut statement = connection.prepare_cached(sql.lite)?;
    bind(&mut statement, params)?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        read(row)?;
    }
    Ok(())
}

pub(super) fn run_many(connection: &rusqlite::Connection, sql: &Sql, rows: &[Vec<&dyn ToStored>]) -> Result<(), Fault> {
    let mut statement = connection.prepare_cached(sql.lite)?;
    for row in rows {
        bind(&mut statement, row)?;
        statement.raw_execute()?;
    }
    Ok(())
}

pub(super) fn run(connection: &rusqlite::Connection, sql: &Sql, params: Params<'_>) -> Result<u64, Fault> {
    let mut statement = connection.prepare_cached(sql.lite)?;
    bind(&mut statement, params)?;
    Ok(statement.raw_execute()? as u64)
}

fn bind(statement: &mut rusqlite::Statement, params: Params<'_>) -> Result<(), Fault> {
    for (at, param) in params.iter().enumerate() {
        statement.raw_bind_parameter(at + 1, Bound(param.to_stored()))?;
    }
    Ok(())
}

struct Bound<'a>(Value<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Int(number) => ToSqlOutput::Borrowed(ValueRef::Integer(number)),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Value::Id(id) => ToSqlOutput::Owned(rusqlite::types::Value::Text(id.to_string())),
        })
    }
}

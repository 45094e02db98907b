//! One database, two engines, one SQL text: SQLite inside the program, or PostgreSQL by its wire protocol.
//!
//! A read sees one unchanging moment of the data. A write is one serializable transaction: its closure may run again,
//! so it must have no effect outside; when [`Db::write`] returns `Ok`, the change is on disk.

mod fault;
mod lite;
mod migrate;
mod pg;
mod row;
pub mod scratch;
mod sql;
mod tx;

pub use fault::{Fault, FaultKind};
pub use migrate::Migration;
pub use row::Row;
#[doc(hidden)]
pub use sql::{Registered, sqlite_text};
pub use sql::{Sql, registered};
pub(crate) use tx::Pending;
pub use tx::{Params, Read, Tx};

#[doc(hidden)]
pub use inventory;

use crate::clock::Clock;
use crate::stop::Stop;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The database. Cloning shares it.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    clock: Clock,
    writes: Arc<AtomicU64>,
}

#[derive(Clone)]
enum Engine {
    Lite(Arc<lite::Lite>),
    Pg(Arc<pg::Pg>),
}

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A file for SQLite.
    File(std::path::PathBuf),
    /// A PostgreSQL connection string or URL.
    Server(String),
}

impl std::str::FromStr for Address {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_server = text.starts_with("postgres://") || text.starts_with("postgresql://") || text.contains("host=");
        Ok(if is_server { Self::Server(text.into()) } else { Self::File(text.trim_start_matches("sqlite:").into()) })
    }
}

impl Db {
    /// Opens the database, making it if there is none, and brings its tables up to date.
    pub async fn open(address: &Address, clock: Clock, migrations: &[Migration]) -> Result<Self, Fault> {
        let engine = match address {
            Address::File(path) => Engine::Lite(Arc::new(lite::Lite::open(path)?)),
            Address::Server(url) => Engine::Pg(Arc::new(pg::Pg::open(url).await?)),
        };
        let db = Self { engine, clock, writes: Arc::default() };
        migrate::run(&db, migrations).await?;
        Ok(db)
    }

    /// The clock of this house.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// `sqlite` or `postgresql`.
    pub fn engine_name(&self) -> &'static str {
        match self.engine {
            Engine::Lite(_) => "sqlite",
            Engine::Pg(_) => "postgresql",
        }
    }

    /// Reads from one unchanging moment of the data. Short work only: it runs where it is called.
    pub async fn read<T>(&self, work: impl FnOnce(&Read) -> Result<T, Stop>) -> Result<T, Stop> {
        match &self.engine {
            Engine::Lite(lite) => lite.read(&self.clock, work),
            Engine::Pg(pg) => pg.read(&self.clock, work).await,
        }
    }

    /// Reads at length: a whole ledger, a report. Runs on a thread of its own.
    pub async fn read_at_length<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Read) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let clock = self.clock.clone();
        match self.engine.clone() {
            Engine::Lite(lite) => {
                let reading = tokio::task::spawn_blocking(move || lite.read(&clock, work));
                reading.await.map_err(|panic| Fault::broken("a long read", panic))?
            }
            Engine::Pg(pg) => pg.read_at_length(clock, work).await,
        }
    }

    /// Writes in one serializable transaction: all of it or nothing. The closure may run more than once.
    pub async fn write<T, W>(&self, work: W) -> Result<T, Stop>
    where
        T: Send + 'static,
        W: Fn(&mut Tx) -> Result<T, Stop> + Send + 'static,
    {
        self.write_in_turn(None, work).await
    }

    /// The same, for writes that would all meet at one thing, such as the last places of an activity: those with the same
    /// turn go one after the other, in all programs over this database, instead of meeting and running again.
    pub async fn write_in_turn<T, W>(&self, turn: Option<&str>, work: W) -> Result<T, Stop>
    where
        T: Send + 'static,
        W: Fn(&mut Tx) -> Result<T, Stop> + Send + 'static,
    {
        let written = match &self.engine {
            // One thread writes: every write has its turn.
            Engine::Lite(lite) => lite.write(self.clock.clone(), work).await,
            Engine::Pg(pg) => match turn {
                Some(turn) => pg.write_in_turn(&self.clock, turn, work).await,
                None => pg.write(&self.clock, None, work).await,
            },
        };
        // Even a failed one counts: it may have been written, and only the answer was lost.
        self.writes.fetch_add(1, Ordering::Release);
        written
    }

    /// How many writes this program has made. Taken before reading, it tells whether what was read may have changed since.
    pub fn writes(&self) -> u64 {
        self.writes.load(Ordering::Acquire)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), Fault> {
        let answer = self.read(|read| Ok(read.find(crate::sql!("select 1"), &[], |row| row.get::<i64>(0))?)).await;
        match answer {
            Ok(Some(1)) => Ok(()),
            Err(Stop::Fault(fault)) => Err(fault),
            _ => Err(Fault::broken("ping", "no answer")),
        }
    }
}

#[cfg(test)]
mod tests;

//! PostgreSQL: serializable transactions, run again when they meet; several programs may share one database.

use super::fault::{Fault, FaultKind};
use super::sql::Sql;
use super::tx::{Connection, Params, Read, Tx};
use crate::clock::Clock;
use crate::stop::Stop;
use deadpool_postgres::{ClientWrapper, Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use logic::fact::{Hash, NO_HASH, Position};
use logic::stored::{ToStored, Value};
use std::sync::Arc;
use tokio::runtime::Handle;
use tokio_postgres::NoTls;
use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut};

/// Connections for reads and writes of one program.
const CONNECTIONS: usize = 16;

/// How often a write is run again before the reader is told to try later.
const ATTEMPTS: u32 = 30;

/// How many turns can be told apart in one program. Two that fall together wait for each other, no more.
const TURNS: usize = 32;

/// How many statements may be under way on one connection.
const PIPELINE: usize = 500;

pub(super) struct Pg {
    pool: Pool,
    /// For reading what is committed while a transaction holds the ledger's lock; of its own, so that it is always free.
    heads: Pool,
    /// Those of this program who wait for a turn wait here, without a connection.
    turns: [tokio::sync::Mutex<()>; TURNS],
}

impl Pg {
    pub(super) async fn open(url: &str) -> Result<Self, Fault> {
        let config: tokio_postgres::Config = url.parse().map_err(|error| Fault::new(FaultKind::Away, error))?;
        let pg = Self { pool: pool(&config, CONNECTIONS)?, heads: pool(&config, 1)?, turns: Default::default() };
        pg.pool.get().await.map(drop).map_err(away)?;
        Ok(pg)
    }

    pub(super) async fn read<T>(&self, clock: &Clock, work: impl FnOnce(&Read) -> Result<T, Stop>) -> Result<T, Stop> {
        let client = self.pool.get().await.map_err(away)?;
        tokio::task::block_in_place(|| self.read_on(&client, clock, Handle::current(), work))
    }

    /// The same on a thread of its own.
    pub(super) async fn read_at_length<T: Send + 'static>(
        self: Arc<Self>,
        clock: Clock,
        work: impl FnOnce(&Read) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        let client = self.pool.get().await.map_err(away)?;
        let runtime = Handle::current();
        let reading = tokio::task::spawn_blocking(move || self.read_on(&client, &clock, runtime, work));
        reading.await.map_err(|panic| Fault::broken("a long read", panic))?
    }

    fn read_on<T>(
        &self,
        client: &Object,
        clock: &Clock,
        runtime: Handle,
        work: impl FnOnce(&Read) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let session = Session { client, heads: &self.heads, runtime };
        session.batch("begin isolation level repeatable read read only")?;
        let done = work(&Read::new(Connection::Pg(&session), clock.now()));
        session.batch("commit")?;
        done
    }

    /// One at a time for each turn: first among those of this program, then among all programs.
    pub(super) async fn write_in_turn<T, W>(&self, clock: &Clock, turn: &str, work: W) -> Result<T, Stop>
    where
        T: Send + 'static,
        W: Fn(&mut Tx) -> Result<T, Stop> + Send + 'static,
    {
        let number = turn_number(turn);
        let _turn = self.turns[number as usize % TURNS].lock().await;
        self.write(clock, Some(number), work).await
    }

    pub(super) async fn write<T, W>(&self, clock: &Clock, turn: Option<u16>, work: W) -> Result<T, Stop>
    where
        T: Send + 'static,
        W: Fn(&mut Tx) -> Result<T, Stop> + Send + 'static,
    {
        for attempt in 0..ATTEMPTS {
            let client = self.pool.get().await.map_err(away)?;
            let done = tokio::task::block_in_place(|| self.attempt(&client, clock, turn, &work));
            match done {
                Err(Stop::Fault(fault)) if fault.kind == FaultKind::Conflict => {
                    drop(client);
                    tokio::time::sleep(pause(attempt)).await;
                }
                done => return done,
            }
        }
        Err(Fault::new(FaultKind::Conflict, "too many transactions met").into())
    }

    fn attempt<T>(
        &self,
        client: &Object,
        clock: &Clock,
        turn: Option<u16>,
        work: &impl Fn(&mut Tx) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let session = Session { client, heads: &self.heads, runtime: Handle::current() };
        let Some(turn) = turn else { return Self::transaction(&session, clock, work) };
        // Before the transaction begins, so that it sees what the one before it wrote. A connection that breaks gives its turn up.
        session.batch(&format!("select pg_advisory_lock({TURN_LOCKS}, {turn})"))?;
        let done = Self::transaction(&session, clock, work);
        session.batch(&format!("select pg_advisory_unlock({TURN_LOCKS}, {turn})"))?;
        done
    }

    fn transaction<T>(session: &Session, clock: &Clock, work: &impl Fn(&mut Tx) -> Result<T, Stop>) -> Result<T, Stop> {
        session.batch("begin isolation level serializable")?;
        let mut tx = Tx::new(Connection::Pg(session), clock.now());
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| tx.run_to_end(work)));
        let done = caught.unwrap_or_else(|_| Err(Fault::broken("a write", "it panicked").into()));
        match done {
            Ok(done) => session.batch("commit").map(|()| done).map_err(Stop::from),
            Err(stop) => session.batch("rollback").map_err(Stop::from).and(Err(stop)),
        }
    }
}

/// The class of advisory locks that turns take; the ledger's end has its own.
const TURN_LOCKS: i32 = 1011;

fn turn_number(turn: &str) -> u16 {
    // FNV-1a: the same in every program.
    let hash = turn.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash >> 16) as u16 ^ hash as u16
}

/// A little longer each time, and not the same for everyone.
fn pause(attempt: u32) -> std::time::Duration {
    let [jitter] = crate::clock::random::<1>();
    std::time::Duration::from_micros(u64::from(attempt.min(10)) * 500 + u64::from(jitter) * 8)
}

fn pool(config: &tokio_postgres::Config, size: usize) -> Result<Pool, Fault> {
    let manager =
        Manager::from_config(config.clone(), NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    Pool::builder(manager).max_size(size).build().map_err(|error| Fault::new(FaultKind::Away, error))
}

fn away(error: deadpool_postgres::PoolError) -> Fault {
    Fault::new(FaultKind::Away, error)
}

/// One connection, used from a closure that does not wait: each statement blocks this thread, not the others.
pub struct Session<'a> {
    client: &'a ClientWrapper,
    heads: &'a Pool,
    runtime: Handle,
}

impl Session<'_> {
    pub(super) fn batch(&self, text: &str) -> Result<(), Fault> {
        Ok(self.runtime.block_on(self.client.batch_execute(text))?)
    }

    pub(super) fn prepare(&self, sql: &Sql) -> Result<(), Fault> {
        Ok(self.runtime.block_on(self.client.prepare_cached(sql.pg)).map(drop)?)
    }

    pub(super) fn find<T>(
        &self,
        sql: &Sql,
        params: Params<'_>,
        read: impl FnMut(&tokio_postgres::Row) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        let rows = self.query(sql, params)?;
        rows.first().map(read).transpose()
    }

    /// Row by row as they arrive. No other statement may run on this session meanwhile: the wire is busy.
    pub(super) fn each(
        &self,
        sql: &Sql,
        params: Params<'_>,
        mut read: impl FnMut(&tokio_postgres::Row) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        use futures_util::TryStreamExt;
        self.runtime.block_on(async {
            let statement = self.client.prepare_cached(sql.pg).await?;
            let bound = params.iter().map(|param| Bound(param.to_stored()));
            let mut rows = std::pin::pin!(self.client.query_raw(&statement, bound).await?);
            while let Some(row) = rows.try_next().await? {
                read(&row)?;
            }
            Ok(())
        })
    }

    pub(super) fn run(&self, sql: &Sql, params: Params<'_>) -> Result<u64, Fault> {
        self.runtime.block_on(async {
            let statement = self.client.prepare_cached(sql.pg).await?;
            let bound = params.iter().map(|param| Bound(param.to_stored()));
            Ok(self.client.execute_raw(&statement, bound).await?)
        })
    }

    /// Sends all rows before it waits for the first answer: one round trip's wait for many rows.
    pub(super) fn run_many(&self, sql: &Sql, rows: &[Vec<&dyn ToStored>]) -> Result<(), Fault> {
        self.runtime.block_on(async {
            let statement = self.client.prepare_cached(sql.pg).await?;
            for some in rows.chunks(PIPELINE) {
                let sent = some
                    .iter()
                    .map(|row| self.client.execute_raw(&statement, row.iter().map(|param| Bound(param.to_stored()))));
                futures_util::future::try_join_all(sent).await?;
            }
            Ok(())
        })
    }

    fn query(&self, sql: &Sql, params: Params<'_>) -> Result<Vec<tokio_postgres::Row>, Fault> {
        let bound: Vec<_> = params.iter().map(|param| Bound(param.to_stored())).collect();
        let bound: Vec<&(dyn ToSql + Sync)> = bound.iter().map(|param| param as _).collect();
        self.runtime.block_on(async {
            let statement = self.client.prepare_cached(sql.pg).await?;
            Ok(self.client.query(&statement, &bound).await?)
        })
    }

    /// Waits for its turn at the ledger's end, keeps it until the commit, and reads the last fact that is committed.
    ///
    /// A serializable transaction sees only what was committed when it began; the chain's end may have moved since.
    /// So the end is read over another connection, after the lock is ours.
    pub(crate) fn ledger_head(&self) -> Result<(Position, Hash), Fault> {
        self.batch("select pg_advisory_xact_lock(1010)")?;
        self.runtime.block_on(async {
            let client = self.heads.get().await.map_err(away)?;
            let statement =
                client.prepare_cached("select position, hash from fact order by position desc limit 1").await?;
            let row = client.query_opt(&statement, &[]).await?;
            Ok(row.map_or((0, NO_HASH), |row| {
                let hash: &[u8] = row.get(1);
                (row.get::<_, i32>(0).into(), hash.try_into().unwrap_or(NO_HASH))
            }))
        })
    }
}

#[derive(Debug)]
struct Bound<'a>(Value<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self.0 {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) if *kind == Type::INT4 => i32::try_from(number)?.to_sql(kind, out),
            Value::Int(number) => number.to_sql(kind, out),
            Value::Text(text) => text.to_sql(kind, out),
            Value::Id(id) => id.to_string().to_sql(kind, out),
            Value::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_kind: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

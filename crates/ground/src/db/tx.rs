//! What closures work with: a read on one moment of the data, and a transaction that writes.

use super::fault::Fault;
use super::row::{Inner, Row};
use super::sql::Sql;
use super::{lite, pg};
use crate::stop::Stop;
use logic::fact::{Draft, Hash, NO_HASH, Position};
use logic::id::Id;
use logic::stored::ToStored;
use logic::time::Instant;
use std::cell::Cell;
use std::ops::Deref;

/// The values of `$1`, `$2` …
pub type Params<'a> = &'a [&'a dyn ToStored];

/// One unchanging moment of the data.
pub struct Read<'a> {
    connection: Connection<'a>,
    statements: Cell<u32>,
    is_settled: bool,
    /// When the request began.
    pub now: Instant,
}

pub(super) enum Connection<'a> {
    Lite(&'a rusqlite::Connection),
    Pg(&'a pg::Session<'a>),
}

impl<'a> Read<'a> {
    pub(super) fn new(connection: Connection<'a>, now: Instant) -> Self {
        Self { connection, statements: Cell::new(0), is_settled: true, now }
    }

    /// Whether all that is seen here has been written for good: not so within a write.
    pub fn is_settled(&self) -> bool {
        self.is_settled
    }

    /// The first row, if there is one.
    pub fn find<T>(
        &self,
        sql: &'static Sql,
        params: Params<'_>,
        mut read: impl FnMut(&Row) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        self.count();
        match self.connection {
            Connection::Lite(connection) => lite::find(connection, sql, params, |row| read(&Row(Inner::Lite(row)))),
            Connection::Pg(session) => session.find(sql, params, |row| read(&Row(Inner::Pg(row)))),
        }
    }

    /// Every row.
    pub fn list<T>(
        &self,
        sql: &'static Sql,
        params: Params<'_>,
        mut read: impl FnMut(&Row) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let mut rows = Vec::new();
        self.each(sql, params, |row| {
            rows.push(read(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Every row, one at a time: memory stays small however many there are.
    pub fn each(
        &self,
        sql: &'static Sql,
        params: Params<'_>,
        mut read: impl FnMut(&Row) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.count();
        match self.connection {
            Connection::Lite(connection) => lite::each(connection, sql, params, |row| read(&Row(Inner::Lite(row)))),
            Connection::Pg(session) => session.each(sql, params, |row| read(&Row(Inner::Pg(row)))),
        }
    }

    /// A number such as a count; 0 where there is none.
    pub fn number(&self, sql: &'static Sql, params: Params<'_>) -> Result<i64, Fault> {
        Ok(self.find(sql, params, |row| row.get::<Option<i64>>(0))?.flatten().unwrap_or(0))
    }

    /// The last fact of the ledger as this read sees it: its position and the chain's hash.
    pub fn last_fact(&self) -> Result<(Position, Hash), Fault> {
        let last = crate::sql!("select position, hash from fact order by position desc limit 1");
        Ok(self.find(last, &[], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or((0, NO_HASH)))
    }

    /// Which engine this is: for `ground::search`, whose questions are spelled differently.
    pub(crate) fn is_postgresql(&self) -> bool {
        matches!(self.connection, Connection::Pg(_))
    }

    /// How many statements have run: a list page must not run more for more rows.
    pub fn statements(&self) -> u32 {
        self.statements.get()
    }

    /// Prepares a statement without running it.
    pub fn prepare(&self, sql: &'static Sql) -> Result<(), Fault> {
        match self.connection {
            Connection::Lite(connection) => Ok(connection.prepare_cached(sql.lite).map(drop)?),
            Connection::Pg(session) => session.prepare(sql),
        }
    }

    fn count(&self) {
        self.statements.set(self.statements.get() + 1);
    }
}

/// A transaction. What it may read, [`Read`] tells; facts wait in it until its end, where they are chained and stored.
pub struct Tx<'a> {
    read: Read<'a>,
    ids: Cell<u32>,
    pub(crate) pending: Vec<Pending>,
}

/// A fact on its way into the ledger.
pub(crate) enum Pending {
    /// A new fact.
    Say(Draft, logic::fact::Stamp, Option<logic::fact::Position>),
    /// The reversal of a stored one.
    TakeBack(Box<logic::fact::Fact>, logic::code::Reason, logic::fact::Stamp),
}

impl<'a> Deref for Tx<'a> {
    type Target = Read<'a>;

    fn deref(&self) -> &Read<'a> {
        &self.read
    }
}

impl<'a> Tx<'a> {
    pub(super) fn new(connection: Connection<'a>, now: Instant) -> Self {
        let read = Read { is_settled: false, ..Read::new(connection, now) };
        Self { read, ids: Cell::new(0), pending: Vec::new() }
    }

    /// The whole of a write: the work, then its facts at the end of the chain.
    pub(super) fn run_to_end<T>(&mut self, work: &impl Fn(&mut Self) -> Result<T, Stop>) -> Result<T, Stop> {
        let done = work(self)?;
        self.chain()?;
        Ok(done)
    }

    /// Runs a statement and tells how many rows it touched.
    pub fn run(&self, sql: &'static Sql, params: Params<'_>) -> Result<u64, Fault> {
        self.count();
        match self.connection {
            Connection::Lite(connection) => lite::run(connection, sql, params),
            Connection::Pg(session) => session.run(sql, params),
        }
    }

    /// Runs several statements without values: migrations.
    pub(crate) fn batch(&self, text: &str) -> Result<(), Fault> {
        match self.connection {
            Connection::Lite(connection) => Ok(connection.execute_batch(text)?),
            Connection::Pg(session) => session.batch(text),
        }
    }

    /// Runs a statement once for each row of values.
    pub fn run_many(&self, sql: &'static Sql, rows: &[Vec<&dyn ToStored>]) -> Result<(), Fault> {
        self.count();
        match self.connection {
            Connection::Lite(connection) => lite::run_many(connection, sql, rows),
            Connection::Pg(session) => session.run_many(sql, rows),
        }
    }

    /// A new id, later than all before it in this transaction.
    pub fn new_id<T: From<Id>>(&self) -> T {
        let number = self.ids.replace(self.ids.get() + 1);
        crate::clock::new_id_after(self.now, number).into()
    }

    /// Runs a step that may be undone alone: if it stops, what it wrote is gone and the transaction goes on.
    pub fn step<T, E: From<Fault>>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        let pending = self.pending.len();
        self.run(crate::sql!("savepoint step"), &[])?;
        let done = work(self);
        if done.is_err() {
            self.pending.truncate(pending);
            self.run(crate::sql!("rollback to step"), &[])?;
        }
        self.run(crate::sql!("release step"), &[])?;
        done
    }

    /// The last fact that is committed or waits in this transaction's own group; nobody else can append until we end.
    pub(crate) fn ledger_head(&self) -> Result<(Position, Hash), Fault> {
        match self.connection {
            Connection::Pg(session) => session.ledger_head(),
            Connection::Lite(_) => self.read.last_fact(),
        }
    }
}

//! Migrations: forward only, embedded, run at start, each exactly once, in the order of the manifests.

use super::{Db, Engine, Fault, FaultKind};
use crate::sql;
use crate::stop::Stop;
use sha2::{Digest, Sha256};

/// A step of the tables. Portable SQL; two texts only inside `ground`.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Unique and never changed: `ledger-0001`.
    pub name: &'static str,
    /// For SQLite.
    pub sqlite: &'static str,
    /// For PostgreSQL.
    pub postgresql: &'static str,
}

impl Migration {
    /// The same text for both engines.
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self { name, sqlite: sql, postgresql: sql }
    }

    fn text(&self, engine: &Engine) -> &'static str {
        match engine {
            Engine::Lite(_) => self.sqlite,
            Engine::Pg(_) => self.postgresql,
        }
    }
}

pub(super) async fn run(db: &Db, migrations: &[Migration]) -> Result<(), Fault> {
    let done = db.write(|tx| Ok(tx.batch(TABLE)?)).await;
    done.map_err(as_fault)?;
    for migration in migrations {
        let (migration, text) = (*migration, migration.text(&db.engine));
        db.write(move |tx| Ok(apply(tx, &migration, text)?)).await.map_err(as_fault)?;
    }
    Ok(())
}

const TABLE: &str =
    "create table if not exists migration (name text primary key, hash bytea not null, applied_at bigint not null)";

fn apply(tx: &mut super::Tx, migration: &Migration, text: &'static str) -> Result<(), Fault> {
    let hash = Sha256::digest(text.as_bytes()).to_vec();
    let known =
        tx.find(sql!("select hash from migration where name = $1"), &[&migration.name], |row| row.get::<Vec<u8>>(0))?;
    match known {
        Some(known) if known == hash => return Ok(()),
        Some(_) => {
            return Err(Fault::broken("migrating", format!("{} is not the text that was applied", migration.name)));
        }
        None => tx.batch(text)?,
    }
    let insert = sql!("insert into migration (name, hash, applied_at) values ($1, $2, $3)");
    tx.run(insert, &[&migration.name, &hash, &tx.now])?;
    tracing::info!(name = migration.name, "migrated");
    Ok(())
}

fn as_fault(stop: Stop) -> Fault {
    match stop {
        Stop::Fault(fault) => fault,
        stop => Fault::new(FaultKind::Broken, format!("{stop:?}")),
    }
}

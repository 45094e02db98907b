//! Databases to throw away: one for each test, on either engine.

use super::{Address, Fault, FaultKind};
use std::path::PathBuf;

/// A database that is gone when this is dropped.
pub struct Scratch {
    address: Address,
    folder: PathBuf,
}

impl Scratch {
    /// A fresh folder with an SQLite file in it.
    pub fn sqlite() -> Self {
        let folder = fresh_folder();
        Self { address: Address::File(folder.join("tenfold.sqlite")), folder }
    }

    /// A fresh database on the PostgreSQL server at this URL (which names the maintenance database to start from).
    pub async fn postgresql(server: &str) -> Result<Self, Fault> {
        let name = format!("tenfold_scratch_{}", unique());
        admin(server, &format!("create database {name} template template0 encoding 'UTF8' locale 'C'")).await?;
        Ok(Self { address: Address::Server(with_database(server, &name)), folder: fresh_folder() })
    }

    /// Where it is.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// A folder for files beside it.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Best effort: a folder left behind harms nobody. PostgreSQL databases go with `drop_postgresql`.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Drops a scratch database of PostgreSQL.
pub async fn drop_postgresql(server: &str, scratch: &Scratch) -> Result<(), Fault> {
    match &scratch.address {
        Address::Server(url) => {
            let name = url.rsplit('/').next().unwrap_or_default();
            admin(server, &format!("drop database if exists {name} with (force)")).await
        }
        Address::File(_) => Ok(()),
    }
}

/// The PostgreSQL server for tests: `TENFOLD_TEST_POSTGRESQL`, or the one on this machine that trusts us.
pub fn test_server() -> String {
    std::env::var("TENFOLD_TEST_POSTGRESQL").unwrap_or_else(|_| "postgresql://postgres@127.0.0.1:5432/postgres".into())
}

/// Whether PostgreSQL can be tested here. If not, says so aloud; where `TENFOLD_ALL_SUITES` is set, that is a failure.
pub async fn has_test_server() -> bool {
    let answer = admin(&test_server(), "select 1").await;
    if let Err(fault) = &answer {
        assert!(
            std::env::var_os("TENFOLD_ALL_SUITES").is_none(),
            "no PostgreSQL to test on, but all suites are asked for: {fault}"
        );
        #[expect(clippy::print_stderr, reason = "a suite that is skipped says so aloud")]
        {
            eprintln!("SKIPPED on PostgreSQL: no server at {}", test_server());
        }
    }
    answer.is_ok()
}

/// Runs a test on a scratch database of each engine that is here.
pub async fn on_each_engine<F, Fut>(test: F)
where
    F: Fn(std::sync::Arc<Scratch>) -> Fut,
    Fut: Future<Output = ()>,
{
    test(std::sync::Arc::new(Scratch::sqlite())).await;
    if has_test_server().await {
        let scratch = Scratch::postgresql(&test_server()).await;
        #[expect(clippy::expect_used, reason = "a test's ground")]
        let scratch = std::sync::Arc::new(scratch.expect("a scratch database"));
        test(scratch.clone()).await;
        #[expect(clippy::expect_used, reason = "a test's ground")]
        drop_postgresql(&test_server(), &scratch).await.expect("dropping the scratch database");
    }
}

async fn admin(server: &str, statement: &str) -> Result<(), Fault> {
    let (client, connection) = tokio_postgres::connect(server, tokio_postgres::NoTls).await?;
    let work = async move { client.batch_execute(statement).await };
    let both = futures_util::future::join(work, connection).await;
    Ok(both.0?)
}

fn with_database(server: &str, name: &str) -> String {
    match server.rsplit_once('/') {
        Some((front, _)) => format!("{front}/{name}"),
        None => format!("{server} dbname={name}"),
    }
}

fn fresh_folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("tenfold-{}", unique()));
    // If it cannot be made, opening the database in it will say so.
    let _ = std::fs::create_dir_all(&folder);
    folder
}

fn unique() -> String {
    let bytes: [u8; 10] = crate::clock::random();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        let kind = if error.kind() == std::io::ErrorKind::StorageFull { FaultKind::Full } else { FaultKind::Broken };
        Self::new(kind, error)
    }
}

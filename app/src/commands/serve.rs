//! `tenfold serve`: opens the house, listens, works in the background, and ends in order.

use super::{Failure, say};
use crate::background;
use crate::cli::{Ground, Serve};
use crate::slices::SLICES;
use ground::clock::Clock;
use ground::db::Db;
use ground::files::Store;
use ground::sender::Sender;
use std::net::SocketAddr;
use std::sync::Arc;
use tracing_subscriber::EnvFilter;
use web::{Config, House};

pub(super) async fn run(asked: Serve) -> Result<(), Failure> {
    let sender = Sender::open(&asked.sender, &asked.mail_from, asked.sms_gateway.as_deref())?;
    let public_url = asked.public_url.unwrap_or_else(|| format!("http://{}", asked.listen));
    let config = Config { public_url, is_behind_proxy: asked.behind_proxy, ..Config::default() };
    let house = open(&asked.ground, Clock::default(), sender, config).await?;
    let listening = web::listen(&house, asked.listen).await.map_err(|error| cannot_listen(asked.listen, &error))?;
    say(&format!("十上 Tenfold http://{}", listening.at));
    if !house.db.read(|read| Ok(read.has_accounts()?)).await? {
        say(&format!("初次设置 First set-up: http://{}/set-up?word={}", listening.at, house.config.set_up_word));
    }
    serve(house, listening).await
}

/// Opens the house on its ground.
pub(super) async fn open(ground: &Ground, clock: Clock, sender: Sender, config: Config) -> Result<Arc<House>, Failure> {
    let address = ground.database.parse().map_err(|_| Failure("no database".into()))?;
    if let ground::db::Address::File(path) = &address
        && let Some(folder) = path.parent()
    {
        std::fs::create_dir_all(folder)?;
    }
    let db = Db::open(&address, clock, &web::migrations(SLICES)).await?;
    Ok(House::new(SLICES, db, Store::open(&ground.files)?, sender, config)?)
}

/// Serves until the program is told to end.
pub(super) async fn serve(house: Arc<House>, listening: web::Listening) -> Result<(), Failure> {
    start_log();
    let (end, ended) = tokio::sync::watch::channel(false);
    let mut work = tokio::task::JoinSet::new();
    work.spawn(background::run(house, ended));
    listening.serve(told_to_end()).await?;
    let _ = end.send(true);
    work.join_all().await;
    Ok(())
}

pub(super) fn cannot_listen(at: SocketAddr, error: &std::io::Error) -> Failure {
    Failure(format!("{at}: {error}; --listen takes another address"))
}

/// One JSON line each, without personal text; `TENFOLD_LOG` says how much (info unless told).
fn start_log() {
    let filter = EnvFilter::try_from_env("TENFOLD_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // A log that cannot be written is not told to the log: on a full disk that would panic in the middle of an answer.
    let log = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr);
    let _ = log.log_internal_errors(false).try_init();
}

async fn told_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

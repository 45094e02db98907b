//! `tenfold demo`: a believable city, served.

use super::serve::{cannot_listen, open, serve};
use super::{Failure, say};
use crate::cli::{Demo, Ground};
use crate::demo;
use ground::clock::Clock;
use ground::sender::Sender;
use std::path::PathBuf;
use web::Config;

pub(super) async fn run(asked: Demo) -> Result<(), Failure> {
    let folder = Folder::open(asked.keep)?;
    let path = |name: &str| folder.path.join(name).display().to_string();
    let ground = Ground { database: asked.database.unwrap_or_else(|| path("demo.db")), files: path("files") };
    let clock = Clock::default();
    clock.set(demo::now());
    let config =
        Config { public_url: format!("http://{}", asked.listen), banner: Some(demo::BANNER), ..Config::default() };
    let house = open(&ground, clock, Sender::Console, config).await?;
    let listening = web::listen(&house, asked.listen).await.map_err(|error| cannot_listen(asked.listen, &error))?;
    if !house.db.read(|read| Ok(read.has_accounts()?)).await? {
        demo::seed(&house, asked.seed).await?;
    }
    say(&demo::welcome(listening.at));
    serve(house, listening).await
}

/// The demo's folder; one that nobody asked to keep is gone afterwards.
struct Folder {
    path: PathBuf,
    is_kept: bool,
}

impl Folder {
    fn open(keep: Option<PathBuf>) -> Result<Self, Failure> {
        let is_kept = keep.is_some();
        let path = keep.unwrap_or_else(|| std::env::temp_dir().join(format!("tenfold-demo-{}", std::process::id())));
        std::fs::create_dir_all(&path)?;
        Ok(Self { path, is_kept })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}

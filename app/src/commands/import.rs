//! `tenfold import regions DIR`: every administrative unit, with a bar that shows how far it is.

use super::{Failure, say};
use crate::cli::Ground;
use crate::slices::SLICES;
use ground::clock::Clock;
use ground::db::Db;
use ground::directory::{Progress, import_regions};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

pub(super) async fn run(folder: PathBuf, ground: Ground) -> Result<(), Failure> {
    let address = ground.database.parse().map_err(|_| Failure("no database".into()))?;
    let db = Db::open(&address, Clock::default(), &web::migrations(SLICES)).await?;
    let counts = import_regions(&db, &folder, show).await?;
    if std::io::stderr().is_terminal() {
        let _ = writeln!(std::io::stderr());
    }
    for (file, rows) in counts {
        say(&format!("{file}: {rows}"));
    }
    Ok(())
}

/// Villages are nearly everything: the bar is theirs.
fn show(progress: Progress) {
    const WIDTH: usize = 32;
    const VILLAGES: usize = 620_573;
    if !std::io::stderr().is_terminal() {
        return;
    }
    let done = if progress.file == "villages" { (progress.rows * WIDTH / VILLAGES).min(WIDTH) } else { 0 };
    let _ = write!(
        std::io::stderr(),
        "\r{:<9} [{}{}] {:>7}",
        progress.file,
        "█".repeat(done),
        "·".repeat(WIDTH - done),
        progress.rows
    );
}

//! `tenfold outline FILE`: reads a work document.

use super::Failure;
use crate::cli::{Format, Outline};
use ::outline::{MAX_FILE, ReadError};
use ground::convert;
use std::io::{Read, Write};

pub(super) fn run(asked: &Outline) -> Result<(), Failure> {
    let name = asked.file.display().to_string();
    let text = read(asked, &name).map_err(|why| Failure(format!("{name}: {why}")))?;
    let outline = ::outline::outline(&text);
    let printed = match asked.format {
        Format::Json => serde_json::to_string_pretty(&outline).map_err(|error| Failure(error.to_string()))?,
        Format::Text => outline.to_text(),
    };
    match std::io::stdout().write_all(format!("{}\n", printed.trim_end()).as_bytes()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

fn read(asked: &Outline, name: &str) -> Result<String, String> {
    let file = std::fs::File::open(&asked.file).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    // One byte more than is allowed tells that there is more; the rest is never read.
    file.take(MAX_FILE as u64 + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    match ::outline::read(&bytes, name) {
        Err(ReadError::NeedsConverter { format }) => {
            convert::to_text(&bytes, &format.to_string()).map_err(|why| why.to_string())
        }
        read => read.map_err(|why| why.to_string()),
    }
}

//! Importing regions: `provinces.csv`, `cities.csv`, `counties.csv`, `towns.csv` and `villages.csv` (each may be
//! packed as `.xz`), with the columns `code`, `name` and, where known, `lon` and `lat` in degrees.

use super::place::{Place, save_places};
use crate::db::{Db, Fault};
use crate::stop::Stop;
use logic::place::PlaceCode;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};

/// How far the import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The file being read.
    pub file: &'static str,
    /// Rows of it so far.
    pub rows: usize,
}

const FILES: [&str; 5] = ["provinces", "cities", "counties", "towns", "villages"];

/// Rows stored in one transaction.
const CHUNK: usize = 20_000;

/// Imports the files of a folder; running it again changes nothing. Returns how many rows each file had.
pub async fn import_regions(
    db: &Db,
    folder: &Path,
    mut progress: impl FnMut(Progress),
) -> Result<Vec<(&'static str, usize)>, Stop> {
    let mut counts = Vec::new();
    for file in FILES {
        let mut reader = open(folder, file)?;
        let columns = Columns::of(reader.headers().map_err(|error| bad(file, 1, error))?)
            .ok_or_else(|| bad(file, 1, "columns code and name are missing"))?;
        let mut records = reader.records().enumerate();
        let mut rows = 0;
        loop {
            let chunk = read_chunk(file, &columns, &mut records)?;
            if chunk.is_empty() {
                break;
            }
            rows += chunk.len();
            db.write(move |tx| Ok(save_places(tx, &chunk)?)).await?;
            progress(Progress { file, rows });
        }
        counts.push((file, rows));
    }
    Ok(counts)
}

type Records<'a> = std::iter::Enumerate<csv::StringRecordsIter<'a, Box<dyn std::io::Read + Send>>>;

fn read_chunk(file: &'static str, columns: &Columns, records: &mut Records<'_>) -> Result<Vec<Place>, Fault> {
    let place = |(at, record): (usize, Result<csv::StringRecord, csv::Error>)| {
        let record = record.map_err(|error| bad(file, at + 2, error))?;
        columns.place(&record).ok_or_else(|| bad(file, at + 2, "not a place"))
    };
    records.take(CHUNK).map(place).collect()
}

fn open(folder: &Path, file: &str) -> Result<csv::Reader<Box<dyn std::io::Read + Send>>, Fault> {
    let plain = folder.join(format!("{file}.csv"));
    let packed = folder.join(format!("{file}.csv.xz"));
    let opened =
        |path: PathBuf| std::fs::File::open(&path).map_err(|error| Fault::broken(&path.display().to_string(), error));
    let bytes: Box<dyn std::io::Read + Send> = if plain.exists() || !packed.exists() {
        Box::new(BufReader::new(opened(plain)?))
    } else {
        Box::new(BufReader::with_capacity(
            1 << 16,
            lzma_rust2::XzReader::new(BufReader::new(opened(packed)?), true).take(1 << 32),
        ))
    };
    Ok(csv::ReaderBuilder::new().flexible(true).from_reader(bytes))
}

fn bad(file: &str, line: usize, why: impl std::fmt::Display) -> Fault {
    Fault::broken(&format!("{file}, line {line}"), why)
}

struct Columns {
    code: usize,
    name: usize,
    lon: Option<usize>,
    lat: Option<usize>,
}

impl Columns {
    fn of(headers: &csv::StringRecord) -> Option<Self> {
        let at = |name: &str| headers.iter().position(|header| header.trim_start_matches('\u{feff}') == name);
        Some(Self { code: at("code")?, name: at("name")?, lon: at("lon"), lat: at("lat") })
    }

    fn place(&self, record: &csv::StringRecord) -> Option<Place> {
        let code: PlaceCode = record.get(self.code)?.trim().parse().ok()?;
        let name = record.get(self.name).map(str::trim).filter(|name| !name.is_empty())?.to_owned();
        let degrees = |at: Option<usize>| millionths(record.get(at?)?);
        Some(Place { code, name, lon: degrees(self.lon), lat: degrees(self.lat) })
    }
}

fn millionths(degrees: &str) -> Option<i32> {
    let degrees: f64 = degrees.trim().parse().ok()?;
    (degrees.abs() <= 180.0).then_some((degrees * 1e6).round() as i32)
}

//! Reading spreadsheets: XLSX, XLS, ODS and CSV (UTF-8 or GB18030) into plain rows of text, within bounds.

use calamine::{Cell, Data, DataRef, Reader, Sheets, open_workbook_auto_from_rs};
use std::io::{Cursor, Read};

/// The most rows that are read.
pub const MAX_ROWS: usize = 100_000;
/// The most columns.
pub const MAX_COLUMNS: usize = 200;
/// The most cells, empty ones between filled ones counted.
const MAX_CELLS: usize = 2_000_000;
/// The most bytes of text in all cells.
const MAX_TEXT: usize = 50_000_000;
/// The most bytes a packed workbook may unpack to.
const MAX_UNPACKED: u64 = 200_000_000;

/// A sheet of a workbook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its rows; the first one names the columns.
    pub rows: Vec<Vec<String>>,
}

/// Why a file could not be read as a sheet. The text key is `problem.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetError {
    /// It is no spreadsheet.
    NoSheet,
    /// It has no rows.
    Empty,
    /// It has more rows or columns, or unpacks to more, than is read.
    TooLarge,
}

impl SheetError {
    /// The problem's code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoSheet => "sheet_unreadable",
            Self::Empty => "sheet_empty",
            Self::TooLarge => "sheet_too_large",
        }
    }
}

/// The first sheet of a file; empty rows at the end are left out.
pub fn read_sheet(bytes: &[u8]) -> Result<Sheet, SheetError> {
    let mut sheet = if is_packed(bytes) || is_old_excel(bytes) { read_workbook(bytes)? } else { read_csv(bytes)? };
    while sheet.rows.last().is_some_and(|row| row.iter().all(String::is_empty)) {
        sheet.rows.pop();
    }
    match () {
        () if sheet.rows.is_empty() => Err(SheetError::Empty),
        () if sheet.rows.len() > MAX_ROWS || sheet.rows.iter().any(|row| row.len() > MAX_COLUMNS) => {
            Err(SheetError::TooLarge)
        }
        () => Ok(sheet),
    }
}

fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

fn is_old_excel(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

fn read_workbook(bytes: &[u8]) -> Result<Sheet, SheetError> {
    if is_packed(bytes) {
        check_unpacked_size(bytes)?;
    }
    // The reader of old formats may panic on damaged files: that is a bad file, not our failure.
    let read = std::panic::catch_unwind(|| first_sheet(bytes));
    read.unwrap_or(Err(SheetError::NoSheet))
}

fn first_sheet(bytes: &[u8]) -> Result<Sheet, SheetError> {
    let mut book: Sheets<_> = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| SheetError::NoSheet)?;
    let name = book.sheet_names().first().cloned().ok_or(SheetError::Empty)?;
    // The library's own range is a full grid between the corner cells: two cells would be enough to fill any memory.
    let rows = match &mut book {
        Sheets::Xlsx(book) => {
            let mut cells = book.worksheet_cells_reader(&name).map_err(|_| SheetError::NoSheet)?;
            grid(|| cells.next_cell().map_err(|_| SheetError::NoSheet))?
        }
        Sheets::Xlsb(book) => {
            let mut cells = book.worksheet_cells_reader(&name).map_err(|_| SheetError::NoSheet)?;
            grid(|| cells.next_cell().map_err(|_| SheetError::NoSheet))?
        }
        Sheets::Xls(_) | Sheets::Ods(_) => {
            let range = book.worksheet_range(&name).map_err(|_| SheetError::NoSheet)?;
            if range.height() > MAX_ROWS || range.width() > MAX_COLUMNS {
                return Err(SheetError::TooLarge);
            }
            range.rows().map(|row| row.iter().map(text_of).collect()).collect()
        }
    };
    Ok(Sheet { name, rows })
}

/// The rows between the first and the last filled cell, all as wide as the widest.
fn grid<'a>(
    mut next: impl FnMut() -> Result<Option<Cell<DataRef<'a>>>, SheetError>,
) -> Result<Vec<Vec<String>>, SheetError> {
    let (mut filled, mut left) = (Vec::new(), MAX_TEXT);
    while let Some(cell) = next()? {
        // One text may be shared by many cells: it is measured before it is copied.
        let size = match cell.get_value() {
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.len(),
            DataRef::SharedString(text) => text.len(),
            _ => 0,
        };
        left = left.checked_sub(size).ok_or(SheetError::TooLarge)?;
        let (row, column) = cell.get_position();
        let text = text_of(&Data::from(cell.get_value().clone()));
        if !text.is_empty() {
            filled.push((row as usize, column as usize, text));
        }
        if filled.len() > MAX_CELLS {
            return Err(SheetError::TooLarge);
        }
    }
    let all = || filled.iter().map(|(row, column, _)| (*row, *column));
    let (top, bottom) = (all().map(|at| at.0).min().unwrap_or(0), all().map(|at| at.0).max().unwrap_or(0));
    let (first, last) = (all().map(|at| at.1).min().unwrap_or(0), all().map(|at| at.1).max().unwrap_or(0));
    let (height, width) = (bottom - top + 1, last - first + 1);
    if height > MAX_ROWS || width > MAX_COLUMNS || height * width > MAX_CELLS {
        return Err(SheetError::TooLarge);
    }
    let mut rows = vec![vec![String::new(); width]; height];
    for (row, column, text) in filled {
        rows[row - top][column - first] = text;
    }
    Ok(rows)
}

/// A cell as a person would read it: whole numbers without a point, days as `2026-03-05`.
fn text_of(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::DateTime(moment) if moment.is_datetime() => day_text(moment.as_f64()),
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or_default().into(),
        cell => cell.to_string().trim().to_owned(),
    }
}

/// Excel counts days from 1899-12-30.
fn day_text(serial: f64) -> String {
    let days = serial.floor() as i64 - 25_569;
    // Civil date from days since 1970 (H. Hinnant, "chrono-compatible low-level date algorithms").
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Unpacks every part without keeping it, counting: what a packed file says of its own size need not be true.
fn check_unpacked_size(bytes: &[u8]) -> Result<(), SheetError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetError::NoSheet)?;
    let mut left = MAX_UNPACKED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| SheetError::NoSheet)?;
        let unpacked =
            std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| SheetError::NoSheet)?;
        left = left.checked_sub(unpacked).ok_or(SheetError::TooLarge)?;
    }
    Ok(())
}

fn read_csv(bytes: &[u8]) -> Result<Sheet, SheetError> {
    let text = crate::csv_text::decode(bytes).ok_or(SheetError::NoSheet)?;
    let delimiter =
        if text.lines().next().is_some_and(|line| line.contains('\t') && !line.contains(',')) { b'\t' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| SheetError::NoSheet)?;
        if rows.len() > MAX_ROWS {
            return Err(SheetError::TooLarge);
        }
        rows.push(record.iter().map(|cell| cell.trim().to_owned()).collect());
    }
    Ok(Sheet { name: "CSV".into(), rows })
}

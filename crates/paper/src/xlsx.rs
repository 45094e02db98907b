//! XLSX: one or more sheets with a frozen header row; whole numbers as numbers, everything else as text.

use crate::sheet::Sheet;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// The sheets as the bytes of an XLSX file.
pub fn to_xlsx(sheets: &[Sheet]) -> Vec<u8> {
    let written = write(sheets);
    debug_assert!(written.is_ok(), "{written:?}");
    written.unwrap_or_default()
}

fn write(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // No moment of making is written: the same sheets give the same bytes.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    for sheet in sheets {
        fill(book.add_worksheet(), sheet)?;
    }
    book.save_to_buffer()
}

fn fill(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    page.set_name(sheet_name(&sheet.name))?;
    page.set_freeze_panes(1, 0)?;
    let body = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter).set_text_wrap();
    let head = body.clone().set_bold().set_align(FormatAlign::Center);
    for (row, cells) in sheet.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let format = if row == 0 { &head } else { &body };
            let (row, column) = (row as u32, column as u16);
            match whole_number(cell) {
                Some(number) => page.write_with_format(row, column, number, format)?,
                None => page.write_with_format(row, column, cell.as_str(), format)?,
            };
        }
    }
    for (column, width) in widths(sheet).into_iter().enumerate() {
        page.set_column_width(column as u16, width)?;
    }
    Ok(())
}

/// Numbers that survive as such; codes with leading zeros and telephone numbers stay text.
fn whole_number(cell: &str) -> Option<f64> {
    let is_plain = cell == "0" || !cell.trim_start_matches('-').starts_with('0');
    let number: i64 = cell.parse().ok().filter(|_| is_plain && cell.len() <= 10)?;
    Some(number as f64)
}

/// Names of sheets: at most 31 characters, without those that Excel refuses.
fn sheet_name(name: &str) -> String {
    let allowed: String = name.chars().filter(|letter| !"[]:*?/\\'".contains(*letter)).take(31).collect();
    if allowed.is_empty() { "1".into() } else { allowed }
}

/// As wide as the widest of the first cells; Chinese characters are two wide.
fn widths(sheet: &Sheet) -> Vec<f64> {
    let columns = sheet.rows.first().map_or(0, Vec::len);
    let width = |text: &str| text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let widest = |column| {
        sheet
            .rows
            .iter()
            .take(200)
            .filter_map(|row| row.get(column))
            .map(|cell: &String| width(cell))
            .max()
            .unwrap_or(0)
    };
    (0..columns).map(|column| (widest(column) as f64 + 2.0).clamp(6.0, 60.0)).collect()
}

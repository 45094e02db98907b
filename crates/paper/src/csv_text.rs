//! CSV: text in UTF-8 (with the mark that spreadsheet programs look for) and from UTF-8 or GB18030.

use crate::sheet::Sheet;

/// A sheet as CSV. Cells that a spreadsheet program would run as a formula are made harmless.
pub fn to_csv(sheet: &Sheet) -> Vec<u8> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::Writer::from_writer(&mut bytes);
    for row in &sheet.rows {
        // Writing to memory does not fail.
        let _ = writer.write_record(row.iter().map(|cell| harmless(cell)));
    }
    drop(writer);
    bytes
}

/// A leading `=`, `+`, `-` or `@` starts a formula, unless the cell is a plain number.
fn harmless(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

/// Text from bytes; nothing if they are no text.
pub fn decode(bytes: &[u8]) -> Option<String> {
    let (text, _, is_broken) = encoding_rs::UTF_8.decode(bytes);
    if !is_broken {
        return (!text.contains('\0')).then(|| text.into_owned());
    }
    let (text, _, is_broken) = encoding_rs::GB18030.decode(bytes);
    (!is_broken && !text.contains('\0')).then(|| text.into_owned())
}

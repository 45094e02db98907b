//! Paper: tables and official documents to and from DOCX, XLSX and CSV bytes. Pure: the same input gives the same bytes.

pub mod csv_text;
pub mod document;
mod docx;
pub mod sheet;
mod xlsx;

pub use docx::to_docx;
pub use sheet::{Sheet, SheetError, read_sheet};
pub use xlsx::to_xlsx;

#[cfg(test)]
mod tests;

//! Files: the binary format of the generator, CSV and JSON for people, and answers as JSON.

mod answer;
mod binary;
mod csv;
mod json;
mod named;

pub use answer::{read_answer, write_answer};
pub use binary::{read_binary, write_binary};
pub use csv::{read_csv, write_csv};
pub use json::{read_json, write_json};
pub use named::Named;

use crate::problem::Fault;

/// Reads any of the formats, told by how the file begins.
pub fn read(bytes: &[u8], penalty: i32) -> Result<Named, Fault> {
    if bytes.starts_with(b"MTCH") {
        return read_binary(bytes, penalty).map(Named::numbered);
    }
    let text = std::str::from_utf8(bytes).map_err(|wrong| Fault::Format(wrong.to_string()))?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') { read_json(text, penalty) } else { read_csv(text, penalty) }
}

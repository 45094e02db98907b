//! Turns a file's bytes into text: plain text in any usual encoding, and Word's `.docx`.

mod decode;
mod docx;
mod error;
mod format;

use crate::marks::is_blank;
pub use error::ReadError;
pub use format::Format;
use format::Kind;

/// The largest file that is read, in bytes: 256 MiB.
pub const MAX_FILE: usize = 256 << 20;

/// The text of a file, one paragraph a line; `name` helps where the content does not tell the format.
///
/// - Text (`.txt`, `.md`): UTF-8, UTF-16 and GB18030, with or without a byte order mark, even mixed line by line.
///   What is broken becomes U+FFFD.
/// - `.docx`: paragraphs, the cells of a table's row in one line with tabs between them, tabs, line breaks and the
///   labels of automatic numbering; without deleted text, notes, comments, field codes, headers and footers.
///
/// Memory: at most four times the bytes of a text file; for `.docx` at most 400 MiB beside the file.
///
/// # Errors
/// A [`ReadError`] tells why there is no text, in words for people.
pub fn read(bytes: &[u8], name: &str) -> Result<String, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() > MAX_FILE {
        return Err(ReadError::TooLarge { limit: MAX_FILE });
    }
    let text = match format::kind(bytes, name)? {
        Kind::Docx => docx::read(bytes)?,
        Kind::Text => decode::text(bytes).ok_or_else(|| format::unreadable(name))?,
    };
    if text.chars().all(is_blank) { Err(ReadError::Empty) } else { Ok(text) }
}

//! Tells what kind of file it is: by its first bytes, and by its name where these leave it open.

use std::fmt;

use super::ReadError;

/// A format that is known but not read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Doc,
    Wps,
    Pdf,
    Rtf,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Doc => "DOC",
            Self::Wps => "WPS",
            Self::Pdf => "PDF",
            Self::Rtf => "RTF",
        })
    }
}

/// What is read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Docx,
}

/// The container of the old Word and of WPS.
const COMPOUND_FILE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// How far into a file a PDF may begin.
const PDF_START: usize = 1024;

pub(super) fn kind(bytes: &[u8], name: &str) -> Result<Kind, ReadError> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Docx);
    }
    if bytes.starts_with(&COMPOUND_FILE) {
        return Err(if is_encrypted(bytes) { ReadError::Encrypted } else { of_compound_file(name) });
    }
    let start = &bytes[..bytes.len().min(PDF_START)];
    if contains(start, b"%PDF-") {
        return Err(ReadError::NeedsConverter { format: Format::Pdf });
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(ReadError::NeedsConverter { format: Format::Rtf });
    }
    Ok(Kind::Text)
}

/// The error for content that is no text: the name may tell what it was meant to be.
pub(super) fn unreadable(name: &str) -> ReadError {
    let format = match extension(name).as_str() {
        "doc" => Format::Doc,
        "wps" => Format::Wps,
        "pdf" => Format::Pdf,
        "docx" => return ReadError::Damaged,
        _ => return ReadError::NotADocument,
    };
    ReadError::NeedsConverter { format }
}

fn of_compound_file(name: &str) -> ReadError {
    match extension(name).as_str() {
        "wps" => ReadError::NeedsConverter { format: Format::Wps },
        "xls" | "ppt" | "et" | "dps" | "msi" => ReadError::NotADocument,
        _ => ReadError::NeedsConverter { format: Format::Doc },
    }
}

/// A protected `.docx` is a compound file with a stream of this name.
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    contains(bytes, &name)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
}

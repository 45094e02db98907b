//! Reads Word's `.docx`: a zip of XML parts, unpacked as a stream and never beyond a limit.

mod body;
mod numbering;
mod styles;
mod table;
mod xml;

use std::io::{self, BufReader, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::ReadError;
use numbering::Numbering;
use styles::Styles;

/// The largest text part, and the largest side part, in unpacked bytes.
const MAX_BODY: u64 = 128 << 20;
const MAX_SIDE_PART: u64 = 8 << 20;
/// Documents unpack to some thirty times their size; small ones may do what they like.
const MAX_RATIO: u64 = 150;
const ALWAYS_ALLOWED: u64 = 4 << 20;
/// Parts of an archive; documents have a few dozen.
const MAX_PARTS: usize = 20_000;

pub(super) fn read(bytes: &[u8]) -> Result<String, ReadError> {
    if bytes.windows(4).filter(|window| window == b"PK\x01\x02").count() > MAX_PARTS {
        return Err(ReadError::Bomb);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Damaged)?;
    let body = body_name(&archive).ok_or(ReadError::NotADocument)?;
    let styles = match part(&mut archive, "word/styles.xml", MAX_SIDE_PART)? {
        Some(part) => Styles::read(part)?,
        None => Styles::default(),
    };
    let numbering = match part(&mut archive, "word/numbering.xml", MAX_SIDE_PART)? {
        Some(part) => Numbering::read(part)?,
        None => Numbering::default(),
    };
    let body = part(&mut archive, &body, MAX_BODY)?.ok_or(ReadError::NotADocument)?;
    body::read(body, &styles, numbering)
}

/// `word/document.xml`, or `word/document2.xml` as some servers write it.
fn body_name(archive: &Archive<'_>) -> Option<String> {
    let is_body = |name: &str| name.starts_with("word/document") && name.ends_with(".xml");
    archive.file_names().find(|name| is_body(name)).map(str::to_owned)
}

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;
type Part<'a, 'b> = BufReader<Guarded<zip::read::ZipFile<'a, Cursor<&'b [u8]>>>>;

fn part<'a, 'b>(archive: &'a mut Archive<'b>, name: &str, limit: u64) -> Result<Option<Part<'a, 'b>>, ReadError> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(ReadError::Encrypted),
        Err(_) => return Err(ReadError::Damaged),
    };
    let fair = file.compressed_size().saturating_mul(MAX_RATIO).max(ALWAYS_ALLOWED);
    Ok(Some(BufReader::new(Guarded { left: fair.min(limit), inner: file })))
}

/// A stream that fails once it has given more bytes than it may.
struct Guarded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(count as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(count)
    }
}

/// Broken XML and broken compression are damage; a stream that ran too long is a bomb.
fn reason(error: &quick_xml::Error) -> ReadError {
    match error {
        quick_xml::Error::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => ReadError::Bomb,
        _ => ReadError::Damaged,
    }
}

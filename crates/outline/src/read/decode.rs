//! Decodes plain text: UTF-8, UTF-16, GB18030, with or without a byte order mark, even mixed line by line.

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

/// How many bytes are looked at to tell UTF-16.
const SAMPLE: usize = 64 << 10;

/// The text; `None` for what is no text.
pub(super) fn text(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some(decode(encoding, &bytes[mark..]));
    }
    if let Some(encoding) = utf16(bytes) {
        return Some(decode(encoding, bytes));
    }
    if is_binary(bytes) {
        return None;
    }
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => mixed(bytes),
    })
}

fn decode(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Without a mark, UTF-16 shows by most of its pairs being Chinese characters or punctuation, or plain ASCII.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let share = |read: fn([u8; 2]) -> u16| {
        let pairs = sample.as_chunks::<2>().0;
        let usual = pairs.iter().filter(|pair| is_usual(read(**pair))).count();
        (usual * 10 > pairs.len() * 8 && pairs.len() > 1).then_some(usual)
    };
    let (little, big) = (share(u16::from_le_bytes), share(u16::from_be_bytes));
    let is_even = bytes.len().is_multiple_of(2);
    match (little, big) {
        _ if !is_even || sample.is_ascii() && !sample.contains(&0) => None,
        (None, None) => None,
        (little, big) => Some(if little >= big { UTF_16LE } else { UTF_16BE }),
    }
}

fn is_usual(unit: u16) -> bool {
    matches!(unit, 0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0x2010..=0x2026 | 0x3000..=0x303f | 0x4e00..=0x9fff | 0xff00..=0xffef)
}

/// Control characters are rare in text and common in everything else.
fn is_binary(bytes: &[u8]) -> bool {
    let controls = bytes.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31)).count();
    controls * 100 > bytes.len()
}

/// Decodes line by line: no line feed can be part of a character in either encoding.
fn mixed(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2);
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        if is_mostly_utf8(line) {
            text.push_str(&String::from_utf8_lossy(line));
        } else {
            text.push_str(&GB18030.decode_without_bom_handling(line).0);
        }
    }
    text
}

/// Valid characters of several bytes outweigh the broken bytes: GB18030 hits such sequences by chance only.
fn is_mostly_utf8(line: &[u8]) -> bool {
    let (mut valid, mut broken) = (0, 0);
    for chunk in line.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|byte| !byte.is_ascii()).count();
        broken += chunk.invalid().len();
    }
    broken == 0 || valid > 2 * broken
}

//! Any file gives text or an error; what gives text gives an outline.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fuzz_target!(|bytes: &[u8]| {
    read(bytes);
    // The check sums of an archive are hard to guess: try the same bytes as its parts.
    if let Some(parts) = bytes.strip_prefix(b"<") {
        read(&archive(parts));
    }
});

fn read(bytes: &[u8]) {
    if let Ok(text) = outline::read(bytes, "讲话.docx") {
        outline::outline(&text);
    }
}

/// An archive of the parts of a document, which are separated by zeros.
fn archive(parts: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let names = ["word/document.xml", "word/numbering.xml", "word/styles.xml"];
    for (name, part) in names.iter().zip(parts.split(|&byte| byte == 0)) {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a plain name");
        writer.write_all(part).expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}

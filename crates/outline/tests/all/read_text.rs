//! Plain text in all its encodings, and files that are no text.

use encoding_rs::GB18030;
use outline::{Format, MAX_FILE, ReadError, read};

const TEXT: &str = "一、抓科普。\n二、抓学术，办好“科普日”活动。\n";

fn gb18030(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2], mark: &[u8]) -> Vec<u8> {
    mark.iter().copied().chain(text.encode_utf16().flat_map(to_bytes)).collect()
}

#[test]
fn every_usual_encoding() {
    let files = [
        TEXT.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", TEXT.as_bytes()].concat(),
        gb18030(TEXT),
        utf16(TEXT, u16::to_le_bytes, b"\xff\xfe"),
        utf16(TEXT, u16::to_be_bytes, b"\xfe\xff"),
        utf16(TEXT, u16::to_le_bytes, b""),
        utf16(TEXT, u16::to_be_bytes, b""),
    ];
    for (at, file) in files.iter().enumerate() {
        assert_eq!(read(file, "要点.txt").as_deref(), Ok(TEXT), "file {at}");
        assert_eq!(read(file, "要点.md").as_deref(), Ok(TEXT), "file {at}");
    }
}

#[test]
fn lines_in_different_encodings() {
    let file = ["一、抓科普。\n".as_bytes(), &gb18030("二、抓学术。\n"), "三、抓宣传。\n".as_bytes()].concat();
    assert_eq!(read(&file, "").as_deref(), Ok("一、抓科普。\n二、抓学术。\n三、抓宣传。\n"));
}

#[test]
fn broken_sequences_are_marked_and_the_rest_is_kept() {
    let mut file = TEXT.as_bytes().to_vec();
    file.insert(3, 0xff);
    assert_eq!(read(&file, "").as_deref(), Ok("一\u{fffd}、抓科普。\n二、抓学术，办好“科普日”活动。\n"));
    let torn = &TEXT.as_bytes()[..TEXT.len() - 3];
    assert_eq!(read(torn, "").as_deref(), Ok("一、抓科普。\n二、抓学术，办好“科普日”活动\u{fffd}"));
}

#[test]
fn what_is_no_text_ends_in_a_clear_error() {
    let picture: Vec<u8> = (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let compound = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &picture].concat();
    let encrypted = [compound.clone(), utf16("EncryptedPackage", u16::to_le_bytes, b"")].concat();
    let converter = |format| Err(ReadError::NeedsConverter { format });
    let table = [
        (Vec::new(), "a.txt", Err(ReadError::Empty)),
        (b"  \r\n\t".to_vec(), "a.txt", Err(ReadError::Empty)),
        (picture.clone(), "a.png", Err(ReadError::NotADocument)),
        (picture.clone(), "a.docx", Err(ReadError::Damaged)),
        (picture.clone(), "a.wps", converter(Format::Wps)),
        (compound.clone(), "讲话.doc", converter(Format::Doc)),
        (compound.clone(), "讲话.WPS", converter(Format::Wps)),
        (compound.clone(), "讲话.docx", converter(Format::Doc)),
        (compound, "表.xls", Err(ReadError::NotADocument)),
        (encrypted, "讲话.docx", Err(ReadError::Encrypted)),
        (b"%PDF-1.7\n...".to_vec(), "a.txt", converter(Format::Pdf)),
        (b"{\\rtf1 text}".to_vec(), "a.doc", converter(Format::Rtf)),
        (vec![b'a'; MAX_FILE + 1], "a.txt", Err(ReadError::TooLarge { limit: MAX_FILE })),
    ];
    for (bytes, name, expected) in table {
        assert_eq!(read(&bytes, name), expected, "{name}");
    }
}

#[test]
fn content_counts_before_the_name() {
    assert_eq!(read(TEXT.as_bytes(), "讲话.pdf").as_deref(), Ok(TEXT));
    assert_eq!(read(TEXT.as_bytes(), "讲话").as_deref(), Ok(TEXT));
}

#[test]
fn every_error_speaks_both_languages() {
    let errors = [
        (ReadError::Empty, "文件里没有文字。", "The file contains no text."),
        (
            ReadError::TooLarge { limit: MAX_FILE },
            "文件太大，最多可以读取256 MB。",
            "The file is too large: at most 256 MB can be read.",
        ),
        (
            ReadError::NeedsConverter { format: Format::Pdf },
            "PDF文件要先转换成 DOCX 或文本文件才能读取。",
            "A PDF file must be converted to DOCX or plain text before it can be read.",
        ),
        (
            ReadError::Encrypted,
            "文件有密码保护，请去掉密码后再上传。",
            "The file is protected by a password: remove it and upload the file again.",
        ),
        (
            ReadError::NotADocument,
            "这不是可以读取的文件，请上传 DOCX 或文本文件。",
            "This is not a readable file: please upload a DOCX or a text file.",
        ),
        (
            ReadError::Damaged,
            "文件已损坏，无法读取。请用文字处理软件重新另存一次。",
            "The file is damaged: save it again in a word processor.",
        ),
        (
            ReadError::Bomb,
            "文件解压后的内容大得不正常，为安全起见没有读取。",
            "The file unpacks to an abnormal size and was not read, for safety.",
        ),
    ];
    for (error, chinese, english) in errors {
        assert_eq!(
            (error.chinese().as_str(), error.english().as_str(), error.to_string().as_str()),
            (chinese, english, english)
        );
    }
}

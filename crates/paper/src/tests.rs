//! Paper goes out and comes back the same, and bad files end in a plain error.

use crate::csv_text::to_csv;
use crate::document::{Block, Document, Table, chinese_ordinal};
use crate::sheet::{Sheet, SheetError, read_sheet};
use crate::{to_docx, to_xlsx};
use std::io::{Read, Write};

fn sheet() -> Sheet {
    let row = |cells: [&str; 4]| cells.map(String::from).to_vec();
    let rows = vec![
        row(["村", "人次", "电话", "说明"]),
        row(["大河村", "23", "013800000000", "a,\"b\"\n第二行"]),
        row(["小河村", "-4", "", "'=1+1"]),
    ];
    Sheet { name: "走访".into(), rows }
}

#[test]
fn xlsx_comes_back_as_it_went() {
    assert_eq!(read_sheet(&to_xlsx(&[sheet()])), Ok(sheet()));
}

/// A workbook with these cells: row, column, text.
fn workbook(cells: impl IntoIterator<Item = (u32, u16, String)>) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, column, text) in cells {
        sheet.write_string(row, column, text).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn two_cells_far_apart_are_not_a_sheet_of_a_thousand_million() {
    let far = workbook([(0, 0, "a".into()), (1_048_575, 16_383, "b".into())]);
    assert_eq!(read_sheet(&far), Err(SheetError::TooLarge));
    let near = workbook([(5, 3, "a".into()), (7, 4, "b".into())]);
    assert_eq!(read_sheet(&near).unwrap().rows, [["a", ""], ["", ""], ["", "b"]]);
}

#[test]
fn one_long_text_in_thousands_of_cells_is_too_large() {
    let text = "长".repeat(32_767);
    let many = workbook((0..1_000).map(|row| (row, 0, text.clone())));
    assert!(many.len() < 100_000);
    assert_eq!(read_sheet(&many), Err(SheetError::TooLarge));
}

#[test]
fn csv_comes_back_as_it_went_from_both_encodings() {
    let utf8 = to_csv(&sheet());
    let named = |rows| Sheet { name: "CSV".into(), rows };
    assert_eq!(read_sheet(&utf8[3..]), Ok(named(sheet().rows)));
    let text = String::from_utf8(utf8[3..].to_vec()).unwrap();
    let (gb, _, _) = encoding_rs::GB18030.encode(&text);
    assert_eq!(read_sheet(&gb), Ok(named(sheet().rows)));
}

#[test]
fn csv_formulas_are_made_harmless_and_numbers_are_not() {
    let row = ["=HYPERLINK(1)", "-5", "+86", "@a", "-a"].map(String::from).to_vec();
    let text = String::from_utf8(to_csv(&Sheet { name: String::new(), rows: vec![row] })).unwrap();
    assert_eq!(text, "\u{feff}'=HYPERLINK(1),-5,+86,'@a,'-a\n");
}

#[test]
fn the_same_paper_is_the_same_bytes() {
    assert_eq!(to_xlsx(&[sheet()]), to_xlsx(&[sheet()]));
    assert_eq!(to_docx(&document(false)), to_docx(&document(false)));
    assert_eq!(to_docx(&document(true)), to_docx(&document(true)));
}

#[test]
fn a_document_has_the_layout_of_the_standard() {
    let xml = part_of(&to_docx(&document(false)), "word/document.xml");
    for expected in [
        r#"w:pgSz w:w="11906" w:h="16838""#,
        r#"w:top="2098""#,
        r#"w:left="1587""#,
        r#"w:linePitch="580""#,
        "方正小标宋简体",
        "仿宋_GB2312",
        "黑体",
        "楷体_GB2312",
    ] {
        assert!(xml.contains(expected), "{expected} in {xml}");
    }
    let texts: Vec<_> = xml
        .split("<w:t ")
        .skip(1)
        .map(|rest| rest[rest.find('>').unwrap() + 1..rest.find('<').unwrap()].to_owned())
        .collect();
    let expected = [
        "年度工作报告",
        "（2026年）",
        "市委：",
        "一、上档次",
        "正文 &lt;一&gt;",
        "表1",
        "村",
        "次",
        "大河村",
        "10",
        "市科协    ",
        "2026年12月31日    ",
    ];
    assert_eq!(texts, expected);
}

fn document(is_landscape: bool) -> Document {
    let table = Table {
        caption: "表1".into(),
        columns: vec![("村".into(), 3), ("次".into(), 1)],
        rows: vec![vec!["大河村".into(), "10".into()]],
    };
    Document {
        title: "年度工作报告".into(),
        subtitle: Some("（2026年）".into()),
        addressee: Some("市委".into()),
        blocks: vec![Block::Heading(1, "一、上档次".into()), Block::Paragraph("正文 <一>".into()), Block::Table(table)],
        signature: Some("市科协".into()),
        date: Some("2026年12月31日".into()),
        is_landscape,
    }
}

fn part_of(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn bad_files_are_refused() {
    let xlsx = to_xlsx(&[sheet()]);
    assert_eq!(read_sheet(b""), Err(SheetError::Empty));
    assert_eq!(read_sheet(b"\n\n"), Err(SheetError::Empty));
    assert_eq!(read_sheet(b"a\0b"), Err(SheetError::NoSheet));
    assert_eq!(read_sheet(&[0xff; 100]), Err(SheetError::NoSheet));
    assert_eq!(read_sheet(&xlsx[..xlsx.len() / 2]), Err(SheetError::NoSheet));
    assert_eq!(read_sheet(&[&[0xd0, 0xcf, 0x11, 0xe0], [7u8; 600].as_slice()].concat()), Err(SheetError::NoSheet));
    assert_eq!(read_sheet("a,".repeat(300).as_bytes()), Err(SheetError::TooLarge));
    assert_eq!(read_sheet("a\n".repeat(100_002).as_bytes()), Err(SheetError::TooLarge));
}

#[test]
fn a_bomb_is_stopped_while_it_unpacks() {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut archive = zip::ZipWriter::new(&mut bytes);
    archive.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..256 {
        archive.write_all(&zeros).unwrap();
    }
    archive.finish().unwrap();
    assert!(bytes.get_ref().len() < 1 << 20);
    assert_eq!(read_sheet(bytes.get_ref()), Err(SheetError::TooLarge));
}

#[test]
fn ordinals() {
    assert_eq!([1, 9, 10, 11, 20, 35].map(chinese_ordinal), ["一", "九", "十", "十一", "二十", "三十五"]);
}

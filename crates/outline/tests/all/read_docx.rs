//! Word documents: text, tables, numbering, what is left out, and files made to do harm.

use std::io::{Cursor, Write};

use outline::{ReadError, read};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const NAMESPACE: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;

/// An archive with the given parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a plain name");
        writer.write_all(content).expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}

fn document(body: &str) -> String {
    format!(r#"<?xml version="1.0" encoding="UTF-8"?><w:document {NAMESPACE}><w:body>{body}</w:body></w:document>"#)
}

/// A document with this body and nothing else.
fn docx(body: &str) -> Vec<u8> {
    archive(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document(body).as_bytes())])
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn text(body: &str) -> String {
    read(&docx(body), "a.docx").expect("a sound document")
}

#[test]
fn paragraphs_runs_tabs_and_breaks() {
    let body = r#"<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr><w:r><w:t>一、</w:t></w:r><w:r><w:t xml:space="preserve">抓科普 </w:t><w:tab/><w:t>&lt;甲&gt;&amp;&#20108;</w:t><w:br/><w:t>下一行</w:t></w:r></w:p><w:p/>"#;
    assert_eq!(text(body), "一、抓科普 \t<甲>&二\n下一行\n");
}

#[test]
fn a_row_is_a_line_and_a_single_cell_is_plain_text() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph(text));
    let rows = [vec!["序号", "任务"], vec!["1", "甲"], vec!["一、通栏"]];
    let rows = rows.map(|row| format!("<w:tr>{}</w:tr>", row.iter().map(|text| cell(text)).collect::<String>()));
    let two_lines = format!("<w:tr><w:tc>{}{}</w:tc>{}</w:tr>", paragraph("上"), paragraph("下"), cell("右"));
    let body = format!("{}<w:tbl>{}{two_lines}</w:tbl>{}", paragraph("表前"), rows.concat(), paragraph("表后"));
    assert_eq!(text(&body), "表前\n序号\t任务\n1\t甲\n一、通栏\n上 下\t右\n表后\n");
}

#[test]
fn a_table_inside_a_cell_stays_in_its_row() {
    let inner =
        format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph("内一"), paragraph("内二"));
    let body = format!(
        "<w:tbl><w:tr><w:tc>{}{inner}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        paragraph("外一"),
        paragraph("外二")
    );
    assert_eq!(text(&body), "外一 内一 内二\t外二\n");
}

#[test]
fn deleted_text_notes_and_second_versions_are_left_out() {
    let body = format!(
        "<w:p><w:r><w:t>保留</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:ins><w:r><w:t>加上</w:t></w:r></w:ins><w:r><w:footnoteReference w:id=\"2\"/><w:commentReference w:id=\"1\"/><w:instrText>PAGE</w:instrText></w:r><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p><w:p><mc:AlternateContent><mc:Choice><w:r><w:t>图文</w:t></w:r></mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:p>",
        paragraph("图文")
    );
    assert_eq!(text(&body), "保留加上\n图文\n");
    let parts: [(&str, &[u8]); 3] = [
        ("word/document.xml", document(&paragraph("正文")).as_bytes()),
        ("word/footnotes.xml", document(&paragraph("脚注")).as_bytes()),
        ("word/comments.xml", document(&paragraph("批注")).as_bytes()),
    ]
    .map(|(name, content)| (name, content.to_vec().leak() as &[u8]));
    assert_eq!(read(&archive(&parts), "a.docx").as_deref(), Ok("正文\n"));
}

#[test]
fn text_boxes_do_not_tear_their_paragraph() {
    let body = format!(
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><w:txbxContent>{}</w:txbxContent></w:r><w:r><w:t>后</w:t></w:r></w:p>",
        paragraph("框")
    );
    assert_eq!(text(&body), "框\n前后\n");
}

const NUMBERING: &str = r#"
<w:abstractNum w:abstractNumId="7">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
  <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%4"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>"#;

const STYLES: &str = r#"
<w:style w:styleId="Heading1"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="MyHeading"><w:basedOn w:val="Heading1"/></w:style>
<w:style w:styleId="Heading2"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr></w:style>"#;

/// A document whose paragraphs have a list, a level or a style.
fn numbered(paragraphs: &[(&str, &str)]) -> String {
    let body: String = paragraphs
        .iter()
        .map(|(properties, text)| format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"))
        .collect();
    let side = |name: &str, content: &str| format!("<w:{name} {NAMESPACE}>{content}</w:{name}>");
    let file = archive(&[
        ("word/document.xml", document(&body).as_bytes()),
        ("word/numbering.xml", side("numbering", NUMBERING).as_bytes()),
        ("word/styles.xml", side("styles", STYLES).as_bytes()),
    ]);
    read(&file, "a.docx").expect("a sound document")
}

fn list(list: u32, level: u32) -> String {
    format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#)
}

#[test]
fn automatic_numbers_become_labels() {
    let (first, second, third, fourth) = (list(3, 0), list(3, 1), list(3, 2), list(3, 3));
    let text = numbered(&[
        (&first, "总体要求"),
        (&second, "指导思想"),
        (&second, "工作目标"),
        (&third, "2025年底前完成"),
        (&fourth, "要快"),
        (&first, "重点任务"),
        (&second, "科普"),
        (&list(4, 0), "圆点"),
        (&list(0, 0), "没有编号"),
        (&list(5, 0), "重新开始"),
        ("", "正文"),
    ]);
    assert_eq!(
        text,
        "一、总体要求\n（一）指导思想\n（二）工作目标\n1. 2025年底前完成\n①要快\n二、重点任务\n（一）科普\n圆点\n没有编号\n五、重新开始\n正文\n"
    );
}

#[test]
fn styles_number_their_paragraphs() {
    let style = |style: &str| format!(r#"<w:pStyle w:val="{style}"/>"#);
    let text = numbered(&[
        (&style("Heading1"), "甲"),
        (&style("Heading2"), "乙"),
        (&style("MyHeading"), "丙"),
        (&format!("{}{}", style("Heading1"), r#"<w:numPr><w:numId w:val="0"/></w:numPr>"#), "丁"),
        (&style("Unknown"), "戊"),
    ]);
    assert_eq!(text, "一、甲\n（一）乙\n二、丙\n丁\n戊\n");
}

#[test]
fn a_document_is_outlined_as_it_looks() {
    let text =
        numbered(&[("", "2025年工作要点"), (&list(3, 0), "抓科普"), (&list(3, 1), "培训农民5000人。（科普部负责）")]);
    let outline = outline::outline(&text);
    let shape: Vec<_> = outline
        .clauses
        .iter()
        .map(|clause| (clause.label.as_str(), clause.figures.len(), clause.owners.len()))
        .collect();
    assert_eq!((outline.title.as_str(), shape), ("2025年工作要点", vec![("一、", 0, 0), ("（一）", 1, 1)]));
}

#[test]
fn the_body_may_have_another_number() {
    let file = archive(&[("word/document2.xml", document(&paragraph("正文")).as_bytes())]);
    assert_eq!(read(&file, "a.docx").as_deref(), Ok("正文\n"));
}

#[test]
fn other_archives_and_broken_ones_are_refused() {
    assert_eq!(read(&archive(&[("a.txt", b"text")]), "a.zip"), Err(ReadError::NotADocument));
    assert_eq!(read(&archive(&[]), "a.docx"), Err(ReadError::NotADocument));
    let file = docx(&paragraph("正文"));
    assert_eq!(read(&file[..file.len() / 2], "a.docx"), Err(ReadError::Damaged));
    assert_eq!(read(&docx("<w:p><w:r><w:t>正文"), "a.docx").as_deref(), Ok("正文\n"));
    assert_eq!(read(&docx("<w:p></w:p>"), "a.docx"), Err(ReadError::Empty));
    let broken = archive(&[("word/document.xml", b"<w:document><w:p a=\xff\xfe")]);
    assert_eq!(read(&broken, "a.docx"), Err(ReadError::Damaged));
}

#[test]
fn archives_that_unpack_without_end_are_refused() {
    let spaces = vec![b' '; 64 << 20];
    let bomb = archive(&[("word/document.xml", &spaces)]);
    assert!(bomb.len() < 200_000);
    assert_eq!(read(&bomb, "a.docx"), Err(ReadError::Bomb));
    let side = archive(&[("word/styles.xml", &spaces), ("word/document.xml", document(&paragraph("正文")).as_bytes())]);
    assert_eq!(read(&side, "a.docx"), Err(ReadError::Bomb));
}

#[test]
fn deep_nesting_and_many_parts_are_refused() {
    assert_eq!(read(&docx(&"<w:p>".repeat(100_000)), "a.docx"), Err(ReadError::Damaged));
    assert_eq!(read(&docx(&"<w:tbl><w:tr><w:tc>".repeat(10_000)), "a.docx"), Err(ReadError::Damaged));
    let names: Vec<String> = (0..20_001).map(|n| format!("{n}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert_eq!(read(&archive(&parts), "a.docx"), Err(ReadError::Bomb));
}

#[test]
fn entities_of_ones_own_are_not_expanded() {
    let body = r#"<!DOCTYPE d [<!ENTITY a "甲甲甲甲"><!ENTITY b "&a;&a;&a;&a;">]><w:document><w:p><w:r><w:t>正&b;文</w:t></w:r></w:p></w:document>"#;
    let file = archive(&[("word/document.xml", body.as_bytes())]);
    assert_eq!(read(&file, "a.docx").as_deref(), Ok("正文\n"));
}

//! DOCX after GB/T 9704-2012: A4, margins 37/35/28/26 mm, title in 小标宋 size 2, text in 仿宋 size 3, headings in 黑体
//! and 楷体, 22 lines of 28 characters, page numbers between dashes.

use crate::document::{Block, Document, Table};
use docx_rs::{
    AlignmentType, BreakType, DocGrid, DocGridType, Docx, Footer, LineSpacing, LineSpacingType, PageMargin, PageNum,
    PageOrientationType, Paragraph, Run, RunFonts, SpecialIndentType, TableAlignmentType, TableCell, TableLayoutType,
    TableRow, VAlignType, WidthType,
};

/// Twentieths of a point in a millimetre.
const MM: f64 = 56.6929;
/// Size 2 (二号, 22 pt), size 3 (三号, 16 pt), size 5 (五号, 10.5 pt), in half points.
const SIZE_2: usize = 44;
const SIZE_3: usize = 32;
const SIZE_4: usize = 28;
const SIZE_5: usize = 21;
/// 22 lines in 225 mm.
const LINE: i32 = 580;

const TITLE_FONT: &str = "方正小标宋简体";
const TEXT_FONT: &str = "仿宋_GB2312";
const HEADING_FONT: &str = "黑体";
const SECOND_FONT: &str = "楷体_GB2312";
const LATIN_FONT: &str = "Times New Roman";

/// The document as the bytes of a DOCX file.
pub fn to_docx(document: &Document) -> Vec<u8> {
    let mut writer =
        Writer { docx: page(document.is_landscape), paragraphs: 0, width: text_width(document.is_landscape) };
    writer.head(document);
    for block in &document.blocks {
        writer.block(block);
    }
    writer.tail(document);
    let mut bytes = std::io::Cursor::new(Vec::new());
    let packed = writer.docx.build().pack(&mut bytes);
    debug_assert!(packed.is_ok(), "writing to memory does not fail");
    bytes.into_inner()
}

fn page(is_landscape: bool) -> Docx {
    let (short, long) = (twips(210.0), twips(297.0));
    let margin = |top, right, bottom, left| PageMargin {
        top: twips(top) as i32,
        right: twips(right) as i32,
        bottom: twips(bottom) as i32,
        left: twips(left) as i32,
        header: twips(15.0) as i32,
        footer: twips(28.0) as i32,
        gutter: 0,
    };
    // The character pitch that puts 28 characters of size 3 into 156 mm: −0.205 pt, in units of 1/4096 of a point.
    let grid = DocGrid::new().grid_type(DocGridType::LinesAndChars).line_pitch(LINE as usize).char_space(-840);
    let docx = Docx::new()
        .default_fonts(fonts(TEXT_FONT))
        .default_size(SIZE_3)
        .created_at(EPOCH)
        .updated_at(EPOCH)
        .footer(page_number());
    if is_landscape {
        let docx = docx.page_size(long, short).page_orient(PageOrientationType::Landscape);
        docx.page_margin(margin(28.0, 20.0, 26.0, 20.0))
    } else {
        let mut docx = docx.page_size(short, long).page_margin(margin(37.0, 26.0, 35.0, 28.0));
        docx.document = docx.document.doc_grid(grid);
        docx
    }
}

/// No moment of making is written: the same document gives the same bytes.
const EPOCH: &str = "1970-01-01T00:00:00Z";

fn twips(mm: f64) -> u32 {
    (mm * MM).round() as u32
}

fn text_width(is_landscape: bool) -> usize {
    twips(if is_landscape { 257.0 } else { 156.0 }) as usize
}

fn fonts(east_asia: &str) -> RunFonts {
    RunFonts::new().ascii(LATIN_FONT).hi_ansi(LATIN_FONT).cs(LATIN_FONT).east_asia(east_asia)
}

fn page_number() -> Footer {
    let dash = || Run::new().add_text("—").size(SIZE_4).fonts(fonts("宋体"));
    let space = || Run::new().add_text(" ").size(SIZE_4);
    let paragraph = Paragraph::new().id("F0000001").align(AlignmentType::Center);
    Footer::new().add_paragraph(
        paragraph.add_run(dash()).add_run(space()).add_page_num(PageNum::new()).add_run(space()).add_run(dash()),
    )
}

struct Writer {
    docx: Docx,
    paragraphs: usize,
    width: usize,
}

impl Writer {
    fn head(&mut self, document: &Document) {
        self.line(&document.title, TITLE_FONT, SIZE_2, AlignmentType::Center, false);
        if let Some(subtitle) = &document.subtitle {
            self.line(subtitle, SECOND_FONT, SIZE_3, AlignmentType::Center, false);
        }
        self.line("", TEXT_FONT, SIZE_3, AlignmentType::Left, false);
        if let Some(addressee) = &document.addressee {
            self.line(&format!("{addressee}："), TEXT_FONT, SIZE_3, AlignmentType::Left, false);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(1, text) => self.line(text, HEADING_FONT, SIZE_3, AlignmentType::Both, true),
            Block::Heading(2, text) => self.line(text, SECOND_FONT, SIZE_3, AlignmentType::Both, true),
            Block::Heading(_, text) | Block::Paragraph(text) => {
                self.line(text, TEXT_FONT, SIZE_3, AlignmentType::Both, true)
            }
            Block::Table(table) => self.table(table),
        }
    }

    fn tail(&mut self, document: &Document) {
        if document.signature.is_some() || document.date.is_some() {
            self.line("", TEXT_FONT, SIZE_3, AlignmentType::Left, false);
        }
        for line in [&document.signature, &document.date].into_iter().flatten() {
            self.line(&format!("{line}    "), TEXT_FONT, SIZE_3, AlignmentType::Right, false);
        }
    }

    fn line(&mut self, text: &str, font: &str, size: usize, align: AlignmentType, is_indented: bool) {
        let paragraph = self.paragraph(text, font, size, LINE).align(align);
        let indented = if is_indented {
            paragraph
                .indent(None, Some(SpecialIndentType::FirstLine(size as i32 * 20)), None, None)
                .first_line_chars(200)
        } else {
            paragraph
        };
        self.put(indented);
    }

    fn paragraph(&mut self, text: &str, font: &str, size: usize, line: i32) -> Paragraph {
        self.paragraphs += 1;
        let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(line);
        let runs = text.lines().enumerate().map(|(at, line)| {
            let run = Run::new().size(size).fonts(fonts(font));
            if at > 0 { run.add_break(BreakType::TextWrapping).add_text(line) } else { run.add_text(line) }
        });
        let paragraph = Paragraph::new().id(format!("{:08X}", self.paragraphs)).line_spacing(spacing);
        runs.fold(paragraph, Paragraph::add_run)
    }

    fn put(&mut self, paragraph: Paragraph) {
        self.docx = std::mem::take(&mut self.docx).add_paragraph(paragraph);
    }

    fn table(&mut self, table: &Table) {
        if !table.caption.is_empty() {
            self.line(&table.caption, HEADING_FONT, SIZE_4, AlignmentType::Center, false);
        }
        let parts: u32 = table.columns.iter().map(|(_, part)| part).sum();
        let widths: Vec<usize> =
            table.columns.iter().map(|(_, part)| self.width * *part as usize / parts.max(1) as usize).collect();
        let head = self.row(table.columns.iter().map(|(name, _)| name.as_str()), &widths, HEADING_FONT);
        let mut rows = vec![head];
        for row in &table.rows {
            rows.push(self.row(row.iter().map(String::as_str), &widths, TEXT_FONT));
        }
        let laid = docx_rs::Table::new(rows)
            .set_grid(widths)
            .layout(TableLayoutType::Fixed)
            .align(TableAlignmentType::Center)
            .width(self.width, WidthType::Dxa);
        self.docx = std::mem::take(&mut self.docx).add_table(laid);
        self.line("", TEXT_FONT, SIZE_5, AlignmentType::Left, false);
    }

    fn row<'a>(&mut self, cells: impl Iterator<Item = &'a str>, widths: &[usize], font: &str) -> TableRow {
        let cells = cells.zip(widths).map(|(text, width)| {
            let paragraph = self.paragraph(text, font, SIZE_5, 320);
            TableCell::new().add_paragraph(paragraph).width(*width, WidthType::Dxa).vertical_align(VAlignType::Center)
        });
        TableRow::new(cells.collect()).cant_split()
    }
}

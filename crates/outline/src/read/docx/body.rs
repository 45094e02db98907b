//! Walks through the document's XML and writes its paragraphs as lines.

use std::io::BufRead;

use super::ReadError;
use super::numbering::{Numbering, Place};
use super::styles::Styles;
use super::table::Tables;
use super::xml::{Element, Node, Xml};

/// Text boxes in paragraphs and tables in cells nest no deeper in real documents.
const MAX_DEPTH: usize = 32;

pub(super) fn read(part: impl BufRead, styles: &Styles, numbering: Numbering) -> Result<String, ReadError> {
    let mut xml = Xml::new(part);
    let mut body = Body {
        styles,
        numbering,
        out: String::new(),
        paragraphs: Vec::new(),
        tables: Tables::default(),
        skipped: 0,
        in_text: false,
    };
    loop {
        match xml.next()? {
            Node::Open { element, is_empty } => body.open(&element, is_empty)?,
            Node::Close(end) => body.close(end.name()),
            Node::Text(text) if body.in_text && body.skipped == 0 => body.push(&text),
            Node::Text(_) => {}
            Node::End => return Ok(body.finish()),
        }
    }
}

struct Body<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    out: String,
    /// The open paragraphs; a text box opens one inside another.
    paragraphs: Vec<Paragraph>,
    tables: Tables,
    /// How many elements are open whose text is not the document's.
    skipped: usize,
    in_text: bool,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    list: Option<u32>,
    level: Option<u32>,
}

/// Deleted and moved-away text, second versions of drawings, pronunciation marks, earlier formatting.
fn is_skipped(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "Fallback" | "rt" | "pPrChange" | "rPrChange" | "instrText" | "delText")
}

impl Body<'_> {
    fn open(&mut self, element: &Element<'_>, is_empty: bool) -> Result<(), ReadError> {
        let name = element.name();
        if self.skipped > 0 || is_skipped(name) {
            self.skipped += usize::from(!is_empty && is_skipped(name));
            return Ok(());
        }
        match name {
            "p" if !is_empty => self.paragraphs.push(Paragraph::default()),
            "tr" if !is_empty => self.tables.open_row(),
            "tc" => self.tables.open_cell(),
            "t" => self.in_text = !is_empty,
            "tab" if !self.is_in_properties(element) => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            _ => self.property(element),
        }
        let is_too_deep = self.paragraphs.len() > MAX_DEPTH || self.tables.depth() > MAX_DEPTH;
        if is_too_deep { Err(ReadError::Damaged) } else { Ok(()) }
    }

    /// A tab stop has a position, a tab character has none.
    fn is_in_properties(&self, tab: &Element<'_>) -> bool {
        tab.attribute("pos").is_some()
    }

    fn property(&mut self, element: &Element<'_>) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match element.name() {
            "pStyle" => paragraph.style = element.value(),
            "numId" => paragraph.list = element.number("val"),
            "ilvl" => paragraph.level = element.number("val"),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn close(&mut self, name: &str) {
        if is_skipped(name) {
            self.skipped = self.skipped.saturating_sub(1);
        } else if self.skipped == 0 {
            match name {
                "t" => self.in_text = false,
                "p" => self.close_paragraph(),
                "tr" => self.close_row(),
                _ => {}
            }
        }
    }

    fn close_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let label = self.place(&paragraph).filter(|_| !paragraph.text.trim().is_empty());
        let label = label.and_then(|place| self.numbering.label(place)).unwrap_or_default();
        self.line(label + &paragraph.text);
    }

    /// The list a paragraph stands in by itself or by its style; list 0 takes it out.
    fn place(&self, paragraph: &Paragraph) -> Option<Place> {
        let by_style = paragraph.style.as_ref().and_then(|style| self.styles.place(style));
        let list = paragraph.list.or(by_style.map(|place| place.list)).filter(|&list| list > 0)?;
        Some(Place { list, level: paragraph.level.or(by_style.map(|place| place.level)).unwrap_or(0) })
    }

    fn close_row(&mut self) {
        if let Some(row) = self.tables.close_row() {
            self.line(row);
        }
    }

    /// Writes a line into the open cell, or else into the text.
    fn line(&mut self, line: String) {
        if let Some(line) = self.tables.take(line) {
            self.out.push_str(&line);
            self.out.push('\n');
        }
    }

    /// A document that breaks off keeps what stands in it.
    fn finish(mut self) -> String {
        while !self.paragraphs.is_empty() {
            self.close_paragraph();
        }
        while self.tables.depth() > 0 {
            self.close_row();
        }
        self.out
    }
}

//! Walks through the paragraphs and cuts them at the labels that fit.

use std::ops::Range;

use super::candidates::{self, Candidate, Place};
use super::label::Style;
use super::nesting::Nesting;
use super::sequence::{Fit, Sequence};
use super::{Remark, Section, Structure, table};
use crate::marks::{is_comma, is_full_stop, is_stop};
use crate::owners;

/// A title before a label that has lost its line break, in bytes.
const MAX_TITLE: usize = 120;

/// The sections of `text`, whose paragraphs end with line feeds; at most `max_sections`.
pub(crate) fn cut(text: &str, max_sections: usize) -> Structure {
    let candidates = candidates::find(text);
    let sequence = Sequence::new(Nesting::observe(&candidates));
    let mut cutter = Cutter {
        text,
        sequence,
        structure: Structure::new(),
        current: 0,
        label_end: None,
        is_in_table: false,
        max_sections,
    };
    let mut candidates = candidates.iter().peekable();
    let mut start = 0;
    for paragraph in text.split('\n') {
        let end = start + paragraph.len();
        while candidates.next_if(|candidate| (candidate.at as usize) < start).is_some() {}
        let inside = std::iter::from_fn(|| candidates.next_if(|candidate| (candidate.at as usize) < end));
        if !cutter.table_row(start..end) {
            cutter.paragraph(start..end, inside);
        }
        start = end + 1;
    }
    cutter.structure
}

struct Cutter<'a> {
    text: &'a str,
    sequence: Sequence,
    structure: Structure,
    current: usize,
    /// Where the last label of this paragraph ends.
    label_end: Option<usize>,
    /// A task table began, and no sentence has followed it yet.
    is_in_table: bool,
    max_sections: usize,
}

impl Cutter<'_> {
    fn paragraph<'c>(&mut self, range: Range<usize>, candidates: impl Iterator<Item = &'c Candidate>) {
        self.label_end = None;
        self.current = self.holder();
        let mut from = range.start;
        for candidate in candidates {
            match self.sequence.fit(candidate, self.is_title_before(candidate)) {
                Some(fit) if self.has_room() => {
                    self.structure.push_piece(self.current, from..candidate.at as usize);
                    self.open(candidate, fit);
                    from = candidate.end();
                }
                Some(_) => {}
                None => self.remark_rejected(candidate),
            }
        }
        let end = self.end_of_items(range.start, from..range.end);
        self.structure.push_piece(self.current, from..end);
        self.structure.push_piece(self.holder(), end..range.end);
        self.sequence.end_paragraph();
    }

    /// The section that holds plain paragraphs here.
    fn holder(&self) -> usize {
        self.sequence.holder_of_paragraph().unwrap_or(0)
    }

    /// An owner note behind the last item of a paragraph, after its full stop, is meant for the whole paragraph.
    fn end_of_items(&self, start: usize, last: Range<usize>) -> usize {
        let is_inside = self.holder() != self.current;
        let note = if is_inside { owners::closing_note(&self.text[last.clone()]) } else { None };
        match note {
            Some(note) if !owners::has_note(&self.text[start..last.start]) => last.start + note,
            _ => last.end,
        }
    }

    /// Reads the line as part of a task table, if it is.
    fn table_row(&mut self, range: Range<usize>) -> bool {
        let line = &self.text[range.clone()];
        if !line.contains('\t') {
            // A heading may stand between the rows; a sentence ends the table.
            self.is_in_table &= !line.ends_with(is_full_stop);
            return false;
        }
        if let Some(columns) = table::header(line) {
            self.structure.tables.push(columns);
            self.is_in_table = true;
            return true;
        }
        let columns = self.structure.tables.last().filter(|_| self.is_in_table).map_or(0, Vec::len);
        let is_row = table::cells(line, columns).is_some() && self.has_room();
        if is_row {
            self.open_row(range);
        }
        is_row
    }

    fn open_row(&mut self, range: Range<usize>) {
        let section = self.structure.sections.len();
        let table = self.structure.tables.len() as u32 - 1;
        self.structure.sections.push(Section {
            at: range.start,
            parent: self.sequence.holder_of_paragraph(),
            style: Some(Style::Row),
            table: Some(table),
            ..Section::preamble()
        });
        self.structure.push_piece(section, range);
    }

    fn has_room(&mut self) -> bool {
        let has_room = self.structure.sections.len() < self.max_sections;
        self.structure.is_cut |= !has_room;
        has_room
    }

    fn open(&mut self, candidate: &Candidate, fit: Fit) {
        let section = self.structure.sections.len();
        let parent = self.sequence.enter(candidate, section);
        self.structure.sections.push(Section::new(candidate, parent));
        if let Fit::After(last) = fit {
            self.structure.remark(Remark::OutOfOrder { section, last });
        }
        self.current = section;
        self.label_end = Some(candidate.end());
    }

    /// Only a few words without punctuation stand between the last label and this place.
    fn is_title_before(&self, candidate: &Candidate) -> bool {
        let at = candidate.at as usize;
        candidate.place == Place::AfterWord
            && self.label_end.is_some_and(|end| {
                end < at && at - end <= MAX_TITLE && !self.text[end..at].contains(|c| is_stop(c) || is_comma(c))
            })
    }

    fn remark_rejected(&mut self, candidate: &Candidate) {
        let is_heading = matches!(candidate.style, Style::Chinese | Style::ChineseBracket | Style::Arabic);
        if candidate.place == Place::ParagraphStart && is_heading {
            self.structure.remark(Remark::NotALabel { at: candidate.at as usize });
        }
    }
}

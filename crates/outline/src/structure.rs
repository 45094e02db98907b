//! Cuts a text into sections: which label heads which stretch of text, under which other one.

mod candidates;
mod cutter;
pub(crate) mod label;
mod nesting;
mod sequence;
pub(crate) mod table;

use std::ops::Range;

use candidates::Candidate;
pub(crate) use cutter::cut;
use label::Style;
use table::Column;

/// A label with all the text that is its own, not that of the sections inside it.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub(crate) at: usize,
    pub(crate) parent: Option<usize>,
    pub(crate) style: Option<Style>,
    pub(crate) number: u16,
    pub(crate) label: Range<usize>,
    /// For a row of a task table, which table it is.
    pub(crate) table: Option<u32>,
    first_piece: u32,
    last_piece: u32,
}

/// The sections of a text in document order. The first one is what stands before all labels.
pub(crate) struct Structure {
    pub(crate) sections: Vec<Section>,
    pieces: Vec<Piece>,
    /// The columns of each task table.
    pub(crate) tables: Vec<Vec<Column>>,
    pub(crate) remarks: Vec<Remark>,
    /// There were more labels than an outline may have.
    pub(crate) is_cut: bool,
}

/// A stretch of text; a section's pieces are chained.
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: u32,
    end: u32,
    next: u32,
}

/// Something about the numbering that the reader should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Remark {
    /// The section's number does not follow the one before it in its list; 0 where it is the first.
    OutOfOrder { section: usize, last: u16 },
    /// A number at the beginning of a paragraph that fits no list: it was left in the text.
    NotALabel { at: usize },
}

const NO_PIECE: u32 = u32::MAX;

/// More remarks of this kind tell the reader nothing new.
const MAX_REMARKS: usize = 100;

impl Section {
    fn new(candidate: &Candidate, parent: Option<usize>) -> Self {
        Self {
            at: candidate.at as usize,
            parent,
            style: Some(candidate.style),
            number: candidate.number,
            label: candidate.at as usize..candidate.shown_end(),
            ..Self::preamble()
        }
    }

    fn preamble() -> Self {
        Self {
            at: 0,
            parent: None,
            style: None,
            number: 0,
            label: 0..0,
            table: None,
            first_piece: NO_PIECE,
            last_piece: NO_PIECE,
        }
    }
}

impl Structure {
    fn new() -> Self {
        Self {
            sections: vec![Section::preamble()],
            pieces: Vec::new(),
            tables: Vec::new(),
            remarks: Vec::new(),
            is_cut: false,
        }
    }

    fn push_piece(&mut self, section: usize, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let index = self.pieces.len() as u32;
        // Paragraphs that follow each other in one section are one piece, so that plain text costs no memory.
        let is_latest = index.checked_sub(1) == Some(self.sections[section].last_piece);
        let joined = self.pieces.last_mut().filter(|last| is_latest && last.end as usize + 1 == range.start);
        if let Some(last) = joined {
            last.end = range.end as u32;
            return;
        }
        self.pieces.push(Piece { start: range.start as u32, end: range.end as u32, next: NO_PIECE });
        let section = &mut self.sections[section];
        match section.last_piece {
            NO_PIECE => section.first_piece = index,
            last => self.pieces[last as usize].next = index,
        }
        section.last_piece = index;
    }

    /// The ranges of the section's own text, in document order.
    pub(crate) fn pieces(&self, section: &Section) -> impl Iterator<Item = Range<usize>> {
        let mut next = section.first_piece;
        std::iter::from_fn(move || {
            let piece = self.pieces.get(next as usize)?;
            next = piece.next;
            Some(piece.start as usize..piece.end as usize)
        })
    }

    fn remark(&mut self, remark: Remark) {
        if self.remarks.len() < MAX_REMARKS {
            self.remarks.push(remark);
        }
    }
}

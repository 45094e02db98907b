//! Reads a Chinese work document into an outline with owners, dates and figures.
mod assemble;
mod char_set;
mod checks;
mod clean;
mod deadlines;
mod figures;
mod heading;
mod limits;
mod marks;
mod model;
mod numeral;
mod owners;
mod place;
mod programmes;
mod read;
mod rows;
mod structure;
mod tasks;
mod to_text;

pub use model::{Amount, Clause, ClauseId, Deadline, Figure, Notice, NoticeKind, Outline, Owner, Role};
pub use read::{Format, MAX_FILE, ReadError, read};

/// Reads a document's text.
pub fn outline(text: &str) -> Outline {
    let readable = &text[..text.floor_char_boundary(limits::MAX_TEXT)];
    let clean = clean::clean(readable);
    let structure = structure::cut(&clean.text, limits::MAX_CLAUSES);
    let mut assembly = assemble::assemble(&clean.text, &structure, clean.year);
    assembly.is_cut |= readable.len() < text.len();
    let notices = checks::notices(&clean, &structure, &assembly);
    Outline { title: clean.title, notices, clauses: assembly.placed.clauses }
}

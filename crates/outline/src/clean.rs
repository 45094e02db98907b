//! Takes everything out of a text that is not the document's own: page numbers, site lines, head and signature.

mod dates;
mod furniture;
mod head;
mod lines;
mod page_marks;
mod salutation;

use crate::marks::is_blank;
use dates::document_year;
pub(crate) use dates::is_year;

/// A document's own text, one paragraph a line, and what its surroundings told.
#[derive(Debug, Default)]
pub(crate) struct Clean {
    pub(crate) text: String,
    pub(crate) title: String,
    /// The year the document speaks of, if its title, its number or its date tells.
    pub(crate) year: Option<u16>,
    pub(crate) page_marks: usize,
    pub(crate) furniture_lines: usize,
    /// The site says here that the text goes on elsewhere.
    pub(crate) is_excerpt: bool,
}

pub(crate) fn clean(text: &str) -> Clean {
    let (unmarked, page_marks) = page_marks::remove(text);
    let lines = lines::collect(&unmarked);
    drop(unmarked);
    let head = head::read(&lines.body, &lines.site_title);
    let year = document_year(&head.title).or(lines.year);
    let mut text = lines.body;
    text.drain(..head.len);
    text.truncate(text.trim_end_matches(is_blank).len());
    Clean { text, title: head.title, year, page_marks, furniture_lines: lines.furniture, is_excerpt: lines.is_excerpt }
}

//! Reads the rows of task tables: each cell by the name of its column.

use crate::marks::trim;
use crate::model::{Clause, Deadline};
use crate::structure::table::{Column, cells};
use crate::{deadlines, owners};

/// What a row says by its columns; the rest is to be read as text.
pub(crate) struct Row {
    /// Label, owners and deadlines.
    pub(crate) clause: Clause,
    /// The cells that tell what is to be done, a line each.
    pub(crate) text: String,
}

pub(crate) fn read(line: &str, columns: &[Column], year: Option<u16>, first_leads: bool) -> Row {
    let mut row = Row { clause: Clause::default(), text: String::new() };
    for (cell, column) in cells(line, columns.len()).unwrap_or_default().into_iter().zip(columns) {
        match column {
            _ if cell.is_empty() => {}
            Column::Serial => row.clause.label = cell.to_owned(),
            Column::Owners(role) => match owners::in_cell(cell, *role, first_leads) {
                // What is no list of names is not lost.
                owners if owners.is_empty() => push_line(&mut row.text, cell),
                owners => row.clause.owners.extend(owners),
            },
            Column::Time => row.clause.deadlines.extend(deadlines_in(cell, year)),
            Column::Task | Column::Other => push_line(&mut row.text, cell),
        }
    }
    row
}

/// A time that is not understood is still shown.
fn deadlines_in(cell: &str, year: Option<u16>) -> Vec<Deadline> {
    let found = deadlines::find_in_field(cell, year);
    if found.is_empty() { vec![Deadline { text: trim(cell).to_owned(), by: None }] } else { found }
}

fn push_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

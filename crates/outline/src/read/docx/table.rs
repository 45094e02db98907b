//! Tables: a row of several cells is one line with tabs; a row of one cell is plain paragraphs.

/// The rows that are open, one for each table that stands inside another.
#[derive(Default)]
pub(super) struct Tables {
    rows: Vec<Vec<String>>,
}

impl Tables {
    pub(super) fn depth(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn open_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn open_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.push(String::new());
        }
    }

    /// Puts a paragraph into the open cell; gives it back if there is none.
    pub(super) fn take(&mut self, paragraph: String) -> Option<String> {
        match self.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) => {
                if !cell.is_empty() && !paragraph.is_empty() {
                    cell.push('\n');
                }
                cell.push_str(&paragraph);
                None
            }
            None => Some(paragraph),
        }
    }

    /// The row as text.
    pub(super) fn close_row(&mut self) -> Option<String> {
        let mut cells = self.rows.pop()?;
        if cells.len() == 1 {
            return cells.pop();
        }
        Some(cells.iter().map(|cell| cell.trim().replace(['\n', '\t'], " ")).collect::<Vec<_>>().join("\t"))
    }
}

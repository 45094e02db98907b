//! Makes clauses of sections: reads each one's owners, dates, figures and programmes.

use std::borrow::Cow;
use std::ops::Range;

use crate::checks::Quantities;
use crate::limits::{MAX_CLAUSES, MAX_DETAILS};
use crate::marks::trim;
use crate::model::{Clause, Owner, Role};
use crate::place::{Draft, Placed, place};
use crate::structure::label::Style;
use crate::structure::table::Column;
use crate::structure::{Section, Structure};
use crate::{deadlines, figures, heading, owners, programmes, rows, tasks};

/// The clauses of a document, and what was learned on the way.
pub(crate) struct Assembly {
    pub(crate) placed: Placed,
    pub(crate) quantities: Quantities,
    pub(crate) is_cut: bool,
}

pub(crate) fn assemble(text: &str, structure: &Structure, year: Option<u16>) -> Assembly {
    let mut reader = Reader::new(structure, year);
    let has_inner = sections_with_inner(structure);
    for (index, section) in structure.sections.iter().enumerate() {
        let pieces: Vec<Range<usize>> = structure.pieces(section).collect();
        let label = &text[section.label.clone()];
        reader.read_section(text, &pieces, Head { index, section, label, has_inner: has_inner[index] });
    }
    reader.finish(structure)
}

fn sections_with_inner(structure: &Structure) -> Vec<bool> {
    let mut has_inner = vec![false; structure.sections.len()];
    structure.sections.iter().filter_map(|section| section.parent).for_each(|parent| has_inner[parent] = true);
    has_inner
}

/// What is known of a clause before its text is read.
#[derive(Clone, Copy)]
struct Head<'a> {
    index: usize,
    section: &'a Section,
    label: &'a str,
    has_inner: bool,
}

struct Reader<'a> {
    tables: &'a [Vec<Column>],
    year: Option<u16>,
    /// The text said that the first-named unit leads.
    first_leads: bool,
    has_owners_after_rule: bool,
    /// How many more details the outline may have.
    room: usize,
    quantities: Quantities,
    drafts: Vec<Draft>,
}

impl<'a> Reader<'a> {
    fn new(structure: &'a Structure, year: Option<u16>) -> Self {
        Self {
            tables: &structure.tables,
            year,
            first_leads: false,
            has_owners_after_rule: false,
            room: MAX_DETAILS,
            quantities: Quantities::default(),
            drafts: Vec::with_capacity(structure.sections.len()),
        }
    }

    fn read_section(&mut self, text: &str, pieces: &[Range<usize>], head: Head<'_>) {
        let raw = join(text, pieces);
        if let Some(table) = head.section.table {
            let clause = self.read_row(&raw, table as usize);
            return self.push(head, head.section.at, clause);
        }
        let tasks = self.tasks(&raw, head.section);
        let own = if tasks.is_empty() { Cow::Borrowed(raw.as_ref()) } else { Cow::Owned(tasks::without(&raw, &tasks)) };
        let clause = self.read_clause(&own, head);
        if head.section.style.is_some() || clause != Clause::default() || !tasks.is_empty() {
            self.push(head, head.section.at, clause);
        }
        for (task, at) in tasks.iter().zip(positions(pieces, &tasks)) {
            let clause = self.read_text(&raw[task.clone()], |text| ("", trim(text)));
            self.drafts.push(Draft { at, section: head.index, is_task: true, clause });
        }
    }

    fn push(&mut self, head: Head<'_>, at: usize, clause: Clause) {
        self.drafts.push(Draft { at, section: head.index, is_task: false, clause });
    }

    /// Unnumbered tasks in the section's own text; the line behind a label is the section's.
    fn tasks(&self, raw: &str, section: &Section) -> Vec<Range<usize>> {
        let own_line = if section.style.is_some() { raw.find('\n').map_or(raw.len(), |end| end + 1) } else { 0 };
        let may_have = own_line < raw.len() && self.drafts.len() < MAX_CLAUSES;
        if may_have { tasks::find(raw, own_line) } else { Vec::new() }
    }

    fn read_clause(&mut self, raw: &str, head: Head<'_>) -> Clause {
        let clause = self.read_text(raw, |text| match head.section.style {
            Some(Style::Attachment) | None => ("", trim(text)),
            Some(style) => heading::split(text, style, head.has_inner),
        });
        Clause { label: head.label.to_owned(), ..clause }
    }

    /// Reads everything in a clause's text; `split` parts the heading from the rest.
    fn read_text(&mut self, raw: &str, split: impl Fn(&str) -> (&str, &str)) -> Clause {
        let owned = owners::take(raw, self.first_leads, self.room);
        self.first_leads |= owned.states_rule;
        self.has_owners_after_rule |= owned.follows_rule;
        let deadlines = deadlines::find(raw, self.year, self.room);
        self.use_room(owned.owners.len().max(owned.notes) + deadlines.len());
        let found = figures::find(&owned.text, self.room);
        self.quantities.observe(&owned.text, &found);
        let figures: Vec<_> = found.into_iter().map(|found| found.figure).collect();
        let programmes = programmes::find(&owned.text, self.room);
        self.use_room(figures.len() + programmes.len());
        let (heading, text) = split(&owned.text);
        let (heading, text) = (heading.to_owned(), text.to_owned());
        Clause { heading, text, owners: owned.owners, deadlines, figures, programmes, ..Clause::default() }
    }

    fn read_row(&mut self, line: &str, table: usize) -> Clause {
        let row = rows::read(line, &self.tables[table], self.year, self.first_leads);
        self.has_owners_after_rule |= self.first_leads && !row.clause.owners.is_empty();
        self.use_room(row.clause.owners.len() + row.clause.deadlines.len());
        let mut clause = self.read_text(&row.text, |text| heading::split(text, Style::Row, false));
        clause.label = row.clause.label;
        clause.owners.extend(row.clause.owners);
        clause.deadlines.extend(row.clause.deadlines);
        clause
    }

    fn use_room(&mut self, details: usize) {
        self.room = self.room.saturating_sub(details);
    }

    fn finish(mut self, structure: &Structure) -> Assembly {
        // Tasks may stand behind the sections inside their own: put all in the order of the text.
        self.drafts.sort_by_key(|draft| draft.at);
        if self.first_leads && !self.has_owners_after_rule {
            self.drafts.iter_mut().for_each(|draft| rank(&mut draft.clause.owners));
        }
        let is_cut = structure.is_cut || self.room == 0;
        Assembly { placed: place(self.drafts, structure), quantities: self.quantities, is_cut }
    }
}

/// The rule that the first-named leads stands behind all lists, so it is meant for them.
fn rank(owners: &mut [Owner]) {
    let responsible = owners.iter_mut().filter(|owner| owner.role == Role::Responsible);
    responsible.enumerate().for_each(|(at, owner)| owner.role = if at == 0 { Role::Lead } else { Role::Support });
}

fn join<'a>(text: &'a str, pieces: &[Range<usize>]) -> Cow<'a, str> {
    match pieces {
        [] => Cow::Borrowed(""),
        [piece] => Cow::Borrowed(&text[piece.clone()]),
        _ => Cow::Owned(pieces.iter().map(|piece| &text[piece.clone()]).collect::<Vec<_>>().join("\n")),
    }
}

/// Where the tasks, which are parts of the joined pieces, begin in the whole text.
fn positions(pieces: &[Range<usize>], tasks: &[Range<usize>]) -> Vec<usize> {
    let mut pieces = pieces.iter();
    let mut piece = 0..0;
    let mut joined_end = 0;
    let place = |task: &Range<usize>| {
        while joined_end < task.end {
            let Some(next) = pieces.next() else { break };
            joined_end += next.len() + usize::from(joined_end > 0);
            piece = next.clone();
        }
        piece.end - (joined_end - task.start)
    };
    tasks.iter().map(place).collect()
}

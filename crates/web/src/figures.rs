//! Figures as pages show them: a number that opens into its facts; small cells hidden from those without the right.

use ground::ledger::Figure;
use logic::act::{House, Role, Viewer, Who};
use logic::fold::{Formula, Measure, Query};
use std::sync::Arc;

/// Persons fewer than this are not shown to those without the right.
pub const SMALL: i64 = 5;

/// Who opens single facts, and figures that are not public.
pub const OPENS_FACTS: &[Who] =
    &[Who::RoleAnywhere(Role::Officer), Who::RoleAnywhere(Role::Leader), Who::RoleAnywhere(Role::Statistician)];

/// Whether this viewer opens single facts.
pub fn may_open_facts(viewer: &Viewer) -> bool {
    viewer.is_allowed(OPENS_FACTS, &House)
}

/// The page a figure opens into.
pub fn href(query: &Query) -> String {
    format!("/figures/open?{query}")
}

/// What stands in a breakdown where a number is hidden.
pub const HIDDEN: &str = "…";

/// The page of a share: its part, with the whole beside it.
pub fn formula_href(formula: &Formula) -> String {
    match formula {
        Formula::One(query) => href(query),
        Formula::Share { part, whole } => format!("/figures/open?{part}&of={}", encode(&whole.to_string())),
    }
}

/// A value for an address.
pub fn encode(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Whether this viewer may see small cells.
pub fn sees_small_cells(viewer: &Viewer) -> bool {
    [Role::Statistician, Role::Officer, Role::Leader].into_iter().any(|role| viewer.holds_anywhere(role))
}

/// Whether a number of this measure tells of so few persons that it is hidden.
pub fn is_small(measure: Measure, value: i64) -> bool {
    matches!(measure, Measure::Persons | Measure::Sum) && (1..SMALL).contains(&value)
}

/// The number as this viewer may see it.
pub fn shown(viewer: &Viewer, measure: Measure, value: i64) -> String {
    if is_small(measure, value) && !sees_small_cells(viewer) { format!("<{SMALL}") } else { grouped(value) }
}

/// The numbers of a breakdown as this viewer may see them. If exactly one is hidden, the next smallest is, too:
/// otherwise the total would give it away.
pub fn shown_together(viewer: &Viewer, measure: Measure, values: &[i64]) -> Vec<String> {
    let mut hidden: Vec<bool> =
        values.iter().map(|value| is_small(measure, *value) && !sees_small_cells(viewer)).collect();
    if hidden.iter().filter(|hidden| **hidden).count() == 1 {
        let next = (0..values.len()).filter(|at| !hidden[*at] && values[*at] > 0).min_by_key(|at| values[*at]);
        if let Some(next) = next {
            hidden[next] = true;
        }
    }
    values.iter().zip(hidden).map(|(value, hidden)| if hidden { HIDDEN.into() } else { grouped(*value) }).collect()
}

/// A number with its thousands set apart: 12,345.
pub fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0 { format!("-{text}") } else { text }
}

/// A share in tenths of a percent as `12.5%`; a dash if the whole is nothing.
pub fn percent(part: i64, whole: i64) -> String {
    if whole == 0 {
        return "—".into();
    }
    let tenths = (part * 2000 + whole) / (whole * 2);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// The same as this viewer may see it: a dash where the part or the whole is hidden, as either would give the other away.
pub fn percent_shown(viewer: &Viewer, part: (Measure, i64), whole: (Measure, i64)) -> String {
    let is_hidden = [part, whole].into_iter().any(|(measure, value)| is_small(measure, value));
    if is_hidden && !sees_small_cells(viewer) { "—".into() } else { percent(part.1, whole.1) }
}

/// A target and what has come of it.
#[derive(Debug, Clone)]
pub struct Progress {
    /// The figure.
    pub actual: Arc<Figure>,
    /// What was aimed at.
    pub target: i64,
}

impl Progress {
    /// Percent of the target, at most 100: for a bar.
    pub fn bar(&self) -> i64 {
        if self.target <= 0 { 0 } else { (self.actual.value() * 100 / self.target).clamp(0, 100) }
    }
}

/// A passage of the annual report: words fixed when it is frozen, figures as questions that are asked of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// A heading of level 1 or 2.
    Heading(u8, String),
    /// A paragraph: words, and figures in between.
    Paragraph(Vec<Piece>),
    /// A table: its caption, its columns, its rows.
    Table {
        /// The line above.
        caption: String,
        /// The names of the columns.
        columns: Vec<String>,
        /// The cells.
        rows: Vec<Vec<Piece>>,
    },
}

/// A piece of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// A figure, and what it is called in the evidence.
    Figure(Query, String),
    /// The share of one figure in another, and what it is called.
    Share(Query, Query, String),
    /// A figure as a percentage of a fixed number, such as a target.
    OutOf(Query, i64, String),
}

#[cfg(test)]
mod tests {
    use super::*;
    use logic::act::{Grant, UnitPath};
    use logic::time::Instant;

    fn visitor() -> Viewer {
        Viewer::visitor(Instant(0))
    }

    fn officer() -> Viewer {
        Viewer { grants: vec![Grant { role: Role::Officer, unit: UnitPath("1/".into()) }], ..visitor() }
    }

    #[test]
    fn small_cells_are_hidden_from_the_public_only() {
        let shown_to = |viewer: &Viewer| [0, 1, 4, 5].map(|value| shown(viewer, Measure::Persons, value));
        assert_eq!(shown_to(&visitor()), ["0", "<5", "<5", "5"]);
        assert_eq!(shown_to(&officer()), ["0", "1", "4", "5"]);
        assert_eq!(shown(&visitor(), Measure::Places, 1), "1");
        let share =
            |viewer: &Viewer, part, whole| percent_shown(viewer, (Measure::Persons, part), (Measure::Persons, whole));
        assert_eq!(share(&visitor(), 3, 60), "—");
        assert_eq!(share(&visitor(), 2, 4), "—");
        assert_eq!(share(&visitor(), 6, 60), "10.0%");
        assert_eq!(share(&officer(), 3, 60), "5.0%");
    }

    #[test]
    fn one_hidden_cell_takes_another_with_it() {
        assert_eq!(shown_together(&visitor(), Measure::Persons, &[3, 0, 90, 20]), ["…", "0", "90", "…"]);
        assert_eq!(shown_together(&visitor(), Measure::Persons, &[3, 4, 90]), ["…", "…", "90"]);
        assert_eq!(shown_together(&visitor(), Measure::Persons, &[3]), ["…"]);
        assert_eq!(shown_together(&officer(), Measure::Persons, &[3, 90]), ["3", "90"]);
    }

    #[test]
    fn numbers_and_shares() {
        assert_eq!([0, 999, 1000, 1_234_567, -1000].map(grouped), ["0", "999", "1,000", "1,234,567", "-1,000"]);
        assert_eq!(
            [(1, 8), (2, 3), (0, 5), (5, 5), (1, 0)].map(|(part, whole)| percent(part, whole)),
            ["12.5%", "66.7%", "0.0%", "100.0%", "—"]
        );
    }
}

//! What the administrator's room reads of the ground's tables, for lists and for the overview.

pub(crate) mod accounts;
pub(crate) mod counts;
pub(crate) mod roles;
pub(crate) mod signs;

/// The first text after all that begin with this one.
fn upper(text: Option<&String>) -> Option<String> {
    text.map(|text| format!("{text}\u{10ffff}"))
}

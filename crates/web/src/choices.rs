//! What many forms offer to choose from.

use crate::view::form::Choice;
use ground::db::Read;
use ground::stop::Stop;

/// The open units, in the order of the tree, set in as deep as they lie.
pub fn units(read: &Read) -> Result<Vec<Choice>, Stop> {
    let set_in = |depth: usize| "\u{3000}".repeat(depth);
    let units = read.list_units()?;
    Ok(units
        .into_iter()
        .map(|unit| Choice::new(unit.id, format!("{}{}", set_in(unit.path.depth()), unit.name)))
        .collect())
}

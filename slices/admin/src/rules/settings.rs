//! The house's few settings: what the association is called, where it works, how the public reaches it, its calendar.

use super::{EditAssociation, EditCalendar};
use crate::facts;
use ground::directory::Unit;
use logic::act::{Change, May};
use logic::fact::Draft;
use logic::place::PlaceCode;
use logic::time::Day;

/// What the association is called, where it works, and how the public reaches it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Association {
    pub(crate) name: String,
    pub(crate) english: Option<String>,
    pub(crate) region: Option<PlaceCode>,
    pub(crate) contact: Option<String>,
}

/// The association is the unit at the root, too: both bear one name.
pub(crate) fn edit_association(
    may: May<EditAssociation>,
    root: Unit,
    association: Association,
) -> Change<(Unit, Association)> {
    let on = may.by().at.day();
    let fact = Draft::new(&facts::ASSOCIATION_EDITED, root.id, on).unit(root.id).place(association.region);
    let root = Unit { name: association.name.clone(), ..root };
    Change::new(may, (root, association), fact)
}

/// Days off and worked weekends beyond what ships with the program.
pub(crate) fn edit_calendar(may: May<EditCalendar>, root: &Unit, days: Vec<(Day, bool)>) -> Change<Vec<(Day, bool)>> {
    let fact = Draft::new(&facts::CALENDAR_EDITED, root.id, may.by().at.day()).unit(root.id);
    let fact = fact.quantity(days.len() as i64);
    Change::new(may, days, fact)
}

//! The facts the directory writes: that records were made, changed, merged, parted, erased; never what stands in them.

use logic::fact::FactKind;

const PERSON: Option<&str> = Some("/people/{}");
const UNIT: Option<&str> = Some("/units/{}");

pub(crate) static PERSON_RECORDED: FactKind = FactKind::new("person.recorded", 1, PERSON);
pub(crate) static PERSON_EDITED: FactKind = FactKind::new("person.edited", 1, PERSON);
pub(crate) static PERSON_PARTED: FactKind = FactKind::new("person.parted", 1, PERSON);
pub(crate) static PERSON_ERASED: FactKind = FactKind::new("person.erased", 1, PERSON);
pub(crate) static UNIT_ADDED: FactKind = FactKind::new("unit.added", 1, UNIT);
pub(crate) static UNIT_EDITED: FactKind = FactKind::new("unit.edited", 1, UNIT);
pub(crate) static UNIT_MOVED: FactKind = FactKind::new("unit.moved", 1, UNIT);
pub(crate) static UNIT_CLOSED: FactKind = FactKind::new("unit.closed", 1, UNIT);

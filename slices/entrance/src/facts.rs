//! The facts the entrance writes.

use logic::fact::FactKind;

/// The house was set up: its association and its first administrator.
pub(crate) static HOUSE_SET_UP: FactKind = FactKind::new("house.set_up", 1, None);
/// A person changed their own telephone or e-mail address.
pub(crate) static PERSON_EDITED: FactKind = FactKind::new("person.edited_self", 1, Some("/people/{}"));

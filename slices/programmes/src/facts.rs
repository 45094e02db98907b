//! The facts of programmes.

use crate::rules::Programme;
use logic::fact::{Draft, FactKind};
use logic::id::UnitId;
use logic::time::Day;

const HREF: Option<&str> = Some("/programmes/{}");

pub(crate) static ADDED: FactKind = FactKind::new("programme.added", 1, HREF);
pub(crate) static EDITED: FactKind = FactKind::new("programme.edited", 1, HREF);
pub(crate) static LAUNCHED: FactKind = FactKind::new("programme.launched", 1, HREF);
pub(crate) static RUN: FactKind = FactKind::new("programme.run", 1, HREF);
pub(crate) static CONCLUDED: FactKind = FactKind::new("programme.concluded", 1, HREF);
pub(crate) static SPREAD: FactKind = FactKind::new("programme.spread", 1, HREF);
pub(crate) static PARTNER_ADDED: FactKind = FactKind::new("programme.partner_added", 1, HREF);
pub(crate) static PARTNER_REMOVED: FactKind = FactKind::new("programme.partner_removed", 1, HREF);

pub(crate) static ALL: &[&FactKind] =
    &[&ADDED, &EDITED, &LAUNCHED, &RUN, &CONCLUDED, &SPREAD, &PARTNER_ADDED, &PARTNER_REMOVED];

/// Something happened to the programme.
pub(crate) fn of(kind: &'static FactKind, programme: &Programme, on: Day) -> Draft {
    Draft::new(kind, programme.id, on).programme(Some(programme.id)).unit(programme.unit.id)
}

/// A partner came or went.
pub(crate) fn partner(kind: &'static FactKind, programme: &Programme, partner: UnitId, on: Day) -> Draft {
    of(kind, programme, on).unit(partner)
}

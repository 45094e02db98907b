//! The facts the administrator's room writes: about accounts, roles, jobs, settings and the ledger itself.

use logic::fact::FactKind;

const ACCOUNT: Option<&str> = Some("/accounts/{}");

pub(crate) static ACCOUNT_OPENED: FactKind = FactKind::new("account.opened", 1, ACCOUNT);
pub(crate) static ACCOUNT_CLOSED: FactKind = FactKind::new("account.closed", 1, ACCOUNT);
pub(crate) static ACCOUNT_REOPENED: FactKind = FactKind::new("account.reopened", 1, ACCOUNT);
pub(crate) static ACCOUNT_UNLOCKED: FactKind = FactKind::new("account.unlocked", 1, ACCOUNT);
pub(crate) static PASSWORD_RESET: FactKind = FactKind::new("password.reset", 1, ACCOUNT);
pub(crate) static ROLE_GRANTED: FactKind = FactKind::new("role.granted", 1, ACCOUNT);
pub(crate) static ROLE_REVOKED: FactKind = FactKind::new("role.revoked", 1, ACCOUNT);
pub(crate) static JOB_REVIVED: FactKind = FactKind::new("job.revived", 1, None);
pub(crate) static JOB_DISCARDED: FactKind = FactKind::new("job.discarded", 1, None);
pub(crate) static ASSOCIATION_EDITED: FactKind = FactKind::new("association.edited", 1, None);
pub(crate) static CALENDAR_EDITED: FactKind = FactKind::new("calendar.edited", 1, None);
pub(crate) static LEDGER_VERIFIED: FactKind = FactKind::new("ledger.verified", 1, None);

pub(crate) static ALL: &[&FactKind] = &[
    &ACCOUNT_OPENED,
    &ACCOUNT_CLOSED,
    &ACCOUNT_REOPENED,
    &ACCOUNT_UNLOCKED,
    &PASSWORD_RESET,
    &ROLE_GRANTED,
    &ROLE_REVOKED,
    &JOB_REVIVED,
    &JOB_DISCARDED,
    &ASSOCIATION_EDITED,
    &CALENDAR_EDITED,
    &LEDGER_VERIFIED,
];

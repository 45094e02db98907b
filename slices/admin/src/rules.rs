//! What the administrator may do, and what not. Only who administers the whole house may: who can give a role could
//! give themselves any.

mod account;
mod calendar;
mod job;
mod ledger;
mod role;
mod settings;

pub(crate) use account::{Administrators, State, close, open, reopen, reset_password, unlock};
pub(crate) use calendar::{exceptions, lines_of, lines_shown};
pub(crate) use job::{DiscardReason, discard, is_read_by_people, revive};
pub(crate) use ledger::{Checked, verified};
pub(crate) use role::{ENDING_DAYS, NewRole, Standing, Term, grant, revoke, standing};
pub(crate) use settings::{Association, edit_association, edit_calendar};

use logic::act::{House, Role::*, Who::*};

logic::act!(OpenAccount: House, "account.open", [Role(Administrator)]);
logic::act!(CloseAccount: House, "account.close", [Role(Administrator)]);
logic::act!(ReopenAccount: House, "account.reopen", [Role(Administrator)]);
logic::act!(UnlockAccount: House, "account.unlock", [Role(Administrator)]);
logic::act!(ResetPassword: House, "password.reset", [Role(Administrator)]);
logic::act!(GrantRole: House, "role.grant", [Role(Administrator)]);
logic::act!(RevokeRole: House, "role.revoke", [Role(Administrator)]);
logic::act!(ReviveJob: House, "job.revive", [Role(Administrator)]);
logic::act!(DiscardJob: House, "job.discard", [Role(Administrator)]);
logic::act!(EditAssociation: House, "association.edit", [Role(Administrator)]);
logic::act!(EditCalendar: House, "calendar.edit", [Role(Administrator)]);
logic::act!(VerifyLedger: House, "ledger.verify", [Role(Administrator)]);

#[cfg(test)]
mod tests;

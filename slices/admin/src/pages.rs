//! The pages of the administrator's room.

pub(crate) mod account;
pub(crate) mod account_close;
pub(crate) mod account_open;
pub(crate) mod account_reopen;
pub(crate) mod account_unlock;
pub(crate) mod accounts;
pub(crate) mod api;
pub(crate) mod association_edit;
pub(crate) mod attention;
pub(crate) mod calendar_edit;
pub(crate) mod clean;
pub(crate) mod job;
pub(crate) mod job_discard;
pub(crate) mod job_revive;
pub(crate) mod jobs;
pub(crate) mod ledger;
pub(crate) mod ledger_verify;
pub(crate) mod overview;
pub(crate) mod panel;
pub(crate) mod password_reset;
pub(crate) mod role_grant;
pub(crate) mod role_revoke;
pub(crate) mod settings;

use crate::ADMINISTRATOR;
use ground::db::Read;
use ground::directory::Unit;
use ground::stop::{OrMissing, Stop};
use logic::act::House;
use web::Ctx;

/// The room is for who administers the whole house.
pub(crate) fn check_administrator(ctx: &Ctx) -> Result<(), Stop> {
    if ctx.viewer.is_allowed(ADMINISTRATOR, &House) { Ok(()) } else { Err(Stop::Missing) }
}

/// The association itself: what concerns the whole house is said of it.
pub(crate) fn root(read: &Read) -> Result<Unit, Stop> {
    read.find_root_unit()?.or_missing()
}

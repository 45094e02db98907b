//! The list of accounts, with the way to a new one.

use super::check_administrator;
use crate::lists::ACCOUNTS;
use askama::Template;
use ground::db::Read;
use web::{Answer, Ctx, Page};

pub(crate) const PATH: &str = "/accounts";

#[derive(Template)]
#[template(path = "accounts.html")]
struct Accounts<'a> {
    ctx: &'a Ctx,
    table: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_administrator(ctx)?;
    Page::html(ctx.t("account.list"), &Accounts { ctx, table: ACCOUNTS.html(read, ctx)? })
}

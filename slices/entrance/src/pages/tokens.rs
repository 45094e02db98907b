//! Tokens for programs that act as one's account.

use crate::rules::{MakeToken, RevokeToken};
use askama::Template;
use ground::db::{Read, Tx};
use ground::identity::{Scopes, Token};
use ground::stop::{OrMissing, Stop};
use logic::act::House;
use logic::form::Problems;
use logic::id::Id;
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// What the token is for, what it may do, and for how many days.
    pub(crate) struct Form {
        token_name: String = line(),
        scopes: String = line().max(500),
        days: i64 = count().min(1).max(365),
    }
}

#[derive(Template)]
#[template(path = "tokens.html")]
struct Tokens<'a> {
    ctx: &'a Ctx,
    tokens: Vec<(Token, String)>,
    form: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let account = ctx.viewer.account.or_missing()?;
    let tokens = read.list_tokens(account, ctx.viewer.now)?;
    let with_button = |token: Token| {
        let revoke = ctx.act_form("token.revoke").at("id", token.id).grave().html();
        (token, revoke)
    };
    let form = ctx.act_form("token.make").value("days", 90).value("scopes", "read").html();
    let page = Tokens { ctx, tokens: tokens.into_iter().map(with_button).collect(), form };
    Ok(Page::html(ctx.t("token.title"), &page)?.below(ctx.t("me.title"), "/me"))
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let _may = ctx.viewer.may::<MakeToken>(&House)?;
    let account = ctx.viewer.account.or_missing()?;
    check_scopes(ctx, &form.scopes)?;
    let expires_at = tx.now.plus_seconds(form.days * 24 * 3600);
    let token = Token {
        id: tx.new_id(),
        account,
        name: form.token_name,
        scopes: Scopes(form.scopes),
        created_at: tx.now,
        expires_at,
    };
    let secret = tx.insert_token(&token)?;
    Ok(Done::at("/tokens").id(token.id).secret(secret))
}

/// Every scope names an act, all acts of a noun, or reading.
fn check_scopes(ctx: &Ctx, scopes: &str) -> Result<(), Stop> {
    let is_known = |scope: &str| {
        let noun = scope.strip_suffix(".*");
        scope == "read"
            || ctx
                .house
                .acts()
                .any(|act| act.name == scope || noun.is_some_and(|noun| act.name.split('.').next() == Some(noun)))
    };
    if scopes.split_whitespace().all(is_known) { Ok(()) } else { Err(Problems::one("scopes", "scope_unknown").into()) }
}

pub(crate) fn revoke(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let _may = ctx.viewer.may::<RevokeToken>(&House)?;
    let account = ctx.viewer.account.or_missing()?;
    let is_revoked = tx.revoke_token(account, ctx.at::<Id>("id")?)?;
    if is_revoked { Ok(Done::at("/tokens")) } else { Err(Stop::Missing) }
}

//! On a person's page, for the administrator: the account they sign in with, or the way to one.

use super::check_administrator;
use crate::rules::State;
use askama::Template;
use ground::db::{Fault, Read};
use ground::identity::Account;
use ground::stop::Stop;
use logic::id::{Id, PersonId};
use web::Ctx;

#[derive(Template)]
#[template(path = "panel.html")]
struct Panel<'a> {
    ctx: &'a Ctx,
    person: PersonId,
    accounts: Vec<(Account, &'static str)>,
}

pub(crate) fn person(read: &Read, ctx: &Ctx, noun: Option<Id>) -> Result<Option<String>, Stop> {
    let Some(person) = noun.map(PersonId).filter(|_| check_administrator(ctx).is_ok()) else { return Ok(None) };
    let is_standing =
        read.find_person(person)?.is_some_and(|person| person.merged_into.is_none() && person.erased_at.is_none());
    let with_state = |account: Account| {
        let state = State::of(&account, ctx.viewer.now).code();
        (account, state)
    };
    let accounts: Vec<_> = read.list_accounts_of(person)?.into_iter().map(with_state).collect();
    if accounts.is_empty() && !is_standing {
        return Ok(None);
    }
    let html = Panel { ctx, person, accounts }.render().map_err(|error| Fault::broken("rendering a panel", error))?;
    Ok(Some(html))
}

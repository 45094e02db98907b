//! Records that may be one person: side by side, with the button that makes them one.

use super::check_staff;
use crate::rules::{self, MergePeople};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::Duplicate;
use ground::stop::{OrMissing, Stop};
use logic::act::House;
use logic::form::Problems;
use logic::id::PersonId;
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// The record that stays.
    pub(crate) struct Form {
        into: PersonId = line().max(26),
    }
}

#[derive(Template)]
#[template(path = "duplicates.html")]
struct Duplicates<'a> {
    ctx: &'a Ctx,
    pairs: Vec<(Duplicate, String)>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    if !ctx.viewer.is_able::<MergePeople>(&House) {
        return Err(Stop::Missing);
    }
    let with_button = |pair: Duplicate| {
        let form = ctx.act_form("person.merge").at("id", pair.newer.id);
        let button = form.hidden("into", pair.older.id).button();
        (pair, button)
    };
    let pairs = read.list_duplicates(100)?.into_iter().map(with_button).collect();
    Ok(Page::html(ctx.t("person.doubles"), &Duplicates { ctx, pairs })?
        .below(ctx.t("person.list"), super::people::PATH))
}

pub(crate) fn merge(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let from = tx.find_person(ctx.at("id")?)?.or_missing()?;
    let into = tx.find_person(form.into)?.ok_or_else(|| Problems::one("into", "not_a_choice"))?;
    let may = ctx.viewer.may::<MergePeople>(&House)?;
    tx.commit(rules::merge(from, &into, may)?, Tx::save_person)?;
    Ok(Done::at(format!("/people/{}", into.id)).id(into.id))
}

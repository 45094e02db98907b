//! A person's record: what it holds, what was merged into it, what other slices know, its history; and its end.

use super::check_staff;
use crate::pages::person_new;
use crate::rules::{self, EditPerson, ErasePerson, MergePeople, PartPeople};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::{NewPerson, Person};
use ground::stop::{OrMissing, Stop};
use logic::act::House;
use logic::fact::Fact;
use logic::form::Problems;
use logic::id::PersonId;
use logic::refusal::Refusal;
use web::choices::units;
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// Erasing is for good: the word has to be typed.
    pub(crate) struct EraseForm {
        sure: String = line(),
    }
}

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage<'a> {
    ctx: &'a Ctx,
    person: &'a Person,
    unit: Option<String>,
    into: Option<Person>,
    merged: Vec<(Person, String)>,
    edit: Option<String>,
    part: Option<String>,
    merge: Option<String>,
    erase: Option<String>,
    history: Vec<Fact>,
    panels: Vec<String>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let person = read.find_person(ctx.at("id")?)?.or_missing()?;
    let unit = person.unit.map(|unit| read.find_unit(unit)).transpose()?.flatten().map(|unit| unit.name);
    let is_standing = person.merged_into.is_none() && person.erased_at.is_none();
    let able = |may: bool| may && is_standing;
    let form = |act| ctx.act_form(act).at("id", person.id);
    let edit = able(ctx.viewer.is_able::<EditPerson>(&House));
    let edit = edit
        .then(|| Ok::<_, Stop>(person_new::filled(form("person.edit"), &person).choose("unit", units(read)?).html()))
        .transpose()?;
    let may_part = ctx.viewer.is_able::<PartPeople>(&House);
    let part = (may_part && person.merged_into.is_some()).then(|| form("person.part").quiet().html());
    let merge = able(ctx.viewer.is_able::<MergePeople>(&House)).then(|| form("person.merge").html());
    let erase = able(ctx.viewer.is_able::<ErasePerson>(&House)).then(|| form("person.erase").grave().html());
    let merged = read.list_merged_into(person.id)?.into_iter().map(|merged| {
        let part = ctx.act_form("person.part").at("id", merged.id).quiet().html();
        (merged, part)
    });
    let page = PersonPage {
        ctx,
        unit,
        into: person.merged_into.map(|into| read.find_person(into)).transpose()?.flatten(),
        merged: merged.collect(),
        edit,
        part,
        merge,
        erase,
        history: read.history_of(person.id.0)?,
        panels: ctx.panels(read, "person", Some(person.id.0))?,
        person: &person,
    };
    let title = person.name.clone().unwrap_or_else(|| ctx.t("person.erased_name").into_owned());
    Ok(Page::html(title, &page)?.below(ctx.t("person.list"), super::people::PATH))
}

fn find(tx: &Tx, ctx: &Ctx) -> Result<Person, Stop> {
    tx.find_person(ctx.at("id")?)?.or_missing()
}

fn page_of(id: PersonId) -> String {
    format!("/people/{id}")
}

pub(crate) fn edit(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let new: NewPerson = ctx.form::<person_new::Form>()?.into();
    let person = find(tx, ctx)?;
    let may = ctx.viewer.may::<EditPerson>(&House)?;
    if tx.find_same_person(&new)?.is_some_and(|same| same.id != person.id) {
        return Err(Problems::one("person_name", "person_known").into());
    }
    let NewPerson { name, phone, email, credential, born, unit, title } = new;
    let changed = Person { name: Some(name), phone, email, credential, born, unit, title, ..person.clone() };
    tx.commit(rules::edit(person, may, changed)?, Tx::save_person)
        .map(|person| Done::at(page_of(person.id)).id(person.id))
}

pub(crate) fn part(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let person = find(tx, ctx)?;
    let may = ctx.viewer.may::<PartPeople>(&House)?;
    let person = tx.commit(rules::part(person, may)?, Tx::save_person)?;
    Ok(Done::at(page_of(person.id)).id(person.id))
}

pub(crate) fn erase(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: EraseForm = ctx.form()?;
    let person = find(tx, ctx)?;
    let may = ctx.viewer.may::<ErasePerson>(&House)?;
    if !matches!(form.sure.as_str(), "删除" | "erase") {
        return Err(Problems::one("sure", "not_sure").into());
    }
    // Who works here is not erased by a slip: the account is closed first, and never the last administrator's.
    let works_here = tx.list_accounts_of(person.id)?.iter().any(|account| account.closed_at.is_none());
    Refusal::new("person.has_account").unless(!works_here)?;
    let person = tx.commit(rules::erase(person, may)?, Tx::save_person)?;
    ground::search::remove(tx, "person", person.id.0)?;
    Ok(Done::at(page_of(person.id)).id(person.id))
}

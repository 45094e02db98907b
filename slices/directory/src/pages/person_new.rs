//! A new record; who is known already is not recorded again.

use super::check_staff;
use crate::rules::{self, RecordPerson};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::{NewPerson, Person};
use ground::stop::{OrMissing, Stop};
use logic::act::House;
use logic::form::Phone;
use logic::id::UnitId;
use web::choices::units;
use web::{Answer, Ctx, Done, FormView, Page};

logic::form! {
    /// What is known of a person.
    pub(crate) struct Form {
        person_name: String = line().max(40),
        phone: Option<Phone> = phone(),
        email: Option<String> = email(),
        unit: Option<UnitId> = pick(),
        title: Option<String> = line().max(40),
        born: Option<i64> = count().min(1900).max(2100),
        credential: Option<String> = line().max(40),
    }
}

impl From<Form> for NewPerson {
    fn from(form: Form) -> Self {
        let Form { person_name, phone, email, unit, title, born, credential } = form;
        Self { name: person_name, phone, email, credential, born: born.map(|year| year as i16), unit, title }
    }
}

#[derive(Template)]
#[template(source = "<p>{{ ctx.t(\"person.record.lead\") }}</p>{{ form|safe }}", ext = "html")]
struct New<'a> {
    ctx: &'a Ctx,
    form: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_staff(ctx)?;
    let form = ctx.act_form("person.record").choose("unit", units(read)?).html();
    Ok(Page::html(ctx.t("person.record.title"), &New { ctx, form })?.below(ctx.t("person.list"), super::people::PATH))
}

/// The form filled with a record.
pub(crate) fn filled<'a>(form: FormView<'a>, person: &Person) -> FormView<'a> {
    form.maybe("person_name", person.name.as_ref())
        .maybe("phone", person.phone.as_ref())
        .maybe("email", person.email.as_ref())
        .maybe("unit", person.unit)
        .maybe("title", person.title.as_ref())
        .maybe("born", person.born)
        .maybe("credential", person.credential.as_ref())
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let new: NewPerson = ctx.form::<Form>()?.into();
    let may = ctx.viewer.may::<RecordPerson>(&House)?;
    if let Some(known) = tx.find_same_person(&new)? {
        return Ok(Done::at(format!("/people/{}", known.id)).id(known.id).say("person.record.known"));
    }
    let id = tx.record_person(&new)?;
    let person = tx.find_person(id)?.or_missing()?;
    tx.commit(rules::record(may, person), |_, _| Ok(()))?;
    Ok(Done::at(format!("/people/{id}")).id(id))
}

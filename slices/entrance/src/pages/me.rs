//! One's own page: what the house knows of one, the roles one holds, and the way out.

use crate::rules::{CloseSession, EditMe, Me};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::Person;
use ground::identity::{HeldRole, Outcome, SignedBy};
use ground::stop::{OrMissing, Stop};
use logic::act::House;
use logic::form::Phone;
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// How one can be reached.
    pub(crate) struct Form {
        phone: Option<Phone> = phone(),
        email: Option<String> = email(),
    }
}

#[derive(Template)]
#[template(path = "me.html")]
struct MePage<'a> {
    ctx: &'a Ctx,
    person: Person,
    roles: Vec<HeldRole>,
    form: String,
    sign_out: String,
    panels: Vec<String>,
}

fn own_record(read: &Read, ctx: &Ctx) -> Result<Person, Stop> {
    let id = ctx.viewer.person.or_missing()?;
    read.find_standing_person(id)?.or_missing()
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let person = own_record(read, ctx)?;
    let roles = ctx.viewer.account.map(|account| read.list_roles(account)).transpose()?.unwrap_or_default();
    let form =
        ctx.act_form("me.edit").maybe("phone", person.phone.as_ref()).maybe("email", person.email.as_ref()).html();
    let sign_out = ctx.act_form("session.close").quiet().html();
    let panels = ctx.panels(read, "me", Some(person.id.0))?;
    Page::html(ctx.t("me.title"), &MePage { ctx, person, roles, form, sign_out, panels })
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let me = Me(own_record(tx, ctx)?);
    let may = ctx.viewer.may::<EditMe>(&me)?;
    let change = me.edit(may, form.phone, form.email)?;
    tx.commit(change, Tx::save_person)?;
    Ok(Done::at("/me"))
}

pub(crate) fn sign_out(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let _may = ctx.viewer.may::<CloseSession>(&House)?;
    if let Some(key) = &ctx.session {
        tx.close_session(key)?;
        tx.log_sign(SignedBy { account: ctx.viewer.account, person: ctx.viewer.person }, Outcome::Out, &ctx.from)?;
    }
    Ok(Done::at("/").end())
}

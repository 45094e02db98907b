//! Opening an account: for a person of the directory, found by name or telephone, or for one recorded with it.

use super::{account::page_of, check_administrator};
use crate::rules::{self, OpenAccount};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::{NewPerson, Person, PersonFilter};
use ground::identity::{Account, hash_password, new_password};
use ground::stop::{OrMissing, Stop};
use logic::act::House;
use logic::form::{Phone, Problems};
use logic::id::{PersonId, UnitId};
use web::choices::units;
use web::{Answer, Ctx, Done, Page, Prepared};

logic::form! {
    /// Whose account, and the name to sign in with. The person is known, or else named here.
    pub(crate) struct Form {
        person: Option<PersonId> = hidden(),
        person_name: Option<String> = line().max(40),
        phone: Option<Phone> = phone(),
        unit: Option<UnitId> = pick(),
        login: String = line().min(3).max(40),
    }
}

#[derive(Template)]
#[template(path = "account_open.html")]
struct Open<'a> {
    ctx: &'a Ctx,
    person: Option<Person>,
    asked: &'a str,
    found: Vec<(Person, Option<Account>)>,
    form: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    check_administrator(ctx)?;
    let chosen = ctx.asked("person").or(ctx.input.get("person")).and_then(|id| id.parse().ok());
    let person = chosen.map(|id| read.find_standing_person(id)).transpose()?.flatten();
    let form = ctx.act_form("account.open");
    let form = match &person {
        Some(person) => form.value("person", person.id).without("person_name").without("phone").without("unit").html(),
        None => form.without("person").choose("unit", units(read)?).html(),
    };
    let asked = ctx.asked("text").unwrap_or_default();
    let found = if person.is_none() { search(read, asked)? } else { Vec::new() };
    let page = Open { ctx, person, asked, found, form };
    Ok(Page::html(ctx.t("account.open.title"), &page)?.below(ctx.t("account.list"), super::accounts::PATH))
}

/// People whose name begins so, or with this telephone, each with the account they have.
fn search(read: &Read, text: &str) -> Result<Vec<(Person, Option<Account>)>, Stop> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let filter = PersonFilter { text: Some(text.into()), unit: None };
    let with_account = |person: Person| Ok((person.clone(), read.list_accounts_of(person.id)?.into_iter().next()));
    read.list_people(&filter, 0, 20)?.into_iter().map(with_account).collect()
}

/// A password to begin with, and its hash.
pub(crate) struct Fresh {
    pub(crate) password: String,
    pub(crate) hash: String,
}

impl Fresh {
    /// Slow on purpose: before a transaction.
    pub(crate) fn new(login: &str) -> Self {
        let password = new_password(login);
        Self { hash: hash_password(&password), password }
    }
}

pub(crate) fn prepare(_read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    let _may = ctx.viewer.may::<OpenAccount>(&House)?;
    let form: Form = ctx.form()?;
    Ok(Box::new(Fresh::new(&form.login)))
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let may = ctx.viewer.may::<OpenAccount>(&House)?;
    let login = free_login(tx, &form.login)?;
    let person = person_of(tx, form)?;
    let Fresh { password, hash } = ctx.prepared()?;
    let others = tx.list_accounts_of(person)?;
    let account = Account {
        id: tx.new_id(),
        person,
        login,
        password: hash.clone(),
        password_at: tx.now,
        must_change: true,
        failures: 0,
        locked_until: None,
        closed_at: None,
    };
    let account = tx.commit(rules::open(may, account, &others)?, Tx::insert_account)?;
    Ok(Done::at(page_of(&account)).id(account.id).secret(password.clone()))
}

/// Names to sign in with are in small letters, without spaces, and nobody else's.
fn free_login(read: &Read, login: &str) -> Result<String, Stop> {
    if login.contains(char::is_whitespace) {
        return Err(Problems::one("login", "login_with_spaces").into());
    }
    match read.find_account_named(login)? {
        Some(_) => Err(Problems::one("login", "login_taken").into()),
        None => Ok(login.to_lowercase()),
    }
}

fn person_of(tx: &mut Tx, form: Form) -> Result<PersonId, Stop> {
    if let Some(id) = form.person {
        let person = tx.find_standing_person(id)?.filter(|person| person.erased_at.is_none()).or_missing()?;
        return Ok(person.id);
    }
    let name = form.person_name.ok_or_else(|| Problems::one("person_name", "required"))?;
    Ok(tx.find_or_record_person(&NewPerson { name, phone: form.phone, unit: form.unit, ..NewPerson::default() })?)
}

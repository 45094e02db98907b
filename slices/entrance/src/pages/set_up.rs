//! Setting up an empty house: its association, its first unit and its administrator, guarded by a word the program printed.

use crate::facts;
use crate::rules::SetUpHouse;
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::{NewPerson, Unit, UnitKind};
use ground::identity::{Account, SessionKey, hash_password, weakness};
use ground::settings;
use ground::stop::Stop;
use logic::act::{Change, House, Role};
use logic::fact::Draft;
use logic::form::Problems;
use logic::id::{AccountId, UnitId};
use logic::refusal::Refusal;
use web::{Answer, Ctx, Done, Page, Prepared};

logic::form! {
    /// What an empty house needs to know.
    pub(crate) struct Form {
        word: String = line(),
        association: String = line().min(2),
        person_name: String = line().min(2),
        login: String = line().min(3).max(40),
        new_password: String = secret(),
    }
}

#[derive(Template)]
#[template(path = "set_up.html")]
struct SetUp<'a> {
    ctx: &'a Ctx,
    form: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    if read.has_accounts()? {
        return Err(Stop::Missing);
    }
    let form = ctx.act_form("house.set_up").html();
    Page::html(ctx.t("house.set_up.title"), &SetUp { ctx, form })
}

/// Checks the password and hashes it: slow, so before the transaction.
pub(crate) fn prepare(_read: &Read, ctx: &Ctx) -> Result<Prepared, Stop> {
    let form: Form = ctx.form()?;
    match weakness(&form.new_password, &form.login) {
        Some(weakness) => Err(Problems::one("new_password", weakness.code()).into()),
        None => Ok(Box::new(hash_password(&form.new_password))),
    }
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let may = ctx.viewer.may::<SetUpHouse>(&House)?;
    if tx.has_accounts()? {
        return Err(Stop::Missing);
    }
    if form.word.trim() != ctx.house.config.set_up_word {
        return Err(Refusal::new("house.wrong_word").into());
    }
    let unit = root_unit(tx, &form.association)?;
    let person = tx.record_person(&NewPerson { name: form.person_name, unit: Some(unit), ..NewPerson::default() })?;
    let account = Account {
        id: tx.new_id(),
        person,
        login: form.login.to_lowercase(),
        password: ctx.prepared::<String>()?.clone(),
        password_at: tx.now,
        must_change: false,
        failures: 0,
        locked_until: None,
        closed_at: None,
    };
    let key = SessionKey::random();
    let fact = Draft::new(&facts::HOUSE_SET_UP, account.id, tx.now.day()).person(person).unit(unit);
    tx.commit(Change::new(may, account, fact), |tx, account| {
        tx.insert_account(account)?;
        let grant = tx.new_id();
        tx.insert_role(grant, account.id, Role::Administrator, unit, tx.now.day(), None)?;
        tx.open_session(&key, Some::<AccountId>(account.id), person)
    })?;
    Ok(Done::at("/admin").begin(key))
}

fn root_unit(tx: &mut Tx, name: &str) -> Result<UnitId, Stop> {
    tx.save_setting(settings::ASSOCIATION, name)?;
    tx.save_disciplines()?;
    let path = tx.next_path_below(None)?;
    let id = tx.new_id();
    let kind = UnitKind::Association;
    tx.insert_unit(&Unit {
        id,
        parent: None,
        path,
        name: name.into(),
        kind,
        credit_code: None,
        place: None,
        closed_on: None,
    })?;
    Ok(id)
}

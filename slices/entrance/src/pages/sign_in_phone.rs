//! Signing in without an account: a telephone number known to the directory, and a code sent there.

use crate::pages::sign_in::next_page;
use crate::rules::{OpenPhoneSession, SendCode};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::Person;
use ground::identity::{Limit, Outcome, SessionKey, SignedBy, limit, new_code};
use ground::jobs;
use ground::stop::Stop;
use logic::act::{House, Job};
use logic::form::Phone;
use logic::refusal::Refusal;
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// Where the code is to be sent.
    pub(crate) struct AskForm {
        phone: Phone = phone(),
        next: Option<String> = hidden(),
    }
}

logic::form! {
    /// The code that came, and one's name where several people share the telephone.
    pub(crate) struct Form {
        phone: Phone = phone(),
        code: String = line().min(6).max(6),
        person_name: Option<String> = line(),
        next: Option<String> = hidden(),
    }
}

const ONE_PHONE: Limit = Limit { name: "code_phone", count: 3, seconds: 300 };
const ONE_ADDRESS: Limit = Limit { name: "code_from", count: 30, seconds: 3600 };

#[derive(Template)]
#[template(path = "sign_in_phone.html")]
struct SignInPhone<'a> {
    ctx: &'a Ctx,
    ask: String,
    form: Option<String>,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let ticket = ctx.asked("sent");
    let awaited = ticket.map(|ticket| read.find_phone_of_ticket(ticket)).transpose()?.flatten().map(|phone| phone.0);
    let typed = ctx.input.get("phone").map(str::to_owned);
    let is_sent = ticket.is_some() || ctx.input.get("code").is_some();
    let phone = typed.or(awaited);
    let phone = phone.as_deref();
    let next = ctx.asked("next").or(ctx.input.get("next"));
    let ask = ctx.act_form("code.send").maybe("phone", phone).maybe("next", next).html();
    let form = is_sent.then(|| ctx.act_form("session.open_by_phone").maybe("phone", phone).maybe("next", next).html());
    Page::html(ctx.t("sign_in.by_phone"), &SignInPhone { ctx, ask, form })
}

/// Sends a code if the directory knows the telephone; the answer is the same if it does not.
pub(crate) fn ask(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: AskForm = ctx.form()?;
    let _may = ctx.viewer.may::<SendCode>(&House)?;
    limit(tx, ONE_PHONE, &form.phone.0)?;
    limit(tx, ONE_ADDRESS, &ctx.from)?;
    let code = new_code();
    let ticket = tx.keep_code(&form.phone, &code)?;
    if !tx.list_people_with_phone(&form.phone)?.is_empty() {
        let payload = format!("{} {code}", form.phone);
        jobs::enqueue(tx, &Job { kind: "code.send", payload, due: tx.now })?;
    }
    let next = form.next.map(|next| format!("&next={}", web::figures::encode(&next))).unwrap_or_default();
    Ok(Done::at(format!("/sign-in/phone?sent={ticket}{next}")))
}

/// Only who holds the code learns whether the telephone is shared; a wrong name costs a try as a wrong code does.
pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let _may = ctx.viewer.may::<OpenPhoneSession>(&House)?;
    limit(tx, ONE_ADDRESS, &ctx.from)?;
    let is_right = tx.try_code(&form.phone, &form.code)?;
    let person = one_of(tx.list_people_with_phone(&form.phone)?, form.person_name.as_deref());
    let known = person.as_ref().ok().map(|person| person.id);
    if !is_right || known.is_some() {
        let outcome = if is_right { Outcome::InByPhone } else { Outcome::WrongCode };
        tx.log_sign(SignedBy { account: None, person: known }, outcome, &ctx.from)?;
    }
    match person {
        Ok(person) if is_right => {
            tx.forget_code(&form.phone)?;
            let key = SessionKey::random();
            tx.open_session(&key, None, person.id)?;
            Ok(Done::at(next_page(form.next)).begin(key))
        }
        Err(refusal) if is_right => Ok(Done::refused(refusal)),
        _ => Ok(Done::refused(Refusal::new("wrong_code"))),
    }
}

/// The one person of a telephone; where several share it, the one of that name.
fn one_of(people: Vec<Person>, name: Option<&str>) -> Result<Person, Refusal> {
    let is_shared = people.len() > 1;
    let mut fitting = people.into_iter().filter(|person| !is_shared || person.name.as_deref() == name);
    match (fitting.next(), is_shared) {
        (Some(person), _) => Ok(person),
        (None, true) => Err(Refusal::new("shared_phone")),
        (None, false) => Err(Refusal::new("wrong_code")),
    }
}

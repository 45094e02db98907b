//! Joining: the form, open to everyone; who has not signed in proves their telephone next. One form for officers, too.

use super::{codes, host, root};
use crate::rules::{
    Card, EditVolunteer, EnterVolunteer, Guardian, HostUnit, JoinVolunteers, Language, ProveVolunteer, Skill, Standing,
    Under, Volunteer,
};
use crate::store::volunteers;
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::NewPerson;
use ground::identity::{Limit, SessionKey, limit, new_code};
use ground::jobs;
use ground::stop::{OrMissing, Stop};
use logic::act::{House, Job};
use logic::form::{Phone, Problems};
use logic::id::{Id, UnitId};
use logic::refusal::Refusal;
use logic::time::{Day, Instant};
use web::{Answer, Ctx, Done, FormView, Page};

pub(crate) const PATH: &str = "/volunteers/join";

/// Codes to one telephone.
const ONE_PHONE: Limit = Limit { name: "volunteer_code", count: 5, seconds: 3600 };
/// Forms from one address: a school has one.
const ONE_ADDRESS: Limit = Limit { name: "volunteer_join", count: 300, seconds: 3600 };
/// How long an unproven form is kept, in seconds.
const PENDING: i64 = 30 * 60;

logic::form! {
    /// The card. Name and telephone are known of one who has signed in.
    pub(crate) struct Form {
        person_name: Option<String> = line().min(2).max(40),
        phone: Option<Phone> = phone(),
        born_on: Option<Day> = day(),
        skills: Vec<Skill> = choice("skill", Skill::CODES),
        languages: Vec<Language> = choice("language", Language::CODES),
        volunteer_unit: Option<UnitId> = pick(),
        about: Option<String> = text().max(500),
        guardian_name: Option<String> = line().max(40),
        guardian_phone: Option<Phone> = phone(),
        guardian_agrees: bool = flag(),
        consent: bool = flag(),
        shift: Option<Id> = hidden(),
    }
}

logic::form! {
    /// The code that came.
    pub(crate) struct CodeForm {
        code: String = line().min(6).max(6),
        shift: Option<Id> = hidden(),
    }
}

impl Form {
    /// The card, with consent given now; a guardian who agreed before still does.
    pub(crate) fn card(&self, now: Instant, before: Option<&Card>) -> Result<Card, Refusal> {
        Refusal::new("volunteer.no_consent").unless(self.consent || before.is_some())?;
        let agreed = before.and_then(|card| card.guardian.as_ref()).and_then(|guardian| guardian.agreed_at);
        let guardian = self.guardian_name.clone().map(|name| Guardian {
            name,
            phone: self.guardian_phone.clone(),
            agreed_at: if self.guardian_agrees { agreed.or(Some(now)) } else { None },
        });
        Ok(Card {
            born: self.born_on,
            skills: self.skills.clone(),
            languages: self.languages.clone(),
            about: self.about.clone().unwrap_or_default(),
            guardian,
            consented_at: before.map_or(now, |card| card.consented_at),
        })
    }

    fn contact(&self) -> Result<(String, Phone), Problems> {
        let mut problems = Problems::default();
        let missing = Refusal::new("required");
        let name = problems.take("person_name", self.person_name.clone().ok_or(missing.clone()));
        let phone = problems.take("phone", self.phone.clone().ok_or(missing));
        name.zip(phone).ok_or(problems)
    }

    fn keeper(&self, read: &Read) -> Result<HostUnit, Stop> {
        self.volunteer_unit.map_or_else(|| root(read), |unit| host(read, unit))
    }

    fn pending(&self, tx: &Tx, (name, phone): (String, Option<Phone>)) -> Result<Volunteer, Stop> {
        Ok(Volunteer {
            id: tx.new_id(),
            person: None,
            name,
            phone,
            receipt: Id::from(ground::clock::random::<16>()),
            unit: self.keeper(tx)?,
            card: self.card(tx.now, None)?,
            state: Standing::Pending { until: tx.now.plus_seconds(PENDING) },
            since: tx.now,
        })
    }
}

#[derive(Template)]
#[template(
    source = "<p>{{ ctx.t(\"volunteer.lead\") }}</p><section class=\"card\">{{ form|safe }}</section><p class=\"soft\">{{ ctx.t(\"volunteer.privacy\") }}</p>",
    ext = "html"
)]
struct JoinPage<'a> {
    ctx: &'a Ctx,
    form: String,
}

/// What all forms of a card offer.
pub(crate) fn with_choices<'a>(
    read: &Read,
    ctx: &Ctx,
    form: FormView<'a>,
    card: Option<&Card>,
) -> Result<FormView<'a>, Stop> {
    let chosen = |codes: Option<Vec<String>>| codes.unwrap_or_default();
    let form = form
        .choose("skills", codes(ctx, "skill", Skill::CODES))
        .choose("languages", codes(ctx, "language", Language::CODES))
        .values("skills", chosen(card.map(|card| card.skills.iter().map(ToString::to_string).collect())))
        .values("languages", chosen(card.map(|card| card.languages.iter().map(ToString::to_string).collect())))
        .choose("volunteer_unit", web::choices::units(read)?);
    let Some(card) = card else { return Ok(form) };
    let guardian = card.guardian.as_ref();
    Ok(form
        .maybe("born_on", card.born)
        .value("about", &card.about)
        .maybe("guardian_name", guardian.map(|guardian| guardian.name.clone()))
        .maybe("guardian_phone", guardian.and_then(|guardian| guardian.phone.clone()))
        .maybe("guardian_agrees", guardian.and_then(|guardian| guardian.agreed_at).map(|_| 1)))
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    if let Some(volunteer) = super::own(read, ctx)?.filter(|known| known.state != Standing::Left) {
        return Ok(Page::Redirect(volunteer.href()));
    }
    let form = with_choices(read, ctx, ctx.act_form("volunteer.join"), None)?.maybe("shift", ctx.asked("shift"));
    let form = match ctx.viewer.person {
        Some(_) => form.without("person_name").without("phone"),
        None => form.required("person_name").required("phone"),
    };
    Page::html(ctx.t("volunteer.join.title"), &JoinPage { ctx, form: form.html() })
}

/// Who has signed in is in at once. Who has not is kept for a while until the telephone is proven.
pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let may = ctx.viewer.may::<JoinVolunteers>(&House)?;
    if let Some(person) = ctx.viewer.person {
        let fresh = form.pending(tx, (String::new(), None))?;
        let joined = store(tx, fresh, |volunteer| volunteer.join(may, person), person)?;
        return Ok(onward(&joined, form.shift));
    }
    limit(tx, ONE_ADDRESS, &ctx.from)?;
    let (name, phone) = form.contact()?;
    let fresh = form.pending(tx, (name, Some(phone.clone())))?;
    fresh.card.check(tx.now.day())?;
    limit(tx, ONE_PHONE, &phone.0)?;
    let code = new_code();
    tx.keep_code(&phone, &code)?;
    jobs::enqueue(tx, &Job { kind: "code.send", payload: format!("{phone} {code}"), due: tx.now })?;
    volunteers::insert(tx, &fresh)?;
    let shift = form.shift.map(|shift| format!("?shift={shift}")).unwrap_or_default();
    Ok(Done::at(format!("{PATH}/{}{shift}", fresh.receipt)))
}

/// The person's card: the fresh one, or the one they left, taken up again. One who is in already stays as they are.
fn store(
    tx: &mut Tx,
    fresh: Volunteer,
    join: impl FnOnce(Volunteer) -> Result<logic::act::Change<Volunteer>, Refusal>,
    person: logic::id::PersonId,
) -> Result<Volunteer, Stop> {
    match volunteers::find_of(tx, person)? {
        Some(known) if known.state != Standing::Left => Ok(known),
        Some(left) => {
            let again = Volunteer { card: fresh.card, unit: fresh.unit, ..left };
            Ok(tx.commit(join(again)?, volunteers::save)?)
        }
        None => Ok(tx.commit(join(fresh)?, volunteers::insert)?),
    }
}

/// On to the shift they came for, or to the card.
fn onward(volunteer: &Volunteer, shift: Option<Id>) -> Done {
    let href = shift.map_or_else(|| volunteer.href(), |shift| format!("/shifts/{shift}"));
    Done::at(href).id(volunteer.id)
}

#[derive(Template)]
#[template(
    source = "<p>{{ ctx.fill(\"volunteer.prove.lead\", [(\"phone\", phone.as_str())].as_slice()) }}</p><section class=\"card\">{{ form|safe }}</section>",
    ext = "html"
)]
struct ProvePage<'a> {
    ctx: &'a Ctx,
    phone: String,
    form: String,
}

pub(crate) fn get_prove(read: &Read, ctx: &Ctx) -> Answer {
    let sent = volunteers::find_by_receipt(read, ctx.at("receipt")?)?.or_missing()?;
    if !matches!(sent.state, Standing::Pending { .. }) {
        return Ok(Page::Redirect(sent.href()));
    }
    let phone = super::masked(&sent.phone.as_ref().map(|phone| phone.0.clone()).unwrap_or_default());
    let form = ctx.act_form("volunteer.prove").at("receipt", sent.receipt).maybe("shift", ctx.asked("shift")).html();
    Page::html(ctx.t("volunteer.prove.title"), &ProvePage { ctx, phone, form })
}

/// The code is right: the person is known, has a card, and is signed in.
pub(crate) fn prove(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: CodeForm = ctx.form()?;
    let sent = volunteers::find_by_receipt(tx, ctx.at("receipt")?)?.or_missing()?;
    let may = ctx.viewer.may::<ProveVolunteer>(&sent)?;
    let (Standing::Pending { until }, Some(phone)) = (&sent.state, sent.phone.clone()) else {
        return Ok(Done::at(sent.href()));
    };
    Refusal::new("volunteer.lapsed").unless(tx.now < *until)?;
    if !tx.try_code(&phone, &form.code)? {
        return Ok(Done::refused(Refusal::new("wrong_code")));
    }
    tx.forget_code(&phone)?;
    let new = NewPerson { name: sent.name.clone(), phone: Some(phone), ..NewPerson::default() };
    let person = tx.find_or_record_person(&new)?;
    let fresh = sent.id;
    let joined = match volunteers::find_of(tx, person)? {
        Some(known) if known.state != Standing::Left => {
            volunteers::delete(tx, fresh)?;
            known
        }
        Some(left) => {
            volunteers::delete(tx, fresh)?;
            let again = Volunteer { card: sent.card, unit: sent.unit, ..left };
            tx.commit(again.join(may, person)?, volunteers::save)?
        }
        None => tx.commit(sent.join(may, person)?, volunteers::save)?,
    };
    let key = SessionKey::random();
    tx.open_session(&key, None, person)?;
    Ok(onward(&joined, form.shift).begin(key))
}

pub(crate) fn get_new(read: &Read, ctx: &Ctx) -> Answer {
    let units = super::unit_choices(read, ctx)?;
    if units.is_empty() {
        return Err(Stop::Missing);
    }
    let form = with_choices(read, ctx, ctx.act_form("volunteer.enter"), None)?.choose("volunteer_unit", units);
    let form = form.required("person_name").required("phone").required("volunteer_unit").without("shift");
    let page = JoinPage { ctx, form: form.html() };
    Ok(Page::html(ctx.t("volunteer.enter.title"), &page)?.below(ctx.t("volunteer.list"), "/volunteers"))
}

/// An officer writes down who telephoned or came by: with their consent, which the officer says was given.
pub(crate) fn enter(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let unit = form.keeper(tx)?;
    let may = ctx.viewer.may::<EnterVolunteer>(&Under(unit))?;
    let (name, phone) = form.contact()?;
    let fresh = form.pending(tx, (name.clone(), Some(phone.clone())))?;
    let new = NewPerson { name, phone: Some(phone), ..NewPerson::default() };
    let person = tx.find_or_record_person(&new)?;
    let known = volunteers::find_of(tx, person)?.is_some_and(|known| known.state != Standing::Left);
    Refusal::new("volunteer.known").unless(!known)?;
    let joined = store(tx, fresh, |volunteer| volunteer.join(may, person), person)?;
    Ok(Done::at(joined.href()).id(joined.id))
}

pub(crate) fn edit(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let volunteer = volunteers::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<EditVolunteer>(&volunteer)?;
    let card = form.card(tx.now, Some(&volunteer.card))?;
    let volunteer = tx.commit(volunteer.edit(may, card)?, volunteers::save)?;
    Ok(Done::at(volunteer.href()).id(volunteer.id))
}

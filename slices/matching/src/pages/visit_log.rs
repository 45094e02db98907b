//! Writing a visit down: on a phone, by the expert, or by an officer for someone who telephoned.

use super::need::village_choices;
use super::{check_programme, expert};
use crate::rules::{Expert, ExpertId, LogVisit, PostState, TechniqueId, Visit};
use crate::store::{experts, posts, techniques, villages, visits};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::NewPerson;
use ground::stop::{OrMissing, Stop};
use logic::code::Audience;
use logic::form::{FromField, Phone, Problems, Raw};
use logic::id::{Id, PersonId};
use logic::place::PlaceCode;
use logic::refusal::Refusal;
use logic::time::Day;
use web::{Answer, Choice, Ctx, Done, FormView, Page};

logic::form! {
    /// What is written down after a visit: few fields, most of them filled in already.
    pub(crate) struct Form {
        expert: ExpertId = pick(),
        village: PlaceCode = place(),
        on: Day = day(),
        days: i64 = count().min(1).max(60),
        onsite: i64 = count().max(10_000),
        online: Option<i64> = count().max(1_000_000),
        audience: Option<Audience> = choice("audience", Audience::CODES),
        techniques: Vec<TechniqueId> = pick(),
        is_return: bool = flag(),
        roster: Option<String> = text().max(20_000),
        note: Option<String> = text().max(1000),
        programme: Option<Id> = pick(),
        behalf_name: Option<String> = line().max(40),
        behalf_phone: Option<Phone> = phone(),
    }
}

#[derive(Template)]
#[template(source = "<p>{{ ctx.t(\"visit.log.lead\") }}</p>{{ form|safe }}", ext = "html")]
struct Log<'a> {
    ctx: &'a Ctx,
    form: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let form = match asked_expert(read, ctx)? {
        Some(expert) if ctx.viewer.is_able::<LogVisit>(&expert) => form_of(read, ctx, &expert)?,
        None if ctx.viewer.is_staff() => officer_form(read, ctx)?,
        _ => return Err(Stop::Missing),
    };
    let form = form.value("on", ctx.viewer.today()).value("days", 1).value("audience", Audience::Farmers);
    Page::html(ctx.t("visit.log.title"), &Log { ctx, form: form.html() })
}

/// The expert of the address; one's own card without one.
fn asked_expert(read: &Read, ctx: &Ctx) -> Result<Option<Expert>, Stop> {
    match ctx.asked("expert").or(ctx.input.get("expert")).and_then(|expert| expert.parse::<ExpertId>().ok()) {
        Some(expert) => Ok(Some(experts::get(read, expert)?)),
        None => expert::own(read, ctx),
    }
}

/// For one expert: the own villages first.
fn form_of<'a>(read: &Read, ctx: &'a Ctx, expert: &Expert) -> Result<FormView<'a>, Stop> {
    let posts = posts::list_of_expert(read, expert.id)?;
    let own: Vec<_> = posts.iter().filter(|post| post.state.is_in_force()).map(|post| post.village).collect();
    let mut choices = Vec::new();
    for code in &own {
        let name = villages::get(read, *code)?.name;
        choices.push(Choice::new(*code, name).in_group(ctx.t("visit.own_villages")));
    }
    if own.is_empty() || ctx.viewer.is_staff() {
        choices.extend(
            village_choices(read)?
                .into_iter()
                .filter(|choice| !own.iter().any(|code| code.to_string() == choice.value)),
        );
    }
    let only = (own.len() == 1).then(|| own[0]);
    let village = ctx.asked("village").map(Into::into).or(only.map(|code| code.to_string()));
    let taught = techniques::list_teachable(read, &expert.discipline, 60)?;
    let taught: Vec<_> = taught.into_iter().map(|(id, name)| Choice::new(id, name)).collect();
    // Whoever writes for others may have chosen the wrong one.
    let experts = if ctx.viewer.is_staff() {
        expert_choices(read)?
    } else {
        vec![Choice::new(expert.id, expert.name.clone().unwrap_or_default())]
    };
    let form = ctx.act_form("visit.log").choose("expert", experts).value("expert", expert.id);
    let form = form.choose("village", choices).maybe("village", village);
    let form = match taught.is_empty() {
        true => form.without("techniques"),
        false => form.choose("techniques", taught).values("techniques", Vec::new()),
    };
    let form = if own.is_empty() {
        form.choose("programme", ctx.offered(read, "programme")?)
    } else {
        form.without("programme")
    };
    Ok(if ctx.viewer.is_staff() { form } else { form.without("behalf_name").without("behalf_phone") })
}

/// For an officer who has not said whose visit it was.
fn officer_form<'a>(read: &Read, ctx: &'a Ctx) -> Result<FormView<'a>, Stop> {
    let form = ctx
        .act_form("visit.log")
        .choose("expert", expert_choices(read)?)
        .choose("village", village_choices(read)?)
        .without("techniques");
    Ok(form.choose("programme", ctx.offered(read, "programme")?))
}

fn expert_choices(read: &Read) -> Result<Vec<Choice>, Stop> {
    let all = experts::list_active(read)?.into_iter();
    Ok(all.map(|expert| Choice::new(expert.id, expert.name.unwrap_or_default())).collect())
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let expert = experts::get(tx, form.expert)?;
    let may = ctx.viewer.may::<LogVisit>(&expert)?;
    villages::find(tx, form.village)?.ok_or_else(|| Problems::one("village", "village_without_card"))?;
    let behalf = behalf(tx, ctx, &form)?;
    let post = posts::find_in_force(tx, expert.id, form.village)?;
    check_programme(tx, ctx, form.programme.filter(|_| post.is_none()))?;
    let is_known = visits::find_same(tx, expert.id, form.village, form.on)?.is_some();
    let served = post.as_ref().and_then(|post| post.served(form.on));
    let people = roster(tx, form.village, form.roster.as_deref().unwrap_or_default())?;
    check_techniques(tx, &form.techniques)?;
    let visit = Visit {
        id: tx.new_id(),
        programme: post.as_ref().map_or(form.programme, |post| post.programme),
        post: post.map(|post| post.id),
        expert: expert.id,
        person: expert.person,
        village: form.village,
        on: form.on,
        days: form.days,
        onsite: form.onsite,
        online: form.online.unwrap_or(0),
        audience: form.audience.unwrap_or(Audience::Farmers),
        is_return: form.is_return,
        note: form.note.unwrap_or_default(),
        techniques: form.techniques,
        people,
        void_on: None,
    };
    let by = may.by().person;
    let mut change = visit.log(may.on_behalf_of(behalf), is_known)?;
    let serving = served.map(|(post, fact)| {
        debug_assert!(matches!(post.state, PostState::Serving { .. }));
        (post, fact)
    });
    if let Some((_, fact)) = &serving {
        change = change.and(fact.clone());
    }
    let visit = tx.commit(change, |tx, visit| {
        visits::insert(tx, visit, by, behalf)?;
        serving.iter().try_for_each(|(post, _)| posts::save(tx, post))
    })?;
    Ok(Done::at(format!("/visits/{}", visit.id)).id(visit.id))
}

/// Whom an officer writes it down for.
fn behalf(tx: &mut Tx, ctx: &Ctx, form: &Form) -> Result<Option<PersonId>, Stop> {
    let Some(name) = form.behalf_name.clone().filter(|_| ctx.viewer.is_staff()) else { return Ok(None) };
    Ok(Some(tx.find_or_record_person(&NewPerson { name, phone: form.behalf_phone.clone(), ..NewPerson::default() })?))
}

/// Only techniques in the list are taught.
pub(crate) fn check_techniques(read: &Read, ids: &[TechniqueId]) -> Result<(), Stop> {
    for id in ids {
        if !techniques::get(read, *id)?.state.may_be_taught() {
            return Err(Problems::one("techniques", "technique_not_listed").into());
        }
    }
    Ok(())
}

/// The people of a roster: one a line, the name, then the telephone where there is one. Without a telephone, the same
/// name in the same village is the same person: otherwise each visit would count its people anew.
pub(crate) fn roster(tx: &mut Tx, village: PlaceCode, text: &str) -> Result<Vec<PersonId>, Stop> {
    let mut people = Vec::new();
    for (at, line) in text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty()) {
        let bad = || Problems(vec![("roster", Refusal::new("roster_line").with("line", at + 1))]);
        let (name, number) =
            line.rsplit_once([' ', '\t', '，', ',']).map_or((line, ""), |(name, number)| (name.trim(), number.trim()));
        let is_number = number.chars().any(|letter| letter.is_numeric());
        let (name, number) = if is_number { (name, number) } else { (line, "") };
        let field = logic::form::phone().named("roster", false);
        let phone: Option<Phone> = Option::from_field(&field, &Raw::of([("roster", number)])).map_err(|_| bad())?;
        if name.is_empty() || name.chars().count() > 40 {
            return Err(bad().into());
        }
        let known = if phone.is_none() { visits::find_attendee(tx, village, name)? } else { None };
        let person = match known {
            Some(person) => person,
            None => tx.find_or_record_person(&NewPerson { name: name.into(), phone, ..NewPerson::default() })?,
        };
        if !people.contains(&person) {
            people.push(person);
        }
    }
    Ok(people)
}

/// The farmer of a name and telephone.
pub(crate) fn farmer(tx: &mut Tx, name: String, phone: Option<Phone>) -> Result<PersonId, Stop> {
    let id = tx.find_or_record_person(&NewPerson { name, phone, ..NewPerson::default() })?;
    Ok(tx.find_standing_person(id)?.or_missing()?.id)
}

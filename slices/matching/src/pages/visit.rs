//! A visit's page: what was written down, its correction, and the techniques seen in use.

use super::need::village_choices;
use super::parties;
use super::visit_log::{check_techniques, farmer, roster};
use crate::facts::POST_SERVED;
use crate::rules::{
    Application, ApplicationState, ConfirmApplication, CorrectVisit, DenyApplication, EXPERT, Post, ReportApplication,
    TechniqueId, Visit, VoidVisit,
};
use crate::store::{experts, posts, techniques, villages, visits};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::Stop;
use logic::act::Noun;
use logic::code::{Audience, Reason};
use logic::fact::Fact;
use logic::form::{Phone, Problems};
use logic::place::PlaceCode;
use logic::refusal::Refusal;
use logic::time::Day;
use web::{Answer, Choice, Ctx, Done, Page};

logic::form! {
    /// The visit as it was, and why it stood there otherwise.
    pub(crate) struct Form {
        reason: Reason = choice("reason", &["mistyped", "duplicate", "wrong_subject"]),
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
    }
}

logic::form! {
    /// Why it is taken back.
    pub(crate) struct VoidForm {
        reason: Reason = choice("reason", &["did_not_happen", "duplicate"]),
    }
}

logic::form! {
    /// A farmer who uses a technique.
    pub(crate) struct ApplicationForm {
        technique: TechniqueId = pick(),
        farmer_name: String = line().min(2).max(40),
        farmer_phone: Option<Phone> = phone(),
    }
}

#[derive(Template)]
#[template(path = "visit.html")]
struct VisitPage<'a> {
    ctx: &'a Ctx,
    visit: &'a Visit,
    village: String,
    expert: String,
    writer: Option<String>,
    behalf: Option<String>,
    techniques: Vec<(TechniqueId, String)>,
    people: Vec<String>,
    applications: Vec<(Application, String, String, String, Vec<String>)>,
    report: Option<String>,
    correct: Option<String>,
    void: Option<String>,
    history: Vec<Fact>,
    may_open_expert: bool,
    may_open_facts: bool,
}

/// For staff, the expert, and the village's contact.
pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let visit = visits::get(read, ctx.at("id")?)?;
    if !parties::is_visit_open(read, ctx, &visit)? {
        return Err(Stop::Missing);
    }
    let (techniques, people) = visits::list_names(read, visit.id)?;
    let (writer, behalf) = visits::find_writer(read, visit.id)?;
    let expert = experts::get(read, visit.expert)?;
    let stands = visit.void_on.is_none();
    let form = |act| ctx.act_form(act).at("id", visit.id);
    let report = (stands && ctx.viewer.is_able::<ReportApplication>(&visit)).then(|| {
        let choices = teachable(read, &expert.discipline, &techniques)?;
        Ok::<_, Stop>(form("application.report").choose("technique", choices).html())
    });
    let correct = (stands && ctx.viewer.is_able::<CorrectVisit>(&visit))
        .then(|| correct_form(read, ctx, &visit, &expert.discipline, &techniques, &people));
    let seen = techniques::list_of_visit(read, visit.id)?;
    let view = |(application, technique, farmer): (Application, String, Option<String>)| {
        let state = ctx.word("application_state", application.state.code());
        let forms = answer_forms(ctx, &application);
        (application, technique, farmer.unwrap_or_default(), state, forms)
    };
    let page = VisitPage {
        ctx,
        village: villages::get(read, visit.village)?.name,
        expert: expert.name.clone().unwrap_or_default(),
        writer,
        behalf,
        applications: seen.into_iter().map(view).collect(),
        report: report.transpose()?,
        correct: correct.transpose()?,
        void: (stands && ctx.viewer.is_able::<VoidVisit>(&visit)).then(|| form("visit.void").grave().html()),
        history: if ctx.viewer.is_staff() { read.history_of(visit.id.0)? } else { Vec::new() },
        techniques,
        people,
        may_open_expert: parties::is_staff(ctx) || ctx.viewer.people().any(|person| visit.relates(EXPERT, person)),
        may_open_facts: web::figures::may_open_facts(&ctx.viewer),
        visit: &visit,
    };
    let title = format!("{} {}", visit.on, page.village);
    let page = Page::html(title, &page)?;
    Ok(if ctx.viewer.is_staff() { page.below(ctx.t("visit.list"), "/visits") } else { page })
}

/// The buttons to answer whether a technique is in use.
pub(crate) fn answer_forms(ctx: &Ctx, application: &Application) -> Vec<String> {
    let is_open = matches!(application.state, ApplicationState::Reported { .. });
    let may = is_open
        && ctx.viewer.is_able::<ConfirmApplication>(application)
        && ctx.viewer.is_able::<DenyApplication>(application);
    if !may {
        return Vec::new();
    }
    ["application.confirm", "application.deny"]
        .map(|act| ctx.act_form(act).at("id", application.id).quiet().html())
        .to_vec()
}

/// What was taught on the visit first, then what else of the discipline is in the list.
fn teachable(read: &Read, discipline: &str, taught: &[(TechniqueId, String)]) -> Result<Vec<Choice>, Stop> {
    let more = techniques::list_teachable(read, discipline, 60)?
        .into_iter()
        .filter(|(id, _)| !taught.iter().any(|(known, _)| known == id));
    Ok(taught.iter().cloned().chain(more).map(|(id, name)| Choice::new(id, name)).collect())
}

fn correct_form(
    read: &Read,
    ctx: &Ctx,
    visit: &Visit,
    discipline: &str,
    taught: &[(TechniqueId, String)],
    people: &[String],
) -> Result<String, Stop> {
    let form = ctx
        .act_form("visit.correct")
        .at("id", visit.id)
        .choose("village", village_choices(read)?)
        .value("village", visit.village);
    let form = form
        .value("on", visit.on)
        .value("days", visit.days)
        .value("onsite", visit.onsite)
        .value("online", visit.online);
    let form = form
        .value("audience", visit.audience)
        .value("is_return", i64::from(visit.is_return))
        .value("note", &visit.note);
    let chosen = visit.techniques.iter().map(ToString::to_string).collect();
    let form = form.choose("techniques", teachable(read, discipline, taught)?).values("techniques", chosen);
    Ok(form.value("roster", people.join("\n")).html())
}

fn find(tx: &Tx, ctx: &Ctx) -> Result<Visit, Stop> {
    visits::get(tx, ctx.at("id")?)
}

fn done(visit: &Visit) -> Done {
    Done::at(format!("/visits/{}", visit.id)).id(visit.id)
}

pub(crate) fn correct(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let visit = find(tx, ctx)?;
    let may = ctx.viewer.may::<CorrectVisit>(&visit)?;
    villages::find(tx, form.village)?.ok_or_else(|| Problems::one("village", "village_without_card"))?;
    check_techniques(tx, &form.techniques)?;
    let other = visits::find_same(tx, visit.expert, form.village, form.on)?;
    Refusal::new("visit.known").unless(other.is_none_or(|other| other == visit.id))?;
    let people = roster(tx, form.village, form.roster.as_deref().unwrap_or_default())?;
    let right = Visit {
        village: form.village,
        on: form.on,
        days: form.days,
        onsite: form.onsite,
        online: form.online.unwrap_or(0),
        audience: form.audience.unwrap_or(visit.audience),
        is_return: form.is_return,
        note: form.note.unwrap_or_default(),
        techniques: form.techniques,
        people,
        ..visit.clone()
    };
    Ok(done(&tx.commit(visit.correct(may, right, form.reason)?, visits::save)?))
}

pub(crate) fn void(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: VoidForm = ctx.form()?;
    let visit = find(tx, ctx)?;
    let may = ctx.viewer.may::<VoidVisit>(&visit)?;
    let unserved = only_visit_of(tx, &visit)?;
    let mut change = visit.void(may, form.reason)?;
    if let Some(post) = &unserved {
        change = change.correcting(post.id, &[&POST_SERVED], form.reason);
    }
    let visit = tx.commit(change, |tx, visit| {
        visits::save(tx, visit)?;
        unserved.iter().try_for_each(|post| posts::save(tx, post))
    })?;
    Ok(done(&visit))
}

/// The post that was served by this visit alone, as it was before.
fn only_visit_of(read: &Read, visit: &Visit) -> Result<Option<Post>, Stop> {
    let Some(id) = visit.post.filter(|_| visit.void_on.is_none()) else { return Ok(None) };
    match posts::find_agreed_day(read, id)? {
        Some(day) if visits::count_of_post(read, id)?.0 == 1 => Ok(posts::get(read, id)?.unserved(day)),
        _ => Ok(None),
    }
}

pub(crate) fn report(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: ApplicationForm = ctx.form()?;
    let visit = find(tx, ctx)?;
    let may = ctx.viewer.may::<ReportApplication>(&visit)?;
    check_techniques(tx, &[form.technique]).map_err(|_| Problems::one("technique", "technique_not_listed"))?;
    let technique = techniques::get(tx, form.technique)?;
    let person = farmer(tx, form.farmer_name, form.farmer_phone)?;
    if let Some(known) = techniques::find_application(tx, technique.id, visit.village, person)? {
        let is_open = matches!(known.state, ApplicationState::Denied { .. });
        Refusal::new("application.known").unless(is_open)?;
        let again = Application { visit: Some(visit.id), ..known };
        tx.commit(again.report(may, &technique.name), techniques::save_application)?;
        return Ok(done(&visit));
    }
    let application = Application {
        id: tx.new_id(),
        technique: technique.id,
        village: visit.village,
        person,
        visit: Some(visit.id),
        programme: visit.programme,
        state: ApplicationState::Reported { on: visit.on },
    };
    let application = tx.commit(application.report(may, &technique.name), techniques::insert_application)?;
    Ok(done(&visit).id(application.id))
}

//! An expert: the card, the villages, the visits, and why a round had no place for them.

use super::{check_discipline, check_staff, discipline_choices, discipline_name, months_of, months_text};
use crate::facts::{VILLAGES, VISITS};
use crate::rules::{EXPERT, EditExpert, Expert, ListExpert, LogVisit, PauseExpert, Post, ResumeExpert, TitleLevel};
use crate::store::{experts, posts, rounds, villages, visits};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::NewPerson;
use ground::stop::{OrMissing, Stop};
use logic::act::{House, Noun};
use logic::fold::{Indicator, Measure};
use logic::form::{Phone, Problems};
use logic::id::UnitId;
use logic::place::PlaceCode;
use logic::time::Day;
use web::choices::units;
use web::figures::href;
use web::{Answer, Ctx, Done, FormView, Page};

logic::form! {
    /// A new expert: who, and what they can do.
    pub(crate) struct NewForm {
        person_name: String = line().min(2).max(40),
        phone: Phone = phone(),
        title: Option<String> = line().max(40),
        discipline: String = pick(),
        second_discipline: Option<String> = pick(),
        level: TitleLevel = choice("title_level", TitleLevel::CODES),
        unit: Option<UnitId> = pick(),
        home: Option<PlaceCode> = place(),
        max_posts: i64 = count().min(1).max(3),
        from_month: Option<i64> = count().min(1).max(12),
        to_month: Option<i64> = count().min(1).max(12),
    }
}

logic::form! {
    /// What may change about an expert's card.
    pub(crate) struct Form {
        discipline: String = pick(),
        second_discipline: Option<String> = pick(),
        level: TitleLevel = choice("title_level", TitleLevel::CODES),
        unit: Option<UnitId> = pick(),
        home: Option<PlaceCode> = place(),
        max_posts: i64 = count().min(1).max(3),
        from_month: Option<i64> = count().min(1).max(12),
        to_month: Option<i64> = count().min(1).max(12),
    }
}

#[derive(Template)]
#[template(path = "expert.html")]
struct ExpertPage<'a> {
    ctx: &'a Ctx,
    expert: &'a Expert,
    disciplines: String,
    unit: Option<String>,
    home: Option<String>,
    months: String,
    posts: Vec<(Post, String, String)>,
    visits: Vec<visits::VisitLine>,
    figures: Vec<(String, i64, String)>,
    idle: Vec<(String, String)>,
    may_log: bool,
    edit: Option<String>,
    pause: Option<String>,
}

/// The card, for staff and for the expert.
pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let expert = experts::get(read, ctx.at("id")?)?;
    if !ctx.viewer.people().any(|person| expert.relates(EXPERT, person)) {
        check_staff(ctx)?;
    }
    let post_view = |post: Post| {
        let village = villages::find(read, post.village)?.map(|village| village.name).unwrap_or_default();
        let state = ctx.word("post_state", post.state.code());
        Ok::<_, Stop>((post, village, state))
    };
    let mut disciplines = discipline_name(read, ctx, &expert.discipline)?;
    if let Some(second) = &expert.second {
        disciplines = format!("{disciplines}、{}", discipline_name(read, ctx, second)?);
    }
    let filter = visits::VisitFilter { expert: Some(expert.id), ..Default::default() };
    let act = if expert.paused_on.is_some() { "expert.resume" } else { "expert.pause" };
    let may_pause = ctx.viewer.is_able::<PauseExpert>(&expert) && ctx.viewer.is_able::<ResumeExpert>(&expert);
    let idle =
        rounds::list_idle_of(read, expert.id)?.into_iter().map(|(round, reason)| (round, ctx.word("why_idle", reason)));
    let edit = ctx.viewer.is_able::<EditExpert>(&expert).then(|| edit_form(read, ctx, &expert)).transpose()?;
    let page = ExpertPage {
        ctx,
        disciplines,
        unit: expert.unit.map(|unit| read.find_unit(unit)).transpose()?.flatten().map(|unit| unit.name),
        home: expert.home.map(|home| read.place_path(home)).transpose()?,
        months: months_text(ctx, expert.months),
        posts: posts::list_of_expert(read, expert.id)?.into_iter().map(post_view).collect::<Result<_, _>>()?,
        visits: visits::list(read, &filter, 0, 20)?,
        figures: figures(read, ctx, &expert)?,
        idle: idle.collect(),
        may_log: ctx.viewer.is_able::<LogVisit>(&expert),
        edit,
        pause: may_pause.then(|| ctx.act_form(act).at("id", expert.id).quiet().html()),
        expert: &expert,
    };
    let title = expert.name.clone().unwrap_or_default();
    Ok(Page::html(title, &page)?.below(ctx.t("expert.list_title"), "/experts"))
}

fn figures(read: &Read, ctx: &Ctx, expert: &Expert) -> Result<Vec<(String, i64, String)>, Stop> {
    let (from, to) = Day::year_span(ctx.viewer.today().year());
    let figure = |indicator: &Indicator| {
        let mut query = indicator.query(None, from, to);
        query.filter.person = Some(expert.person.0);
        debug_assert!(query.measure != Measure::Persons, "a person's own figures count visits and places");
        Ok((ctx.word("indicator", indicator.key), read.figure(&query)?.value(), href(&query)))
    };
    [&VISITS, &VILLAGES].into_iter().map(figure).collect()
}

fn choices<'a>(read: &Read, ctx: &Ctx, form: FormView<'a>) -> Result<FormView<'a>, Stop> {
    let disciplines = discipline_choices(read, ctx)?;
    Ok(form
        .choose("discipline", disciplines.clone())
        .choose("second_discipline", disciplines)
        .choose("unit", units(read)?))
}

fn edit_form(read: &Read, ctx: &Ctx, expert: &Expert) -> Result<String, Stop> {
    let form = choices(read, ctx, ctx.act_form("expert.edit").at("id", expert.id))?;
    let form = form
        .value("discipline", &expert.discipline)
        .maybe("second_discipline", expert.second.as_ref())
        .value("level", expert.level);
    let form = form.maybe("unit", expert.unit).maybe("home", expert.home).value("max_posts", expert.max_posts);
    Ok(form
        .maybe("from_month", expert.months.map(|months| months.from))
        .maybe("to_month", expert.months.map(|months| months.to))
        .html())
}

#[derive(Template)]
#[template(source = "{{ form|safe }}", ext = "html")]
struct New {
    form: String,
}

pub(crate) fn get_new(read: &Read, ctx: &Ctx) -> Answer {
    if !ctx.viewer.is_able::<ListExpert>(&House) {
        return Err(Stop::Missing);
    }
    let form = choices(read, ctx, ctx.act_form("expert.list"))?.value("max_posts", 1).html();
    Ok(Page::html(ctx.t("expert.list.title"), &New { form })?.below(ctx.t("expert.list_title"), "/experts"))
}

fn check(read: &Read, discipline: &str, second: Option<&String>, home: Option<PlaceCode>) -> Result<(), Stop> {
    check_discipline(read, "discipline", discipline)?;
    second.into_iter().try_for_each(|code| check_discipline(read, "second_discipline", code))?;
    match home {
        Some(home) if read.find_place(home)?.is_none() => Err(Problems::one("home", "place_unknown").into()),
        _ => Ok(()),
    }
}

pub(crate) fn list(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: NewForm = ctx.form()?;
    let may = ctx.viewer.may::<ListExpert>(&House)?;
    check(tx, &form.discipline, form.second_discipline.as_ref(), form.home)?;
    let months = months_of(form.from_month, form.to_month)?;
    let NewForm {
        person_name: name,
        phone,
        title,
        discipline,
        second_discipline: second,
        level,
        unit,
        home,
        max_posts,
        ..
    } = form;
    let person = tx.find_or_record_person(&NewPerson {
        name: name.clone(),
        phone: Some(phone),
        title,
        unit,
        ..NewPerson::default()
    })?;
    if experts::find_of(tx, person)?.is_some() {
        return Err(Problems::one("person_name", "expert_known").into());
    }
    let id = tx.new_id();
    let expert = Expert {
        id,
        person,
        name: Some(name),
        discipline,
        second,
        level,
        unit,
        home,
        max_posts,
        months,
        paused_on: None,
        batch: None,
    };
    let expert = tx.commit(expert.list(may), experts::insert)?;
    Ok(done(&expert))
}

fn done(expert: &Expert) -> Done {
    Done::at(format!("/experts/{}", expert.id)).id(expert.id)
}

pub(crate) fn edit(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let expert = experts::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<EditExpert>(&expert)?;
    check(tx, &form.discipline, form.second_discipline.as_ref(), form.home)?;
    let months = months_of(form.from_month, form.to_month)?;
    let Form { discipline, second_discipline: second, level, unit, home, max_posts, .. } = form;
    let changed = Expert { discipline, second, level, unit, home, max_posts, months, ..expert.clone() };
    Ok(done(&tx.commit(expert.edit(may, changed), experts::save)?))
}

pub(crate) fn pause(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let expert = experts::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<PauseExpert>(&expert)?;
    Ok(done(&tx.commit(expert.pause(may)?, experts::save)?))
}

pub(crate) fn resume(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let expert = experts::get(tx, ctx.at("id")?)?;
    let may = ctx.viewer.may::<ResumeExpert>(&expert)?;
    Ok(done(&tx.commit(expert.resume(may)?, experts::save)?))
}

/// The viewer's own card, if they are an expert.
pub(crate) fn own(read: &Read, ctx: &Ctx) -> Result<Option<Expert>, Stop> {
    let Some(person) = ctx.viewer.person else { return Ok(None) };
    let person = read.find_standing_person(person)?.or_missing()?;
    Ok(experts::find_of(read, person.id)?)
}

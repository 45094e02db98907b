//! Planning an activity, and putting its plan right. One form for both.

use super::{done, find, find_in, host, place_choices};
use crate::rules::{
    Activity, AddActivity, Area, Class, EditActivity, HostUnit, Mode, Plan, SeriesId, State, Under, add_activity,
};
use crate::store::{activities, series, sessions};
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::NewPerson;
use ground::stop::Stop;
use logic::code::Audience;
use logic::form::{Phone, Problems};
use logic::id::{Id, PersonId, UnitId};
use logic::place::PlaceCode;
use logic::time::Instant;
use web::{Answer, Choice, Ctx, Done, FormView, Page};

logic::form! {
    /// What is planned: what the level above, the public and every form later ask for.
    pub(crate) struct Form {
        title: String = line().min(2).max(80),
        class: Class = choice("class", Class::CODES),
        field: Area = choice("area", Area::CODES),
        unit: UnitId = pick(),
        programme: Option<Id> = pick(),
        series: Option<SeriesId> = pick(),
        starts_at: Instant = moment(),
        ends_at: Instant = moment(),
        mode: Mode = choice("mode", Mode::CODES),
        place: Option<PlaceCode> = place(),
        venue: Option<String> = line().max(120),
        link: Option<String> = line().max(300),
        audiences: Vec<Audience> = choice("audience", Audience::CODES),
        capacity: Option<i64> = count().min(1).max(1_000_000),
        about: Option<String> = text().max(5_000),
        keeper_name: Option<String> = line().max(40),
        keeper_phone: Option<Phone> = phone(),
    }
}

impl Form {
    /// The plan, with what only the directory and other slices know looked up.
    pub(crate) fn plan(&self, read: &Read, ctx: &Ctx) -> Result<Plan, Stop> {
        if let Some(programme) = self.programme {
            let known = ctx.offered(read, "programme")?;
            known.iter().find(|choice| choice.value == programme.to_string()).ok_or_else(wrong("programme"))?;
        }
        if let Some(place) = self.place {
            read.find_place(place)?.ok_or_else(wrong("place"))?;
        }
        let link = self.link.clone().unwrap_or_default();
        if !(link.is_empty() || link.starts_with("https://") || link.starts_with("http://")) {
            return Err(Problems::one("link", "not_a_link").into());
        }
        Ok(Plan {
            title: self.title.clone(),
            class: self.class,
            field: self.field,
            programme: self.programme,
            mode: self.mode,
            place: self.place.filter(|_| self.mode.has_place()),
            venue: self.venue.clone().unwrap_or_default(),
            link,
            audiences: self.audiences.clone(),
            capacity: self.capacity,
            about: self.about.clone().unwrap_or_default(),
            starts_at: self.starts_at,
            ends_at: self.ends_at,
        })
    }

    /// 负责人: who is named, or else who writes it down.
    fn keeper(&self, tx: &mut Tx, ctx: &Ctx) -> Result<Option<PersonId>, Stop> {
        match &self.keeper_name {
            None => Ok(ctx.viewer.person),
            Some(name) => {
                let new = NewPerson { name: name.clone(), phone: self.keeper_phone.clone(), ..NewPerson::default() };
                Ok(Some(tx.find_or_record_person(&new)?))
            }
        }
    }
}

fn wrong(field: &'static str) -> impl Fn() -> Problems {
    move || Problems::one(field, "not_a_choice")
}

#[derive(Template)]
#[template(path = "new.html")]
struct New<'a> {
    ctx: &'a Ctx,
    is_new: bool,
    form: String,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    if !super::list::may_add(read, ctx)? {
        return Err(Stop::Missing);
    }
    let form = with_choices(read, ctx, ctx.act_form("activity.add"))?;
    let form = form
        .maybe("programme", ctx.asked("programme"))
        .maybe("series", ctx.asked("series"))
        .value("field", Area::Popular)
        .value("mode", Mode::Onsite)
        .values("audiences", vec![Audience::Public.to_string()]);
    Page::html(ctx.t("activity.add.title"), &New { ctx, is_new: true, form: form.html() })
        .map(|page| page.below(ctx.t("activity.list"), "/activities"))
}

/// What the form's fields offer to choose from.
fn with_choices<'a>(read: &Read, ctx: &'a Ctx, form: FormView<'a>) -> Result<FormView<'a>, Stop> {
    let programmes = ctx.offered(read, "programme")?;
    let open = series::list_open(read)?;
    let form = form.choose("unit", web::choices::units(read)?).choose("place", place_choices(read)?);
    let audiences = Audience::ALL.iter().map(|code| Choice::new(code, ctx.word("audience", code))).collect();
    let form = form.choose("audiences", audiences);
    let form = if programmes.is_empty() { form.without("programme") } else { form.choose("programme", programmes) };
    Ok(if open.is_empty() {
        form.without("series")
    } else {
        form.choose("series", open.into_iter().map(|series| Choice::new(series.id, series.title)).collect())
    })
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let under = Under(host(tx, form.unit)?);
    let may = ctx.viewer.may::<AddActivity>(&under)?;
    let plan = form.plan(tx, ctx)?;
    if activities::find_twin(tx, form.unit, &plan)?.is_some() {
        return Err(Problems::one("title", "activity_known").into());
    }
    let series = form.series.map(|id| series::get(tx, id)).transpose()?.map(|series| series.id);
    let activity = Activity {
        id: tx.new_id(),
        unit: under.0,
        keeper: form.keeper(tx, ctx)?,
        series,
        copied_from: None,
        plan,
        state: State::Drafted,
        since: ctx.viewer.today(),
        moved: None,
    };
    Ok(done(&tx.commit(add_activity(may, activity)?, activities::insert)?))
}

pub(crate) fn get_edit(read: &Read, ctx: &Ctx) -> Answer {
    let activity = find(read, ctx)?;
    if !ctx.viewer.is_able::<EditActivity>(&activity) {
        return Err(Stop::Missing);
    }
    let Plan { title, class, field, programme, mode, place, venue, link, audiences, capacity, about, .. } =
        &activity.plan;
    let form = with_choices(read, ctx, ctx.act_form("activity.edit").at("id", activity.id))?
        .without("series")
        .without("keeper_name")
        .without("keeper_phone")
        .value("title", title)
        .value("class", class)
        .value("field", field)
        .value("unit", activity.unit.id)
        .maybe("programme", *programme)
        .value("starts_at", activity.plan.starts_at)
        .value("ends_at", activity.plan.ends_at)
        .value("mode", mode)
        .maybe("place", *place)
        .value("venue", venue)
        .value("link", link)
        .values("audiences", audiences.iter().map(ToString::to_string).collect())
        .maybe("capacity", *capacity)
        .value("about", about);
    Ok(Page::html(ctx.t("activity.edit.title"), &New { ctx, is_new: false, form: form.html() })?
        .below(ctx.t("activity.list"), "/activities")
        .below(&activity.plan.title, activity.href()))
}

pub(crate) fn edit(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let activity = find_in(tx, ctx)?;
    let may = ctx.viewer.may::<EditActivity>(&activity)?;
    let unit = host_for(tx, ctx, &activity, form.unit)?;
    let plan = form.plan(tx, ctx)?;
    let sessions = sessions::list(tx, activity.id)?;
    let capacity = (activity.plan.capacity, plan.capacity);
    let activity = tx.commit(activity.edit(may, plan, unit, &sessions)?, activities::save)?;
    super::entry_setup::follow_capacity(tx, ctx, activity.id, capacity)?;
    Ok(done(&activity))
}

/// Another host only by who may plan for that one, too.
fn host_for(tx: &Tx, ctx: &Ctx, activity: &Activity, unit: UnitId) -> Result<HostUnit, Stop> {
    let host = host(tx, unit)?;
    if host.id != activity.unit.id {
        let _may = ctx.viewer.may::<AddActivity>(&Under(host.clone()))?;
    }
    Ok(host)
}

//! Opening a shift, and changing it. One form for both.

use super::{codes, desk, host, places, unit_choices};
use crate::rules::{Duty, EditShift, Language, OpenShift, Plan, Proof, Shift, ShiftState, Skill, Under, Way, open};
use crate::store::shifts;
use askama::Template;
use ground::db::{Read, Tx};
use ground::directory::NewPerson;
use ground::stop::Stop;
use logic::form::{Phone, Problems};
use logic::id::{Id, PersonId, UnitId};
use logic::place::PlaceCode;
use logic::time::Instant;
use web::{Answer, Ctx, Done, FormView, Page};

logic::form! {
    /// What a shift is, and who is asked for.
    pub(crate) struct Form {
        activity: Option<Id> = pick(),
        shift_unit: UnitId = pick(),
        duty: Duty = choice("duty", Duty::CODES),
        shift_role: String = line().min(2).max(40),
        starts_at: Instant = moment(),
        ends_at: Instant = moment(),
        place: Option<PlaceCode> = place(),
        venue: Option<String> = line().max(120),
        needed: i64 = count().min(1).max(1_000),
        skills: Vec<Skill> = choice("skill", Skill::CODES),
        languages: Vec<Language> = choice("language", Language::CODES),
        proofs: Vec<Proof> = choice("proof", Proof::CODES),
        least_age: Option<i64> = count().min(8).max(80),
        shift_way: Way = choice("shift_way", Way::CODES),
        cut_off: Option<Instant> = moment(),
        tolerance: Option<i64> = count().max(60),
        about: Option<String> = text().max(2_000),
        keeper_name: Option<String> = line().max(40),
        keeper_phone: Option<Phone> = phone(),
    }
}

/// Without a word on it, one can withdraw until so long before the beginning, in seconds.
const CUT_OFF: i64 = 86_400;
/// Without a word on it, the youngest.
const LEAST_AGE: i64 = 14;

impl Form {
    fn plan(&self, read: &Read, ctx: &Ctx, before: Option<Id>) -> Result<Plan, Stop> {
        if let Some(activity) = self.activity.filter(|activity| before != Some(*activity)) {
            let known = ctx.offered(read, "activity")?;
            let is_known = known.iter().any(|choice| choice.value == activity.to_string());
            if !is_known {
                return Err(Problems::one("activity", "not_a_choice").into());
            }
        }
        if let Some(place) = self.place {
            read.find_place(place)?.ok_or_else(|| Problems::one("place", "not_a_choice"))?;
        }
        Ok(Plan {
            activity: self.activity,
            duty: self.duty,
            role: self.shift_role.clone(),
            about: self.about.clone().unwrap_or_default(),
            place: self.place,
            venue: self.venue.clone().unwrap_or_default(),
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            needed: self.needed,
            skills: self.skills.clone(),
            languages: self.languages.clone(),
            qualifications: self.proofs.clone(),
            least_age: self.least_age.unwrap_or(LEAST_AGE),
            way: self.shift_way,
            cut_off: self.cut_off.unwrap_or(self.starts_at.plus_seconds(-CUT_OFF)),
            tolerance: self.tolerance.unwrap_or(0),
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

/// Six digits, shown on the spot.
fn new_code() -> String {
    ground::identity::new_code()
}

#[derive(Template)]
#[template(source = "<section class=\"card\">{{ form|safe }}</section>", ext = "html")]
struct FormPage {
    form: String,
}

fn with_choices<'a>(read: &Read, ctx: &'a Ctx, form: FormView<'a>, plan: Option<&Plan>) -> Result<FormView<'a>, Stop> {
    let chosen = |codes: Option<Vec<String>>| codes.unwrap_or_default();
    Ok(form
        .choose("activity", ctx.offered(read, "activity")?)
        .choose("place", places(read)?)
        .choose("skills", codes(ctx, "skill", Skill::CODES))
        .choose("languages", codes(ctx, "language", Language::CODES))
        .choose("proofs", codes(ctx, "proof", Proof::CODES))
        .values("skills", chosen(plan.map(|plan| plan.skills.iter().map(ToString::to_string).collect())))
        .values("languages", chosen(plan.map(|plan| plan.languages.iter().map(ToString::to_string).collect())))
        .values("proofs", chosen(plan.map(|plan| plan.qualifications.iter().map(ToString::to_string).collect()))))
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let units = unit_choices(read, ctx)?;
    if units.is_empty() {
        return Err(Stop::Missing);
    }
    let form = with_choices(read, ctx, ctx.act_form("shift.open"), None)?
        .choose("shift_unit", units)
        .maybe("activity", ctx.asked("activity"))
        .value("duty", Duty::Volunteer)
        .value("shift_way", Way::Open)
        .value("least_age", LEAST_AGE)
        .value("tolerance", 0);
    Ok(Page::html(ctx.t("shift.open.title"), &FormPage { form: form.html() })?.below(ctx.t("shift.list"), "/shifts"))
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let unit = host(tx, form.shift_unit)?;
    let under = Under(unit);
    let may = ctx.viewer.may::<OpenShift>(&under)?;
    let plan = form.plan(tx, ctx, None)?;
    let keeper = form.keeper(tx, ctx)?;
    let shift = Shift {
        id: tx.new_id(),
        unit: under.0,
        keeper,
        plan,
        taken: 0,
        turns: 0,
        code: new_code(),
        state: ShiftState::Open,
        occasion: None,
    };
    let shift = tx.commit(open(may, shift)?, shifts::insert)?;
    Ok(Done::at(shift.href()).id(shift.id))
}

pub(crate) fn get_edit(read: &Read, ctx: &Ctx) -> Answer {
    let shift = desk::shift(read, ctx)?;
    if !ctx.viewer.is_able::<EditShift>(&shift) {
        return Err(Stop::Missing);
    }
    let plan = &shift.plan;
    let form = with_choices(read, ctx, ctx.act_form("shift.edit").at("id", shift.id), Some(plan))?
        .hidden("shift_unit", shift.unit.id)
        .without("shift_unit")
        .without("keeper_name")
        .without("keeper_phone")
        .maybe("activity", plan.activity)
        .value("duty", plan.duty)
        .value("shift_role", &plan.role)
        .value("starts_at", plan.starts_at)
        .value("ends_at", plan.ends_at)
        .maybe("place", plan.place)
        .value("venue", &plan.venue)
        .value("needed", plan.needed)
        .value("least_age", plan.least_age)
        .value("shift_way", plan.way)
        .value("cut_off", plan.cut_off)
        .value("tolerance", plan.tolerance)
        .value("about", &plan.about);
    Ok(Page::html(ctx.t("shift.edit.title"), &FormPage { form: form.html() })?.below(&plan.role, shift.href()))
}

pub(crate) fn edit(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let shift = desk::shift(tx, ctx)?;
    let may = ctx.viewer.may::<EditShift>(&shift)?;
    let plan = form.plan(tx, ctx, shift.plan.activity)?;
    // Who waits is looked at as the shift will be.
    let after = Shift { plan: plan.clone(), ..shift.clone() };
    let line = desk::line(tx, &after, desk::rest_of(tx)?)?;
    let (href, id) = (shift.href(), shift.id);
    tx.commit(shift.edit(may, plan, line)?, crate::store::signups::save_hall)?;
    Ok(Done::at(href).id(id))
}

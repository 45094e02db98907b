//! Planning an activity again: at another time, several times, or as last year's.

use super::find_in;
use crate::rules::{
    Activity, ActivityId, AddActivity, Every, MOST_AT_ONCE, Plan, RepeatActivity, Rhythm, Session, State, Under,
    add_activity,
};
use crate::store::{activities, costs, parties, sessions};
use ground::db::Tx;
use ground::stop::Stop;
use logic::form::Problems;
use logic::refusal::Refusal;
use logic::time::{Day, Instant};
use web::{Ctx, Done};

logic::form! {
    /// When it takes place again, and how often until when.
    pub(crate) struct Form {
        starts_at: Instant = moment(),
        every: Option<Every> = choice("every", Every::CODES),
        step: Option<i64> = count().min(1).max(52),
        until: Option<Day> = day(),
    }
}

pub(crate) fn post(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: Form = ctx.form()?;
    let model = find_in(tx, ctx)?;
    let _may = ctx.viewer.may::<RepeatActivity>(&model)?;
    let days = days(&form)?;
    let mut first = None;
    for day in days {
        let micros = form.starts_at.0 - form.starts_at.day().start().0 + day.start().0 - model.plan.starts_at.0;
        let id = repeat(tx, ctx, &model, micros)?;
        first = first.or(id);
    }
    let Some(first) = first else { return Err(Problems::one("starts_at", "activity_known").into()) };
    let href = match model.series.filter(|_| form.until.is_some()) {
        Some(series) => format!("/activities/series/{series}"),
        None => format!("/activities/{first}"),
    };
    Ok(Done::at(href).id(first))
}

/// The first day and those that follow it in the rhythm asked for.
fn days(form: &Form) -> Result<Vec<Day>, Stop> {
    let first = form.starts_at.day();
    let Some(until) = form.until else { return Ok(vec![first]) };
    let Some(every) = form.every else { return Err(Problems::one("every", "required").into()) };
    if until < first {
        return Err(Problems::one("until", "until_first").into());
    }
    let rhythm = Rhythm { every, step: form.step.unwrap_or(1), until };
    let days: Vec<Day> = std::iter::once(first).chain(rhythm.days_after(first)).collect();
    Refusal::new("activity.too_many").with("most", MOST_AT_ONCE).unless(days.len() <= MOST_AT_ONCE)?;
    Ok(days)
}

/// The same plan so many microseconds later, as a draft, with sessions, partners and budget. Not where it stands already.
fn repeat(tx: &mut Tx, ctx: &Ctx, model: &Activity, micros: i64) -> Result<Option<ActivityId>, Stop> {
    let later = |at: Instant| Instant(at.0 + micros);
    let plan =
        Plan { starts_at: later(model.plan.starts_at), ends_at: later(model.plan.ends_at), ..model.plan.clone() };
    if activities::find_twin(tx, model.unit.id, &plan)?.is_some() {
        return Ok(None);
    }
    let may = ctx.viewer.may::<AddActivity>(&Under(model.unit.clone()))?;
    let copy = Activity {
        id: tx.new_id(),
        copied_from: Some(model.id),
        plan,
        state: State::Drafted,
        since: ctx.viewer.today(),
        moved: None,
        ..model.clone()
    };
    let known_sessions = sessions::list(tx, model.id)?;
    let known_parties = parties::list(tx, model.id)?;
    let known_costs = costs::list(tx, model.id)?;
    let copy = tx.commit(add_activity(may, copy)?, |tx, copy| {
        activities::insert(tx, copy)?;
        for session in &known_sessions {
            let session = Session {
                id: tx.new_id(),
                starts_at: later(session.starts_at),
                ends_at: later(session.ends_at),
                ..session.clone()
            };
            sessions::insert(tx, copy.id, &session)?;
        }
        for party in &known_parties {
            parties::insert(tx, copy.id, party.unit, party.part)?;
        }
        for cost in &known_costs {
            costs::insert(tx, copy.id, &crate::rules::Cost { id: tx.new_id(), spent: None, ..cost.clone() })?;
        }
        Ok(())
    })?;
    Ok(Some(copy.id))
}

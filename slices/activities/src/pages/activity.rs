//! An activity's page: for the public from its announcement on; for those who run it, with everything there is to do.

use super::{above, find, list, sessions as session_forms};
use crate::rules::{
    Above, Activity, AnnounceActivity, ApproveActivity, CancelActivity, ConcludeActivity, EditActivity, FileActivity,
    HoldActivity, MoveActivity, RepeatActivity, ReturnActivity, Session, State,
};
use crate::store::{costs, parties, series, sessions};
use askama::Template;
use ground::db::Read;
use ground::stop::Stop;
use logic::fact::Fact;
use web::{Answer, Ctx, FormView, Page};

#[derive(Template)]
#[template(path = "activity.html")]
struct ActivityPage<'a> {
    ctx: &'a Ctx,
    activity: &'a Activity,
    state: String,
    tone: &'static str,
    steps: Vec<(&'static str, String, bool)>,
    class: String,
    mode: String,
    place: Option<String>,
    audiences: String,
    programme: Option<(String, String)>,
    series: Option<(String, String)>,
    sessions: Vec<(Session, Option<String>)>,
    parties: Vec<(String, String, Option<String>)>,
    add_session: Option<String>,
    add_party: Option<String>,
    costs: Option<String>,
    keeper: Option<String>,
    next: Vec<String>,
    more: Vec<(String, String)>,
    may_edit: bool,
    is_staff: bool,
    signed: Vec<(String, String, String)>,
    panels: Vec<String>,
    json_ld: Option<String>,
}

/// The steps of a life, as a row above the page.
const STEPS: [&str; 6] = ["drafted", "filed", "approved", "announced", "held", "concluded"];

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let activity = find(read, ctx)?;
    let plan = &activity.plan;
    let able = ctx.viewer.is_able::<EditActivity>(&activity);
    let is_inside = ctx.viewer.is_staff() || able;
    let place = plan.place.map(|code| read.place_path(code)).transpose()?;
    let place = plan.mode.has_place().then(|| {
        let parts = [place.as_deref().unwrap_or_default(), plan.venue.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    });
    let audiences: Vec<String> = plan.audiences.iter().map(|code| ctx.word("audience", code)).collect();
    let known = sessions::list(read, activity.id)?;
    let others = parties::list(read, activity.id)?;
    let page = ActivityPage {
        ctx,
        state: ctx.word("activity_state", activity.state.code()),
        tone: list::tone(activity.state.code()).class(),
        steps: steps(ctx, &activity.state),
        class: ctx.word("class", plan.class),
        mode: ctx.word("mode", plan.mode),
        place: place.filter(|place| !place.is_empty()),
        audiences: audiences.join(ctx.t("activity.comma").as_ref()),
        programme: programme(read, ctx, &activity)?,
        series: series_link(read, &activity)?,
        sessions: session_forms::with_buttons(ctx, &activity, known),
        parties: super::parties::with_buttons(ctx, &activity, others),
        add_session: session_forms::add_form(ctx, &activity),
        add_party: super::parties::add_form(read, ctx, &activity)?,
        costs: is_inside.then(|| super::costs::section(ctx, &activity, costs::list(read, activity.id)?)).transpose()?,
        keeper: if is_inside { keeper(read, &activity)? } else { None },
        next: next_steps(ctx, &activity),
        more: more_steps(ctx, &activity),
        may_edit: able && (activity.is_open() || activity.state == State::Announced),
        is_staff: ctx.viewer.is_staff(),
        signed: if is_inside { signed(read, ctx, &activity)? } else { Vec::new() },
        panels: ctx.panels(read, "activity", Some(activity.id.0))?,
        json_ld: activity.is_public().then(|| super::feeds::event_json(ctx, &activity, read)).transpose()?,
        activity: &activity,
    };
    Ok(Page::html(&plan.title, &page)?.below(ctx.t("activity.list"), "/activities"))
}

/// Where it stands between its first and its last step.
fn steps(ctx: &Ctx, state: &State) -> Vec<(&'static str, String, bool)> {
    let here = match state.code() {
        "returned" => "drafted",
        code => code,
    };
    let Some(at) = STEPS.iter().position(|step| *step == here) else { return Vec::new() };
    let class = |index: usize| match index.cmp(&at) {
        std::cmp::Ordering::Less => "done",
        std::cmp::Ordering::Equal => "here",
        std::cmp::Ordering::Greater => "",
    };
    let step = |(index, code): (usize, &&'static str)| (class(index), ctx.word("activity_state", code), index == at);
    STEPS.iter().enumerate().map(step).collect()
}

fn programme(read: &Read, ctx: &Ctx, activity: &Activity) -> Result<Option<(String, String)>, Stop> {
    let Some(id) = activity.plan.programme else { return Ok(None) };
    let known = ctx.offered(read, "programme")?.into_iter().find(|choice| choice.value == id.to_string());
    Ok(known.map(|choice| (choice.label, format!("/programmes/{id}"))))
}

fn series_link(read: &Read, activity: &Activity) -> Result<Option<(String, String)>, Stop> {
    let Some(id) = activity.series else { return Ok(None) };
    Ok(Some((series::get(read, id)?.title, format!("/activities/series/{id}"))))
}

fn keeper(read: &Read, activity: &Activity) -> Result<Option<String>, Stop> {
    let Some(person) = activity.keeper else { return Ok(None) };
    Ok(read.find_standing_person(person)?.and_then(|person| {
        let phone = person.phone.map(|phone| format!(" {phone}")).unwrap_or_default();
        person.name.map(|name| format!("{name}{phone}"))
    }))
}

/// Who signed when: the facts of the steps, with the names of those who took them.
fn signed(read: &Read, ctx: &Ctx, activity: &Activity) -> Result<Vec<(String, String, String)>, Stop> {
    let history = read.history_of(activity.id.0)?;
    let is_step = |fact: &&Fact| fact.sign > 0 && fact.kind.starts_with("activity.");
    let mut lines = Vec::new();
    for fact in history.iter().filter(is_step) {
        let by = fact.stamp.by.map(|by| read.find_standing_person(by.into())).transpose()?.flatten();
        let name = by.and_then(|person| person.name).unwrap_or_default();
        lines.push((ctx.word("fact", &fact.kind), name, fact.stamp.at.to_string()));
    }
    Ok(lines)
}

/// The step that comes next, for those who may take it.
fn next_steps(ctx: &Ctx, activity: &Activity) -> Vec<String> {
    let viewer = &ctx.viewer;
    let form = |act| ctx.act_form(act).at("id", activity.id);
    let button = |act| form(act).in_a_row().html();
    let over = Above(above(&activity.unit.path));
    let now = ctx.viewer.now;
    match &activity.state {
        State::Drafted | State::Returned { .. } => {
            viewer.is_able::<FileActivity>(activity).then(|| button("activity.file")).into_iter().collect()
        }
        State::Filed { by } => {
            let is_own = by.is_some() && *by == viewer.account;
            let approve = (!is_own && viewer.is_able::<ApproveActivity>(&over)).then(|| button("activity.approve"));
            let back = viewer.is_able::<ReturnActivity>(&over).then(|| form("activity.return").html());
            approve.into_iter().chain(back).collect()
        }
        State::Approved | State::Announced if activity.plan.starts_at <= now => {
            viewer.is_able::<HoldActivity>(activity).then(|| button("activity.hold")).into_iter().collect()
        }
        State::Approved => {
            viewer.is_able::<AnnounceActivity>(activity).then(|| button("activity.announce")).into_iter().collect()
        }
        State::Held => {
            viewer.is_able::<ConcludeActivity>(activity).then(|| conclude(ctx, activity)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn conclude(ctx: &Ctx, activity: &Activity) -> String {
    ctx.act_form("activity.conclude").at("id", activity.id).html()
}

/// What may also be done: to move it, to call it off, to plan it again.
fn more_steps(ctx: &Ctx, activity: &Activity) -> Vec<(String, String)> {
    let viewer = &ctx.viewer;
    let form = |act: &'static str| -> FormView<'_> { ctx.act_form(act).at("id", activity.id) };
    let folded = |key: &str, form: FormView<'_>| (ctx.t(key).into_owned(), form.html());
    let is_ahead = matches!(activity.state, State::Approved | State::Announced);
    let is_open = activity.is_open() || activity.state == State::Announced;
    let moving = (is_ahead && viewer.is_able::<MoveActivity>(activity)).then(|| {
        let form = form("activity.move").value("starts_at", activity.plan.starts_at);
        folded("activity.move.title", form.value("venue", &activity.plan.venue))
    });
    let cancel = (is_open && viewer.is_able::<CancelActivity>(activity))
        .then(|| folded("activity.cancel.title", form("activity.cancel").grave()));
    let repeat = viewer.is_able::<RepeatActivity>(activity).then(|| {
        let next = activity.plan.starts_at.plus_seconds(7 * 86_400);
        folded("activity.repeat.title", form("activity.repeat").value("starts_at", next).value("step", 1))
    });
    moving.into_iter().chain(repeat).chain(cancel).collect()
}

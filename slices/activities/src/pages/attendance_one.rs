//! One attendance: what stands of it, and what can be put right; and the way to it from a fact.

use super::attendance::{run_by, session_of};
use crate::rules::{Activity, Attendance, AttendanceId, CheckIn, CheckOut, CorrectAttendance, TakeBackAttendance};
use crate::store::{activities, attendance, sessions};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::{OrMissing, Stop};
use logic::code::{Audience, Reason};
use logic::time::Instant;
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// When they left; nothing: now.
    pub(crate) struct LeaveForm {
        left_at: Option<Instant> = moment(),
    }
}

logic::form! {
    /// How many came, and of which group.
    pub(crate) struct CorrectForm {
        persons: i64 = count().min(1).max(crate::rules::MOST),
        group: Option<Audience> = choice("audience", Audience::CODES),
        reason: Reason = choice("reason", &["mistyped", "wrong_subject"]),
    }
}

logic::form! {
    /// Why it is taken back.
    pub(crate) struct TakeBackForm {
        reason: Reason = choice("reason", &["did_not_happen", "duplicate", "wrong_subject"]),
    }
}

#[derive(Template)]
#[template(
    source = "<dl class=\"facts\">{% for (name, value) in words %}<dt>{{ name }}</dt><dd>{{ value }}</dd>{% endfor %}</dl>
{% for (title, form) in forms %}<details class=\"more\"><summary>{{ title }}</summary>{{ form|safe }}</details>{% endfor %}",
    ext = "html"
)]
struct OnePage {
    words: Vec<(String, String)>,
    forms: Vec<(String, String)>,
}

fn find(read: &Read, ctx: &Ctx) -> Result<(Activity, Attendance), Stop> {
    let activity = run_by(read, ctx)?;
    let one = attendance::get(read, activity.id, ctx.at::<AttendanceId>("attendance")?)?;
    Ok((activity, one))
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let (activity, one) = find(read, ctx)?;
    let all = sessions::list(read, activity.id)?;
    let person = one.person.map(|person| read.find_standing_person(person)).transpose()?.flatten();
    let name = person.and_then(|person| person.name).unwrap_or_else(|| ctx.t("attendance.nameless").into_owned());
    let word = |key: &str, value: String| (ctx.t(key).into_owned(), value);
    let mut words = vec![
        word("column.name", name.clone()),
        word("column.came_at", one.at.to_string()),
        word("column.party_size", one.persons.to_string()),
        word("column.channel", ctx.word("channel", one.channel)),
        word("column.means", ctx.word("means", one.means)),
    ];
    words.extend(session_of(&all, one.session).map(|session| word("column.session", session)));
    words.extend(one.audience.map(|group| word("column.group", ctx.word("audience", group))));
    words.extend(one.left_at.map(|at| word("column.left_at", at.to_string())));
    words.extend(one.void.map(|reason| word("attendance.taken_back", ctx.word("reason", reason))));
    let form = |act: &'static str| ctx.act_form(act).at("id", activity.id).at("attendance", one.id);
    let mut forms = Vec::new();
    if one.void.is_none() {
        if one.left_at.is_none() {
            forms.push(("attendance.check_out.submit", form("attendance.check_out").html()));
        }
        let correct = form("attendance.correct").value("persons", one.persons).maybe("group", one.audience);
        forms.push(("attendance.correct.submit", correct.html()));
        forms.push(("attendance.take_back.submit", form("attendance.take_back").grave().html()));
    }
    let forms = forms.into_iter().map(|(key, form)| (ctx.t(key).into_owned(), form)).collect();
    Ok(Page::html(name, &OnePage { words, forms })?
        .below(&activity.plan.title, activity.href())
        .below(ctx.t("attendance.list"), format!("{}/attendance", activity.href())))
}

fn done(one: &Attendance) -> Done {
    Done::at(format!("/activities/{}/attendance/{}", one.activity, one.id)).id(one.id)
}

pub(crate) fn check_out(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: LeaveForm = ctx.form()?;
    let (activity, one) = find(tx, ctx)?;
    let may = ctx.viewer.may::<CheckOut>(&activity)?;
    let change = one.check_out(may, &activity, form.left_at.unwrap_or(tx.now))?;
    Ok(done(&tx.commit(change, attendance::save)?))
}

pub(crate) fn correct(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: CorrectForm = ctx.form()?;
    let (activity, one) = find(tx, ctx)?;
    let may = ctx.viewer.may::<CorrectAttendance>(&activity)?;
    let change = one.correct(may, &activity, (form.persons, form.group), form.reason)?;
    Ok(done(&tx.commit(change, attendance::save)?))
}

pub(crate) fn take_back(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: TakeBackForm = ctx.form()?;
    let (activity, one) = find(tx, ctx)?;
    let may = ctx.viewer.may::<TakeBackAttendance>(&activity)?;
    let change = one.take_back(may, &activity, form.reason)?;
    Ok(done(&tx.commit(change, attendance::save)?))
}

/// The noun of a fact, an attendance or a head count: to those who run its activity.
pub(crate) fn by_id(read: &Read, ctx: &Ctx) -> Answer {
    let id = ctx.at::<AttendanceId>("id")?;
    let activity = activities::get(read, attendance::find_activity(read, id)?.or_missing()?)?;
    if !ctx.viewer.is_able::<CheckIn>(&activity) {
        return Err(Stop::Missing);
    }
    Ok(Page::Redirect(match attendance::get(read, activity.id, id) {
        Ok(_) => format!("{}/attendance/{id}", activity.href()),
        Err(_) => format!("{}/counts", activity.href()),
    }))
}

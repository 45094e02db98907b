//! Certificates as others see them: checked by anyone who holds one in hand, without naming anybody; revoked by those who run the
//! activity; and what was said in feedback, without who said it.

use super::attendance::run_by;
use crate::rules::{Activity, Certificate, CertificateId, RevokeCertificate};
use crate::store::{activities, afterwards, attendance};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::{OrMissing, Stop};
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// Why it is good no more.
    pub(crate) struct RevokeForm {
        reason: String = line().min(2).max(200),
    }
}

#[derive(Template)]
#[template(path = "certificate_check.html")]
struct CheckPage<'a> {
    ctx: &'a Ctx,
    activity: &'a Activity,
    is_good: bool,
    words: String,
    days: Vec<String>,
    name: String,
    is_of: Option<bool>,
}

/// Anyone with the code. The name is not told: whoever holds the paper types the name that stands on it.
pub(crate) fn check(read: &Read, ctx: &Ctx) -> Answer {
    let certificate = afterwards::find_certificate(read, ctx.at::<CertificateId>("id")?)?.or_missing()?;
    let activity = activities::get(read, certificate.activity)?;
    let came = attendance::list_of_person(read, activity.id, certificate.person)?;
    let is_good = certificate.revoked.is_none() && !came.is_empty();
    let words = match &certificate.revoked {
        Some((at, reason)) => {
            ctx.fill("attendance_certificate.was_revoked", &[("at", &at.day().to_string()), ("reason", reason)])
        }
        None if came.is_empty() => ctx.t("attendance_certificate.no_longer").into_owned(),
        None => ctx.fill("attendance_certificate.good", &[("at", &certificate.issued_at.day().to_string())]),
    };
    let name = ctx.asked("name").unwrap_or_default().to_owned();
    let person = read.find_standing_person(certificate.person)?.and_then(|person| person.name);
    let mut days: Vec<_> = came.iter().map(|one| one.on.to_string()).collect();
    days.dedup();
    let page = CheckPage {
        ctx,
        is_good,
        words,
        days,
        is_of: (!name.is_empty()).then(|| person.as_ref() == Some(&name)),
        name,
        activity: &activity,
    };
    Page::html(ctx.t("attendance_certificate.check"), &page)
}

#[derive(Template)]
#[template(path = "certificates.html")]
struct ListPage<'a> {
    ctx: &'a Ctx,
    lines: Vec<(String, Certificate, Option<String>)>,
}

pub(crate) fn list(read: &Read, ctx: &Ctx) -> Answer {
    let activity = run_by(read, ctx)?;
    let mut lines = Vec::new();
    for one in afterwards::list_certificates(read, activity.id)? {
        let name = read.find_standing_person(one.person)?.and_then(|person| person.name).unwrap_or_default();
        let form =
            ctx.act_form("attendance_certificate.revoke").at("id", activity.id).at("certificate", one.id).about(&name);
        let form = one.revoked.is_none().then(|| form.in_a_row().html());
        lines.push((name, one, form));
    }
    Ok(Page::html(ctx.t("attendance_certificate.list"), &ListPage { ctx, lines })?
        .below(&activity.plan.title, activity.href())
        .below(ctx.t("attendance.list"), format!("{}/attendance", activity.href())))
}

pub(crate) fn revoke(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: RevokeForm = ctx.form()?;
    let activity = run_by(tx, ctx)?;
    let may = ctx.viewer.may::<RevokeCertificate>(&activity)?;
    let found = afterwards::find_certificate(tx, ctx.at::<CertificateId>("certificate")?)?;
    let certificate = found.filter(|one| one.activity == activity.id).or_missing()?;
    let change = certificate.revoke(may, &activity, form.reason)?;
    tx.commit(change, afterwards::save_certificate)?;
    Ok(Done::at(format!("{}/certificates", activity.href())))
}

#[derive(Template)]
#[template(path = "feedback.html")]
struct FeedbackPage<'a> {
    ctx: &'a Ctx,
    count: usize,
    /// What was asked, the average in tenths, and how many gave 1 to 5.
    marks: Vec<(String, String, [usize; 5])>,
    again: usize,
    said: Vec<(String, String)>,
}

/// For those who run the activity: figures and words, and nobody's name beside them.
pub(crate) fn feedback(read: &Read, ctx: &Ctx) -> Answer {
    let activity = run_by(read, ctx)?;
    let words = afterwards::list_feedback(read, activity.id)?;
    let count = words.len();
    let of = |(at, key): (usize, &str)| {
        let gave = |mark: usize| words.iter().filter(|word| word.marks[at] == mark as i64 + 1).count();
        let marks = std::array::from_fn(gave);
        let sum: i64 = words.iter().map(|word| word.marks[at]).sum();
        let tenths = (sum * 10 + count as i64 / 2) / (count as i64).max(1);
        (ctx.t(key).into_owned(), format!("{}.{}", tenths / 10, tenths % 10), marks)
    };
    let asked = ["feedback.send.field.overall", "feedback.send.field.content", "feedback.send.field.manner"];
    let page = FeedbackPage {
        ctx,
        count,
        marks: asked.into_iter().enumerate().map(of).collect(),
        again: words.iter().filter(|word| word.again).count(),
        said: words
            .iter()
            .filter(|word| !word.said.is_empty())
            .map(|word| (word.on.to_string(), word.said.clone()))
            .collect(),
    };
    Ok(Page::html(ctx.t("feedback.results"), &page)?
        .below(&activity.plan.title, activity.href())
        .below(ctx.t("attendance.list"), format!("{}/attendance", activity.href())))
}

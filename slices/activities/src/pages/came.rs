//! For one who was there, known by the receipt or the pass alone: what they came to, their certificate, their word on it.

use super::attendance::session_of;
use crate::rules::{
    Activity, Attendance, Certificate, CertificateId, Feedback, IssueCertificate, Pass, SendFeedback, give_feedback,
    issue,
};
use crate::store::{activities, afterwards, attendance, sessions};
use askama::Template;
use ground::db::{Read, Tx};
use ground::stop::{OrMissing, Stop};
use logic::refusal::Refusal;
use web::{Answer, Ctx, Done, Page};

logic::form! {
    /// How it was.
    pub(crate) struct FeedbackForm {
        overall: i64 = count().min(1).max(5),
        content: i64 = count().min(1).max(5),
        manner: i64 = count().min(1).max(5),
        again: bool = flag(),
        said: Option<String> = text().max(1000),
    }
}

/// The activity and every attendance that the address's pass opens; nothing is there for any other.
fn find(read: &Read, ctx: &Ctx) -> Result<(Activity, Vec<Attendance>), Stop> {
    let activity = activities::get(read, ctx.at("id")?)?;
    let opened = attendance::find_by_pass(read, activity.id, ctx.at::<Pass>("pass")?)?;
    let first = opened.first().or_missing()?;
    // Who is known has all days and sessions on one page; who is not has what the pass is for.
    let came = match first.person {
        Some(person) => attendance::list_of_person(read, activity.id, person)?,
        None => opened,
    };
    Ok((activity, came))
}

/// The first attendance that nothing was said on yet.
fn unsaid(read: &Read, came: &[Attendance]) -> Result<Option<Attendance>, Stop> {
    for one in came {
        if !afterwards::has_feedback(read, one.id)? {
            return Ok(Some(one.clone()));
        }
    }
    Ok(None)
}

fn standing(read: &Read, activity: &Activity, came: &[Attendance]) -> Result<Option<Certificate>, Stop> {
    let Some(person) = came.first().and_then(|one| one.person) else { return Ok(None) };
    Ok(afterwards::find_certificate_of(read, activity.id, person)?)
}

#[derive(Template)]
#[template(path = "came.html")]
struct CamePage<'a> {
    ctx: &'a Ctx,
    activity: &'a Activity,
    lines: Vec<String>,
    certificate: Option<String>,
    issue: Option<String>,
    feedback: Option<String>,
    was_said: bool,
}

pub(crate) fn get(read: &Read, ctx: &Ctx) -> Answer {
    let (activity, came) = find(read, ctx)?;
    let pass: Pass = ctx.at("pass")?;
    let certificate = standing(read, &activity, &came)?;
    let unsaid = unsaid(read, &came)?;
    let form = |act| ctx.act_form(act).at("id", activity.id).at("pass", pass);
    let is_over = activity.plan.ends_at <= ctx.viewer.now;
    let may_issue = certificate.is_none() && is_over && came.iter().any(|one| one.person.is_some());
    let page = CamePage {
        ctx,
        lines: lines(read, ctx, &activity, &came)?,
        certificate: certificate.map(|_| format!("{}/came/{pass}/certificate", activity.href())),
        issue: may_issue.then(|| form("attendance_certificate.issue").html()),
        was_said: unsaid.is_none(),
        feedback: unsaid.map(|_| form("feedback.send").html()),
        activity: &activity,
    };
    let title = ctx.fill("attendance.you_came", &[("title", &activity.plan.title)]);
    Ok(Page::html(title, &page)?.below(&activity.plan.title, activity.href()))
}

/// Days, sessions and ways, in words; when they left, if that was written down.
fn lines(read: &Read, ctx: &Ctx, activity: &Activity, came: &[Attendance]) -> Result<Vec<String>, Stop> {
    let all = sessions::list(read, activity.id)?;
    let line = |one: &Attendance| {
        let left = one.left_at.map(|at| format!("– {at}"));
        let parts =
            [Some(one.at.to_string()), left, session_of(&all, one.session), Some(ctx.word("channel", one.channel))];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    Ok(came.iter().map(line).collect())
}

/// Asked for twice, it is the same one.
pub(crate) fn post_issue(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let (activity, came) = find(tx, ctx)?;
    let may = ctx.viewer.may::<IssueCertificate>(&activity)?;
    let href = format!("{}/came/{}/certificate", activity.href(), ctx.at::<Pass>("pass")?);
    if standing(tx, &activity, &came)?.is_none() {
        let change = issue(may, &activity, &came, CertificateId(ground::clock::random().into()))?;
        tx.commit(change, afterwards::insert_certificate)?;
    }
    Ok(Done::at(href))
}

#[derive(Template)]
#[template(path = "certificate.html")]
struct CertificatePage<'a> {
    ctx: &'a Ctx,
    activity: &'a Activity,
    back: String,
    name: String,
    lines: Vec<String>,
    issued: String,
    address: String,
    qr: String,
}

/// For paper: with the holder's name, and a code that leads to where anyone can check it.
pub(crate) fn get_certificate(read: &Read, ctx: &Ctx) -> Answer {
    let (activity, came) = find(read, ctx)?;
    let certificate = standing(read, &activity, &came)?.or_missing()?;
    let person = read.find_standing_person(certificate.person)?.or_missing()?;
    let address = format!("{}/activities/certificates/{}", ctx.house.config.public_url, certificate.id);
    let page = CertificatePage {
        ctx,
        back: format!("{}/came/{}", activity.href(), ctx.at::<Pass>("pass")?),
        name: person.name.unwrap_or_default(),
        lines: lines(read, ctx, &activity, &came)?,
        issued: certificate.issued_at.day().to_string(),
        qr: super::poster::qr(&address)?,
        address,
        activity: &activity,
    };
    Ok(Page::html(ctx.t("attendance_certificate.title"), &page)?.bare())
}

pub(crate) fn post_feedback(tx: &mut Tx, ctx: &Ctx) -> Result<Done, Stop> {
    let form: FeedbackForm = ctx.form()?;
    let (activity, came) = find(tx, ctx)?;
    let may = ctx.viewer.may::<SendFeedback>(&activity)?;
    let one = unsaid(tx, &came)?.ok_or(Refusal::new("feedback.said"))?;
    let feedback = Feedback {
        id: tx.new_id(),
        activity: activity.id,
        attendance: one.id,
        overall: form.overall,
        content: form.content,
        manner: form.manner,
        again: form.again,
        said: form.said.unwrap_or_default(),
        at: tx.now,
    };
    let change = give_feedback(may, &activity, &one, feedback)?;
    tx.commit(change, afterwards::insert_feedback)?;
    Ok(Done::at(format!("{}/came/{}", activity.href(), ctx.at::<Pass>("pass")?)))
}

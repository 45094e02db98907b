//! What comes after an activity for those who were there, and for nobody else: a certificate that anyone can check, and their word
//! on how it was.

use super::activity::{Activity, ActivityId, KEEPER};
use super::attendance::{Attendance, AttendanceId};
use crate::attendance_facts as facts;
use logic::act::{Change, May, Role::*, Who::*};
use logic::fact::Draft;
use logic::id::PersonId;
use logic::refusal::Refusal;
use logic::time::Instant;

logic::id!(
    /// A certificate; random, since whoever knows it may check it.
    CertificateId
);

logic::id!(
    /// A word of feedback.
    FeedbackId
);

/// 参加证明
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Its id, on the paper and in its code.
    pub id: CertificateId,
    /// The activity.
    pub activity: ActivityId,
    /// Who was there.
    pub person: PersonId,
    /// Since when it stands.
    pub issued_at: Instant,
    /// Since when it is good no more, and why.
    pub revoked: Option<(Instant, String)>,
}

/// 反馈: from 1 to 5 how it was, and what one likes to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// Its id.
    pub id: FeedbackId,
    /// The activity.
    pub activity: ActivityId,
    /// The attendance it is on: one for each.
    pub attendance: AttendanceId,
    /// 总体
    pub overall: i64,
    /// 内容
    pub content: i64,
    /// 组织
    pub manner: i64,
    /// Whether they would come again.
    pub again: bool,
    /// In words.
    pub said: String,
    /// When.
    pub at: Instant,
}

logic::act!(IssueCertificate: Activity, "attendance_certificate.issue", [Anyone]);
logic::act!(RevokeCertificate: Activity, "attendance_certificate.revoke", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(SendFeedback: Activity, "feedback.send", [Anyone]);

/// Feedback is taken until so many days after an activity.
const FEEDBACK_DAYS: i64 = 30;

/// 出具证明: for whoever was there and is known, once it is over.
pub(crate) fn issue(
    may: May<IssueCertificate>,
    activity: &Activity,
    came: &[Attendance],
    id: CertificateId,
) -> Result<Change<Certificate>, Refusal> {
    let standing = came.iter().find(|one| one.void.is_none() && one.activity == activity.id);
    let Some(person) = standing.and_then(|one| one.person) else {
        return Err(Refusal::new("attendance_certificate.nobody"));
    };
    let now = may.by().at;
    Refusal::new("attendance_certificate.not_yet")
        .with("at", activity.plan.ends_at)
        .unless(activity.plan.ends_at <= now)?;
    let fact = fact(Draft::new(&facts::CERTIFIED, id, now.day()), activity).person(person);
    let certificate = Certificate { id, activity: activity.id, person, issued_at: now, revoked: None };
    Ok(Change::new(may.on_behalf_of(Some(person)), certificate, fact))
}

impl Certificate {
    /// 撤销: with the reason, which whoever checks it is told.
    pub(crate) fn revoke(
        self,
        may: May<RevokeCertificate>,
        activity: &Activity,
        reason: String,
    ) -> Result<Change<Self>, Refusal> {
        Refusal::new("attendance_certificate.revoked").unless(self.revoked.is_none())?;
        let now = may.by().at;
        let said = fact(Draft::new(&facts::CERTIFICATE_REVOKED, self.id, now.day()), activity).person(self.person);
        Ok(Change::new(may, Self { revoked: Some((now, reason)), ..self }, said))
    }
}

/// 反馈: one for an attendance that stands, while it is fresh. Nobody is named by its fact.
pub(crate) fn give_feedback(
    may: May<SendFeedback>,
    activity: &Activity,
    came: &Attendance,
    feedback: Feedback,
) -> Result<Change<Feedback>, Refusal> {
    Refusal::new("feedback.not_there").unless(came.void.is_none() && came.id == feedback.attendance)?;
    let last = activity.plan.ends_at.plus_seconds(FEEDBACK_DAYS * 86_400);
    Refusal::new("feedback.over").with("at", last.day()).unless(may.by().at < last)?;
    let said = fact(Draft::new(&facts::FEEDBACK_GIVEN, feedback.id, feedback.at.day()), activity);
    Ok(Change::new(may, feedback.clone(), said.quantity(feedback.overall)))
}

fn fact(draft: Draft, activity: &Activity) -> Draft {
    draft
        .programme(activity.plan.programme)
        .place(activity.plan.place)
        .unit(activity.unit.id)
        .class(activity.plan.class.code())
        .object(Some(activity.id))
}

#[cfg(test)]
#[path = "afterwards_tests.rs"]
mod tests;

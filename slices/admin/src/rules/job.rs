//! Jobs that were given up: tried once more, or discarded for a reason.

use super::{DiscardJob, ReviveJob};
use crate::facts;
use ground::jobs::Queued;
use logic::act::{Change, May};
use logic::fact::{Draft, FactKind, More};
use logic::refusal::Refusal;
use logic::time::Day;

/// The job that brings a one-time code to a telephone.
const SEND_CODE: &str = "code.send";

logic::codes!(
    /// Why a job is not needed any more. Its text key is `discard_reason.<code>`.
    DiscardReason {
        /// 已过时
        Outdated = "outdated",
        /// 已另行办理
        Handled = "handled",
        /// 本来就有误
        Mistaken = "mistaken",
    }
);

/// Whether a job carries word to people: what it carries is theirs alone and shown to nobody else.
pub(crate) fn is_read_by_people(kind: &str) -> bool {
    kind == SEND_CODE || kind == ground::notices::SEND
}

/// A dead job gets another round of tries; a one-time code has run out long before its job is given up.
pub(crate) fn revive(job: Queued, may: May<ReviveJob>, kind: Option<&'static str>) -> Result<Change<Queued>, Refusal> {
    Refusal::new("job.code_expired").unless(job.kind != SEND_CODE)?;
    let fact = said(&facts::JOB_REVIVED, &job, may.by().at.day(), kind);
    Ok(Change::new(may, job, fact))
}

/// A dead job is dropped for good.
pub(crate) fn discard(
    job: Queued,
    may: May<DiscardJob>,
    kind: Option<&'static str>,
    reason: DiscardReason,
) -> Change<Queued> {
    let fact = said(&facts::JOB_DISCARDED, &job, may.by().at.day(), kind).more("reason", More::Code(reason.code()));
    Change::new(may, job, fact)
}

/// The kind is part of the fact if it is one the program knows: once discarded, nothing else tells what it was.
fn said(fact: &'static FactKind, job: &Queued, on: Day, kind: Option<&'static str>) -> Draft {
    let draft = Draft::new(fact, job.id, on);
    match kind {
        Some(kind) => draft.more("kind", More::Code(kind)),
        None => draft,
    }
}

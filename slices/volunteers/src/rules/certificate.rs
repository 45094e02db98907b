//! 证明: what somebody has done, at one position of the ledger, as the holder agreed to show it; anyone can verify it.
//!
//! Whoever recorded the service certifies it, truly, free of charge (民政部令第67号《志愿服务记录与证明出具办法（试行）》,
//! in force since 2021-02-01). A record of outreach work is the holder's own (科学技术普及法, 2024).

use super::codes::Paper;
use crate::facts;
use logic::act::{Change, May, Noun, Relation, Role::*, Who::*};
use logic::fact::{Draft, Position};
use logic::id::{Id, PersonId};
use logic::refusal::Refusal;
use logic::time::{Day, Instant};

logic::id!(
    /// A certificate.
    CertificateId
);

/// What the holder agreed to show to whoever has the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shows {
    /// The whole name; else the family name alone.
    pub name: bool,
    /// Each record with its day and place; else the sums alone.
    pub lines: bool,
}

/// 证明
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Its id.
    pub id: CertificateId,
    /// What one types to verify it.
    pub number: String,
    /// The holder.
    pub person: PersonId,
    /// What it tells of.
    pub kind: Paper,
    /// From this day.
    pub from: Day,
    /// To this day.
    pub to: Day,
    /// The end of the ledger when it was issued.
    pub position: Position,
    /// What is shown.
    pub shows: Shows,
    /// The records it tells of, by their positions; none: all of the time.
    pub chosen: Vec<Position>,
    /// When it was issued.
    pub issued_at: Instant,
    /// When and why it was revoked.
    pub revoked: Option<(Instant, String)>,
}

/// Whose certificate is asked for.
pub struct Holder(pub PersonId);

/// Whose it is.
pub(crate) const HOLDER: Relation = Relation("holder");

impl Noun for Holder {
    fn relates(&self, relation: Relation, person: PersonId) -> bool {
        relation == HOLDER && self.0 == person
    }
}

impl Noun for Certificate {
    fn relates(&self, relation: Relation, person: PersonId) -> bool {
        relation == HOLDER && self.person == person
    }
}

logic::act!(IssueCertificate: Holder, "certificate.issue", [Is(HOLDER), RoleAnywhere(Officer), RoleAnywhere(Secretary)]);
logic::act!(RevokeCertificate: Certificate, "certificate.revoke", [Is(HOLDER), Role(Officer), Role(Leader)]);

/// Sixty bits, in groups that can be read out: nobody finds one by trying.
pub(crate) fn number_of(random: [u8; 16]) -> String {
    let text = Id::from(random).to_string().to_uppercase();
    let tail = &text[text.len() - 12..];
    format!("{}-{}-{}", &tail[..4], &tail[4..8], &tail[8..])
}

/// It is issued over records that stand; over nothing there is nothing to certify.
pub(crate) fn issue(
    may: May<IssueCertificate>,
    certificate: Certificate,
    records: usize,
) -> Result<Change<Certificate>, Refusal> {
    Refusal::new("certificate.ends_first").unless(certificate.from <= certificate.to)?;
    Refusal::new("certificate.nothing").unless(records > 0)?;
    let by = may.by();
    let may = if by.person == Some(certificate.person) { may } else { may.on_behalf_of(Some(certificate.person)) };
    let fact = Draft::new(&facts::ISSUED, certificate.id, by.at.day())
        .person(certificate.person)
        .class(certificate.kind.code())
        .quantity(records as i64);
    Ok(Change::new(may, certificate, fact))
}

impl Certificate {
    /// Its page, for the holder and those who issue.
    pub fn href(&self) -> String {
        format!("/certificates/{}", self.id)
    }

    /// Where anyone verifies it.
    pub fn verify_href(&self) -> String {
        format!("/verify/{}", self.number)
    }

    /// It is good no more; whoever verifies it reads why.
    pub(crate) fn revoke(self, may: May<RevokeCertificate>, reason: String) -> Result<Change<Self>, Refusal> {
        Refusal::new("certificate.revoked").unless(self.revoked.is_none())?;
        let by = may.by();
        let fact = Draft::new(&facts::REVOKED, self.id, by.at.day()).person(self.person).class(self.kind.code());
        let (person, href) = (self.person, self.href());
        let blanks = vec![("number", self.number.clone()), ("reason", reason.clone())];
        let told = Some(person).filter(|person| by.person != Some(*person));
        Ok(Change::new(may, Self { revoked: Some((by.at, reason)), ..self }, fact).tell(
            told,
            "certificate_revoked",
            blanks,
            href,
        ))
    }
}

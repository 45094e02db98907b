//! 资格证书: told by the volunteer, seen by an officer, valid from one day to another.

use super::codes::Proof;
use super::volunteer::{SELF, Volunteer, VolunteerId};
use crate::facts;
use logic::act::{Change, May, Role::*, Who::*};
use logic::fact::Draft;
use logic::id::PersonId;
use logic::refusal::Refusal;
use logic::time::{Day, Instant};

logic::id!(
    /// A qualification.
    QualificationId
);

/// 资格证书
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qualification {
    /// Its id.
    pub id: QualificationId,
    /// Whose.
    pub volunteer: VolunteerId,
    /// What for.
    pub kind: Proof,
    /// Its number.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// The first day it is good for.
    pub valid_from: Option<Day>,
    /// The last day it is good for; nothing if it has no end.
    pub valid_to: Option<Day>,
    /// When and by whom the paper was seen.
    pub seen: Option<(Instant, PersonId)>,
}

logic::act!(AddQualification: Volunteer, "qualification.add", [Is(SELF), Role(Officer), Role(Secretary)]);
logic::act!(CheckQualification: Volunteer, "qualification.check", [Role(Officer), Role(Secretary)]);
logic::act!(DropQualification: Volunteer, "qualification.drop", [Is(SELF), Role(Officer), Role(Secretary)]);

impl Qualification {
    fn fact(&self, volunteer: &Volunteer, kind: &'static logic::fact::FactKind, on: Day) -> Draft {
        Draft::new(kind, volunteer.id, on)
            .person(volunteer.person)
            .unit(volunteer.unit.id)
            .object(Some(self.id))
            .class(self.kind.code())
    }

    /// Told; it counts once it has been seen.
    pub(crate) fn add(self, may: May<AddQualification>, volunteer: &Volunteer) -> Result<Change<Self>, Refusal> {
        let ends_first = self.valid_from.zip(self.valid_to).is_some_and(|(from, to)| to < from);
        Refusal::new("qualification.ends_first").unless(!ends_first)?;
        let fact = self.fact(volunteer, &facts::QUALIFIED, may.by().at.day());
        Ok(Change::new(may, self, fact))
    }

    /// An officer has seen the paper; nobody sees their own.
    pub(crate) fn check(self, may: May<CheckQualification>, volunteer: &Volunteer) -> Result<Change<Self>, Refusal> {
        let by = may.by();
        let Some(officer) = by.person.filter(|officer| volunteer.person != Some(*officer)) else {
            return Err(Refusal::new("qualification.own"));
        };
        Refusal::new("qualification.seen").unless(self.seen.is_none())?;
        let seen = Self { seen: Some((by.at, officer)), ..self };
        let fact = seen.fact(volunteer, &facts::QUALIFICATION_SEEN, by.at.day());
        Ok(Change::new(may, seen, fact))
    }

    /// It is taken off the card.
    pub(crate) fn drop(self, may: May<DropQualification>, volunteer: &Volunteer) -> Change<Self> {
        let fact = self.fact(volunteer, &facts::QUALIFICATION_DROPPED, may.by().at.day());
        Change::new(may, self, fact)
    }
}

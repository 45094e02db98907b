//! A technique in use: an expert says a farmer uses it; it counts once the farmer says so.

use super::acts::{ConfirmApplication, DenyApplication, FARMER, ReportApplication};
use super::{TechniqueId, VisitId};
use crate::facts;
use logic::act::{Act, Change, May, Noun, Relation};
use logic::fact::{Draft, FactKind};
use logic::id::{Id, PersonId};
use logic::place::PlaceCode;
use logic::refusal::Refusal;
use logic::time::Day;

logic::id!(
    /// A technique in one farmer's use.
    ApplicationId
);

/// 应用
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// The technique.
    pub technique: TechniqueId,
    /// The village.
    pub village: PlaceCode,
    /// The farmer.
    pub person: PersonId,
    /// The visit on which it was seen.
    pub visit: Option<VisitId>,
    /// The programme it counts for.
    pub programme: Option<Id>,
    /// What the farmer says.
    pub state: ApplicationState,
}

/// What the farmer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApplicationState {
    /// Nothing yet.
    Reported {
        /// Since.
        on: Day,
    },
    /// 在用
    Confirmed {
        /// Since.
        on: Day,
    },
    /// 没有在用
    Denied {
        /// Since.
        on: Day,
    },
}

impl ApplicationState {
    /// The stored code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Reported { .. } => "reported",
            Self::Confirmed { .. } => "confirmed",
            Self::Denied { .. } => "denied",
        }
    }

    /// Since when.
    pub fn on(&self) -> Day {
        match self {
            Self::Reported { on } | Self::Confirmed { on } | Self::Denied { on } => *on,
        }
    }
}

impl Noun for Application {
    fn relates(&self, relation: Relation, person: PersonId) -> bool {
        relation == FARMER && self.person == person
    }
}

impl Application {
    fn step<A: Act>(self, may: May<A>, kind: &'static FactKind, state: ApplicationState) -> Change<Self> {
        let fact = Draft::new(kind, self.id, may.by().at.day()).programme(self.programme).place(self.village);
        let fact = fact.person(self.person).object(Some(self.technique));
        Change::new(may, Self { state, ..self }, fact)
    }

    /// It is seen on a visit; the farmer is asked.
    pub(crate) fn report(self, may: May<ReportApplication>, technique: &str) -> Change<Self> {
        let on = may.by().at.day();
        let (person, blanks) = (self.person, vec![("technique", technique.to_owned())]);
        let change = self.step(may, &facts::TECHNIQUE_REPORTED, ApplicationState::Reported { on });
        change.tell(person, "application_reported", blanks, "/work".into())
    }

    /// The farmer says yes: now it counts.
    pub(crate) fn confirm(self, may: May<ConfirmApplication>) -> Result<Change<Self>, Refusal> {
        Refusal::new("application.answered").unless(matches!(self.state, ApplicationState::Reported { .. }))?;
        let on = may.by().at.day();
        Ok(self.step(may, &facts::TECHNIQUE_APPLIED, ApplicationState::Confirmed { on }))
    }

    /// The farmer says no.
    pub(crate) fn deny(self, may: May<DenyApplication>) -> Result<Change<Self>, Refusal> {
        Refusal::new("application.answered").unless(matches!(self.state, ApplicationState::Reported { .. }))?;
        let on = may.by().at.day();
        Ok(self.step(may, &facts::TECHNIQUE_DENIED, ApplicationState::Denied { on }))
    }
}

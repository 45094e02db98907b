//! A visit: an expert was in a village, this long, with so many people, teaching these techniques.

use super::acts::{CorrectVisit, EXPERT, LogVisit, VoidVisit};
use super::{ExpertId, PostId, TechniqueId};
use crate::facts::{self, TECHNIQUE_TAUGHT, VISIT_ATTENDED, VISIT_BENEFITED, VISIT_LOGGED, VISIT_RETURNED};
use logic::act::{Change, May, Noun, Relation};
use logic::code::{Audience, Channel, Reason};
use logic::fact::{Draft, FactKind};
use logic::id::{Id, PersonId};
use logic::place::PlaceCode;
use logic::refusal::Refusal;
use logic::time::Day;

logic::id!(
    /// A visit.
    VisitId
);

/// 进村服务
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Its id.
    pub id: VisitId,
    /// The post it was made under.
    pub post: Option<PostId>,
    /// The programme it counts for.
    pub programme: Option<Id>,
    /// The expert.
    pub expert: ExpertId,
    /// The expert as a person.
    pub person: PersonId,
    /// The village.
    pub village: PlaceCode,
    /// The day, the first one of several.
    pub on: Day,
    /// How many days.
    pub days: i64,
    /// 线下人次
    pub onsite: i64,
    /// 线上人次
    pub online: i64,
    /// 对象
    pub audience: Audience,
    /// 回访: to see what has come of an earlier visit.
    pub is_return: bool,
    /// In words.
    pub note: String,
    /// The techniques taught.
    pub techniques: Vec<TechniqueId>,
    /// Those on the roster.
    pub people: Vec<PersonId>,
    /// When it was taken back.
    pub void_on: Option<Day>,
}

impl Noun for Visit {
    fn relates(&self, relation: Relation, person: PersonId) -> bool {
        relation == EXPERT && self.person == person
    }
}

/// The kinds of facts a visit leaves: a correction takes all of them back.
const KINDS: &[&FactKind] = &[&VISIT_LOGGED, &VISIT_RETURNED, &VISIT_ATTENDED, &VISIT_BENEFITED, &TECHNIQUE_TAUGHT];

/// A visit is written down at most this many days later.
const LATEST: i32 = 400;

impl Visit {
    fn fact(&self, kind: &'static FactKind) -> Draft {
        Draft::new(kind, self.id, self.on).programme(self.programme).place(self.village)
    }

    /// Everything the visit says, the visit itself first.
    fn facts(&self) -> Vec<Draft> {
        let logged = self.fact(&VISIT_LOGGED).person(self.person).quantity(self.days);
        let returned = self.is_return.then(|| self.fact(&VISIT_RETURNED).person(self.person));
        let attended = |channel, people| {
            (people > 0).then(|| self.fact(&VISIT_ATTENDED).audience(self.audience).channel(channel).quantity(people))
        };
        let benefited =
            self.people.iter().map(|person| self.fact(&VISIT_BENEFITED).audience(self.audience).person(*person));
        let taught = self.techniques.iter().map(|technique| self.fact(&TECHNIQUE_TAUGHT).object(Some(*technique)));
        let both = [attended(Channel::Onsite, self.onsite), attended(Channel::Online, self.online)];
        std::iter::once(logged)
            .chain(returned)
            .chain(both.into_iter().flatten())
            .chain(benefited)
            .chain(taught)
            .collect()
    }

    fn check(&self, today: Day) -> Result<(), Refusal> {
        Refusal::new("visit.in_future").unless(self.on <= today)?;
        Refusal::new("visit.too_old").with("days", LATEST).unless(self.on >= today.plus(-LATEST))?;
        Refusal::new("visit.roster_larger").unless(self.people.len() as i64 <= self.onsite + self.online)
    }

    /// It is written down: by the expert, or by an officer for someone who telephoned.
    pub(crate) fn log(self, may: May<LogVisit>, is_known: bool) -> Result<Change<Self>, Refusal> {
        self.check(may.by().at.day())?;
        Refusal::new("visit.known").unless(!is_known)?;
        let mut facts = self.facts().into_iter();
        let Some(first) = facts.next() else { return Err(Refusal::new("visit.known")) };
        Ok(Change::new(may, self, first).and_all(facts))
    }

    /// It is put right: what it said is taken back and said anew.
    pub(crate) fn correct(self, may: May<CorrectVisit>, right: Self, reason: Reason) -> Result<Change<Self>, Refusal> {
        Refusal::new("visit.void").unless(self.void_on.is_none())?;
        right.check(may.by().at.day())?;
        let id = self.id;
        let mut facts = right.facts().into_iter();
        let Some(first) = facts.next() else { return Err(Refusal::new("visit.void")) };
        Ok(Change::new(may, right, first).and_all(facts).correcting(id, KINDS, reason))
    }

    /// It did not happen, or stands there twice: all it said is taken back.
    pub(crate) fn void(self, may: May<VoidVisit>, reason: Reason) -> Result<Change<Self>, Refusal> {
        Refusal::new("visit.void").unless(self.void_on.is_none())?;
        let (on, id) = (may.by().at.day(), self.id);
        let fact =
            Draft::new(&facts::VISIT_VOIDED, id, on).programme(self.programme).place(self.village).person(self.person);
        Ok(Change::new(may, Self { void_on: Some(on), ..self }, fact).correcting(id, KINDS, reason))
    }
}

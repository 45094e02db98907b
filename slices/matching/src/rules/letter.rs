//! 意向书: what an expert or a village would like, handed in while a round's draft is being made. A wish counts in the
//! score; it binds nobody.

use super::acts::{CONTACT, EXPERT, HandLetter, WithdrawLetter};
use super::{ExpertId, Round, RoundId, Side};
use crate::facts;
use logic::act::{Change, May, Noun, Relation, UnitPath};
use logic::fact::{Draft, FactKind};
use logic::id::{Id, PersonId, UnitId};
use logic::place::PlaceCode;
use logic::refusal::Refusal;
use logic::time::Day;

logic::id!(
    /// A letter of intent.
    LetterId
);

/// 意向书
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its id.
    pub id: LetterId,
    /// The round it is for.
    pub round: RoundId,
    /// The round's programme.
    pub programme: Option<Id>,
    /// The unit that runs the round.
    pub unit: UnitId,
    /// That unit's place in the tree.
    pub path: UnitPath,
    /// Whose letter it is.
    pub side: Side,
    /// The expert who would go.
    pub expert: ExpertId,
    /// Who that is.
    pub person: PersonId,
    /// The village.
    pub village: PlaceCode,
    /// Its contact.
    pub contact: Option<PersonId>,
    /// Since when.
    pub since: Day,
    /// When it was taken back.
    pub withdrawn_on: Option<Day>,
}

impl Noun for Letter {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.path)
    }

    // Each side writes its own letters only.
    fn relates(&self, relation: Relation, person: PersonId) -> bool {
        match self.side {
            Side::Expert => relation == EXPERT && self.person == person,
            Side::Village => relation == CONTACT && self.contact == Some(person),
        }
    }
}

/// What the same side has handed in for the round already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before<'a> {
    /// The expert's letters, where this is an expert's.
    pub of_expert: &'a [Letter],
    /// Letters of the villages of the same town, where this is a village's.
    pub of_town: &'a [Letter],
}

impl Letter {
    fn fact(&self, kind: &'static FactKind, on: Day) -> Draft {
        Draft::new(kind, self.id, on)
            .programme(self.programme)
            .unit(self.unit)
            .place(self.village)
            .person(Some(self.person))
            .object(Some(self.round.0))
    }

    /// It is handed in: while the draft is being made, once for a pair, and where the rules say so one for each expert and
    /// each town.
    pub(crate) fn hand(
        self,
        may: May<HandLetter>,
        round: &Round,
        before: &Before<'_>,
    ) -> Result<Change<Self>, Refusal> {
        Refusal::new("letter.closed").unless(round.state.is_draft())?;
        let own = match self.side {
            Side::Expert => before.of_expert,
            Side::Village => before.of_town,
        };
        let is_same = |other: &Letter| (other.expert, other.village) == (self.expert, self.village);
        Refusal::new("letter.twice").unless(!own.iter().any(is_same))?;
        let refusal = match self.side {
            Side::Expert => Refusal::new("letter.expert_has_one"),
            Side::Village => Refusal::new("letter.town_has_one"),
        };
        refusal.unless(!round.rules.one_letter || own.is_empty())?;
        let fact = self.fact(&facts::LETTER_HANDED, may.by().at.day());
        Ok(Change::new(may, self, fact))
    }

    /// It is taken back: as long as the draft is being made.
    pub(crate) fn withdraw(self, may: May<WithdrawLetter>, round: &Round) -> Result<Change<Self>, Refusal> {
        Refusal::new("letter.closed").unless(round.state.is_draft())?;
        Refusal::new("letter.withdrawn").unless(self.withdrawn_on.is_none())?;
        let on = may.by().at.day();
        let fact = self.fact(&facts::LETTER_WITHDRAWN, on);
        Ok(Change::new(may, Self { withdrawn_on: Some(on), ..self }, fact))
    }
}

//! Villages and what they need.

use super::acts::{CardVillage, EditNeed, StateNeed, WithdrawNeed};
use crate::facts;
use logic::act::{Change, May};
use logic::code::Reason;
use logic::fact::Draft;
use logic::id::{Id, PersonId};
use logic::place::PlaceCode;
use logic::refusal::Refusal;
use logic::time::Day;

logic::id!(
    /// A need of a village.
    NeedId
);

/// 村情卡: what is known of a village.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Village {
    /// The place.
    pub code: PlaceCode,
    /// Its name.
    pub name: String,
    /// Households.
    pub households: Option<i64>,
    /// Crops and trades.
    pub crops: String,
    /// Anything else.
    pub note: String,
    /// 薄弱村: city experts go there first.
    pub is_weak: bool,
    /// 联络员
    pub contact: Option<PersonId>,
}

impl Village {
    /// Its card is written.
    pub(crate) fn card(self, may: May<CardVillage>) -> Change<Self> {
        let fact = Draft::new(&facts::VILLAGE_CARDED, place_id(self.code), may.by().at.day())
            .place(self.code)
            .person(self.contact);
        Change::new(may, self, fact)
    }
}

/// A place as a noun of the ledger: its code in the last eight bytes.
pub fn place_id(code: PlaceCode) -> Id {
    Id::from(i128::from(code.0).to_be_bytes())
}

/// The months of a year in which something may happen; over the turn of the year if the first is the later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Months {
    /// From this month, 1 to 12.
    pub from: i64,
    /// To and with this month.
    pub to: i64,
}

impl Months {
    /// Whether a month lies in the span.
    pub(crate) fn has(&self, month: i64) -> bool {
        if self.from <= self.to {
            (self.from..=self.to).contains(&month)
        } else {
            month >= self.from || month <= self.to
        }
    }
}

/// 需求
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Its id.
    pub id: NeedId,
    /// The village.
    pub village: PlaceCode,
    /// The programme it counts for.
    pub programme: Option<Id>,
    /// The discipline of each expert it wants, the leader's first: one to three.
    pub disciplines: Vec<String>,
    /// In a few words.
    pub title: String,
    /// In more.
    pub text: String,
    /// When help is needed; any time if it does not say.
    pub months: Option<Months>,
    /// When it was withdrawn.
    pub withdrawn_on: Option<Day>,
    /// The import it came with.
    pub batch: Option<super::BatchId>,
}

/// The most experts a need may want: a team of three.
pub const TEAM: usize = 3;

impl Need {
    fn fact(&self, kind: &'static logic::fact::FactKind, on: Day) -> Draft {
        Draft::new(kind, self.id, on)
            .place(self.village)
            .programme(self.programme)
            .quantity(self.disciplines.len() as i64)
    }

    /// A village states it.
    pub(crate) fn state(self, may: May<StateNeed>) -> Change<Self> {
        let fact = self.fact(&facts::NEED_STATED, may.by().at.day());
        Change::new(may, self, fact)
    }

    /// It changes.
    pub(crate) fn edit(self, may: May<EditNeed>, changed: Self) -> Result<Change<Self>, Refusal> {
        Refusal::new("need.withdrawn").unless(self.withdrawn_on.is_none())?;
        let fact = changed.fact(&facts::NEED_EDITED, may.by().at.day());
        Ok(Change::new(may, changed, fact))
    }

    /// It is no longer there, for this reason; not while someone is invited or serves for it.
    pub(crate) fn withdraw(
        self,
        may: May<WithdrawNeed>,
        has_posts: bool,
        reason: Reason,
    ) -> Result<Change<Self>, Refusal> {
        Refusal::new("need.withdrawn").unless(self.withdrawn_on.is_none())?;
        Refusal::new("need.has_posts").unless(!has_posts)?;
        let on = may.by().at.day();
        let fact = self.fact(&facts::NEED_WITHDRAWN, on);
        let id = self.id;
        Ok(Change::new(may, Self { withdrawn_on: Some(on), ..self }, fact).correcting(
            id,
            &[&facts::NEED_STATED],
            reason,
        ))
    }
}

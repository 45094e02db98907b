//! Experts: who can help with what, where and when.

use super::Months;
use super::acts::{EXPERT, EditExpert, ListExpert, PauseExpert, ResumeExpert};
use crate::facts;
use logic::act::{Change, May, Noun, Relation};
use logic::fact::Draft;
use logic::id::{PersonId, UnitId};
use logic::place::PlaceCode;
use logic::refusal::Refusal;
use logic::time::Day;

logic::id!(
    /// An expert's card.
    ExpertId
);

logic::codes!(
    /// 职称级别 (GB/T 8561)
    TitleLevel {
        /// 正高级
        Senior = "senior",
        /// 副高级
        Associate = "associate",
        /// 中级
        Intermediate = "intermediate",
        /// 助理级
        Assistant = "assistant",
        /// 员级
        Junior = "junior",
    }
);

impl TitleLevel {
    /// Whether one of this level may lead a team.
    pub fn may_lead(self) -> bool {
        matches!(self, Self::Senior | Self::Associate)
    }
}

/// 专家卡
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expert {
    /// The card's id.
    pub id: ExpertId,
    /// The person.
    pub person: PersonId,
    /// Their name; nothing once erased.
    pub name: Option<String>,
    /// 主学科
    pub discipline: String,
    /// 第二学科
    pub second: Option<String>,
    /// 职称级别
    pub level: TitleLevel,
    /// 所在单位
    pub unit: Option<UnitId>,
    /// Where they live or work.
    pub home: Option<PlaceCode>,
    /// How many villages they can take on, one to three.
    pub max_posts: i64,
    /// When they can go; any time if it does not say.
    pub months: Option<Months>,
    /// Since when they cannot be asked.
    pub paused_on: Option<Day>,
    /// The import it came with.
    pub batch: Option<super::BatchId>,
}

impl Noun for Expert {
    fn relates(&self, relation: Relation, person: PersonId) -> bool {
        relation == EXPERT && self.person == person
    }
}

impl Expert {
    fn fact(&self, kind: &'static logic::fact::FactKind, on: Day) -> Draft {
        Draft::new(kind, self.id, on).person(self.person).unit(self.unit)
    }

    /// The expert is listed.
    pub(crate) fn list(self, may: May<ListExpert>) -> Change<Self> {
        let fact = self.fact(&facts::EXPERT_LISTED, may.by().at.day());
        Change::new(may, self, fact)
    }

    /// The card changes.
    pub(crate) fn edit(self, may: May<EditExpert>, changed: Self) -> Change<Self> {
        let fact = changed.fact(&facts::EXPERT_EDITED, may.by().at.day());
        Change::new(may, changed, fact)
    }

    /// The expert cannot be asked for a while.
    pub(crate) fn pause(self, may: May<PauseExpert>) -> Result<Change<Self>, Refusal> {
        Refusal::new("expert.paused").unless(self.paused_on.is_none())?;
        let on = may.by().at.day();
        let fact = self.fact(&facts::EXPERT_PAUSED, on);
        Ok(Change::new(may, Self { paused_on: Some(on), ..self }, fact))
    }

    /// The expert can be asked again.
    pub(crate) fn resume(self, may: May<ResumeExpert>) -> Result<Change<Self>, Refusal> {
        Refusal::new("expert.not_paused").unless(self.paused_on.is_some())?;
        let fact = self.fact(&facts::EXPERT_RESUMED, may.by().at.day());
        Ok(Change::new(may, Self { paused_on: None, ..self }, fact))
    }
}

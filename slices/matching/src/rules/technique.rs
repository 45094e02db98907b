//! Techniques (千项技术): 提出 → 验证 → 入库 → 推广 → 退出. By law a technique is proven locally before it is spread
//! (农业技术推广法 第二十一条), and using it is the farmer's own choice.

use super::acts::{ListTechnique, ProposeTechnique, ProveTechnique, SpreadTechnique, WithdrawTechnique};
use crate::facts;
use logic::act::{Act, Change, May};
use logic::code::Reason;
use logic::fact::{Draft, FactKind};
use logic::place::PlaceCode;
use logic::refusal::Refusal;
use logic::time::Day;

logic::id!(
    /// A technique.
    TechniqueId
);

/// 技术
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Technique {
    /// Its id.
    pub id: TechniqueId,
    /// Its name.
    pub name: String,
    /// Its discipline.
    pub discipline: String,
    /// The crop or trade it is for.
    pub crop: String,
    /// What to take care of.
    pub safety: String,
    /// Where it comes from.
    pub source: String,
    /// The place and season of its local trial.
    pub trial: Option<Trial>,
    /// How far it is.
    pub state: TechniqueState,
}

/// The local trial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// Where.
    pub place: PlaceCode,
    /// Which season: 2025年春季.
    pub season: String,
}

/// How far a technique is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TechniqueState {
    /// 提出
    Proposed,
    /// 验证
    Proven {
        /// Since.
        on: Day,
    },
    /// 入库
    Listed {
        /// Since.
        on: Day,
    },
    /// 推广
    Spread {
        /// Since.
        on: Day,
    },
    /// 退出
    Withdrawn {
        /// Since.
        on: Day,
        /// Why.
        reason: String,
    },
}

impl TechniqueState {
    /// All codes, in the order of a life.
    pub const CODES: &'static [&'static str] = &["proposed", "proven", "listed", "spread", "withdrawn"];

    /// The stored code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Proven { .. } => "proven",
            Self::Listed { .. } => "listed",
            Self::Spread { .. } => "spread",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Whether it may be taught.
    pub fn may_be_taught(&self) -> bool {
        matches!(self, Self::Listed { .. } | Self::Spread { .. })
    }
}

const WRONG_STEP: Refusal = Refusal::new("technique.wrong_step");

impl Technique {
    fn step<A: Act>(self, may: May<A>, kind: &'static FactKind, state: TechniqueState) -> Change<Self> {
        let place = self.trial.as_ref().map(|trial| trial.place);
        let fact = Draft::new(kind, self.id, may.by().at.day()).place(place).object(Some(self.id));
        Change::new(may, Self { state, ..self }, fact)
    }

    /// 提出
    pub(crate) fn propose(self, may: May<ProposeTechnique>) -> Change<Self> {
        self.step(may, &facts::TECHNIQUE_PROPOSED, TechniqueState::Proposed)
    }

    /// 验证: with the place and the season of its trial.
    pub(crate) fn prove(self, may: May<ProveTechnique>, trial: Trial) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(self.state == TechniqueState::Proposed)?;
        let on = may.by().at.day();
        Ok(Self { trial: Some(trial), ..self }.step(may, &facts::TECHNIQUE_PROVEN, TechniqueState::Proven { on }))
    }

    /// 入库
    pub(crate) fn list(self, may: May<ListTechnique>) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(matches!(self.state, TechniqueState::Proven { .. }))?;
        let on = may.by().at.day();
        Ok(self.step(may, &facts::TECHNIQUE_LISTED, TechniqueState::Listed { on }))
    }

    /// 推广
    pub(crate) fn spread(self, may: May<SpreadTechnique>) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(matches!(self.state, TechniqueState::Listed { .. }))?;
        let on = may.by().at.day();
        Ok(self.step(may, &facts::TECHNIQUE_SPREAD, TechniqueState::Spread { on }))
    }

    /// 退出: it is in the list no more.
    pub(crate) fn withdraw(self, may: May<WithdrawTechnique>, reason: String) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(!matches!(self.state, TechniqueState::Withdrawn { .. }))?;
        let (on, id) = (may.by().at.day(), self.id);
        let change = self.step(may, &facts::TECHNIQUE_WITHDRAWN, TechniqueState::Withdrawn { on, reason });
        Ok(change.correcting(id, &[&facts::TECHNIQUE_LISTED], Reason::WrongSubject))
    }
}

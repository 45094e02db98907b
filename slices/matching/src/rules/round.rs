//! A round of matching: rules, a draft that can be looked at and changed, and its publication.

use super::Fairness;
use super::acts::{CloseRound, ForbidPair, FreePair, OpenRound, PinPair, PublishRound, RuleRound, SolveRound};
use crate::facts;
use logic::act::{Act, Change, May, Noun, UnitPath};
use logic::fact::{Draft, FactKind, More};
use logic::id::{Id, UnitId};
use logic::refusal::Refusal;
use logic::time::Day;
use serde::{Deserialize, Serialize};

logic::id!(
    /// A round of matching.
    RoundId
);

/// 匹配轮次
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// The programme it is for.
    pub programme: Option<Id>,
    /// The year it is for.
    pub year: i16,
    /// Its name.
    pub name: String,
    /// The unit that runs it.
    pub unit: UnitId,
    /// That unit's place in the tree.
    pub path: UnitPath,
    /// Its rules.
    pub rules: Rules,
    /// How far it is.
    pub state: RoundState,
    /// How many drafts there have been.
    pub version: i64,
}

impl Noun for Round {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.path)
    }
}

logic::codes!(
    /// 权重: how much a part of the score counts, in words.
    Weight {
        /// 不计
        Nothing = "nothing",
        /// 略计
        Little = "little",
        /// 一般
        Middle = "middle",
        /// 重要
        Much = "much",
        /// 最重要
        Most = "most",
    }
);

impl Weight {
    /// The most points a part of this weight can bring.
    pub fn points(self) -> i64 {
        match self {
            Self::Nothing => 0,
            Self::Little => 100,
            Self::Middle => 200,
            Self::Much => 300,
            Self::Most => 500,
        }
    }

    /// The word nearest to so many points.
    pub fn of(points: i64) -> Self {
        let distance = |weight: &&Self| (weight.points() - points).abs();
        Self::ALL.iter().min_by_key(distance).copied().unwrap_or(Self::Nothing)
    }
}

/// The rules of a round: points for each part of the score, and what must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// The most villages one expert may take, whatever the card says; 0 for what the card says.
    pub max_posts: i64,
    /// Points for the discipline.
    pub discipline: i64,
    /// For a short way.
    pub distance: i64,
    /// For going on where one was well received.
    pub continuity: i64,
    /// For a good grade at one's last post, wherever it was.
    pub outcome: i64,
    /// For letters of intent: all of it where both sides wish it, half where one does.
    pub wishes: i64,
    /// Farther than this many kilometres is not asked of anyone; 0 for no limit.
    pub max_km: i64,
    /// Whether the months of need and expert must meet.
    pub months: bool,
    /// Whether a weak village counts twice.
    pub weak_first: bool,
    /// Whether a team's members come from different employers.
    pub apart: bool,
    /// Whether a town and an expert hand in one letter of intent only.
    pub one_letter: bool,
    /// What comes beside the sum of scores.
    pub fairness: Fairness,
    /// Points that each further place of an expert costs, so that loads are even.
    pub spread: i64,
    /// Employers whose people are not asked, by id.
    pub excluded_units: Vec<String>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            max_posts: 0,
            discipline: 500,
            distance: 300,
            continuity: 200,
            outcome: 100,
            wishes: 200,
            max_km: 0,
            months: true,
            weak_first: false,
            apart: false,
            one_letter: true,
            fairness: Fairness::Total,
            spread: 0,
            excluded_units: Vec::new(),
        }
    }
}

impl Rules {
    /// The most points a pair can have.
    pub fn best(&self) -> i64 {
        self.discipline + self.distance + self.continuity + self.outcome + self.wishes
    }

    /// What leaving a slot empty costs: twice the best score, so that hardly any score is worth an empty place.
    pub fn penalty(&self) -> i64 {
        2 * self.best().max(1)
    }

    /// A pair below this is a poor one: two fifths of the best score.
    pub fn poor(&self) -> i64 {
        self.best() * 2 / 5
    }

    /// Whether anything comes beside the sum of scores.
    pub fn is_fair(&self) -> bool {
        self.fairness != Fairness::Total || self.spread > 0
    }

    /// That the worst pair cannot be better can be told only where teams may be of one employer: with that rule, how many
    /// places can be filled is itself too hard to prove.
    pub fn can_be_proven(&self) -> bool {
        self.fairness != Fairness::Worst || !self.apart
    }
}

/// How far a round is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundState {
    /// Rules are being made.
    Draft,
    /// There is a draft to look at.
    Solved {
        /// Since.
        on: Day,
        /// The sum of scores less the penalty of empty slots.
        objective: i64,
        /// What no matching can exceed.
        bound: i64,
    },
    /// Both sides are asked.
    Published {
        /// Since.
        on: Day,
        /// By when they answer.
        until: Day,
    },
    /// It is over.
    Closed {
        /// Since.
        on: Day,
    },
}

impl RoundState {
    /// The stored code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Solved { .. } => "solved",
            Self::Published { .. } => "published",
            Self::Closed { .. } => "closed",
        }
    }

    /// Whether the draft may still change. It is seen by those who run the round only.
    pub fn is_draft(&self) -> bool {
        matches!(self, Self::Draft | Self::Solved { .. })
    }
}

const WRONG_STEP: Refusal = Refusal::new("round.wrong_step");

impl Round {
    fn change<A: Act>(self, may: May<A>, kind: &'static FactKind, state: RoundState) -> Change<Self> {
        let fact = self.fact(kind, may.by().at.day());
        Change::new(may, Self { state, ..self }, fact)
    }

    fn fact(&self, kind: &'static FactKind, on: Day) -> Draft {
        Draft::new(kind, self.id, on).programme(self.programme).unit(self.unit)
    }

    /// A round begins.
    pub(crate) fn open(self, may: May<OpenRound>) -> Change<Self> {
        self.change(may, &facts::ROUND_OPENED, RoundState::Draft)
    }

    /// Its rules change; the draft made by the old ones is void.
    pub(crate) fn rule(self, may: May<RuleRound>, rules: Rules) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(self.state.is_draft())?;
        Ok(Self { rules, ..self }.change(may, &facts::ROUND_RULED, RoundState::Draft))
    }

    /// A pair is fixed.
    pub(crate) fn pin(self, may: May<PinPair>) -> Result<Change<Self>, Refusal> {
        self.touch(may)
    }

    /// A pair is ruled out.
    pub(crate) fn forbid(self, may: May<ForbidPair>) -> Result<Change<Self>, Refusal> {
        self.touch(may)
    }

    /// A pair is free again.
    pub(crate) fn free(self, may: May<FreePair>) -> Result<Change<Self>, Refusal> {
        self.touch(may)
    }

    fn touch<A: Act>(self, may: May<A>) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(self.state.is_draft())?;
        let state = self.state;
        Ok(self.change(may, &facts::ROUND_RULED, state))
    }

    /// A draft is made.
    pub(crate) fn solve(self, may: May<SolveRound>, objective: i64, bound: i64) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(self.state.is_draft())?;
        let on = may.by().at.day();
        let fact = self
            .fact(&facts::ROUND_SOLVED, on)
            .more("objective", More::Number(objective))
            .more("bound", More::Number(bound));
        let version = self.version + 1;
        Ok(Change::new(may, Self { state: RoundState::Solved { on, objective, bound }, version, ..self }, fact))
    }

    /// The draft is published: both sides are asked.
    pub(crate) fn publish(self, may: May<PublishRound>, until: Day) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(matches!(self.state, RoundState::Solved { .. }))?;
        let on = may.by().at.day();
        Refusal::new("round.until_past").unless(until > on)?;
        Ok(self.change(may, &facts::ROUND_PUBLISHED, RoundState::Published { on, until }))
    }

    /// The round is over.
    pub(crate) fn close(self, may: May<CloseRound>) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(matches!(self.state, RoundState::Published { .. }))?;
        let on = may.by().at.day();
        Ok(self.change(may, &facts::ROUND_CLOSED, RoundState::Closed { on }))
    }
}

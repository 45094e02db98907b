//! A post: one expert in one village, from the invitation to its end: 双选 → 协议 → 服务 → 评价 → 考核 → 续聘/调整.

use super::acts::{
    AcceptPost, AgreePost, CONTACT, DeclinePost, EXPERT, EndPost, GradePost, PublishRound, RenewPost, ReplacePost,
    ReviewPost,
};
use super::{ExpertId, NeedId, RoundId};
use crate::facts;
use logic::act::{Act, Change, May, Noun, Relation, UnitPath};
use logic::fact::{Draft, FactKind, More};
use logic::id::{Id, PersonId};
use logic::place::PlaceCode;
use logic::refusal::Refusal;
use logic::time::Day;

logic::id!(
    /// A post.
    PostId
);

logic::codes!(
    /// Which side answers.
    Side {
        /// 专家
        Expert = "expert",
        /// 村
        Village = "village",
    }
);

logic::codes!(
    /// 考核等次
    Grade {
        /// 优秀
        Excellent = "excellent",
        /// 良好
        Good = "good",
        /// 合格
        Fair = "fair",
        /// 不合格
        Poor = "poor",
    }
);

/// 派驻
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// The round it comes from.
    pub round: RoundId,
    /// The unit that runs the round.
    pub path: UnitPath,
    /// The need it meets.
    pub need: NeedId,
    /// Which of the need's experts: 0 leads.
    pub slot: i64,
    /// The village.
    pub village: PlaceCode,
    /// The village's contact.
    pub contact: Option<PersonId>,
    /// The expert.
    pub expert: ExpertId,
    /// The expert as a person.
    pub person: PersonId,
    /// The programme it counts for.
    pub programme: Option<Id>,
    /// How far it is.
    pub state: PostState,
    /// The declined post it stands in for.
    pub replaces: Option<PostId>,
}

/// How far a post is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostState {
    /// 双选: both sides are asked.
    Invited {
        /// Since.
        on: Day,
        /// By when they answer.
        until: Day,
        /// When the expert said yes.
        expert: Option<Day>,
        /// When the village said yes.
        village: Option<Day>,
    },
    /// One side said no.
    Declined {
        /// When.
        on: Day,
        /// Which side.
        side: Side,
        /// Why.
        words: String,
    },
    /// 协议: the agreement is signed.
    Agreed {
        /// When.
        on: Day,
    },
    /// 服务: the expert has been there.
    Serving {
        /// Since the first visit.
        on: Day,
    },
    /// 评价: the village has its say.
    Reviewed {
        /// When.
        on: Day,
        /// One to five.
        mark: i64,
        /// In words.
        words: String,
    },
    /// 考核
    Graded {
        /// When.
        on: Day,
        /// The village's mark.
        mark: i64,
        /// The grade.
        grade: Grade,
    },
    /// 续聘
    Renewed {
        /// When.
        on: Day,
        /// The grade.
        grade: Grade,
    },
    /// 调整: it ends.
    Ended {
        /// When.
        on: Day,
        /// Why.
        words: String,
    },
}

impl PostState {
    /// All codes, in the order of a life.
    pub const CODES: &'static [&'static str] =
        &["invited", "declined", "agreed", "serving", "reviewed", "graded", "renewed", "ended"];

    /// The stored code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invited { .. } => "invited",
            Self::Declined { .. } => "declined",
            Self::Agreed { .. } => "agreed",
            Self::Serving { .. } => "serving",
            Self::Reviewed { .. } => "reviewed",
            Self::Graded { .. } => "graded",
            Self::Renewed { .. } => "renewed",
            Self::Ended { .. } => "ended",
        }
    }

    /// Whether visits may be made under it.
    pub fn is_in_force(&self) -> bool {
        matches!(self, Self::Agreed { .. } | Self::Serving { .. } | Self::Reviewed { .. })
    }
}

impl Noun for Post {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.path)
    }

    fn relates(&self, relation: Relation, person: PersonId) -> bool {
        relation == EXPERT && self.person == person || relation == CONTACT && self.contact == Some(person)
    }
}

const WRONG_STEP: Refusal = Refusal::new("post.wrong_step");

impl Post {
    fn fact(&self, kind: &'static FactKind, on: Day) -> Draft {
        Draft::new(kind, self.id, on)
            .programme(self.programme)
            .person(self.person)
            .place(self.village)
            .object(Some(self.need))
    }

    fn step<A: Act>(self, may: May<A>, kind: &'static FactKind, state: PostState) -> Change<Self> {
        let fact = self.fact(kind, may.by().at.day());
        Change::new(may, Self { state, ..self }, fact)
    }

    fn href(&self) -> String {
        format!("/posts/{}", self.id)
    }

    /// Tells both sides.
    fn tell_both(&self, change: Change<Self>, text: &'static str, blanks: &[(&'static str, String)]) -> Change<Self> {
        let told = change.tell(self.person, text, blanks.to_vec(), self.href());
        told.tell(self.contact, text, blanks.to_vec(), self.href())
    }

    /// 匹配: both sides are invited.
    pub(crate) fn invite(self, may: May<PublishRound>, village: &str) -> Change<Self> {
        let post = self.clone();
        let until = self.until();
        let change = self.step(may, &facts::POST_INVITED, post.state.clone());
        post.tell_both(change, "post_invited", &[("village", village.into()), ("until", until)])
    }

    /// The next best is invited in the place of one who declined.
    pub(crate) fn replace(
        self,
        may: May<ReplacePost>,
        declined: &Self,
        village: &str,
    ) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(matches!(declined.state, PostState::Declined { .. }))?;
        let post = self.clone();
        let until = self.until();
        let change = self.step(may, &facts::POST_INVITED, post.state.clone());
        Ok(post.tell_both(change, "post_invited", &[("village", village.into()), ("until", until)]))
    }

    fn until(&self) -> String {
        match self.state {
            PostState::Invited { until, .. } => until.to_string(),
            _ => String::new(),
        }
    }

    /// One side says yes.
    pub(crate) fn accept(self, may: May<AcceptPost>, side: Side) -> Result<Change<Self>, Refusal> {
        let PostState::Invited { on, until, expert, village } = self.state else { return Err(WRONG_STEP) };
        let today = may.by().at.day();
        let said = match side {
            Side::Expert => expert,
            Side::Village => village,
        };
        Refusal::new("post.answered").unless(said.is_none())?;
        let (expert, village) = match side {
            Side::Expert => (Some(today), village),
            Side::Village => (expert, Some(today)),
        };
        let fact = self.fact(&facts::POST_ACCEPTED, today).more("side", More::Code(side.code()));
        Ok(Change::new(may, Self { state: PostState::Invited { on, until, expert, village }, ..self }, fact))
    }

    /// One side says no.
    pub(crate) fn decline(self, may: May<DeclinePost>, side: Side, words: String) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(matches!(self.state, PostState::Invited { .. }))?;
        let on = may.by().at.day();
        let fact = self.fact(&facts::POST_DECLINED, on).more("side", More::Code(side.code()));
        Ok(Change::new(may, Self { state: PostState::Declined { on, side, words }, ..self }, fact))
    }

    /// 协议: only once both have said yes.
    pub(crate) fn agree(self, may: May<AgreePost>, on: Day) -> Result<Change<Self>, Refusal> {
        let PostState::Invited { expert, village, .. } = self.state else { return Err(WRONG_STEP) };
        Refusal::new("post.not_both").unless(expert.is_some() && village.is_some())?;
        Refusal::new("post.agreed_later").unless(on <= may.by().at.day())?;
        let fact = self.fact(&facts::POST_AGREED, on);
        Ok(Change::new(may, Self { state: PostState::Agreed { on }, ..self }, fact))
    }

    /// 服务: the first visit was made. Said together with the visit; nothing if it had been said before.
    pub(crate) fn served(&self, on: Day) -> Option<(Self, Draft)> {
        let is_first = matches!(self.state, PostState::Agreed { .. });
        is_first
            .then(|| (Self { state: PostState::Serving { on }, ..self.clone() }, self.fact(&facts::POST_SERVED, on)))
    }

    /// The only visit under it did not happen: it is where it was, agreed since this day. Nothing if more came of it.
    pub(crate) fn unserved(&self, agreed: Day) -> Option<Self> {
        let is_serving = matches!(self.state, PostState::Serving { .. });
        is_serving.then(|| Self { state: PostState::Agreed { on: agreed }, ..self.clone() })
    }

    /// 评价: the village has its say.
    pub(crate) fn review(self, may: May<ReviewPost>, mark: i64, words: String) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(matches!(self.state, PostState::Serving { .. }))?;
        let on = may.by().at.day();
        let fact = self.fact(&facts::POST_REVIEWED, on).quantity(mark);
        Ok(Change::new(may, Self { state: PostState::Reviewed { on, mark, words }, ..self }, fact))
    }

    /// 考核
    pub(crate) fn grade(self, may: May<GradePost>, grade: Grade) -> Result<Change<Self>, Refusal> {
        let PostState::Reviewed { mark, .. } = self.state else { return Err(WRONG_STEP) };
        let on = may.by().at.day();
        let fact = self.fact(&facts::POST_GRADED, on).more("grade", More::Code(grade.code()));
        Ok(Change::new(may, Self { state: PostState::Graded { on, mark, grade }, ..self }, fact))
    }

    /// 续聘: not after a poor grade.
    pub(crate) fn renew(self, may: May<RenewPost>) -> Result<Change<Self>, Refusal> {
        let PostState::Graded { grade, .. } = self.state else { return Err(WRONG_STEP) };
        Refusal::new("post.poor").unless(grade != Grade::Poor)?;
        let on = may.by().at.day();
        Ok(self.step(may, &facts::POST_RENEWED, PostState::Renewed { on, grade }))
    }

    /// 调整: it ends, at any time after the agreement.
    pub(crate) fn end(self, may: May<EndPost>, words: String) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(self.state.is_in_force() || matches!(self.state, PostState::Graded { .. }))?;
        let on = may.by().at.day();
        Ok(self.step(may, &facts::POST_ENDED, PostState::Ended { on, words }))
    }
}

//! 清点人数: how many were there, where names make no sense, with how they were counted. Never beside names of the same channel.

use super::activity::{Activity, ActivityId, KEEPER};
use super::attendance::Door;
use super::session::SessionId;
use crate::attendance_facts as facts;
use logic::act::{Change, May, Noun, Role::*, Who::*};
use logic::code::{Audience, Channel, Reason};
use logic::fact::{Draft, FactKind};
use logic::id::Id;
use logic::refusal::Refusal;
use logic::time::{Day, Instant};

logic::id!(
    /// A head count.
    CountId
);

logic::codes!(
    /// 清点办法
    Counting {
        /// 计数器
        Clicker = "clicker",
        /// 票根、领取凭证
        Stubs = "stubs",
        /// 闸机、摄像统计
        Gate = "gate",
        /// 按面积、时段估算
        Area = "area",
        /// 平台统计
        Platform = "platform",
        /// 集合点名的总数
        Roll = "roll",
    }
);

/// 清点: so many heads, and how one knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadCount {
    /// Its id.
    pub id: CountId,
    /// The activity.
    pub activity: ActivityId,
    /// The session, if one was counted alone.
    pub session: Option<SessionId>,
    /// The day.
    pub on: Day,
    /// On site or online.
    pub channel: Channel,
    /// The group, if they were counted by groups.
    pub audience: Option<Audience>,
    /// How many.
    pub heads: i64,
    /// How they were counted.
    pub way: Counting,
    /// More about that.
    pub note: String,
    /// When it was written down.
    pub at: Instant,
    /// Why it was taken back, if it was.
    pub void: Option<Reason>,
}

impl Noun for HeadCount {}

logic::act!(CountHeads: Activity, "attendance.count", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(TakeBackCount: Activity, "attendance.take_back_count", [Role(Officer), Role(Secretary), Is(KEEPER)]);

impl HeadCount {
    fn fact(&self, kind: &'static FactKind, activity: &Activity) -> Draft {
        let draft = Draft::new(kind, self.id, self.on)
            .programme(activity.plan.programme)
            .place(activity.plan.place)
            .unit(activity.unit.id)
            .class(activity.plan.class.code())
            .object(Some(self.session.map_or(activity.id.0, Id::from)))
            .channel(self.channel)
            .quantity(self.heads)
            .more("counting", logic::fact::More::Code(self.way.code()));
        match self.audience {
            Some(audience) => draft.audience(audience),
            None => draft,
        }
    }

    /// It is written down; refused where people came in by name.
    pub(crate) fn write(self, may: May<CountHeads>, door: &Door, is_named: bool) -> Result<Change<Self>, Refusal> {
        door.check(self.on, may.by().at.day())?;
        Refusal::new("attendance.named").unless(!is_named)?;
        let is_platform = self.way == Counting::Platform;
        Refusal::new("attendance.counting_unfit").unless(is_platform == (self.channel == Channel::Online))?;
        let fact = self.fact(&facts::COUNTED, door.activity);
        Ok(Change::new(may, self, fact))
    }

    /// It was wrong: what it said is taken back.
    pub(crate) fn take_back(
        self,
        may: May<TakeBackCount>,
        activity: &Activity,
        reason: Reason,
    ) -> Result<Change<Self>, Refusal> {
        Refusal::new("attendance.void").unless(self.void.is_none())?;
        let (id, fact) = (self.id, self.fact(&facts::COUNT_VOIDED, activity));
        Ok(Change::new(may, Self { void: Some(reason), ..self }, fact).correcting(id, &[&facts::COUNTED], reason))
    }
}

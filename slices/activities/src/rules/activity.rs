//! An activity's life: 起草 → 报备 → 审核 → 公布 → 举办 → 总结, with 退回 and 取消 on the way.

use super::codes::{Area, Class, Mode, Part};
use super::session::Session;
use crate::facts;
use logic::act::{Change, May, Noun, Relation, Role::*, UnitPath, Who::*};
use logic::code::Audience;
use logic::fact::{Draft, FactKind};
use logic::id::{AccountId, Id, PersonId, UnitId};
use logic::place::PlaceCode;
use logic::refusal::Refusal;
use logic::time::{Day, Instant};

logic::id!(
    /// An activity.
    ActivityId
);

logic::id!(
    /// A series of activities.
    SeriesId
);

/// The unit that holds an activity, with its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostUnit {
    /// The unit.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// Its place in the tree.
    pub path: UnitPath,
}

/// 活动
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Its id.
    pub id: ActivityId,
    /// 主办单位
    pub unit: HostUnit,
    /// 负责人: who runs it.
    pub keeper: Option<PersonId>,
    /// The series it belongs to.
    pub series: Option<SeriesId>,
    /// The activity it was copied from.
    pub copied_from: Option<ActivityId>,
    /// What is planned.
    pub plan: Plan,
    /// How far it is.
    pub state: State,
    /// Since when.
    pub since: Day,
    /// If it was moved after its announcement: from when, and why.
    pub moved: Option<(Instant, String)>,
}

/// What is planned: entered once, read by every form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its name.
    pub title: String,
    /// 类别
    pub class: Class,
    /// 领域
    pub field: Area,
    /// 项目
    pub programme: Option<Id>,
    /// 线下、线上
    pub mode: Mode,
    /// 所在地
    pub place: Option<PlaceCode>,
    /// 地点: hall, square, address.
    pub venue: String,
    /// Where one takes part from afar.
    pub link: String,
    /// 服务对象
    pub audiences: Vec<Audience>,
    /// How many people it can take.
    pub capacity: Option<i64>,
    /// What it is about.
    pub about: String,
    /// When it begins.
    pub starts_at: Instant,
    /// When it ends.
    pub ends_at: Instant,
}

/// How far an activity is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// 起草
    Drafted,
    /// 报备: waits for the level above.
    Filed {
        /// Who filed it.
        by: Option<AccountId>,
    },
    /// 退回: to be put right.
    Returned {
        /// Why.
        reason: String,
    },
    /// 审核通过
    Approved,
    /// 公布: the public sees it and may register.
    Announced,
    /// 举办: it took place.
    Held,
    /// 总结
    Concluded {
        /// What came of it.
        summary: String,
    },
    /// 取消
    Cancelled {
        /// Why.
        reason: String,
    },
}

impl State {
    /// The stored code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Filed { .. } => "filed",
            Self::Returned { .. } => "returned",
            Self::Approved => "approved",
            Self::Announced => "announced",
            Self::Held => "held",
            Self::Concluded { .. } => "concluded",
            Self::Cancelled { .. } => "cancelled",
        }
    }

    /// The codes of all states, in the order of a life.
    pub(crate) const CODES: &'static [&'static str] =
        &["drafted", "filed", "returned", "approved", "announced", "held", "concluded", "cancelled"];
}

impl Noun for Activity {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.unit.path)
    }

    fn relates(&self, relation: Relation, person: PersonId) -> bool {
        relation == KEEPER && self.keeper == Some(person)
    }
}

/// Who runs the activity, with or without a role.
pub(crate) const KEEPER: Relation = Relation("keeper");

/// The unit that a new activity is to be held by.
pub struct Under(pub HostUnit);

impl Noun for Under {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.0.path)
    }
}

/// The level above the host: who approves must hold a role there.
pub struct Above(pub UnitPath);

impl Noun for Above {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.0)
    }
}

logic::act!(AddActivity: Under, "activity.add", [Role(Officer), Role(Secretary), Role(Leader)]);
logic::act!(EditActivity: Activity, "activity.edit", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(FileActivity: Activity, "activity.file", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(ReturnActivity: Above, "activity.return", [Role(Officer), Role(Leader)]);
logic::act!(ApproveActivity: Above, "activity.approve", [Role(Officer), Role(Leader)]);
logic::act!(AnnounceActivity: Activity, "activity.announce", [Role(Officer), Role(Secretary)]);
logic::act!(MoveActivity: Activity, "activity.move", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(CancelActivity: Activity, "activity.cancel", [Role(Officer), Role(Secretary), Role(Leader)]);
logic::act!(HoldActivity: Activity, "activity.hold", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(ConcludeActivity: Activity, "activity.conclude", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(AddParty: Activity, "activity.add_party", [Role(Officer), Role(Secretary)]);
logic::act!(RemoveParty: Activity, "activity.remove_party", [Role(Officer), Role(Secretary)]);

/// The job that tells everyone who has registered that an activity is moved or cancelled.
pub const TELL_JOB: &str = "registration.tell";

/// The step does not follow from where the activity is.
const WRONG_STEP: Refusal = Refusal::new("activity.wrong_step");

/// An activity lasts at most so long.
const LONGEST_DAYS: i64 = 400;

impl Plan {
    /// What must be true of any plan.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        let seconds = self.ends_at.seconds_since(self.starts_at);
        Refusal::new("activity.ends_first").unless(seconds > 0)?;
        Refusal::new("activity.too_long").with("days", LONGEST_DAYS).unless(seconds <= LONGEST_DAYS * 86_400)?;
        Refusal::new("activity.no_place").unless(!self.mode.has_place() || self.place.is_some())?;
        Refusal::new("activity.no_audience").unless(!self.audiences.is_empty())
    }

    /// The day it begins.
    pub(crate) fn day(&self) -> Day {
        self.starts_at.day()
    }
}

/// An activity begins as a draft.
pub(crate) fn add(may: May<AddActivity>, activity: Activity) -> Result<Change<Activity>, Refusal> {
    activity.plan.check()?;
    let fact = activity.fact(&facts::ADDED, may.by().at.day());
    Ok(Change::new(may, activity, fact))
}

impl Activity {
    /// Whether the reader may see it: the public from its announcement on, staff and keeper always.
    pub(crate) fn is_public(&self) -> bool {
        let is_out = matches!(self.state, State::Announced | State::Held | State::Concluded { .. });
        let was_out = matches!(self.state, State::Cancelled { .. });
        (is_out || was_out) && self.plan.field != Area::Internal
    }

    /// Whether its plan may still be changed freely.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, State::Drafted | State::Filed { .. } | State::Returned { .. } | State::Approved)
    }

    /// What all its facts have in common.
    pub(crate) fn fact(&self, kind: &'static FactKind, on: Day) -> Draft {
        Draft::new(kind, self.id, on)
            .programme(self.plan.programme)
            .place(self.plan.place)
            .unit(self.unit.id)
            .class(self.plan.class.code())
            .object(self.series)
    }

    fn at(self, state: State, since: Day) -> Self {
        Self { state, since, ..self }
    }

    /// The plan is put right. Once it is announced, day and place are moved, not edited. Its sessions stay within its time.
    pub(crate) fn edit(
        self,
        may: May<EditActivity>,
        plan: Plan,
        unit: HostUnit,
        sessions: &[Session],
    ) -> Result<Change<Self>, Refusal> {
        plan.check()?;
        Refusal::new("activity.over").unless(self.is_open() || self.state == State::Announced)?;
        let when_and_where = |plan: &Plan| (plan.starts_at, plan.ends_at, plan.place, plan.mode);
        let is_moved = when_and_where(&plan) != when_and_where(&self.plan);
        Refusal::new("activity.move_instead").unless(self.is_open() || !is_moved)?;
        let holds = |session: &Session| plan.starts_at <= session.starts_at && session.ends_at <= plan.ends_at;
        Refusal::new("activity.session_outside").unless(sessions.iter().all(holds))?;
        let changed = Self { plan, unit, ..self };
        let fact = changed.fact(&facts::EDITED, may.by().at.day());
        Ok(Change::new(may, changed, fact))
    }

    /// 报备: the level above is asked.
    pub(crate) fn file(self, may: May<FileActivity>) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(matches!(self.state, State::Drafted | State::Returned { .. }))?;
        let on = may.by().at.day();
        let by = may.by().account;
        let fact = self.fact(&facts::FILED, on);
        Ok(Change::new(may, self.at(State::Filed { by }, on), fact))
    }

    /// 退回: with the reason.
    pub(crate) fn give_back(self, may: May<ReturnActivity>, reason: String) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(matches!(self.state, State::Filed { .. }))?;
        let on = may.by().at.day();
        let fact = self.fact(&facts::RETURNED, on);
        let (keeper, href) = (self.keeper, self.href());
        let blanks = vec![("title", self.plan.title.clone()), ("reason", reason.clone())];
        Ok(Change::new(may, self.at(State::Returned { reason }, on), fact).tell(
            keeper,
            "activity.returned",
            blanks,
            href,
        ))
    }

    /// 审核通过: by the level above, never by the one who filed it.
    pub(crate) fn approve(self, may: May<ApproveActivity>) -> Result<Change<Self>, Refusal> {
        let State::Filed { by } = self.state else { return Err(WRONG_STEP) };
        Refusal::new("activity.own_filing").unless(by.is_none() || by != may.by().account)?;
        let on = may.by().at.day();
        let fact = self.fact(&facts::APPROVED, on);
        let (keeper, href) = (self.keeper, self.href());
        let blanks = vec![("title", self.plan.title.clone())];
        Ok(Change::new(may, self.at(State::Approved, on), fact).tell(keeper, "activity.approved", blanks, href))
    }

    /// 公布: from now on the public sees it.
    pub(crate) fn announce(self, may: May<AnnounceActivity>) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(self.state == State::Approved)?;
        Refusal::new("activity.ended").unless(may.by().at < self.plan.ends_at)?;
        let on = may.by().at.day();
        let fact = self.fact(&facts::ANNOUNCED, on);
        Ok(Change::new(may, self.at(State::Announced, on), fact))
    }

    /// 改期、改地点: an announced activity takes place at another time or place, and all sessions move along.
    pub(crate) fn shift(self, may: May<MoveActivity>, plan: Plan, reason: String) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(matches!(self.state, State::Approved | State::Announced))?;
        plan.check()?;
        Refusal::new("activity.ended").unless(may.by().at < plan.ends_at)?;
        let moved = Self { moved: Some((self.plan.starts_at, reason)), plan, ..self };
        let at = may.by().at;
        let fact = moved.fact(&facts::MOVED, at.day());
        let payload = format!("{} moved", moved.id);
        Ok(Change::new(may, moved, fact).job(TELL_JOB, payload, at))
    }

    /// 取消: with the reason, until it has been held.
    pub(crate) fn cancel(self, may: May<CancelActivity>, reason: String) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(self.is_open() || self.state == State::Announced)?;
        let on = may.by().at.day();
        let fact = self.fact(&facts::CANCELLED, on);
        let (at, payload) = (may.by().at, format!("{} cancelled", self.id));
        Ok(Change::new(may, self.at(State::Cancelled { reason }, on), fact).job(TELL_JOB, payload, at))
    }

    /// 举办: it took place. The facts count it once, for its host; groups and partners have facts of their own kinds.
    pub(crate) fn hold(
        self,
        may: May<HoldActivity>,
        sessions: &[Session],
        parties: &[(UnitId, Part)],
    ) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(matches!(self.state, State::Approved | State::Announced))?;
        Refusal::new("activity.not_yet").unless(self.plan.starts_at <= may.by().at)?;
        let (on, today) = (self.plan.day(), may.by().at.day());
        let held = self.fact(&facts::HELD, on).quantity(sessions.len().max(1) as i64);
        let served: Vec<Draft> =
            self.plan.audiences.iter().map(|audience| self.fact(&facts::SERVED, on).audience(*audience)).collect();
        let joined: Vec<Draft> = parties.iter().map(|(unit, _)| self.fact(&facts::JOINED, on).unit(*unit)).collect();
        Ok(Change::new(may, self.at(State::Held, today), held).and_all(served).and_all(joined))
    }

    /// 总结
    pub(crate) fn conclude(self, may: May<ConcludeActivity>, summary: String) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(self.state == State::Held)?;
        let on = may.by().at.day();
        let fact = self.fact(&facts::CONCLUDED, on);
        Ok(Change::new(may, self.at(State::Concluded { summary }, on), fact))
    }

    /// 联合主办、承办、协办: a unit takes part.
    pub(crate) fn add_party(
        self,
        may: May<AddParty>,
        unit: UnitId,
        parties: &[(UnitId, Part)],
    ) -> Result<Change<Self>, Refusal> {
        Refusal::new("activity.over").unless(self.is_open() || self.state == State::Announced)?;
        let is_known = unit == self.unit.id || parties.iter().any(|(known, _)| *known == unit);
        Refusal::new("activity.party_known").unless(!is_known)?;
        let fact = self.fact(&facts::PARTY_ADDED, may.by().at.day()).unit(unit);
        Ok(Change::new(may, self, fact))
    }

    /// A unit does not take part after all.
    pub(crate) fn remove_party(
        self,
        may: May<RemoveParty>,
        unit: UnitId,
        parties: &[(UnitId, Part)],
    ) -> Result<Change<Self>, Refusal> {
        Refusal::new("activity.over").unless(self.is_open() || self.state == State::Announced)?;
        Refusal::new("activity.party_unknown").unless(parties.iter().any(|(known, _)| *known == unit))?;
        let fact = self.fact(&facts::PARTY_REMOVED, may.by().at.day()).unit(unit);
        Ok(Change::new(may, self, fact))
    }

    /// Its page.
    pub(crate) fn href(&self) -> String {
        format!("/activities/{}", self.id)
    }
}

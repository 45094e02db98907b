//! 报名设置: how people come into an activity, from when to when, with whom, and what they are asked.

use super::activity::{Activity, KEEPER, State};
use super::places::{Quota, Scope};
use crate::facts;
use logic::act::{Change, May, Role::*, Who::*};
use logic::form::sheet::Sheet;
use logic::refusal::Refusal;
use logic::time::Instant;

logic::codes!(
    /// 报名方式
    Way {
        /// 先到先得
        FirstCome = "first_come",
        /// 抽签
        Lottery = "lottery",
        /// 审核
        Approval = "approval",
        /// 邀请
        Invitation = "invitation",
    }
);

/// 报名设置
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// How places are given.
    pub way: Way,
    /// From when one can register.
    pub opens_at: Instant,
    /// Until when.
    pub closes_at: Instant,
    /// Until when one can change or cancel by oneself.
    pub cut_off: Instant,
    /// The most persons of one party.
    pub largest: i64,
    /// How long an offer to someone waiting stands, in minutes; 0: confirmed at once.
    pub offer_minutes: i64,
    /// Whether a session is to be chosen.
    pub asks_session: bool,
    /// Whether one tells the group one belongs to.
    pub asks_group: bool,
    /// Roles one can come in; none: not asked.
    pub roles: Vec<String>,
    /// For a lottery: how the seed will be found, announced beforehand.
    pub seed_rule: String,
    /// Further questions.
    pub sheet: Sheet,
    /// The draw, once it is made.
    pub draw: Option<Draw>,
    /// How many entry numbers have been given.
    pub numbers: i64,
}

/// 抽签: that it was made, and with which seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// The seed, as found by the announced rule.
    pub seed: String,
    /// When.
    pub at: Instant,
}

logic::act!(SetUpEntry: Activity, "registration.set_up", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(SetPlaces: Activity, "registration.set_places", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(DropPlaces: Activity, "registration.drop_places", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(AddQuestion: Activity, "registration.add_question", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(DropQuestion: Activity, "registration.drop_question", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(InvitePhone: Activity, "registration.invite", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(DrawLots: Activity, "registration.draw", [Role(Officer), Role(Secretary)]);

/// A party of more than this is a group to be talked with.
pub const MOST: i64 = 500;

impl Entry {
    /// What must be true of any settings.
    fn check(&self, activity: &Activity) -> Result<(), Refusal> {
        Refusal::new("registration.closes_first").unless(self.opens_at < self.closes_at)?;
        Refusal::new("registration.closes_late").unless(self.closes_at <= activity.plan.ends_at)?;
        Refusal::new("registration.cut_off_late").unless(self.cut_off <= activity.plan.ends_at)?;
        Refusal::new("registration.no_seed_rule")
            .unless(self.way != Way::Lottery || !self.seed_rule.trim().is_empty())?;
        let mut roles: Vec<_> = self.roles.iter().collect();
        roles.sort();
        roles.dedup();
        Refusal::new("registration.role_twice").unless(roles.len() == self.roles.len())
    }

    /// Whether one can register at this moment.
    pub(crate) fn is_open(&self, now: Instant) -> bool {
        self.opens_at <= now && now < self.closes_at
    }

    /// Whether the lottery is still to come.
    pub(crate) fn awaits_draw(&self) -> bool {
        self.way == Way::Lottery && self.draw.is_none()
    }

    /// Until when an offer made now stands; nothing if places are confirmed at once.
    pub(crate) fn offer_until(&self, now: Instant, activity: &Activity) -> Option<Instant> {
        (self.offer_minutes > 0).then(|| now.plus_seconds(self.offer_minutes * 60).min(activity.plan.ends_at))
    }
}

impl Activity {
    /// Whether people can have anything to do with its registration: announced, and not over.
    pub(crate) fn takes_people(&self, now: Instant) -> bool {
        self.state == State::Announced && now < self.plan.ends_at
    }

    fn may_prepare(&self) -> Result<(), Refusal> {
        Refusal::new("activity.over").unless(self.is_open() || self.state == State::Announced)
    }

    /// 报名设置. Once the first has registered, the way stays; once a lottery is open, its seed rule stays.
    pub(crate) fn set_up_entry(
        self,
        may: May<SetUpEntry>,
        entry: Entry,
        before: Option<&Entry>,
    ) -> Result<Change<(Self, Entry)>, Refusal> {
        self.may_prepare()?;
        entry.check(&self)?;
        if let Some(before) = before {
            Refusal::new("registration.way_fixed").unless(before.numbers == 0 || before.way == entry.way)?;
            let is_announced = before.way == Way::Lottery && before.opens_at <= may.by().at;
            Refusal::new("registration.seed_rule_fixed")
                .unless(!is_announced || before.seed_rule == entry.seed_rule)?;
        }
        let fact = self.fact(&facts::ENTRY_SET_UP, may.by().at.day());
        Ok(Change::new(may, (self, entry), fact))
    }

    /// A quota is set, or has other places from now on.
    pub(crate) fn set_places(self, may: May<SetPlaces>, quota: Quota) -> Result<Change<Quota>, Refusal> {
        self.may_prepare()?;
        let fact = self.fact(&facts::PLACES_SET, may.by().at.day()).object(Some(quota.id)).quantity(quota.places);
        Ok(Change::new(may, quota, fact))
    }

    /// A quota is lifted: whom it held back may come in.
    pub(crate) fn drop_places(self, may: May<DropPlaces>, quota: Quota) -> Result<Change<Quota>, Refusal> {
        self.may_prepare()?;
        let fact = self.fact(&facts::PLACES_DROPPED, may.by().at.day()).object(Some(quota.id)).quantity(quota.places);
        Ok(Change::new(may, quota, fact))
    }

    /// A question more.
    pub(crate) fn add_question(self, may: May<AddQuestion>, sheet: Sheet) -> Result<Change<Sheet>, Refusal> {
        self.may_prepare()?;
        sheet.check()?;
        let fact = self.fact(&facts::QUESTION_ADDED, may.by().at.day());
        Ok(Change::new(may, sheet, fact))
    }

    /// A question less: not one that others hang on, nor one whose options have places.
    pub(crate) fn drop_question(
        self,
        may: May<DropQuestion>,
        sheet: Sheet,
        name: &str,
        quotas: &[Quota],
    ) -> Result<Change<Sheet>, Refusal> {
        self.may_prepare()?;
        let of_question =
            |scope: &Scope| matches!(scope, Scope::Answer(option) if option.split('.').next() == Some(name));
        Refusal::new("registration.question_has_places")
            .unless(!quotas.iter().any(|quota| of_question(&quota.scope)))?;
        sheet.check()?;
        let fact = self.fact(&facts::QUESTION_DROPPED, may.by().at.day());
        Ok(Change::new(may, sheet, fact))
    }

    /// 邀请: somebody with this telephone may register.
    pub(crate) fn invite(self, may: May<InvitePhone>, count: i64) -> Result<Change<Self>, Refusal> {
        self.may_prepare()?;
        let fact = self.fact(&facts::INVITED, may.by().at.day()).quantity(count);
        Ok(Change::new(may, self, fact))
    }

    /// 抽签: once registration is closed, with the seed that the announced rule gives.
    pub(crate) fn draw(self, may: May<DrawLots>, entry: Entry, seed: String) -> Result<Change<Entry>, Refusal> {
        let at = may.by().at;
        Refusal::new("registration.not_a_lottery").unless(entry.way == Way::Lottery)?;
        Refusal::new("registration.drawn").unless(entry.draw.is_none())?;
        Refusal::new("registration.draw_early").unless(entry.closes_at <= at && self.takes_people(at))?;
        let fact = self.fact(&facts::DRAWN, at.day()).quantity(entry.numbers);
        Ok(Change::new(may, Entry { draw: Some(Draw { seed, at }), ..entry }, fact))
    }
}

//! 班次: a role at a place from one moment to another, for so many.

use super::codes::{Duty, Language, Proof, Skill, Way};
use super::fit::Span;
use super::signup::{Fits, Hall};
use super::volunteer::HostUnit;
use crate::facts;
use logic::act::{Change, May, Noun, Relation, Role::*, UnitPath, Who::*};
use logic::fact::{Draft, FactKind};
use logic::id::{Id, PersonId};
use logic::place::PlaceCode;
use logic::refusal::Refusal;
use logic::time::{Day, Instant};

logic::id!(
    /// A shift.
    ShiftId
);

/// What a shift is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The activity it is for; nothing for a unit's own.
    pub activity: Option<Id>,
    /// What one is there.
    pub duty: Duty,
    /// 岗位
    pub role: String,
    /// What there is to do.
    pub about: String,
    /// Where, as the directory knows it.
    pub place: Option<PlaceCode>,
    /// Where, in words.
    pub venue: String,
    /// It begins.
    pub starts_at: Instant,
    /// It ends.
    pub ends_at: Instant,
    /// 需要人数
    pub needed: i64,
    /// Skills that are asked for.
    pub skills: Vec<Skill>,
    /// Languages that are asked for.
    pub languages: Vec<Language>,
    /// Certificates that must be valid on the day.
    pub qualifications: Vec<Proof>,
    /// 最低年龄
    pub least_age: i64,
    /// How places are given.
    pub way: Way,
    /// Until when one can withdraw or swap by oneself.
    pub cut_off: Instant,
    /// Minutes before and after that count when agreed.
    pub tolerance: i64,
}

/// 班次
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Its id.
    pub id: ShiftId,
    /// The unit that runs it.
    pub unit: HostUnit,
    /// 负责人
    pub keeper: Option<PersonId>,
    /// What it is.
    pub plan: Plan,
    /// How many have it.
    pub taken: i64,
    /// How many turns in the waiting line were given.
    pub turns: i64,
    /// 签到码: shown on the spot.
    pub code: String,
    /// How far it is.
    pub state: ShiftState,
    /// The activity's name, if it is for one.
    pub occasion: Option<String>,
}

/// How far a shift is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShiftState {
    /// 招募
    Open,
    /// 已取消
    Cancelled {
        /// Why.
        reason: String,
    },
    /// 已结束
    Closed,
}

impl ShiftState {
    /// The stored code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Cancelled { .. } => "cancelled",
            Self::Closed => "closed",
        }
    }
}

/// Who runs a shift, with or without a role.
pub(crate) const KEEPER: Relation = Relation("keeper");

impl Noun for Shift {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.unit.path)
    }

    fn relates(&self, relation: Relation, person: PersonId) -> bool {
        relation == KEEPER && self.keeper == Some(person)
    }
}

/// The unit that something new is to be run by.
pub struct Under(pub HostUnit);

impl Noun for Under {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.0.path)
    }
}

logic::act!(OpenShift: Under, "shift.open", [Role(Officer), Role(Secretary)]);
logic::act!(EditShift: Shift, "shift.edit", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(CancelShift: Shift, "shift.cancel", [Role(Officer), Role(Secretary)]);
logic::act!(CloseShift: Shift, "shift.close", [Role(Officer), Role(Secretary), Is(KEEPER)]);

/// A shift lasts at most so many hours: longer ones are several.
const LONGEST_HOURS: i64 = 12;

impl Plan {
    /// What must be true of any plan.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        let seconds = self.ends_at.seconds_since(self.starts_at);
        Refusal::new("shift.ends_first").unless(seconds > 0)?;
        Refusal::new("shift.too_long").with("hours", LONGEST_HOURS).unless(seconds <= LONGEST_HOURS * 3_600)?;
        Refusal::new("shift.cut_off_late").unless(self.cut_off <= self.starts_at)
    }
}

/// A shift is opened. Nobody is asked to come to what has begun.
pub(crate) fn open(may: May<OpenShift>, shift: Shift) -> Result<Change<Shift>, Refusal> {
    shift.plan.check()?;
    Refusal::new("shift.has_begun").unless(may.by().at < shift.plan.starts_at)?;
    let fact = shift.fact(&facts::OPENED, may.by().at.day()).quantity(shift.plan.needed);
    Ok(Change::new(may, shift, fact))
}

impl Shift {
    /// Its page.
    pub fn href(&self) -> String {
        format!("/shifts/{}", self.id)
    }

    /// From when to when.
    pub fn span(&self) -> Span {
        Span { from: self.plan.starts_at, to: self.plan.ends_at }
    }

    /// Whether everyone who is needed is found.
    pub fn is_full(&self) -> bool {
        !cfg!(feature = "unguarded") && self.taken >= self.plan.needed
    }

    /// What all its facts have in common.
    pub(crate) fn fact(&self, kind: &'static FactKind, on: Day) -> Draft {
        Draft::new(kind, self.id, on)
            .place(self.plan.place)
            .unit(self.unit.id)
            .object(self.plan.activity)
            .class(self.plan.duty.code())
    }

    /// What notices say of it.
    pub(crate) fn blanks(&self) -> Vec<(&'static str, String)> {
        vec![
            ("role", self.plan.role.clone()),
            ("at", self.plan.starts_at.to_string()),
            ("venue", self.plan.venue.clone()),
        ]
    }

    pub(crate) fn must_be_open(&self) -> Result<(), Refusal> {
        Refusal::new("shift.not_open").unless(self.state == ShiftState::Open)
    }

    /// Something about it changes. Never fewer than have it; time and place only while nobody has it, for they agreed to
    /// those. Whoever waits and now has room is told.
    pub(crate) fn edit(self, may: May<EditShift>, plan: Plan, line: Vec<Fits>) -> Result<Change<Hall>, Refusal> {
        self.must_be_open()?;
        plan.check()?;
        Refusal::new("shift.below_taken").with("n", self.taken).unless(plan.needed >= self.taken)?;
        let asked = |plan: &Plan| {
            let Plan { starts_at, ends_at, place, duty, activity, .. } = plan.clone();
            (starts_at, ends_at, place, duty, activity)
        };
        Refusal::new("shift.has_people").unless(self.taken == 0 || asked(&plan) == asked(&self.plan))?;
        let now = may.by().at;
        let hall = Hall::of(Self { plan, ..self });
        let fact = hall.shift.fact(&facts::SHIFT_EDITED, now.day()).quantity(hall.shift.plan.needed);
        Ok(Hall::serve_line(Change::new(may, hall, fact), line, now))
    }

    /// It does not take place. Everyone who has it or waits for it is told.
    pub(crate) fn cancel(
        self,
        may: May<CancelShift>,
        reason: String,
        all: Vec<super::Signup>,
    ) -> Result<Change<Hall>, Refusal> {
        self.must_be_open()?;
        Refusal::new("shift.has_served").unless(!all.iter().any(|one| one.state.is_served()))?;
        let (now, href) = (may.by().at, self.href());
        let blanks: Vec<_> = self.blanks().into_iter().chain([("reason", reason.clone())]).collect();
        let mut hall = Hall::of(Self { state: ShiftState::Cancelled { reason }, taken: 0, ..self });
        let live: Vec<_> = all.into_iter().filter(|one| one.state.is_live()).collect();
        let people: Vec<_> = live.iter().map(|one| one.person).collect();
        hall.changed = live.into_iter().map(|one| one.with(super::SignupState::Cancelled, now)).collect();
        let fact = hall.shift.fact(&facts::CANCELLED, now.day());
        let change = Change::new(may, hall, fact);
        Ok(people
            .into_iter()
            .fold(change, |change, person| change.tell(person, "shift_cancelled", blanks.clone(), href.clone())))
    }

    /// It is over and everyone's coming and going is settled: who never came is marked so.
    pub(crate) fn close(self, may: May<CloseShift>, all: Vec<super::Signup>) -> Result<Change<Hall>, Refusal> {
        self.must_be_open()?;
        let now = may.by().at;
        Refusal::new("shift.not_over").unless(self.plan.ends_at <= now)?;
        let unsettled = all.iter().filter(|one| one.is_unsettled()).count();
        Refusal::new("shift.unsettled").with("n", unsettled).unless(unsettled == 0)?;
        let served = all.iter().filter(|one| one.state.is_served()).count() as i64;
        let mut hall = Hall::of(Self { state: ShiftState::Closed, ..self });
        let rest = all.into_iter().filter(|one| one.state.is_live() && !one.state.is_served());
        hall.changed = rest.map(|one| one.missed(now)).collect();
        let fact = hall.shift.fact(&facts::CLOSED, hall.shift.plan.starts_at.day()).quantity(served);
        Ok(Change::new(may, hall, fact))
    }
}

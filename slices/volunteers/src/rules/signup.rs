//! 报名: one person at one shift, from the invitation or the wish to the place, the waiting line, the withdrawal.

use super::codes::{How, Way};
use super::fit::{Applicant, Rest};
use super::shift::{CloseShift, KEEPER, Shift, ShiftId};
use super::volunteer::VolunteerId;
use crate::facts;
use logic::act::{Act, Change, May, Noun, Relation, Role::*, UnitPath, Who::*};
use logic::fact::{Draft, FactKind};
use logic::id::PersonId;
use logic::refusal::Refusal;
use logic::time::Instant;

logic::id!(
    /// One person at one shift.
    SignupId
);

/// How far it is with one person at one shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignupState {
    /// 已邀请
    Invited,
    /// 候补, in the order of its turn.
    Waiting,
    /// 已上岗名单: has the place.
    Taken,
    /// 已服务: came and went, so many minutes.
    Served {
        /// What counts.
        minutes: i64,
    },
    /// 未到
    Absent,
    /// 已退出
    Withdrawn,
    /// 已换班
    Swapped,
    /// 候补未成: did not fit any more when the turn came.
    PassedOver,
    /// 班次取消
    Cancelled,
}

impl SignupState {
    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Waiting => "waiting",
            Self::Taken => "taken",
            Self::Served { .. } => "served",
            Self::Absent => "absent",
            Self::Withdrawn => "withdrawn",
            Self::Swapped => "swapped",
            Self::PassedOver => "passed_over",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether something may still come of it, or has.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Invited | Self::Waiting | Self::Taken | Self::Served { .. })
    }

    /// Whether the hours stand.
    pub fn is_served(self) -> bool {
        matches!(self, Self::Served { .. })
    }
}

/// One person at one shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signup {
    /// Its id.
    pub id: SignupId,
    /// The shift.
    pub shift: ShiftId,
    /// The card.
    pub volunteer: VolunteerId,
    /// Who.
    pub person: PersonId,
    /// The name, for those who may see it.
    pub name: String,
    /// The telephone, for the same.
    pub phone: String,
    /// How far it is.
    pub state: SignupState,
    /// The place in the order of waiting.
    pub turn: i64,
    /// Whether the guardian comes along.
    pub accompanied: bool,
    /// When they came, and how that is known.
    pub came: Option<(Instant, How)>,
    /// When they went, and how that is known.
    pub went: Option<(Instant, How)>,
    /// Since when it is so.
    pub since: Instant,
}

/// A signup with its shift: what acts are done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The shift.
    pub shift: Shift,
    /// The person at it.
    pub signup: Signup,
}

/// Whose signup it is.
pub(crate) const VOLUNTEER: Relation = Relation("volunteer");

impl Noun for Entry {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.shift.unit.path)
    }

    fn relates(&self, relation: Relation, person: PersonId) -> bool {
        let is_own = relation == VOLUNTEER && self.signup.person == person;
        is_own || relation == KEEPER && self.shift.keeper == Some(person)
    }
}

logic::act!(MakeSignup: Shift, "signup.make", [SignedIn]);
logic::act!(EnterSignup: Shift, "signup.enter", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(InviteVolunteer: Shift, "signup.invite", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(AcceptInvitation: Entry, "signup.accept", [Is(VOLUNTEER)]);
logic::act!(WithdrawSignup: Entry, "signup.withdraw", [Is(VOLUNTEER), Is(KEEPER), Role(Officer), Role(Secretary)]);

/// Who runs a shift: whoever may close it.
pub(crate) const RUNS: &[logic::act::Who] = <CloseShift as Act>::WHO;

/// Somebody in the line, and why they do not fit any more, if so.
pub(crate) struct Fits {
    /// The one who waits.
    pub signup: Signup,
    /// Whether they still fit.
    pub fits: Result<(), Refusal>,
}

/// A shift with those of its people that change with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hall {
    /// The shift.
    pub shift: Shift,
    /// Who changes.
    pub changed: Vec<Signup>,
}

impl Hall {
    /// Nobody changes yet.
    pub(crate) fn of(shift: Shift) -> Self {
        Self { shift, changed: Vec::new() }
    }

    /// Places that are free go to those who wait, in their order. After the cut-off nobody is bound without being asked:
    /// the keeper fills what becomes free then.
    pub(crate) fn serve_line(mut change: Change<Self>, line: Vec<Fits>, now: Instant) -> Change<Self> {
        for Fits { signup, fits } in line {
            let shift = &change.state.shift;
            if shift.is_full() || now >= shift.plan.cut_off {
                break;
            }
            let (person, href, blanks) = (signup.person, shift.href(), shift.blanks());
            let is_in = fits.is_ok();
            let state = if is_in { SignupState::Taken } else { SignupState::PassedOver };
            let kind = if is_in { &facts::CONFIRMED } else { &facts::PASSED_OVER };
            let fact = signup.fact(shift, kind, now);
            change.state.shift.taken += i64::from(is_in);
            change.state.changed.push(signup.with(state, now));
            let text = if is_in { "signup_moved_up" } else { "signup_passed_over" };
            change = change.and(fact).tell(person, text, blanks, href);
        }
        change
    }
}

impl Signup {
    /// The state it comes to.
    pub(crate) fn with(self, state: SignupState, since: Instant) -> Self {
        Self { state, since, ..self }
    }

    /// A fact about this person at this shift.
    pub(crate) fn fact(&self, shift: &Shift, kind: &'static FactKind, at: Instant) -> Draft {
        let fact = shift.fact(kind, at.day()).person(self.person);
        Draft { says: logic::fact::Dimensions { noun: self.id.into(), ..fact.says }, ..fact }
    }

    /// Whether coming or going waits for somebody's word.
    pub(crate) fn is_unsettled(&self) -> bool {
        self.state == SignupState::Taken && (self.came.is_some() || self.went.is_some())
    }

    /// The shift is over without them: who had a place is absent, who waited or was asked is not any more.
    pub(crate) fn missed(self, now: Instant) -> Self {
        let state = if self.state == SignupState::Taken { SignupState::Absent } else { SignupState::PassedOver };
        self.with(state, now)
    }
}

/// Whose side somebody acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The volunteer's own.
    Own,
    /// Of those who run the shift.
    Host,
}

impl Shift {
    fn must_be_ahead(&self, now: Instant) -> Result<(), Refusal> {
        self.must_be_open()?;
        Refusal::new("shift.has_begun").unless(now < self.plan.starts_at)
    }

    /// Somebody wants the shift, by themselves or by an officer's hand: they have it, or wait for it. What they do not fit
    /// they do not get, whoever asks.
    pub(crate) fn sign_up<A: Act>(
        self,
        may: May<A>,
        (signup, applicant): (Signup, &Applicant),
        (rest, side): (Rest, Side),
    ) -> Result<Change<Hall>, Refusal> {
        let now = may.by().at;
        self.must_be_ahead(now)?;
        let is_invited = signup.state == SignupState::Invited;
        Refusal::new("signup.known").unless(is_invited || !signup.state.is_live())?;
        Refusal::new("signup.by_invitation").unless(self.plan.way == Way::Open || side == Side::Host || is_invited)?;
        applicant.fits(&self, rest)?;
        let may = if side == Side::Host { may.on_behalf_of(Some(signup.person)) } else { may };
        let mut hall = Hall::of(self);
        let made = signup.fact(&hall.shift, &facts::MADE, now);
        let (state, kind, text) = if hall.shift.is_full() {
            hall.shift.turns += 1;
            (SignupState::Waiting, &facts::WAITED, "signup_waiting")
        } else {
            hall.shift.taken += 1;
            (SignupState::Taken, &facts::CONFIRMED, "signup_confirmed")
        };
        let signup = Signup { turn: hall.shift.turns, accompanied: applicant.accompanied, ..signup };
        let fact = signup.fact(&hall.shift, kind, now);
        let (person, blanks, href) = (signup.person, hall.shift.blanks(), hall.shift.href());
        hall.changed.push(signup.with(state, now));
        Ok(Change::new(may, hall, made).and(fact).tell(person, text, blanks, href))
    }

    /// Somebody is asked to come. It binds nobody and keeps no place.
    pub(crate) fn invite(
        self,
        may: May<InviteVolunteer>,
        (signup, applicant): (Signup, &Applicant),
        rest: Rest,
    ) -> Result<Change<Hall>, Refusal> {
        let now = may.by().at;
        self.must_be_ahead(now)?;
        Refusal::new("signup.known").unless(!signup.state.is_live())?;
        // Whether the guardian comes along is said when they accept.
        Applicant { accompanied: true, ..applicant.clone() }.fits(&self, rest)?;
        let mut hall = Hall::of(self);
        let fact = signup.fact(&hall.shift, &facts::INVITED, now);
        let (person, blanks, href) = (signup.person, hall.shift.blanks(), hall.shift.href());
        hall.changed.push(signup.with(SignupState::Invited, now));
        Ok(Change::new(may, hall, fact).tell(person, "signup_invited", blanks, href))
    }
}

impl Entry {
    /// They do not come: by themselves until the cut-off, by those who run it until it begins. Who waits moves up.
    pub(crate) fn withdraw(
        self,
        may: May<WithdrawSignup>,
        side: Side,
        line: Vec<Fits>,
    ) -> Result<Change<Hall>, Refusal> {
        let (Self { shift, signup }, now) = (self, may.by().at);
        shift.must_be_open()?;
        Refusal::new("signup.not_live").unless(signup.state.is_live() && !signup.state.is_served())?;
        Refusal::new("signup.has_come").unless(signup.came.is_none())?;
        let had = signup.state == SignupState::Taken;
        let is_late = Refusal::new("signup.cut_off").with("at", shift.plan.cut_off);
        is_late.unless(!had || side == Side::Host || now < shift.plan.cut_off)?;
        let may = if side == Side::Host { may.on_behalf_of(Some(signup.person)) } else { may };
        let (person, keeper, blanks, href) = (signup.person, shift.keeper, shift.blanks(), shift.href());
        let mut hall = Hall::of(Shift { taken: shift.taken - i64::from(had), ..shift });
        let fact = signup.fact(&hall.shift, &facts::WITHDRAWN, now);
        hall.changed.push(signup.with(SignupState::Withdrawn, now));
        let change = Change::new(may, hall, fact);
        let change = match side {
            Side::Host => change.tell(person, "signup_taken_off", blanks, href),
            Side::Own if had => change.tell(keeper, "signup_withdrawn", blanks, href),
            Side::Own => change,
        };
        Ok(Hall::serve_line(change, line, now))
    }
}

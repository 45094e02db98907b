//! 签到签退: how it is known who came and when they went, and what hours come of it.

use super::codes::How;
use super::fit::Span;
use super::hours::credited;
use super::shift::{KEEPER, ShiftState};
use super::signup::{Entry, Hall, Signup, SignupState, VOLUNTEER};
use crate::facts;
use logic::act::{Act, Change, May, Role::*, Who::*};
use logic::code::Reason;
use logic::fact::{FactKind, More};
use logic::refusal::Refusal;
use logic::time::Instant;

logic::act!(ArriveAtShift: Entry, "service.arrive", [Is(VOLUNTEER)]);
logic::act!(LeaveShift: Entry, "service.leave", [Is(VOLUNTEER)]);
logic::act!(CheckIn: Entry, "service.check_in", [Is(KEEPER), Role(Officer), Role(Secretary)]);
logic::act!(CheckOut: Entry, "service.check_out", [Is(KEEPER), Role(Officer), Role(Secretary)]);
logic::act!(ConfirmPresence: Entry, "service.confirm", [Is(KEEPER), Role(Officer), Role(Secretary)]);
logic::act!(TakeBackHours: Entry, "service.take_back", [Is(KEEPER), Role(Officer), Role(Secretary)]);

/// One may report so long before the shift begins, in seconds.
const BEFORE: i64 = 2 * 3_600;
/// And so long after it has ended.
const AFTER: i64 = 12 * 3_600;

/// Coming or going.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// 签到
    Came,
    /// 签退
    Went,
}

impl Entry {
    /// They say themselves that they came or went, now; with the code of the spot nobody has to confirm it.
    pub(crate) fn report<A: Act>(self, may: May<A>, step: Step, has_code: bool) -> Result<Change<Hall>, Refusal> {
        let now = may.by().at;
        Refusal::new("service.too_early").unless(now >= self.shift.plan.starts_at.plus_seconds(-BEFORE))?;
        Refusal::new("service.too_late").unless(now <= self.shift.plan.ends_at.plus_seconds(AFTER))?;
        let keeper = self.shift.keeper.filter(|_| !has_code);
        let (blanks, href) = (self.shift.blanks(), self.shift.href());
        let how = if has_code { How::Code } else { How::Told };
        Ok(self.settle(may, step, (now, how))?.tell(keeper, "service_told", blanks, href))
    }

    /// The keeper's list says when they came or went; nobody keeps their own.
    pub(crate) fn note<A: Act>(self, may: May<A>, step: Step, at: Instant) -> Result<Change<Hall>, Refusal> {
        let by = may.by();
        Refusal::new("service.own").unless(by.person != Some(self.signup.person))?;
        Refusal::new("service.ahead").unless(at <= by.at)?;
        let may = may.on_behalf_of(Some(self.signup.person));
        self.settle(may, step, (at, How::Keeper))
    }

    /// What they said of themselves is right.
    pub(crate) fn confirm(mut self, may: May<ConfirmPresence>) -> Result<Change<Hall>, Refusal> {
        Refusal::new("service.own").unless(may.by().person != Some(self.signup.person))?;
        self.must_be_present()?;
        let is_told = |said: &Option<(Instant, How)>| said.is_some_and(|(_, how)| !how.is_sure());
        Refusal::new("service.nothing_told").unless(is_told(&self.signup.came) || is_told(&self.signup.went))?;
        let sure =
            |said: Option<(Instant, How)>| said.map(|(at, how)| (at, if how.is_sure() { how } else { How::Keeper }));
        (self.signup.came, self.signup.went) = (sure(self.signup.came), sure(self.signup.went));
        self.leave_fact(may, &facts::PRESENCE_CONFIRMED)
    }

    /// The hours were wrong: they are taken back with the reason, and coming and going is noted anew.
    pub(crate) fn take_back(self, may: May<TakeBackHours>, reason: Reason) -> Result<Change<Hall>, Refusal> {
        let (Self { shift, signup }, now) = (self, may.by().at);
        Refusal::new("service.not_served").unless(signup.state.is_served())?;
        Refusal::new("service.own").unless(may.by().person != Some(signup.person))?;
        let (person, blanks, href) = (signup.person, shift.blanks(), shift.href());
        let fact = signup.fact(&shift, &facts::TAKEN_BACK, now);
        let id = signup.id;
        let cleared = Signup { came: None, went: None, ..signup }.with(SignupState::Taken, now);
        let mut hall = Hall::of(shift);
        hall.changed.push(cleared);
        let change = Change::new(may, hall, fact).correcting(id, &[&facts::SERVED], reason);
        Ok(change.tell(person, "service_taken_back", blanks, href))
    }

    fn must_be_present(&self) -> Result<(), Refusal> {
        let is_cancelled = matches!(self.shift.state, ShiftState::Cancelled { .. });
        let may_come = matches!(self.signup.state, SignupState::Taken | SignupState::Absent);
        Refusal::new("service.no_place").unless(may_come && !is_cancelled)
    }

    fn settle<A: Act>(mut self, may: May<A>, step: Step, said: (Instant, How)) -> Result<Change<Hall>, Refusal> {
        self.must_be_present()?;
        match step {
            Step::Came => {
                Refusal::new("service.came_already").unless(self.signup.came.is_none_or(|(_, how)| !how.is_sure()))?;
                self.signup.came = Some(said);
            }
            Step::Went => {
                let came = self.signup.came.ok_or(Refusal::new("service.not_come"))?;
                Refusal::new("service.went_first").unless(came.0 < said.0)?;
                self.signup.went = Some(said);
            }
        }
        let kind = if step == Step::Came { &facts::CAME } else { &facts::WENT };
        self.leave_fact(may, kind)
    }

    /// Once both are sure, the hours stand.
    fn leave_fact<A: Act>(self, may: May<A>, kind: &'static FactKind) -> Result<Change<Hall>, Refusal> {
        let (Self { shift, signup }, now) = (self, may.by().at);
        let step = signup.fact(&shift, kind, now);
        let sure = |said: Option<(Instant, How)>| said.filter(|(_, how)| how.is_sure());
        let both = sure(signup.came).zip(sure(signup.went));
        let Some(((came, how), (went, _))) = both else {
            let mut hall = Hall::of(shift);
            hall.changed.push(signup.with(SignupState::Taken, now));
            return Ok(Change::new(may, hall, step));
        };
        let minutes = credited(shift.span(), shift.plan.tolerance, Span { from: came, to: went });
        Refusal::new("service.outside").unless(minutes > 0)?;
        let served = signup
            .fact(&shift, &facts::SERVED, shift.plan.starts_at)
            .quantity(minutes)
            .more("shift", More::Id(shift.id.into()))
            .more("how", More::Code(how.code()));
        let (person, href) = (signup.person, shift.href());
        let blanks = shift.blanks().into_iter().chain([("hours", super::hours_text(minutes))]).collect();
        let mut hall = Hall::of(shift);
        hall.changed.push(signup.with(SignupState::Served { minutes }, now));
        Ok(Change::new(may, hall, step).and(served).tell(person, "service_served", blanks, href))
    }
}

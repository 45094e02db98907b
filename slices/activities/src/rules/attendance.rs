//! 签到、登记: who was there. A party comes in at a door: of an activity, for a session, on a day, on site or online.

use super::activity::{Activity, ActivityId, KEEPER, State as ActivityState};
use super::registration::{Registration, RegistrationId, State as Standing};
use super::session::{Session, SessionId};
use crate::attendance_facts as facts;
use logic::act::{Act, Change, May, Noun, Role::*, Who::*};
use logic::code::{Audience, Channel, Reason};
use logic::fact::{Draft, FactKind};
use logic::id::{Id, PersonId};
use logic::refusal::Refusal;
use logic::time::{Day, Instant};

logic::id!(
    /// An attendance.
    AttendanceId
);

logic::id!(
    /// What only the one who came knows: opens the certificate and the feedback form.
    Pass
);

logic::codes!(
    /// 登记方式: how it is known that somebody came.
    Means {
        /// 扫码
        Scan = "scan",
        /// 查名单
        Roll = "roll",
        /// 现场登记
        WalkIn = "walk_in",
        /// 纸质签到表
        Sheet = "sheet",
        /// 表格导入
        List = "list",
    }
);

/// 参加: a party that was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// Its id.
    pub id: AttendanceId,
    /// The activity.
    pub activity: ActivityId,
    /// The session, if the activity has any.
    pub session: Option<SessionId>,
    /// The day.
    pub on: Day,
    /// What they had registered by; nothing for those who walked in.
    pub registration: Option<RegistrationId>,
    /// Who is known of the party; nobody if no name was asked.
    pub person: Option<PersonId>,
    /// How many came, with companions.
    pub persons: i64,
    /// The group they belong to.
    pub audience: Option<Audience>,
    /// On site or online.
    pub channel: Channel,
    /// How it is known.
    pub means: Means,
    /// When they came in.
    pub at: Instant,
    /// When they left, if that was asked.
    pub left_at: Option<Instant>,
    /// What the one who came is known by afterwards.
    pub pass: Pass,
    /// Why it was taken back, if it was.
    pub void: Option<Reason>,
}

impl Noun for Attendance {}

logic::act!(CheckIn: Activity, "attendance.check_in", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(WalkIn: Activity, "attendance.walk_in", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(CheckOut: Activity, "attendance.check_out", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(CorrectAttendance: Activity, "attendance.correct", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(TakeBackAttendance: Activity, "attendance.take_back", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(EnterSheet: Activity, "attendance.enter_sheet", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(ImportAttendance: Activity, "attendance.import", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(SyncDesk: Activity, "attendance.sync", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(SettleEntry: Activity, "attendance.settle", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(DismissEntry: Activity, "attendance.dismiss", [Role(Officer), Role(Secretary), Is(KEEPER)]);

/// A clock may be so many seconds ahead of ours and still tell no future.
const AHEAD: i64 = 120;

/// Where people come in: everything that decides whether they may.
pub struct Door<'a> {
    /// The activity.
    pub activity: &'a Activity,
    /// All its sessions.
    pub sessions: &'a [Session],
    /// The session one comes to here.
    pub session: Option<&'a Session>,
    /// On site or online.
    pub channel: Channel,
    /// Whether heads were counted here, without names.
    pub is_counted: bool,
}

/// A party at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The attendance it becomes.
    pub id: AttendanceId,
    /// What the one who came is known by afterwards.
    pub pass: Pass,
    /// When.
    pub at: Instant,
    /// How many came; nothing: all of them.
    pub persons: Option<i64>,
    /// The group they say they belong to.
    pub audience: Option<Audience>,
    /// How it is known.
    pub means: Means,
}

impl Door<'_> {
    /// The first and the last day of what one comes to.
    pub(crate) fn days(&self) -> (Day, Day) {
        let plan = &self.activity.plan;
        let (from, to) = self.session.map_or((plan.starts_at, plan.ends_at), |one| (one.starts_at, one.ends_at));
        (from.day(), to.plus_seconds(-1).day().max(from.day()))
    }

    /// Whether anybody can have come to this at all, on this day.
    pub(crate) fn check(&self, on: Day, today: Day) -> Result<(), Refusal> {
        use ActivityState::{Announced, Approved, Concluded, Held};
        let takes_place = matches!(self.activity.state, Approved | Announced | Held | Concluded { .. });
        Refusal::new("attendance.not_taking_place").unless(takes_place)?;
        let mode = self.activity.plan.mode;
        let has_channel = if self.channel == Channel::Online { mode.has_link() } else { mode.has_place() };
        Refusal::new("attendance.not_this_channel").unless(has_channel)?;
        Refusal::new("attendance.no_session").unless(self.sessions.is_empty() || self.session.is_some())?;
        let (from, to) = self.days();
        let wrong_day = Refusal::new("attendance.wrong_day").with("from", from).with("to", to).with("day", on);
        wrong_day.unless((from..=to).contains(&on))?;
        Refusal::new("attendance.in_future").unless(on <= today)
    }

    fn check_arrival(&self, at: Instant, now: Instant) -> Result<(), Refusal> {
        self.check(at.day(), now.day())?;
        Refusal::new("attendance.in_future").unless(at <= now.plus_seconds(AHEAD))?;
        Refusal::new("attendance.counted").unless(!self.is_counted)
    }

    fn received(&self, arrival: Arrival, registration: Option<&Registration>, person: Option<PersonId>) -> Attendance {
        // Where only one group is served, everyone belongs to it.
        let only = match self.activity.plan.audiences.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        let size = registration.map_or(1, |guest| guest.party.size);
        Attendance {
            id: arrival.id,
            activity: self.activity.id,
            session: self.session.map(|session| session.id),
            on: arrival.at.day(),
            registration: registration.map(|guest| guest.id),
            person,
            persons: arrival.persons.unwrap_or(size),
            audience: registration.and_then(|guest| guest.party.audience).or(arrival.audience).or(only),
            channel: self.channel,
            means: arrival.means,
            at: arrival.at,
            left_at: None,
            pass: arrival.pass,
            void: None,
        }
    }

    /// 签到: a party that had registered comes in, if it is confirmed, for this, and not in yet.
    pub(crate) fn check_in<A: Act>(
        &self,
        may: May<A>,
        guest: &Registration,
        earlier: Option<&Attendance>,
        arrival: Arrival,
    ) -> Result<Change<Attendance>, Refusal> {
        Refusal::new("attendance.other_activity").unless(guest.activity == self.activity.id)?;
        Refusal::new("attendance.cancelled").unless(guest.state != Standing::Cancelled)?;
        Refusal::new("attendance.not_confirmed").unless(guest.state == Standing::Confirmed)?;
        self.check_session(guest)?;
        already_in(earlier)?;
        self.check_arrival(arrival.at, may.by().at)?;
        let size = guest.party.size;
        let persons = arrival.persons.unwrap_or(size);
        Refusal::new("attendance.more_than_registered").with("most", size).unless((1..=size).contains(&persons))?;
        let attendance = self.received(arrival, Some(guest), guest.person);
        let fact = attendance.fact(&facts::ATTENDED, self.activity);
        Ok(Change::new(may, attendance, fact))
    }

    fn check_session(&self, guest: &Registration) -> Result<(), Refusal> {
        let Some(chosen) = guest.party.session else { return Ok(()) };
        let known = self.sessions.iter().find(|session| session.id == chosen);
        let words = known.map(|session| format!("{} {}", session.title, session.starts_at)).unwrap_or_default();
        let is_this = self.session.is_some_and(|session| session.id == chosen);
        Refusal::new("attendance.other_session").with("session", words).unless(is_this)
    }

    /// 现场登记: somebody comes who had not registered, with a name or without.
    pub(crate) fn walk_in<A: Act>(
        &self,
        may: May<A>,
        person: Option<PersonId>,
        earlier: Option<&Attendance>,
        arrival: Arrival,
    ) -> Result<Change<Attendance>, Refusal> {
        already_in(earlier)?;
        self.check_arrival(arrival.at, may.by().at)?;
        let attendance = self.received(arrival, None, person);
        let most = super::entry::MOST;
        let is_sound = (1..=most).contains(&attendance.persons);
        Refusal::new("registration.party_large").with("most", most).unless(is_sound)?;
        let fact = attendance.fact(&facts::ATTENDED, self.activity);
        Ok(Change::new(may, attendance, fact))
    }
}

fn already_in(earlier: Option<&Attendance>) -> Result<(), Refusal> {
    let Some(earlier) = earlier else { return Ok(()) };
    Err(Refusal::new("attendance.already_in").with("at", earlier.at).with("n", earlier.persons))
}

impl Attendance {
    /// What all its facts have in common. The person is an id; nobody else of the party is in it.
    fn fact(&self, kind: &'static FactKind, activity: &Activity) -> Draft {
        let draft = Draft::new(kind, self.id, self.on)
            .programme(activity.plan.programme)
            .place(activity.plan.place)
            .unit(activity.unit.id)
            .class(activity.plan.class.code())
            .object(Some(self.session.map_or(activity.id.0, Id::from)))
            .person(self.person)
            .channel(self.channel)
            .quantity(self.persons);
        match self.audience {
            Some(audience) => draft.audience(audience),
            None => draft,
        }
    }

    fn standing(&self) -> Result<(), Refusal> {
        Refusal::new("attendance.void").unless(self.void.is_none())
    }

    /// 签退
    pub(crate) fn check_out(
        self,
        may: May<CheckOut>,
        activity: &Activity,
        at: Instant,
    ) -> Result<Change<Self>, Refusal> {
        self.standing()?;
        Refusal::new("attendance.left").with("at", self.left_at.unwrap_or(at)).unless(self.left_at.is_none())?;
        Refusal::new("attendance.left_before").with("at", self.at).unless(self.at <= at)?;
        Refusal::new("attendance.in_future").unless(at <= may.by().at.plus_seconds(AHEAD))?;
        let fact = self.fact(&facts::LEFT, activity);
        Ok(Change::new(may, Self { left_at: Some(at), ..self }, fact))
    }

    /// It is put right: what it said is taken back and said anew.
    pub(crate) fn correct(
        self,
        may: May<CorrectAttendance>,
        activity: &Activity,
        (persons, audience): (i64, Option<Audience>),
        reason: Reason,
    ) -> Result<Change<Self>, Refusal> {
        self.standing()?;
        Refusal::new("attendance.nothing_changed").unless((persons, audience) != (self.persons, self.audience))?;
        let right = Self { persons, audience, ..self };
        let id = right.id;
        let (fact, said) = (right.fact(&facts::ATTENDED, activity), right.fact(&facts::ATTENDANCE_CORRECTED, activity));
        Ok(Change::new(may, right, fact).and(said).correcting(id, &[&facts::ATTENDED], reason))
    }

    /// It did not happen, or stands there twice: all it said is taken back.
    pub(crate) fn take_back(
        self,
        may: May<TakeBackAttendance>,
        activity: &Activity,
        reason: Reason,
    ) -> Result<Change<Self>, Refusal> {
        self.standing()?;
        let (id, fact) = (self.id, self.fact(&facts::ATTENDANCE_VOIDED, activity));
        let kinds = [&facts::ATTENDED, &facts::LEFT];
        Ok(Change::new(may, Self { void: Some(reason), ..self }, fact).correcting(id, &kinds, reason))
    }
}

#[cfg(test)]
#[path = "attendance_tests.rs"]
mod tests;

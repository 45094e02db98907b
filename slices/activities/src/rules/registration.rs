//! 报名: a party's way from the form to a place: 待验证 → 待审核、待抽签、候补、待接受 → 已确认, with 取消, 未通过 and 过期 on the way.

use super::activity::{Activity, ActivityId, KEEPER};
use super::entry::{Entry, Way};
use super::places::{Party, Places};
use crate::facts;
use logic::act::{Act, Change, May, Noun, Role::*, Who::*};
use logic::fact::{Draft, FactKind};
use logic::form::Phone;
use logic::form::sheet::Answers;
use logic::id::{Id, PersonId};
use logic::refusal::Refusal;
use logic::time::Instant;

logic::id!(
    /// A registration.
    RegistrationId
);

logic::id!(
    /// 报名凭证: what only those who registered know; sixteen random bytes.
    Receipt
);

logic::id!(
    /// A sheet of registrations that was imported.
    RosterId
);

/// 报名: a party that wants to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its id.
    pub id: RegistrationId,
    /// The activity.
    pub activity: ActivityId,
    /// What its own page's address carries.
    pub receipt: Receipt,
    /// 报名号: given once the telephone is proven; 0 before.
    pub number: i64,
    /// Its place in the line: the number, or the rank that a draw gave.
    pub turn: i64,
    /// Who registered; nobody until the telephone is proven.
    pub person: Option<PersonId>,
    /// The name as it was given.
    pub name: String,
    /// The telephone as it was given.
    pub phone: Option<Phone>,
    /// Who comes along, and where to.
    pub party: Party,
    /// Names of those who come along, one a line.
    pub companions: String,
    /// Answers to the activity's questions.
    pub answers: Answers,
    /// How far it is.
    pub state: State,
    /// Since when.
    pub since: Instant,
    /// The sheet it came with.
    pub roster: Option<RosterId>,
}

/// How far a registration is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// 待验证: the form is sent, the telephone not yet proven. Holds no place.
    Pending {
        /// Until when the code may be entered.
        until: Instant,
    },
    /// 待审核
    Requested,
    /// 待抽签
    Entered,
    /// 候补
    Waiting,
    /// 待接受: places are held for a while.
    Offered {
        /// Until when.
        until: Instant,
    },
    /// 已确认
    Confirmed,
    /// 已取消
    Cancelled,
    /// 未通过
    Refused {
        /// Why.
        reason: String,
    },
    /// 已过期
    Lapsed,
}

impl State {
    /// The stored code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Pending { .. } => "pending",
            Self::Requested => "requested",
            Self::Entered => "entered",
            Self::Waiting => "waiting",
            Self::Offered { .. } => "offered",
            Self::Confirmed => "confirmed",
            Self::Cancelled => "cancelled",
            Self::Refused { .. } => "refused",
            Self::Lapsed => "lapsed",
        }
    }

    /// The codes of all states, in the order of a life.
    pub(crate) const CODES: &'static [&'static str] =
        &["pending", "requested", "entered", "waiting", "offered", "confirmed", "cancelled", "refused", "lapsed"];

    /// Whether places are held in this state.
    pub(crate) fn holds_places(&self) -> bool {
        matches!(self, Self::Offered { .. } | Self::Confirmed)
    }

    /// Whether the party may still come: one such registration for a person.
    pub(crate) fn is_live(&self) -> bool {
        matches!(self, Self::Requested | Self::Entered | Self::Waiting | Self::Offered { .. } | Self::Confirmed)
    }
}

impl Noun for Registration {}

logic::act!(SendRegistration: Activity, "registration.send", [Anyone]);
logic::act!(JoinActivity: Activity, "registration.join", [SignedIn]);
logic::act!(ProveRegistration: Registration, "registration.prove", [Anyone]);
logic::act!(SendCodeAgain: Registration, "registration.code_again", [Anyone]);
logic::act!(AcceptOffer: Registration, "registration.accept", [Anyone]);
logic::act!(DeclineOffer: Registration, "registration.decline", [Anyone]);
logic::act!(ChangeRegistration: Registration, "registration.change", [Anyone]);
logic::act!(TransferRegistration: Registration, "registration.transfer", [Anyone]);
logic::act!(CancelRegistration: Registration, "registration.cancel", [Anyone]);
logic::act!(EnterForOther: Activity, "registration.enter", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(ApproveRegistration: Activity, "registration.approve", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(RefuseRegistration: Activity, "registration.refuse", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(ImportRoster: Activity, "registration.import", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(UndoRoster: Activity, "registration.undo_import", [Role(Officer), Role(Secretary), Is(KEEPER)]);
logic::act!(ServeLine: Registration, "registration.serve", [Program]);
logic::act!(LapseOffer: Registration, "registration.lapse", [Program]);

/// How long a code may be entered after the form was sent, in seconds.
pub const PENDING_SECONDS: i64 = 15 * 60;

/// The step does not follow from where the registration is.
const WRONG_STEP: Refusal = Refusal::new("registration.wrong_step");

/// Who acts: the one who holds the receipt, or one who runs the activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The one who registered.
    Guest,
    /// One who runs the activity: no times bind them.
    Host,
}

/// What a registration is decided by: the activity, its settings, its places.
pub struct Hall<'a> {
    /// The activity.
    pub activity: &'a Activity,
    /// How people come in.
    pub entry: &'a Entry,
    /// The places; taken and given back as parties come and go.
    pub places: &'a mut Places,
}

/// Whether one may register at all at this moment.
pub(crate) fn check_open(activity: &Activity, entry: &Entry, side: Side, now: Instant) -> Result<(), Refusal> {
    Refusal::new("registration.not_here").unless(activity.takes_people(now))?;
    if side == Side::Host {
        return Ok(());
    }
    Refusal::new("registration.not_yet").with("at", entry.opens_at).unless(entry.opens_at <= now)?;
    Refusal::new("registration.closed").unless(entry.is_open(now))
}

/// Whether the party is one that the settings allow.
pub(crate) fn check_party(party: &Party, companions: &str, entry: &Entry, side: Side) -> Result<(), Refusal> {
    let largest = if side == Side::Host { super::entry::MOST } else { entry.largest };
    Refusal::new("registration.party_large").with("most", largest).unless((1..=largest).contains(&party.size))?;
    let names = companions.lines().filter(|line| !line.trim().is_empty()).count() as i64;
    Refusal::new("registration.companions_many").unless(names < party.size.max(1))
}

impl Registration {
    /// What all its facts have in common. No personal text: the person is an id.
    pub(crate) fn fact(&self, kind: &'static FactKind, activity: &Activity, at: Instant) -> Draft {
        let draft = Draft::new(kind, self.id, at.day())
            .programme(activity.plan.programme)
            .place(activity.plan.place)
            .unit(activity.unit.id)
            .class(activity.plan.class.code())
            .object(Some(activity.id))
            .person(self.person)
            .quantity(self.party.size);
        match self.party.audience {
            Some(audience) => draft.audience(audience),
            None => draft,
        }
    }

    /// Its page.
    pub(crate) fn href(&self) -> String {
        format!("/activities/{}/registrations/{}", self.activity, self.receipt)
    }

    fn at(self, state: State, since: Instant) -> Self {
        Self { state, since, ..self }
    }

    /// The same step for all: the new state, its fact.
    fn step<A: Act>(self, may: May<A>, hall: &Hall, state: State, kind: &'static FactKind) -> Change<Self> {
        let at = may.by().at;
        let fact = self.fact(kind, hall.activity, at);
        Change::new(for_other(may, self.person), self.at(state, at), fact)
    }

    /// The party has arrived: its telephone is proven, its person known. It gets its number, and a place or a place in the line.
    pub(crate) fn arrive<A: Act>(
        self,
        may: May<A>,
        hall: &mut Hall,
        side: Side,
        (person, number): (PersonId, i64),
    ) -> Result<Change<Self>, Refusal> {
        let now = may.by().at;
        let State::Pending { until } = self.state else { return Err(WRONG_STEP) };
        Refusal::new("registration.lapsed").unless(now < until)?;
        check_open(hall.activity, hall.entry, side, now)?;
        check_party(&self.party, &self.companions, hall.entry, side)?;
        let arrived = Self { person: Some(person), number, turn: number, ..self };
        let made = arrived.fact(&facts::MADE, hall.activity, now);
        let needs_approval = hall.entry.way == Way::Approval && side == Side::Guest;
        let (state, kind) = match () {
            () if hall.entry.awaits_draw() => (State::Entered, &facts::ENTERED),
            () if needs_approval => (State::Requested, &facts::REQUESTED),
            () => arrived.seat(hall),
        };
        Ok(arrived.step(may, hall, state, kind).and(made))
    }

    /// A place if there is one, a place in the line if not.
    fn seat(&self, hall: &mut Hall) -> (State, &'static FactKind) {
        match hall.places.take(&self.party) {
            Ok(()) => (State::Confirmed, &facts::CONFIRMED),
            Err(_) => (State::Waiting, &facts::WAITED),
        }
    }

    /// 通过
    pub(crate) fn approve(self, may: May<ApproveRegistration>, hall: &mut Hall) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(self.state == State::Requested)?;
        let (state, kind) = self.seat(hall);
        let text = if state == State::Confirmed { "registration.confirmed" } else { "registration.waiting" };
        Ok(self.step(may, hall, state, kind).told(text, hall.activity))
    }

    /// 不通过: with the reason, before there is a place.
    pub(crate) fn refuse(
        self,
        may: May<RefuseRegistration>,
        hall: &Hall,
        reason: String,
    ) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(matches!(self.state, State::Requested | State::Entered | State::Waiting))?;
        Ok(self.step(may, hall, State::Refused { reason }, &facts::REFUSED).told("registration.refused", hall.activity))
    }

    /// 抽签结果: a place in the order of the draw, or a place in the line.
    pub(crate) fn drawn<A: Act>(self, may: May<A>, hall: &mut Hall, rank: i64) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(self.state == State::Entered)?;
        let (state, kind) = self.seat(hall);
        let text = if state == State::Confirmed { "registration.confirmed" } else { "registration.waiting" };
        Ok(Self { turn: rank, ..self }.step(may, hall, state, kind).told(text, hall.activity))
    }

    /// Its turn has come and places that fit were taken for it: offered for a while, or confirmed at once.
    pub(crate) fn serve(self, may: May<ServeLine>, hall: &Hall) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(self.state == State::Waiting)?;
        let now = may.by().at;
        let Some(until) = hall.entry.offer_until(now, hall.activity) else {
            let change = self.step(may, hall, State::Confirmed, &facts::CONFIRMED);
            return Ok(change.told("registration.confirmed", hall.activity));
        };
        let payload = hall.activity.id.to_string();
        let change = self.step(may, hall, State::Offered { until }, &facts::OFFERED);
        Ok(change.told("registration.offered", hall.activity).job(LAPSE_JOB, payload, until))
    }

    /// 接受: what was offered is confirmed.
    pub(crate) fn accept(self, may: May<AcceptOffer>, hall: &Hall) -> Result<Change<Self>, Refusal> {
        let State::Offered { until } = self.state else { return Err(WRONG_STEP) };
        Refusal::new("registration.offer_over").unless(may.by().at < until)?;
        Ok(self.step(may, hall, State::Confirmed, &facts::CONFIRMED))
    }

    /// 不接受: what was offered is free again.
    pub(crate) fn decline(self, may: May<DeclineOffer>, hall: &mut Hall) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(matches!(self.state, State::Offered { .. }))?;
        hall.places.free(&self.party);
        Ok(self.step(may, hall, State::Cancelled, &facts::DECLINED))
    }

    /// 过期: nobody answered.
    pub(crate) fn lapse(self, may: May<LapseOffer>, hall: &mut Hall) -> Result<Change<Self>, Refusal> {
        let State::Offered { until } = self.state else { return Err(WRONG_STEP) };
        WRONG_STEP.unless(until <= may.by().at)?;
        hall.places.free(&self.party);
        Ok(self.step(may, hall, State::Lapsed, &facts::LAPSED).told("registration.lapsed", hall.activity))
    }

    /// 取消: by oneself until the cut-off, by those who run the activity at any time.
    pub(crate) fn cancel<A: Act>(self, may: May<A>, hall: &mut Hall, side: Side) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(self.state.is_live())?;
        check_cut_off(hall.entry, side, may.by().at)?;
        if self.state.holds_places() {
            hall.places.free(&self.party);
        }
        let change = self.step(may, hall, State::Cancelled, &facts::WITHDRAWN);
        Ok(if side == Side::Host { change.told("registration.cancelled", hall.activity) } else { change })
    }

    /// 更改: other persons, another session, other answers; the place in the line stays. Who holds places needs room for the change.
    pub(crate) fn change(
        self,
        may: May<ChangeRegistration>,
        hall: &mut Hall,
        side: Side,
        (party, companions, answers): (Party, String, Answers),
    ) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(self.state.is_live())?;
        check_cut_off(hall.entry, side, may.by().at)?;
        check_party(&party, &companions, hall.entry, side)?;
        if self.state.holds_places() {
            hall.places.free(&self.party);
            hall.places.take(&party)?;
        }
        let at = may.by().at;
        let may = for_other(may, self.person);
        let changed = Self { party, companions, answers, ..self };
        let fact = changed.fact(&facts::CHANGED, hall.activity, at);
        Ok(Change::new(may, changed, fact))
    }

    /// 转让: somebody else comes instead; the old receipt is good no more.
    pub(crate) fn transfer(
        self,
        may: May<TransferRegistration>,
        hall: &Hall,
        side: Side,
        to: (PersonId, Receipt),
    ) -> Result<Change<Self>, Refusal> {
        WRONG_STEP.unless(self.state == State::Confirmed)?;
        check_cut_off(hall.entry, side, may.by().at)?;
        Refusal::new("registration.same_person").unless(self.person != Some(to.0))?;
        let at = may.by().at;
        let given = Self { person: Some(to.0), receipt: to.1, ..self };
        let fact = given.fact(&facts::TRANSFERRED, hall.activity, at);
        Ok(Change::new(may, given, fact).told("registration.transferred", hall.activity))
    }
}

/// The job that looks for offers nobody answered.
pub const LAPSE_JOB: &str = "registration.lapse_offers";

/// An act is on behalf of the one who registered, unless that one does it.
fn for_other<A: Act>(may: May<A>, person: Option<PersonId>) -> May<A> {
    let by = may.by().person;
    may.on_behalf_of(person.filter(|person| by != Some(*person)))
}

fn check_cut_off(entry: &Entry, side: Side, now: Instant) -> Result<(), Refusal> {
    Refusal::new("registration.cut_off").with("at", entry.cut_off).unless(side == Side::Host || now < entry.cut_off)
}

/// Word to the one who registered.
trait Told {
    fn told(self, text: &'static str, activity: &Activity) -> Self;
}

impl Told for Change<Registration> {
    fn told(self, text: &'static str, activity: &Activity) -> Self {
        let registration = &self.state;
        let until = match &registration.state {
            State::Offered { until } => until.to_string(),
            _ => String::new(),
        };
        let reason = match &registration.state {
            State::Refused { reason } => reason.clone(),
            _ => String::new(),
        };
        let blanks = vec![("title", activity.plan.title.clone()), ("until", until), ("reason", reason)];
        let (person, href) = (registration.person, registration.href());
        self.tell(person, text, blanks, href)
    }
}

/// The id of a receipt from random bytes.
pub(crate) fn receipt(random: [u8; 16]) -> Receipt {
    Receipt(Id::from(random))
}

#[cfg(all(test, not(feature = "unguarded")))]
#[path = "registration_tests.rs"]
mod tests;

//! 志愿者: a person's card, whether they take shifts, and what the law asks for the young.
//!
//! Under 18 one is a minor (Civil Code art. 17) and needs a guardian who agrees; for those under 14 that consent is asked
//! by the Personal Information Protection Law art. 31, too, and the guardian comes along. Under 8 (Civil Code art. 20)
//! nobody signs up.

use super::codes::{Language, Skill};
use crate::facts;
use logic::act::{Change, May, Noun, Relation, Role::*, UnitPath, Who::*};
use logic::fact::{Draft, FactKind};
use logic::form::Phone;
use logic::id::{Id, PersonId, UnitId};
use logic::refusal::Refusal;
use logic::time::{Day, Instant};

logic::id!(
    /// A volunteer's card.
    VolunteerId
);

/// A unit, with its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostUnit {
    /// The unit.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// Its place in the tree.
    pub path: UnitPath,
}

/// 监护人
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guardian {
    /// The name.
    pub name: String,
    /// The telephone.
    pub phone: Option<Phone>,
    /// When they agreed.
    pub agreed_at: Option<Instant>,
}

/// What a card says beyond name and telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The day of birth; nothing of one who is grown up and did not say.
    pub born: Option<Day>,
    /// 特长
    pub skills: Vec<Skill>,
    /// 语言
    pub languages: Vec<Language>,
    /// In their own words.
    pub about: String,
    /// 监护人, of a minor.
    pub guardian: Option<Guardian>,
    /// When they agreed to what is kept and what for.
    pub consented_at: Instant,
}

/// 志愿者
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volunteer {
    /// Its id.
    pub id: VolunteerId,
    /// The person, once the telephone is proven.
    pub person: Option<PersonId>,
    /// The name.
    pub name: String,
    /// The telephone.
    pub phone: Option<Phone>,
    /// What the address of the page carries while the code is awaited.
    pub receipt: Id,
    /// The unit that keeps the card.
    pub unit: HostUnit,
    /// What it says.
    pub card: Card,
    /// Whether they take shifts.
    pub state: Standing,
    /// Since when.
    pub since: Instant,
}

/// Whether somebody takes shifts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// 待验证: the form was sent, the code not yet.
    Pending {
        /// Until then.
        until: Instant,
    },
    /// 在册
    Active,
    /// 暂停
    Paused,
    /// 已退出: the card is empty.
    Left,
}

impl Standing {
    /// The stored code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Pending { .. } => "pending",
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Left => "left",
        }
    }

    /// What a list can be filtered by.
    pub(crate) const CODES: &'static [&'static str] = &["active", "paused", "left"];
}

/// Whose card it is.
pub(crate) const SELF: Relation = Relation("volunteer");

impl Noun for Volunteer {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.unit.path)
    }

    fn relates(&self, relation: Relation, person: PersonId) -> bool {
        relation == SELF && self.person == Some(person)
    }
}

logic::act!(JoinVolunteers: logic::act::House, "volunteer.join", [Anyone]);
logic::act!(ProveVolunteer: Volunteer, "volunteer.prove", [Anyone]);
logic::act!(EnterVolunteer: super::shift::Under, "volunteer.enter", [Role(Officer), Role(Secretary)]);
logic::act!(EditVolunteer: Volunteer, "volunteer.edit", [Is(SELF), Role(Officer), Role(Secretary)]);
logic::act!(PauseVolunteer: Volunteer, "volunteer.pause", [Is(SELF), Role(Officer), Role(Secretary)]);
logic::act!(ResumeVolunteer: Volunteer, "volunteer.resume", [Is(SELF), Role(Officer), Role(Secretary)]);
logic::act!(LeaveVolunteers: Volunteer, "volunteer.leave", [Is(SELF), Role(Officer)]);

/// Of age.
pub(crate) const GROWN: i32 = 18;
/// From here on one comes without the guardian.
pub(crate) const ALONE: i32 = 14;
/// From here on one may sign up at all.
pub(crate) const LEAST: i32 = 8;

/// Full years on a day.
pub(crate) fn age_on(born: Day, on: Day) -> i32 {
    let ((year, month, day), (this_year, this_month, this_day)) = (born.parts(), on.parts());
    let is_ahead = (this_month, this_day) < (month, day);
    i32::from(this_year - year) - i32::from(is_ahead)
}

impl Card {
    /// What must be true of any card.
    pub(crate) fn check(&self, today: Day) -> Result<(), Refusal> {
        let Some(born) = self.born else { return Ok(()) };
        Refusal::new("volunteer.born_ahead").unless(born <= today)?;
        let age = age_on(born, today);
        Refusal::new("volunteer.too_young").with("age", LEAST).unless(age >= LEAST)?;
        let has_guardian = self.guardian.as_ref().is_some_and(|guardian| {
            !guardian.name.is_empty() && guardian.phone.is_some() && guardian.agreed_at.is_some()
        });
        Refusal::new("volunteer.no_guardian").with("age", GROWN).unless(age >= GROWN || has_guardian)
    }
}

impl Volunteer {
    /// The card's page.
    pub fn href(&self) -> String {
        format!("/volunteers/{}", self.id)
    }

    fn fact(&self, kind: &'static FactKind, on: Day) -> Draft {
        Draft::new(kind, self.id, on).person(self.person).unit(self.unit.id)
    }

    fn step<A: logic::act::Act>(self, may: May<A>, state: Standing, kind: &'static FactKind) -> Change<Self> {
        let at = may.by().at;
        let changed = Self { state, since: at, ..self };
        let fact = changed.fact(kind, at.day());
        Change::new(may, changed, fact)
    }

    /// The person is known: the card stands.
    pub(crate) fn join<A: logic::act::Act>(self, may: May<A>, person: PersonId) -> Result<Change<Self>, Refusal> {
        self.card.check(may.by().at.day())?;
        let is_new = matches!(self.state, Standing::Pending { .. } | Standing::Left);
        Refusal::new("volunteer.known").unless(is_new)?;
        let known = Self { person: Some(person), ..self };
        let may = if may.by().person == Some(person) || may.by().account.is_none() {
            may
        } else {
            may.on_behalf_of(Some(person))
        };
        Ok(known.step(may, Standing::Active, &facts::JOINED))
    }

    /// The card says something else.
    pub(crate) fn edit(self, may: May<EditVolunteer>, card: Card) -> Result<Change<Self>, Refusal> {
        let at = may.by().at;
        card.check(at.day())?;
        Refusal::new("volunteer.left").unless(self.state != Standing::Left)?;
        let changed = Self { card, ..self };
        let fact = changed.fact(&facts::EDITED, at.day());
        Ok(Change::new(may, changed, fact))
    }

    /// No shifts for a while. Those that are taken stay taken.
    pub(crate) fn pause(self, may: May<PauseVolunteer>) -> Result<Change<Self>, Refusal> {
        Refusal::new("volunteer.not_active").unless(self.state == Standing::Active)?;
        Ok(self.step(may, Standing::Paused, &facts::PAUSED))
    }

    /// Shifts again.
    pub(crate) fn resume(self, may: May<ResumeVolunteer>) -> Result<Change<Self>, Refusal> {
        Refusal::new("volunteer.not_paused").unless(self.state == Standing::Paused)?;
        Ok(self.step(may, Standing::Active, &facts::RESUMED))
    }

    /// The card is emptied; what was served stands. `ahead` are shifts still taken.
    pub(crate) fn leave(self, may: May<LeaveVolunteers>, ahead: usize) -> Result<Change<Self>, Refusal> {
        Refusal::new("volunteer.left").unless(self.state != Standing::Left)?;
        Refusal::new("volunteer.has_shifts").with("n", ahead).unless(ahead == 0)?;
        Ok(self.emptied().step(may, Standing::Left, &facts::LEFT))
    }

    /// With nothing on the card.
    fn emptied(self) -> Self {
        let card = Card {
            born: None,
            skills: Vec::new(),
            languages: Vec::new(),
            about: String::new(),
            guardian: None,
            consented_at: self.card.consented_at,
        };
        Self { card, ..self }
    }
}

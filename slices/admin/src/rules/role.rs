//! Roles: what an account is trusted with on a unit and below it, from one day to another.

use super::account::check_open;
use super::{Administrators, GrantRole, RevokeRole};
use crate::facts;
use ground::identity::{Account, HeldRole};
use logic::act::{Change, May, Role, UnitPath};
use logic::fact::{Draft, FactKind, More};
use logic::form::Problems;
use logic::id::{AccountId, Id, PersonId, UnitId};
use logic::refusal::Refusal;
use logic::time::Day;

/// A term that ends within so many days is announced.
pub(crate) const ENDING_DAYS: i32 = 30;

/// From one day to another, both included; without an end until it is revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) from: Day,
    pub(crate) until: Option<Day>,
}

impl Term {
    /// A term that is not over yet.
    pub(crate) fn new(from: Day, until: Option<Day>, today: Day) -> Result<Self, Problems> {
        match until {
            Some(until) if until < from => Err(Problems::one("until", "ends_before_it_begins")),
            Some(until) if until < today => Err(Problems::one("until", "is_over")),
            _ => Ok(Self { from, until }),
        }
    }

    fn meets(self, other: Self) -> bool {
        let reaches = |a: Self, b: Self| a.until.is_none_or(|until| b.from <= until);
        reaches(self, other) && reaches(other, self)
    }
}

logic::codes!(
    /// How a term stands. Its text key is `standing.<code>`.
    Standing {
        /// 未到任
        Coming = "coming",
        /// 在任
        InForce = "in_force",
        /// 即将到期
        Ending = "ending",
        /// 已到期
        Over = "over",
    }
);

/// How a term stands on a day.
pub(crate) fn standing(term: Term, today: Day) -> Standing {
    match term.until {
        _ if today < term.from => Standing::Coming,
        Some(until) if until < today => Standing::Over,
        Some(until) if until <= today.plus(ENDING_DAYS) => Standing::Ending,
        _ => Standing::InForce,
    }
}

/// A role on its way to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewRole {
    pub(crate) id: Id,
    pub(crate) account: AccountId,
    pub(crate) person: PersonId,
    pub(crate) role: Role,
    pub(crate) unit: UnitId,
    pub(crate) term: Term,
}

/// A role is given; not twice on one unit at one time.
pub(crate) fn grant(
    may: May<GrantRole>,
    account: &Account,
    held: &[HeldRole],
    new: NewRole,
) -> Result<Change<NewRole>, Refusal> {
    check_open(account)?;
    let is_same = |held: &HeldRole| held.role == new.role && held.unit == new.unit && term_of(held).meets(new.term);
    Refusal::new("role.held").unless(!held.iter().any(is_same))?;
    let fact = said(&facts::ROLE_GRANTED, new.account, new.person, may.by().at.day());
    let fact = with_role(fact, new.role, new.unit, new.id).more("from", More::Number(new.term.from.0.into()));
    let fact = match new.term.until {
        Some(until) => fact.more("until", More::Number(until.0.into())),
        None => fact,
    };
    Ok(Change::new(may, new, fact))
}

/// A role is taken back; the house's last administrator keeps theirs.
pub(crate) fn revoke(
    may: May<RevokeRole>,
    account: &Account,
    held: &[HeldRole],
    grant: HeldRole,
    administrators: &Administrators,
) -> Result<Change<HeldRole>, Refusal> {
    let today = may.by().at.day();
    let stays = held.iter().any(|other| other.id != grant.id && is_over_the_house(other, today));
    if is_over_the_house(&grant, today) && !stays {
        administrators.check_without(account.id)?;
    }
    let fact = said(&facts::ROLE_REVOKED, account.id, account.person, today);
    let fact = with_role(fact, grant.role, grant.unit, grant.id);
    Ok(Change::new(may, grant, fact))
}

/// Whether this role lets one administer the whole house on a day.
fn is_over_the_house(held: &HeldRole, today: Day) -> bool {
    let is_in_force = matches!(standing(term_of(held), today), Standing::InForce | Standing::Ending);
    held.role == Role::Administrator && is_root(&held.unit_path) && is_in_force
}

fn is_root(path: &UnitPath) -> bool {
    path.depth() == 0
}

fn term_of(held: &HeldRole) -> Term {
    Term { from: held.from, until: held.until }
}

fn said(kind: &'static FactKind, account: AccountId, person: PersonId, on: Day) -> Draft {
    Draft::new(kind, account, on).person(person)
}

fn with_role(fact: Draft, role: Role, unit: UnitId, grant: Id) -> Draft {
    fact.unit(unit).object(Some(grant)).more("role", More::Code(role.code()))
}

//! The viewer: who looks or acts, with which roles on which units.

use crate::id::{AccountId, PersonId};
use crate::time::{Day, Instant};

crate::codes!(
    /// 角色: what a person is trusted with on a unit and everything below it.
    Role {
        /// 系统管理员: accounts, roles, jobs; no say in the work itself.
        Administrator = "administrator",
        /// 领导: signs plans and reports, urges tasks.
        Leader = "leader",
        /// 干部: plans, runs rounds, records.
        Officer = "officer",
        /// 统计员: sees small cells, freezes reports, corrects facts.
        Statistician = "statistician",
        /// 学会秘书: the member society's own tasks and experts.
        Secretary = "secretary",
    }
);

/// A unit's place in the organisation tree: labels from the root down, each closed by a slash, as `1/4/12/`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitPath(pub String);

impl UnitPath {
    /// Whether the other unit is this one or lies below it.
    pub fn covers(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// How many units lie above this one.
    pub fn depth(&self) -> usize {
        self.0.matches('/').count().saturating_sub(1)
    }
}

/// A role held on a unit, today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The unit it is held on, and on everything below.
    pub unit: UnitPath,
}

/// Who looks or acts, and when. Passed to every act; there is no ambient viewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// The account signed in with; nothing for a visitor and for one who signed in by telephone.
    pub account: Option<AccountId>,
    /// The person behind it.
    pub person: Option<PersonId>,
    /// Records merged into that person's: what belongs to them belongs to the person.
    pub also: Vec<PersonId>,
    /// The roles in force today.
    pub grants: Vec<Grant>,
    /// The moment of the request.
    pub now: Instant,
    /// The program itself, on a schedule.
    pub is_program: bool,
}

/// Who did an act, for whom, and when: stamped on every fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// The account; nothing for the program and for one who signed in by telephone.
    pub account: Option<AccountId>,
    /// The person who acted.
    pub person: Option<PersonId>,
    /// The person it was done for.
    pub behalf: Option<PersonId>,
    /// When.
    pub at: Instant,
}

impl Viewer {
    /// Someone who has not signed in.
    pub fn visitor(now: Instant) -> Self {
        Self { account: None, person: None, also: Vec::new(), grants: Vec::new(), now, is_program: false }
    }

    /// The program itself.
    pub fn program(now: Instant) -> Self {
        Self { is_program: true, ..Self::visitor(now) }
    }

    /// Today in China.
    pub fn today(&self) -> Day {
        self.now.day()
    }

    /// The person's record and all that were merged into it.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.person.into_iter().chain(self.also.iter().copied())
    }

    /// Whether anyone is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.account.is_some() || self.person.is_some()
    }

    /// Whether the role is held on the unit or above it; on no unit in particular: at the root.
    pub fn holds(&self, role: Role, unit: Option<&UnitPath>) -> bool {
        self.grants.iter().filter(|grant| grant.role == role).any(|grant| match unit {
            Some(unit) => grant.unit.covers(unit),
            None => grant.unit.depth() == 0,
        })
    }

    /// Whether the role is held on any unit.
    pub fn holds_anywhere(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether any role is held: staff see more than the public.
    pub fn is_staff(&self) -> bool {
        !self.grants.is_empty()
    }

    pub(super) fn actor(&self) -> Actor {
        Actor { account: self.account, person: self.person, behalf: None, at: self.now }
    }
}

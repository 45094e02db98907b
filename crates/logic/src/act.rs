//! Acts and permissions: who may do what to which noun, as evidence the compiler asks for.
//!
//! Only [`Viewer::may`] makes a [`May`], only a `May` makes a [`Change`], and a `Change` always carries a fact:
//! a forgotten check or a change of state without evidence does not compile.

mod change;
mod viewer;

pub use change::{Change, Job, Notice, Void};
pub use viewer::{Actor, Grant, Role, UnitPath, Viewer};

use crate::id::PersonId;
use crate::refusal::Refusal;
use std::marker::PhantomData;

/// Something acted on. It tells whose it is, so that a permission can be decided.
pub trait Noun {
    /// The unit in the organisation tree this belongs to; nothing if to the whole house.
    fn unit(&self) -> Option<&UnitPath> {
        None
    }

    /// Whether the person stands in this relation to it (is its owner, its expert, its contact …).
    fn relates(&self, _relation: Relation, _person: PersonId) -> bool {
        false
    }
}

/// A noun that belongs to the whole house and to nobody in particular.
pub struct House;

impl Noun for House {}

/// A noun that only its place in the organisation tree matters for: what is to be made inside that unit.
pub struct Inside(pub UnitPath);

impl Noun for Inside {
    fn unit(&self) -> Option<&UnitPath> {
        Some(&self.0)
    }
}

/// How a person may stand to a noun: `Relation("expert")`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Relation(pub &'static str);

/// Who may do an act: one line of the permission matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Holds the role on the noun's unit or on a unit above it.
    Role(Role),
    /// Holds the role on any unit: for what is kept in common, such as the directory.
    RoleAnywhere(Role),
    /// Stands in this relation to the noun.
    Is(Relation),
    /// Is signed in, by account or by telephone.
    SignedIn,
    /// Anyone at all.
    Anyone,
    /// The program itself, on a schedule.
    Program,
}

/// One act on one kind of noun. One verb, one name everywhere: `visit.confirm`.
pub trait Act {
    /// What it is done to.
    type Noun: Noun;
    /// `noun.verb`.
    const NAME: &'static str;
    /// Who may.
    const WHO: &'static [Who];
}

/// Declares an act: `act!(ConfirmVisit: Visit, "visit.confirm", [Is(CONTACT), Role(Officer)])`, where the file says
/// `use logic::act::{Role::*, Who::*}`.
#[macro_export]
macro_rules! act {
    ($(#[$doc:meta])* $name:ident: $noun:ty, $code:literal, [$($who:expr),+ $(,)?]) => {
        $(#[$doc])*
        pub struct $name;

        impl $crate::act::Act for $name {
            type Noun = $noun;
            const NAME: &'static str = $code;
            const WHO: &'static [$crate::act::Who] = &[$($who),+];
        }
    };
}

/// The evidence that a viewer may do an act. Made by [`Viewer::may`] alone; used up by the [`Change`] it allows.
#[must_use]
pub struct May<A> {
    by: Actor,
    act: PhantomData<A>,
}

impl<A: Act> May<A> {
    /// Who acts, and when.
    pub fn by(&self) -> Actor {
        self.by
    }

    /// The same act, done by an officer for someone who telephoned or wrote.
    pub fn on_behalf_of(mut self, person: Option<PersonId>) -> Self {
        self.by.behalf = person;
        self
    }
}

impl Viewer {
    /// The evidence that this viewer may do the act to this noun.
    pub fn may<A: Act>(&self, noun: &A::Noun) -> Result<May<A>, Refusal> {
        if self.is_allowed(A::WHO, noun) { Ok(May { by: self.actor(), act: PhantomData }) } else { Err(NOT_ALLOWED) }
    }

    /// Whether the act would be allowed: to show or hide its button.
    pub fn is_able<A: Act>(&self, noun: &A::Noun) -> bool {
        self.is_allowed(A::WHO, noun)
    }

    /// Whether one of these lines lets this viewer at the noun.
    pub fn is_allowed(&self, who: &[Who], noun: &impl Noun) -> bool {
        who.iter().any(|who| match *who {
            Who::Role(role) => self.holds(role, noun.unit()),
            Who::RoleAnywhere(role) => self.holds_anywhere(role),
            Who::Is(relation) => self.people().any(|person| noun.relates(relation, person)),
            Who::SignedIn => self.is_signed_in(),
            Who::Anyone => true,
            Who::Program => self.is_program,
        })
    }

    /// Whether there may be a noun at which one of these lines lets this viewer: known before anything is read.
    pub fn could_be_allowed(&self, who: &[Who]) -> bool {
        who.iter().any(|who| match *who {
            Who::Role(role) | Who::RoleAnywhere(role) => self.holds_anywhere(role),
            Who::Is(_) => self.people().next().is_some(),
            Who::SignedIn => self.is_signed_in(),
            Who::Anyone => true,
            Who::Program => self.is_program,
        })
    }
}

/// The viewer lacks the permission. The interface answers as if the noun were missing.
pub const NOT_ALLOWED: Refusal = Refusal::new("not_allowed");

#[cfg(test)]
mod tests;

//! Forms: what an act asks for, declared once. Pages, JSON API and its description all read the same declaration.

mod field;
mod raw;
pub mod sheet;
mod value;

pub use field::{
    Field, Kind, amount, choice, count, day, email, file, flag, hidden, line, moment, phone, pick, place, secret, text,
};
pub use raw::{Raw, Upload};
pub use value::{Aligned, FromField, Phone, Single};

use crate::refusal::Refusal;

/// What an act asks for.
pub trait Form: Sized {
    /// Its fields, in the order they are asked.
    const FIELDS: &'static [Field];

    /// Reads what was sent; every field that is wrong is named.
    fn read(raw: &Raw) -> Result<Self, Problems>;
}

/// What is wrong, field by field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<(&'static str, Refusal)>);

impl Problems {
    /// One field's problem.
    pub fn one(field: &'static str, code: &'static str) -> Self {
        Self(vec![(field, Refusal::new(code))])
    }

    /// The problem of a field.
    pub fn of(&self, field: &str) -> Option<&Refusal> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, problem)| problem)
    }

    /// Keeps a field's value or notes its problem.
    pub fn take<T>(&mut self, field: &'static str, read: Result<T, Refusal>) -> Option<T> {
        read.map_err(|problem| self.0.push((field, problem))).ok()
    }
}

/// A form that asks for nothing: a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Button;

impl Form for Button {
    const FIELDS: &'static [Field] = &[];

    fn read(_raw: &Raw) -> Result<Self, Problems> {
        Ok(Self)
    }
}

/// Declares a form: `form! { pub struct LogVisit { village: PlaceCode = place(), note: Option<String> = text().max(500) } }`.
/// A field of type `Option` may be left empty, a `Vec` takes every value of its name.
#[macro_export]
macro_rules! form {
    ($(#[$doc:meta])* $vis:vis struct $name:ident { $($(#[$note:meta])* $field:ident: $type:ty = $rule:expr),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        $vis struct $name { $($(#[$note])* pub $field: $type),+ }

        impl $crate::form::Form for $name {
            const FIELDS: &'static [$crate::form::Field] = {
                use $crate::form::*;
                &[$($rule.named(stringify!($field), <$type as FromField>::REQUIRED)),+]
            };

            fn read(raw: &$crate::form::Raw) -> Result<Self, $crate::form::Problems> {
                let mut problems = $crate::form::Problems::default();
                let mut fields = <Self as $crate::form::Form>::FIELDS.iter();
                $(let $field = fields.next().and_then(|field| {
                    problems.take(field.name, <$type as $crate::form::FromField>::from_field(field, raw))
                });)+
                match ($($field,)+) {
                    ($(Some($field),)+) => Ok(Self { $($field),+ }),
                    _ => Err(problems),
                }
            }
        }
    };
}

#[cfg(test)]
mod tests;

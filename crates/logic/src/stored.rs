//! How values are stored: four shapes that every database has. Ids and codes are text, moments and days are numbers.

use crate::fact::Hash;
use crate::form::Phone;
use crate::id::Id;
use crate::place::PlaceCode;
use crate::time::{Day, Instant};

/// A value on its way into or out of a database.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A number.
    Int(i64),
    /// Text.
    Text(&'a str),
    /// An id: text of 26 letters and digits.
    Id(Id),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// What can be put into a column.
pub trait ToStored {
    /// Its stored shape.
    fn to_stored(&self) -> Value<'_>;
}

/// What can be read from a column; nothing if the column holds something else.
pub trait FromStored: Sized {
    /// Reads it.
    fn from_stored(value: Value<'_>) -> Option<Self>;
}

impl<T: ToStored> ToStored for Option<T> {
    fn to_stored(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, T::to_stored)
    }
}

impl<T: FromStored> FromStored for Option<T> {
    fn from_stored(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_stored(value).map(Some),
        }
    }
}

impl<T: ToStored + ?Sized> ToStored for &T {
    fn to_stored(&self) -> Value<'_> {
        (**self).to_stored()
    }
}

impl ToStored for str {
    fn to_stored(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl ToStored for String {
    fn to_stored(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl FromStored for String {
    fn from_stored(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }
}

impl ToStored for Vec<u8> {
    fn to_stored(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}

impl FromStored for Vec<u8> {
    fn from_stored(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes.to_owned()),
            _ => None,
        }
    }
}

impl ToStored for Hash {
    fn to_stored(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}

impl FromStored for Hash {
    fn from_stored(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => bytes.try_into().ok(),
            _ => None,
        }
    }
}

/// Numbers, and newtypes of numbers.
macro_rules! number {
    ($($type:ty, |$number:ident| $to:expr, |$from:ident| $back:expr;)+) => {$(
        impl ToStored for $type {
            fn to_stored(&self) -> Value<'_> {
                let $number = self;
                Value::Int($to)
            }
        }

        impl FromStored for $type {
            fn from_stored(value: Value<'_>) -> Option<Self> {
                match value {
                    Value::Int($from) => $back,
                    _ => None,
                }
            }
        }
    )+};
}

number! {
    i64, |number| *number, |number| Some(number);
    i32, |number| i64::from(*number), |number| number.try_into().ok();
    i16, |number| i64::from(*number), |number| number.try_into().ok();
    u32, |number| i64::from(*number), |number| number.try_into().ok();
    Instant, |instant| instant.0, |micros| Some(Instant(micros));
    Day, |day| i64::from(day.0), |number| number.try_into().ok().map(Day);
    PlaceCode, |place| place.0, |code| Some(PlaceCode(code));
}

impl ToStored for Phone {
    fn to_stored(&self) -> Value<'_> {
        Value::Text(&self.0)
    }
}

impl FromStored for Phone {
    fn from_stored(value: Value<'_>) -> Option<Self> {
        String::from_stored(value).map(Phone)
    }
}

/// Makes a type that reads and writes itself as text storable: codes.
#[macro_export]
macro_rules! stored_as_code {
    ($type:ty) => {
        impl $crate::stored::ToStored for $type {
            fn to_stored(&self) -> $crate::stored::Value<'_> {
                $crate::stored::Value::Text(self.code())
            }
        }

        impl $crate::stored::FromStored for $type {
            fn from_stored(value: $crate::stored::Value<'_>) -> Option<Self> {
                match value {
                    $crate::stored::Value::Text(code) => code.parse().ok(),
                    _ => None,
                }
            }
        }
    };
}

/// Makes an id type storable.
#[macro_export]
macro_rules! stored_as_id {
    ($type:ty) => {
        impl $crate::stored::ToStored for $type {
            fn to_stored(&self) -> $crate::stored::Value<'_> {
                $crate::stored::Value::Id((*self).into())
            }
        }

        impl $crate::stored::FromStored for $type {
            fn from_stored(value: $crate::stored::Value<'_>) -> Option<Self> {
                match value {
                    $crate::stored::Value::Text(text) => text.parse().ok(),
                    $crate::stored::Value::Id(id) => Some(id.into()),
                    _ => None,
                }
            }
        }
    };
}

stored_as_id!(Id);

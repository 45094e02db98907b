//! Ids: 16 bytes (UUIDv7, RFC 9562), written as 26 sortable letters and digits (Crockford base 32, lower case).

use std::fmt;
use std::str::FromStr;

/// An id of any noun. Sorts by the moment it was made, as bytes and as text alike.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id([u8; 16]);

/// The length of an id as text.
pub const TEXT_LEN: usize = 26;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl Id {
    /// A UUIDv7 from a moment (UTC microseconds) and random bytes: milliseconds, version, random, variant, random.
    pub fn new(micros: i64, random: [u8; 10]) -> Self {
        let millis = (micros / 1000).max(0) as u64;
        let mut bytes = [0; 16];
        bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
        bytes[6..].copy_from_slice(&random);
        bytes[6] = 0x70 | (bytes[6] & 0x0f);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        Self(bytes)
    }

    /// The bytes of the UUID.
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The text form on the stack.
    pub fn text(&self) -> [u8; TEXT_LEN] {
        let mut rest = u128::from_be_bytes(self.0);
        let mut out = [0; TEXT_LEN];
        for place in out.iter_mut().rev() {
            *place = ALPHABET[(rest & 31) as usize];
            rest >>= 5;
        }
        out
    }
}

impl From<[u8; 16]> for Id {
    fn from(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

/// The text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        if text.len() != TEXT_LEN || text.as_bytes()[0] > b'7' {
            return Err(NotAnId);
        }
        let mut value: u128 = 0;
        for byte in text.bytes() {
            let digit = DIGITS[usize::from(byte)];
            if digit == NO_DIGIT {
                return Err(NotAnId);
            }
            value = value << 5 | u128::from(digit);
        }
        Ok(Self(value.to_be_bytes()))
    }
}

const NO_DIGIT: u8 = u8::MAX;

/// Each byte's digit: ids are read by the million when figures are folded.
const DIGITS: [u8; 256] = {
    let mut digits = [NO_DIGIT; 256];
    let mut digit = 0;
    while digit < ALPHABET.len() {
        digits[ALPHABET[digit] as usize] = digit as u8;
        digit += 1;
    }
    digits
};

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(std::str::from_utf8(&self.text()).unwrap_or_default())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// A noun's own id type: `id!(VisitId)`. It holds an [`Id`] and cannot be mistaken for another noun's.
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub $crate::id::Id);

        impl From<$crate::id::Id> for $name {
            fn from(id: $crate::id::Id) -> Self {
                Self(id)
            }
        }

        impl From<$name> for $crate::id::Id {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::id::NotAnId;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, out)
            }
        }

        $crate::single!($name, "not_a_choice");
        $crate::stored_as_id!($name);
    };
}

id!(
    /// An account: something one signs in to.
    AccountId
);
id!(
    /// A person of the directory.
    PersonId
);
id!(
    /// A unit (organisation, department, society, body) of the directory.
    UnitId
);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_of_known_bytes() {
        assert_eq!(Id([0; 16]).to_string(), "00000000000000000000000000");
        assert_eq!(Id([255; 16]).to_string(), "7zzzzzzzzzzzzzzzzzzzzzzzzz");
    }

    #[test]
    fn carries_version_and_variant() {
        let id = Id::new(1_700_000_000_000_000, [255; 10]);
        assert_eq!(id.bytes()[6] >> 4, 7);
        assert_eq!(id.bytes()[8] >> 6, 2);
    }

    #[test]
    fn refuses_what_is_no_id() {
        for text in [
            "",
            "8zzzzzzzzzzzzzzzzzzzzzzzzz",
            "0000000000000000000000000u",
            "0000000000000000000000000",
            "é0000000000000000000000000",
        ] {
            assert_eq!(text.parse::<Id>(), Err(NotAnId), "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_round_trips_and_sorts(a: [u8; 16], b: [u8; 16]) {
            let (a, b) = (Id(a), Id(b));
            prop_assert_eq!(a.to_string().parse::<Id>(), Ok(a));
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }

        #[test]
        fn later_ids_sort_later(at in 0..4_000_000_000_000_000i64, random: [u8; 10], other: [u8; 10]) {
            prop_assert!(Id::new(at, random) < Id::new(at + 1000, other));
        }
    }
}

//! From what was sent to typed values: tidied as people type, refused with the reason.

use super::{Field, Kind, Raw, Upload};
use crate::place::PlaceCode;
use crate::refusal::Refusal;
use crate::time::{Day, Instant};

/// A type that a field can be read into.
pub trait FromField: Sized {
    /// Whether the field may not be left empty.
    const REQUIRED: bool;

    /// Reads the field.
    fn from_field(field: &Field, raw: &Raw) -> Result<Self, Refusal>;
}

/// A type read from one value.
pub trait Single: Sized {
    /// What is wrong when the value is not of this type.
    const PROBLEM: &'static str;

    /// Reads a value that is not empty.
    fn from_value(field: &Field, value: &str) -> Result<Self, Refusal>;
}

impl<T: Single> FromField for T {
    const REQUIRED: bool = true;

    fn from_field(field: &Field, raw: &Raw) -> Result<Self, Refusal> {
        Option::from_field(field, raw)?.ok_or(Refusal::new("required"))
    }
}

impl<T: Single> FromField for Option<T> {
    const REQUIRED: bool = false;

    fn from_field(field: &Field, raw: &Raw) -> Result<Self, Refusal> {
        let value = raw.get(field.name).unwrap_or_default();
        if value.trim().is_empty() {
            return Ok(None);
        }
        T::from_value(field, value).map(Some)
    }
}

impl<T: Single> FromField for Vec<T> {
    const REQUIRED: bool = false;

    fn from_field(field: &Field, raw: &Raw) -> Result<Self, Refusal> {
        raw.all(field.name).filter(|value| !value.trim().is_empty()).map(|value| T::from_value(field, value)).collect()
    }
}

/// Every value of a name, empty ones included: for tables of fields, where the third value of each name belongs to the third row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aligned(pub Vec<String>);

impl FromField for Aligned {
    const REQUIRED: bool = false;

    fn from_field(field: &Field, raw: &Raw) -> Result<Self, Refusal> {
        let values: Vec<_> = raw.all(field.name).map(|value| value.trim().to_owned()).collect();
        values
            .iter()
            .filter(|value| !value.is_empty())
            .try_for_each(|value| String::from_value(field, value).map(drop))?;
        Ok(Self(values))
    }
}

impl FromField for bool {
    const REQUIRED: bool = false;

    fn from_field(field: &Field, raw: &Raw) -> Result<Self, Refusal> {
        match raw.get(field.name).unwrap_or_default() {
            "" | "0" | "false" | "否" | "off" => Ok(false),
            "1" | "true" | "是" | "on" => Ok(true),
            _ => Err(Refusal::new("not_a_flag")),
        }
    }
}

impl FromField for Upload {
    const REQUIRED: bool = true;

    fn from_field(field: &Field, raw: &Raw) -> Result<Self, Refusal> {
        Option::from_field(field, raw)?.ok_or(Refusal::new("required"))
    }
}

impl FromField for Option<Upload> {
    const REQUIRED: bool = false;

    fn from_field(field: &Field, raw: &Raw) -> Result<Self, Refusal> {
        let file = raw.file(field.name).filter(|file| !file.bytes.is_empty());
        match file {
            Some(file) if file.bytes.len() as i64 > field.max => {
                Err(Refusal::new("file_too_large").with("max", field.max / 1_000_000))
            }
            file => Ok(file.cloned()),
        }
    }
}

impl Single for String {
    const PROBLEM: &'static str = "not_text";

    fn from_value(field: &Field, value: &str) -> Result<Self, Refusal> {
        let text = match field.kind {
            Kind::Secret => value.to_owned(),
            Kind::Text => value.replace("\r\n", "\n").trim().to_owned(),
            Kind::Email => half_width(value).trim().to_lowercase(),
            _ => value.trim().to_owned(),
        };
        check_characters(field.kind, &text)?;
        check_length(field, &text)?;
        let is_email = || text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        if field.kind == Kind::Email && (!is_email() || text.contains(char::is_whitespace)) {
            return Err(Refusal::new("not_an_email"));
        }
        Ok(text)
    }
}

fn check_characters(kind: Kind, text: &str) -> Result<(), Refusal> {
    let is_allowed = |letter: char| !letter.is_control() || (letter == '\n' || letter == '\t') && kind == Kind::Text;
    Refusal::new("control_characters").unless(text.chars().all(is_allowed))
}

fn check_length(field: &Field, text: &str) -> Result<(), Refusal> {
    let length = text.chars().count() as i64;
    Refusal::new("too_short").with("min", field.min).unless(length >= field.min)?;
    Refusal::new("too_long").with("max", field.max).with("length", length).unless(length <= field.max)
}

/// A telephone number: digits, with a leading `+` where it has a country code.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone(pub String);

impl Single for Phone {
    const PROBLEM: &'static str = "not_a_phone";

    /// Spaces, dashes and the prefix +86 fall away, so that one number is written in one way.
    fn from_value(_field: &Field, value: &str) -> Result<Self, Refusal> {
        let tidy: String = half_width(value).chars().filter(|letter| !" -()".contains(*letter)).collect();
        let number = tidy.strip_prefix("+86").unwrap_or(&tidy);
        let digits = number.strip_prefix('+').unwrap_or(number);
        let sound = (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if sound { Ok(Self(number.to_owned())) } else { Err(Refusal::new(Self::PROBLEM)) }
    }
}

impl std::fmt::Display for Phone {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.pad(&self.0)
    }
}

impl Single for i64 {
    const PROBLEM: &'static str = "not_a_number";

    fn from_value(field: &Field, value: &str) -> Result<Self, Refusal> {
        let tidy: String =
            half_width(value).chars().filter(|letter| !letter.is_whitespace() && *letter != ',').collect();
        let number: Self = tidy.parse().map_err(|_| Refusal::new(Self::PROBLEM))?;
        let within = (field.min..=field.max).contains(&number);
        Refusal::new("out_of_range").with("min", field.min).with("max", field.max).unless(within)?;
        Ok(number)
    }
}

impl Single for Day {
    const PROBLEM: &'static str = "not_a_day";

    fn from_value(_field: &Field, value: &str) -> Result<Self, Refusal> {
        half_width(value).parse().map_err(|_| Refusal::new(Self::PROBLEM))
    }
}

impl Single for Instant {
    const PROBLEM: &'static str = "not_a_moment";

    fn from_value(_field: &Field, value: &str) -> Result<Self, Refusal> {
        half_width(value).parse().map_err(|_| Refusal::new(Self::PROBLEM))
    }
}

impl Single for PlaceCode {
    const PROBLEM: &'static str = "not_a_place";

    fn from_value(_field: &Field, value: &str) -> Result<Self, Refusal> {
        half_width(value).trim().parse().map_err(|_| Refusal::new(Self::PROBLEM))
    }
}

/// Letters and digits as an input method in full-width mode types them, turned into plain ones.
fn half_width(text: &str) -> String {
    let plain = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        _ => letter,
    };
    text.chars().map(plain).collect()
}

/// Makes types that read themselves from text (ids, codes) readable from a field.
#[macro_export]
macro_rules! single {
    ($type:ty, $problem:literal) => {
        impl $crate::form::Single for $type {
            const PROBLEM: &'static str = $problem;

            fn from_value(_field: &$crate::form::Field, value: &str) -> Result<Self, $crate::refusal::Refusal> {
                value.trim().parse().map_err(|_| $crate::refusal::Refusal::new($problem))
            }
        }
    };
}

single!(crate::id::Id, "not_a_choice");

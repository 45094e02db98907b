//! A field: its name, its kind and its limits, built as a constant.

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line of text.
    Line,
    /// Text of several lines.
    Text,
    /// A password: never shown again, never trimmed.
    Secret,
    /// A whole number from `min` to `max`.
    Count,
    /// A number of any sign from `min` to `max`.
    Amount,
    /// A day.
    Day,
    /// A day with hour and minute.
    Moment,
    /// Yes or no; nothing sent is no.
    Flag,
    /// One of these codes; their text keys are `<prefix>.<code>`.
    Choice {
        /// The text key before the dot.
        prefix: &'static str,
        /// The codes.
        codes: &'static [&'static str],
    },
    /// One of the nouns that the page offers, by id.
    Pick,
    /// A place's code.
    Place,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A file.
    File,
    /// Something the page itself put in.
    Hidden,
}

/// One field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name, in the form and in JSON.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it may not be left empty.
    pub required: bool,
    /// The least number, or the fewest characters.
    pub min: i64,
    /// The greatest number, the most characters, or the most bytes of a file.
    pub max: i64,
}

impl Field {
    const fn of(kind: Kind, min: i64, max: i64) -> Self {
        Self { name: "", kind, required: true, min, max }
    }

    /// At least this number, or this many characters.
    pub const fn min(self, min: i64) -> Self {
        Self { min, ..self }
    }

    /// At most this number, this many characters, or bytes.
    pub const fn max(self, max: i64) -> Self {
        Self { max, ..self }
    }

    /// Used by `form!`.
    pub const fn named(self, name: &'static str, required: bool) -> Self {
        Self { name, required, ..self }
    }
}

/// One line, at most 100 characters.
pub const fn line() -> Field {
    Field::of(Kind::Line, 0, 100)
}

/// Several lines, at most 2,000 characters.
pub const fn text() -> Field {
    Field::of(Kind::Text, 0, 2_000)
}

/// A password, at most 200 characters.
pub const fn secret() -> Field {
    Field::of(Kind::Secret, 0, 200)
}

/// A whole number from 0 to 1,000,000.
pub const fn count() -> Field {
    Field::of(Kind::Count, 0, 1_000_000)
}

/// A whole number of any sign.
pub const fn amount() -> Field {
    Field::of(Kind::Amount, -1_000_000_000, 1_000_000_000)
}

/// A day.
pub const fn day() -> Field {
    Field::of(Kind::Day, 0, 0)
}

/// A day with hour and minute.
pub const fn moment() -> Field {
    Field::of(Kind::Moment, 0, 0)
}

/// Yes or no.
pub const fn flag() -> Field {
    Field::of(Kind::Flag, 0, 0)
}

/// One of these codes.
pub const fn choice(prefix: &'static str, codes: &'static [&'static str]) -> Field {
    Field::of(Kind::Choice { prefix, codes }, 0, 64)
}

/// One of the nouns that the page offers.
pub const fn pick() -> Field {
    Field::of(Kind::Pick, 0, 64)
}

/// A place.
pub const fn place() -> Field {
    Field::of(Kind::Place, 0, 12)
}

/// A telephone number.
pub const fn phone() -> Field {
    Field::of(Kind::Phone, 0, 20)
}

/// An e-mail address.
pub const fn email() -> Field {
    Field::of(Kind::Email, 0, 200)
}

/// A file of at most 20 MB.
pub const fn file() -> Field {
    Field::of(Kind::File, 0, 20_000_000)
}

/// Something the page itself put in.
pub const fn hidden() -> Field {
    Field::of(Kind::Hidden, 0, 2_000)
}

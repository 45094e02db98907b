//! Places: codes of GB/T 2260 (province, city, county) lengthened by the statistical codes of towns and villages, twelve digits in all.

use std::fmt;
use std::ops::RangeInclusive;

/// A place's code, always twelve digits: the shorter code of a larger area is filled with zeros on the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceCode(pub i64);

/// How large an area a code names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// 省: two digits.
    Province,
    /// 市: four digits.
    City,
    /// 县、区: six digits.
    County,
    /// 乡、镇、街道: nine digits.
    Town,
    /// 村、社区: twelve digits.
    Village,
}

impl Level {
    /// All levels, the largest area first.
    pub const ALL: [Self; 5] = [Self::Province, Self::City, Self::County, Self::Town, Self::Village];

    /// How many codes lie inside one area of this level.
    pub fn span(self) -> i64 {
        match self {
            Self::Province => 10_000_000_000,
            Self::City => 100_000_000,
            Self::County => 1_000_000,
            Self::Town => 1_000,
            Self::Village => 1,
        }
    }

    /// Digits of the short code.
    pub fn digits(self) -> usize {
        match self {
            Self::Province => 2,
            Self::City => 4,
            Self::County => 6,
            Self::Town => 9,
            Self::Village => 12,
        }
    }
}

impl PlaceCode {
    /// The level, told by the zeros on the right.
    pub fn level(self) -> Level {
        Level::ALL.into_iter().find(|level| self.0 % level.span() == 0).unwrap_or(Level::Village)
    }

    /// The area of that level this place lies in; itself if it is that large or larger.
    pub fn within(self, level: Level) -> Self {
        Self(self.0 - self.0 % level.span())
    }

    /// The next larger area; nothing for a province.
    pub fn parent(self) -> Option<Self> {
        let above =
            Level::ALL.into_iter().rev().skip_while(|level| *level >= self.level()).map(|level| self.within(level));
        above.into_iter().find(|parent| *parent != self)
    }

    /// All codes inside this area, itself included.
    pub fn range(self) -> RangeInclusive<i64> {
        self.0..=self.0 + self.level().span() - 1
    }

    /// Whether the other place lies in this area.
    pub fn contains(self, other: Self) -> bool {
        self.range().contains(&other.0)
    }

    /// The code as it is printed: two, four, six, nine or twelve digits.
    pub fn short(self) -> String {
        let level = self.level();
        format!("{:0width$}", self.0 / level.span(), width = level.digits())
    }
}

impl fmt::Display for PlaceCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.short())
    }
}

/// The text is not a place code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPlaceCode;

/// Reads two, four, six, nine or twelve digits.
impl std::str::FromStr for PlaceCode {
    type Err = NotAPlaceCode;

    fn from_str(text: &str) -> Result<Self, NotAPlaceCode> {
        let level = Level::ALL.into_iter().find(|level| level.digits() == text.len()).ok_or(NotAPlaceCode)?;
        if text.starts_with("00") || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotAPlaceCode);
        }
        text.parse::<i64>().map(|code| Self(code * level.span())).map_err(|_| NotAPlaceCode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> PlaceCode {
        text.parse().unwrap()
    }

    #[test]
    fn levels_and_parents() {
        let village = place("210181104203");
        let chain: Vec<_> =
            std::iter::successors(Some(village), |place| place.parent()).map(|place| place.short()).collect();
        assert_eq!(chain, ["210181104203", "210181104", "210181", "2101", "21"]);
        assert_eq!(place("210181").level(), Level::County);
    }

    #[test]
    fn an_area_contains_what_lies_in_it() {
        let county = place("210181");
        assert!(county.contains(place("210181104203")));
        assert!(county.contains(county));
        assert!(!county.contains(place("210182104203")));
        assert!(!county.contains(place("2101")));
    }

    #[test]
    fn refuses_what_is_no_code() {
        for text in ["", "2", "210", "21018", "2101811042", "21018110420x", "000000", "-1"] {
            assert_eq!(text.parse::<PlaceCode>(), Err(NotAPlaceCode), "{text}");
        }
    }
}

//! The working-day calendar: weekends, the official holidays and the weekend days worked in exchange (调休).

use crate::time::Day;
use std::collections::BTreeMap;

/// Which days are worked. Days it knows nothing of are worked from Monday to Friday.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    exceptions: BTreeMap<Day, bool>,
}

impl Calendar {
    /// A calendar with its exceptions: a day and whether it is worked.
    pub fn new(exceptions: impl IntoIterator<Item = (Day, bool)>) -> Self {
        Self { exceptions: exceptions.into_iter().collect() }
    }

    /// The yearly notices of the General Office of the State Council that ship with the program (2025 and 2026).
    pub fn official() -> Self {
        Self::new(OFFICIAL.iter().flat_map(|notice| notice.days()))
    }

    /// This calendar with further exceptions, which win over what it had.
    pub fn with(mut self, exceptions: &[(Day, bool)]) -> Self {
        self.exceptions.extend(exceptions.iter().copied());
        self
    }

    /// Whether the official notice for this year is known; if not, only weekends are.
    pub fn knows(&self, year: i16) -> bool {
        self.exceptions.keys().any(|day| day.year() == year)
    }

    /// Whether this day is worked.
    pub fn is_worked(&self, day: Day) -> bool {
        self.exceptions.get(&day).copied().unwrap_or_else(|| day.weekday() < 5)
    }

    /// The day that lies `count` working days after (or, if negative, before) `day`, which itself does not count.
    pub fn plus(&self, day: Day, count: i32) -> Day {
        let step = count.signum();
        let (mut day, mut left) = (day, count.abs());
        while left > 0 && (Day::MIN..Day::MAX).contains(&day) {
            day = day.plus(step);
            left -= i32::from(self.is_worked(day));
        }
        day
    }

    /// Working days after `from` up to and including `to`; negative if `to` comes first.
    pub fn between(&self, from: Day, to: Day) -> i32 {
        if to < from {
            return -self.between(to, from);
        }
        (from.0 + 1..=to.0).filter(|day| self.is_worked(Day(*day))).count() as i32
    }
}

/// Reads exceptions written one a line, `2027-01-01 free` or `2027-01-03 worked`; the number of the first bad line if one is.
pub fn parse(text: &str) -> Result<Vec<(Day, bool)>, usize> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| exception(line).ok_or(at + 1)).collect()
}

fn exception(line: &str) -> Option<(Day, bool)> {
    let (day, what) = line.trim().split_once(char::is_whitespace)?;
    let is_worked = match what.trim() {
        "free" | "休" => false,
        "worked" | "班" => true,
        _ => return None,
    };
    Some((day.parse().ok()?, is_worked))
}

/// One year's notice: free spans and worked weekend days as (month, day).
struct Notice {
    year: i16,
    free: &'static [(MonthDay, MonthDay)],
    worked: &'static [MonthDay],
}

type MonthDay = (i8, i8);

impl Notice {
    fn days(&self) -> Vec<(Day, bool)> {
        let day = |(month, day)| Day::new(self.year, month, day).unwrap_or(Day::MIN);
        let free =
            self.free.iter().flat_map(|(first, last)| day(*first).0..=day(*last).0).map(|number| (Day(number), false));
        free.chain(self.worked.iter().map(|worked| (day(*worked), true))).collect()
    }
}

/// 国务院办公厅关于 2025 年、2026 年部分节假日安排的通知.
const OFFICIAL: &[Notice] = &[
    Notice {
        year: 2025,
        free: &[
            ((1, 1), (1, 1)),
            ((1, 28), (2, 4)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((5, 31), (6, 2)),
            ((10, 1), (10, 8)),
        ],
        worked: &[(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
    },
    Notice {
        year: 2026,
        free: &[
            ((1, 1), (1, 3)),
            ((2, 15), (2, 23)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((6, 19), (6, 21)),
            ((9, 25), (9, 27)),
            ((10, 1), (10, 7)),
        ],
        worked: &[(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_spring_festival_is_skipped_and_its_saturdays_are_worked() {
        let calendar = Calendar::official();
        assert_eq!(calendar.plus(day("2026-02-13"), 1), day("2026-02-14"));
        assert_eq!(calendar.plus(day("2026-02-13"), 2), day("2026-02-24"));
        assert_eq!(calendar.plus(day("2026-02-24"), -2), day("2026-02-13"));
        assert_eq!(calendar.between(day("2026-02-13"), day("2026-02-28")), 6);
    }

    #[test]
    fn an_unknown_year_has_weekends_only() {
        let calendar = Calendar::official();
        assert!(!calendar.knows(2031));
        assert!(calendar.is_worked(day("2031-10-01")));
        assert!(!calendar.is_worked(day("2031-10-04")));
    }

    #[test]
    fn exceptions_are_read_line_by_line() {
        let read = parse("2027-01-01 free\n\n2027-01-03 班\n").unwrap();
        assert_eq!(read, [(day("2027-01-01"), false), (day("2027-01-03"), true)]);
        assert_eq!(parse("2027-01-01 free\n2027-01-32 free"), Err(2));
        assert_eq!(parse("2027-01-01"), Err(1));
        let calendar = Calendar::official().with(&read);
        assert!(!calendar.is_worked(day("2027-01-01")) && calendar.is_worked(day("2027-01-03")));
    }

    proptest! {
        #[test]
        fn counting_undoes_adding(start in 20_000..21_000i32, count in 0..200i32) {
            let calendar = Calendar::official();
            let end = calendar.plus(Day(start), count);
            prop_assert_eq!(calendar.between(Day(start), end), count);
            prop_assert_eq!(calendar.between(end, Day(start)), -count);
        }
    }
}

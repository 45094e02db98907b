//! Moments and days. Moments are UTC microseconds; days are civil days in China (UTC+8, without summer time since 1991).

use jiff::civil::{Date, date};
use std::fmt;

const MICROS_PER_SECOND: i64 = 1_000_000;
const SECONDS_PER_DAY: i64 = 86_400;
const CHINA_OFFSET_SECONDS: i64 = 8 * 3_600;

/// A moment: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(pub i64);

impl Instant {
    /// The civil day in China at this moment.
    pub fn day(self) -> Day {
        Day(self.local_seconds().div_euclid(SECONDS_PER_DAY) as i32)
    }

    /// Hour and minute of the clock on the wall in China.
    pub fn hour_minute(self) -> (u8, u8) {
        let second_of_day = self.local_seconds().rem_euclid(SECONDS_PER_DAY);
        ((second_of_day / 3600) as u8, (second_of_day / 60 % 60) as u8)
    }

    /// This moment and some seconds more.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(MICROS_PER_SECOND)))
    }

    /// Whole seconds from `earlier` to this moment.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0) / MICROS_PER_SECOND
    }

    fn local_seconds(self) -> i64 {
        self.0.div_euclid(MICROS_PER_SECOND) + CHINA_OFFSET_SECONDS
    }
}

/// `2026-03-05 14:07`, the wall clock in China.
impl fmt::Display for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute) = self.hour_minute();
        write!(out, "{} {hour:02}:{minute:02}", self.day())
    }
}

/// The text is not a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAMoment;

/// Reads `2026-03-05 14:07`, `2026-03-05T14:07` and `2026年3月5日 14:07`, by the wall clock in China; seconds are dropped.
impl std::str::FromStr for Instant {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        let (day, clock) = text.trim().split_once(['T', ' ']).ok_or(NotAMoment)?;
        let day: Day = day.parse().map_err(|_| NotAMoment)?;
        let mut parts = clock.trim().splitn(3, [':', '：']).map(|part| part.parse::<u8>().map_err(|_| NotAMoment));
        match (parts.next().transpose()?, parts.next().transpose()?) {
            (Some(hour @ 0..24), Some(minute @ 0..60)) => Ok(day.at(hour, minute)),
            _ => Err(NotAMoment),
        }
    }
}

/// A civil day: days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub i32);

impl Day {
    /// The first day of the calendar we accept, 1900-01-01.
    pub const MIN: Self = Self(-25_567);
    /// The last day of the calendar we accept, 2199-12-31.
    pub const MAX: Self = Self(84_005);

    /// A day by year, month (1..=12) and day of the month; nothing if there is no such day between 1900 and 2199.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = Date::new(year, month, day).ok()?;
        let day = Self(date.duration_since(EPOCH).as_hours().div_euclid(24) as i32);
        (Self::MIN..=Self::MAX).contains(&day).then_some(day)
    }

    /// Midnight in China at the start of this day.
    pub fn start(self) -> Instant {
        Instant((i64::from(self.0) * SECONDS_PER_DAY - CHINA_OFFSET_SECONDS) * MICROS_PER_SECOND)
    }

    /// This hour and minute of the day by the wall clock in China.
    pub fn at(self, hour: u8, minute: u8) -> Instant {
        self.start().plus_seconds(i64::from(hour) * 3_600 + i64::from(minute) * 60)
    }

    /// Year, month and day of the month.
    pub fn parts(self) -> (i16, i8, i8) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.date().year()
    }

    /// Year and month as one number: 202603.
    pub fn month_code(self) -> i32 {
        let (year, month, _) = self.parts();
        i32::from(year) * 100 + i32::from(month)
    }

    /// 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> u8 {
        (self.0 + 3).rem_euclid(7) as u8
    }

    /// This day and some days more (or fewer), kept inside the calendar we accept.
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days).clamp(Self::MIN.0, Self::MAX.0))
    }

    /// The first and the last day of a year.
    pub fn year_span(year: i16) -> (Self, Self) {
        let edge = |month, day| Self::new(year, month, day).unwrap_or(Self::MIN);
        (edge(1, 1), edge(12, 31))
    }

    /// The last day of a month; nothing if there is no such month.
    pub fn month_end(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        Self::new(year, month, first.days_in_month())
    }

    fn date(self) -> Date {
        EPOCH.saturating_add(jiff::Span::new().days(self.0.clamp(Self::MIN.0, Self::MAX.0)))
    }
}

const EPOCH: Date = date(1970, 1, 1);

/// `2026-03-05`.
impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(out, "{year:04}-{month:02}-{day:02}")
    }
}

/// The text is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADay;

/// Reads `2026-03-05`, `2026/3/5`, `2026.3.5`, `20260305` and `2026年3月5日`.
impl std::str::FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let text = text.trim();
        if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return day_of(&text[..4], &text[4..6], &text[6..]);
        }
        let text = text.trim_end_matches('日');
        let mut parts = text.split(['-', '/', '.', '年', '月']);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(year), Some(month), Some(day), None) => day_of(year, month, day),
            _ => Err(NotADay),
        }
    }
}

fn day_of(year: &str, month: &str, day: &str) -> Result<Day, NotADay> {
    let number = |text: &str| text.trim().parse::<i16>().map_err(|_| NotADay);
    let small = |text: &str| number(text)?.try_into().map_err(|_| NotADay);
    Day::new(number(year)?, small(month)?, small(day)?).ok_or(NotADay)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(year: i16, month: i8, day: i8) -> Day {
        Day::new(year, month, day).unwrap()
    }

    #[test]
    fn edges_of_the_calendar() {
        assert_eq!(day(1900, 1, 1), Day::MIN);
        assert_eq!(day(2199, 12, 31), Day::MAX);
        assert_eq!(day(1970, 1, 1), Day(0));
        assert_eq!(Day::new(1899, 12, 31), None);
        assert_eq!(Day::new(2026, 2, 29), None);
        assert_eq!(Day::month_end(2028, 2), Some(day(2028, 2, 29)));
    }

    #[test]
    fn a_day_in_china_begins_at_16_utc_the_day_before() {
        let evening = Instant(1_772_380_800_000_000);
        assert_eq!(evening.to_string(), "2026-03-02 00:00");
        assert_eq!(Instant(evening.0 - 1).day(), day(2026, 3, 1));
        assert_eq!(day(2026, 3, 2).start(), evening);
    }

    #[test]
    fn reads_the_ways_people_write_moments() {
        for text in ["2026-03-05 14:07", "2026-03-05T14:07", "2026-03-05T14:07:30", "2026年3月5日 14：07"] {
            assert_eq!(text.parse(), Ok(day(2026, 3, 5).at(14, 7)), "{text}");
        }
        for text in
            ["", "2026-03-05", "14:07", "2026-03-05 24:00", "2026-03-05 12:60", "2026-02-30 12:00", "2026-03-05 12"]
        {
            assert_eq!(text.parse::<Instant>(), Err(NotAMoment), "{text}");
        }
    }

    #[test]
    fn weekdays_count_from_monday() {
        assert_eq!(day(2026, 11, 23).weekday(), 0);
        assert_eq!(day(2026, 11, 22).weekday(), 6);
    }

    #[test]
    fn reads_the_ways_people_write_days() {
        for text in ["2026-03-05", "2026/3/5", "2026.3.5", "20260305", "2026年3月5日", " 2026年03月05日 "] {
            assert_eq!(text.parse(), Ok(day(2026, 3, 5)), "{text}");
        }
        for text in ["", "2026", "2026-13-01", "2026-02-30", "05-03-2026", "2026-3-5-1", "２０２６", "99999-1-1"] {
            assert_eq!(text.parse::<Day>(), Err(NotADay), "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_round_trips(number in Day::MIN.0..=Day::MAX.0) {
            prop_assert_eq!(Day(number).to_string().parse(), Ok(Day(number)));
            prop_assert_eq!(Day(number).start().day(), Day(number));
            let moment = Day(number).at(23, 59);
            prop_assert_eq!(moment.to_string().parse(), Ok(moment));
        }
    }
}

//! When something is due, and how that is written for programs.

/// A point or rhythm in time. Without a year it is every document's own year, which is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    Day {
        year: Option<u16>,
        month: u16,
        day: u16,
    },
    Month {
        year: Option<u16>,
        month: u16,
    },
    Year(Option<u16>),
    Every {
        count: u16,
        unit: &'static str,
        month: Option<u16>,
        day: Option<u16>,
    },
    Ongoing,
    /// Within some time from an event, at a feast, and the like.
    Untold,
}

impl Due {
    /// The shapes are documented at [`crate::Deadline::by`].
    pub(super) fn written(self) -> Option<String> {
        let in_year = |year: Option<u16>| year.map_or("-".to_owned(), |year| format!("{year:04}"));
        match self {
            Self::Day { year, month, day } => Some(format!("{}-{month:02}-{day:02}", in_year(year))),
            Self::Month { year, month } => Some(format!("{}-{month:02}", in_year(year))),
            Self::Year(year) => year.map(|year| format!("{year:04}")),
            Self::Every { count, unit, month, day } => Some(every(count, unit) + &part(month, day)),
            Self::Ongoing => Some("ongoing".to_owned()),
            Self::Untold => None,
        }
    }

    pub(super) fn year(self) -> Option<u16> {
        match self {
            Self::Day { year, .. } | Self::Month { year, .. } | Self::Year(year) => year,
            _ => None,
        }
    }
}

fn every(count: u16, unit: &str) -> String {
    if count == 1 { format!("every {unit}") } else { format!("every {count} {unit}s") }
}

/// The part of the year or month in which it recurs.
fn part(month: Option<u16>, day: Option<u16>) -> String {
    match (month, day) {
        (Some(month), Some(day)) => format!(" --{month:02}-{day:02}"),
        (Some(month), None) => format!(" --{month:02}"),
        (None, Some(day)) => format!(" ---{day:02}"),
        (None, None) => String::new(),
    }
}

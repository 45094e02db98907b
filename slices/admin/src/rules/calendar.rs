//! Lines of a working-day calendar as people type them: `2027-02-05 至 2027-02-11 休`, `2027-02-14 班`.

use logic::form::Problems;
use logic::refusal::Refusal;
use logic::time::Day;
use std::collections::BTreeMap;

/// The most days in one line: no holiday is longer.
const LONGEST: i32 = 31;

/// Reads the lines; the first one that cannot be read, or that contradicts one above it, is named.
pub(crate) fn exceptions(text: &str) -> Result<Vec<(Day, bool)>, Problems> {
    let mut days = BTreeMap::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let (first, last, is_worked) = read_line(line).ok_or_else(|| problem("calendar_line", at + 1))?;
        for day in days_of(first, last) {
            if days.insert(day, is_worked).is_some_and(|before| before != is_worked) {
                return Err(problem("calendar_twice", at + 1));
            }
        }
    }
    Ok(days.into_iter().collect())
}

/// Every day from one to another.
fn days_of(first: Day, last: Day) -> impl Iterator<Item = Day> {
    (first.0..=last.0).map(Day)
}

/// As they are kept: one day a line.
pub(crate) fn lines_of(days: &[(Day, bool)]) -> String {
    let line = |(day, is_worked): &(Day, bool)| format!("{day} {}\n", if *is_worked { "worked" } else { "free" });
    days.iter().map(line).collect()
}

/// As they are shown: days that follow each other in one line.
pub(crate) fn lines_shown(days: &[(Day, bool)], words: (&str, &str)) -> String {
    let mut runs: Vec<(Day, Day, bool)> = Vec::new();
    for (day, is_worked) in days {
        match runs.last_mut() {
            Some((_, last, same)) if last.plus(1) == *day && same == is_worked => *last = *day,
            _ => runs.push((*day, *day, *is_worked)),
        }
    }
    let (free, worked) = words;
    let line = |(first, last, is_worked): &(Day, Day, bool)| {
        let word = if *is_worked { worked } else { free };
        if first == last { format!("{first} {word}\n") } else { format!("{first} 至 {last} {word}\n") }
    };
    runs.iter().map(line).collect()
}

fn problem(code: &'static str, line: usize) -> Problems {
    Problems(vec![("days", Refusal::new(code).with("line", line))])
}

fn read_line(line: &str) -> Option<(Day, Day, bool)> {
    let (days, kind) = line.trim().rsplit_once(char::is_whitespace)?;
    let is_worked = match kind {
        "休" | "free" => false,
        "班" | "worked" => true,
        _ => return None,
    };
    let (first, last) = ["至", "到", "~", "～", ".."].iter().find_map(|to| days.split_once(to)).unwrap_or((days, days));
    let (first, last): (Day, Day) = (first.parse().ok()?, last.parse().ok()?);
    (first <= last && last.0 - first.0 < LONGEST).then_some((first, last, is_worked))
}

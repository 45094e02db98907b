//! Whether somebody fits a shift: standing, age, skills, qualifications, and no clash with what they have taken already.

use super::codes::{Language, Proof, Skill};
use super::shift::Shift;
use super::volunteer::{ALONE, GROWN, Standing, age_on};
use logic::act::{House, Role::*, Who::*};
use logic::refusal::Refusal;
use logic::time::{Day, Instant};

/// From one moment to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// It begins.
    pub from: Instant,
    /// It ends.
    pub to: Instant,
}

impl Span {
    /// Whether they share any time. One that ends when the other begins does not.
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// Its length.
    pub fn minutes(self) -> i64 {
        self.to.seconds_since(self.from) / 60
    }

    fn day(self) -> Day {
        self.from.day()
    }
}

/// 休息规则: a setting of the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    /// Hours of rest between one day's last shift and the next day's first.
    pub between: i64,
    /// Hours of shifts on one day at most.
    pub a_day: i64,
}

impl Default for Rest {
    fn default() -> Self {
        Self { between: 8, a_day: 8 }
    }
}

logic::act!(SetRest: House, "volunteering.set_rest", [Role(Officer), Role(Leader)]);

/// A qualification that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// What for.
    pub kind: Proof,
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

impl Held {
    fn is_good_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// All that counts of somebody who wants a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicant {
    /// Whether they take shifts.
    pub standing: Standing,
    /// The day of birth.
    pub born: Option<Day>,
    /// Whether a guardian agreed.
    pub has_guardian: bool,
    /// Whether the guardian comes along to this shift.
    pub accompanied: bool,
    /// 特长
    pub skills: Vec<Skill>,
    /// 语言
    pub languages: Vec<Language>,
    /// Qualifications that were seen.
    pub held: Vec<Held>,
    /// The shifts they have taken, anywhere.
    pub taken: Vec<Span>,
}

impl Applicant {
    /// Whether they fit the shift; if not, the first reason.
    pub(crate) fn fits(&self, shift: &Shift, rest: Rest) -> Result<(), Refusal> {
        self.check_standing(shift)?;
        self.check_abilities(shift)?;
        self.check_time(shift.span(), rest)
    }

    fn check_standing(&self, shift: &Shift) -> Result<(), Refusal> {
        Refusal::new("signup.paused").unless(self.standing == Standing::Active)?;
        let age = self.born.map(|born| age_on(born, shift.plan.starts_at.day()));
        let (least, of_age) = (shift.plan.least_age, i64::from(GROWN));
        // Who did not say is grown up by their own word; a shift for older ones asks for the day.
        Refusal::new("signup.age_unknown").unless(age.is_some() || least <= of_age)?;
        let Some(age) = age else { return Ok(()) };
        Refusal::new("signup.too_young").with("age", least).unless(i64::from(age) >= least)?;
        Refusal::new("signup.no_guardian").unless(age >= GROWN || self.has_guardian)?;
        Refusal::new("signup.alone").with("age", ALONE).unless(age >= ALONE || self.accompanied)
    }

    fn check_abilities(&self, shift: &Shift) -> Result<(), Refusal> {
        let plan = &shift.plan;
        let lacks_skill = plan.skills.iter().find(|skill| !self.skills.contains(skill));
        let lacks_language = plan.languages.iter().find(|language| !self.languages.contains(language));
        if let Some(skill) = lacks_skill {
            return Err(Refusal::new("signup.lacks_skill").with("skill", skill.code()));
        }
        if let Some(language) = lacks_language {
            return Err(Refusal::new("signup.lacks_language").with("language", language.code()));
        }
        // Good on the day of the shift, whatever day it is today.
        let day = plan.ends_at.day();
        let is_held = |kind: &Proof| self.held.iter().any(|held| held.kind == *kind && held.is_good_on(day));
        match plan.qualifications.iter().find(|kind| !is_held(kind)) {
            Some(kind) => Err(Refusal::new("signup.lacks_qualification").with("proof", kind.code())),
            None => Ok(()),
        }
    }

    /// Overlaps, hours a day, rest between days.
    pub(crate) fn check_time(&self, new: Span, rest: Rest) -> Result<(), Refusal> {
        if cfg!(feature = "unguarded") {
            return Ok(());
        }
        if let Some(other) = self.taken.iter().find(|other| other.overlaps(new)) {
            return Err(Refusal::new("signup.clash").with("from", other.from).with("to", other.to));
        }
        let same_day = self.taken.iter().filter(|other| other.day() == new.day());
        let minutes = same_day.map(|other| other.minutes()).sum::<i64>() + new.minutes();
        Refusal::new("signup.long_day").with("hours", rest.a_day).unless(minutes <= rest.a_day * 60)?;
        for other in self.taken.iter().filter(|other| other.day() != new.day()) {
            let gap =
                if other.from < new.from { new.from.seconds_since(other.to) } else { other.from.seconds_since(new.to) };
            let enough = Refusal::new("signup.no_rest")
                .with("hours", rest.between)
                .with("from", other.from)
                .with("to", other.to);
            enough.unless(gap >= rest.between * 3_600)?;
        }
        Ok(())
    }
}

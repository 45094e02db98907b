//! A sheet of questions (报名表): a form that is data. Whoever sets it up decides what is asked; what is answered is checked
//! in one way, whether it comes from a page, a program, a spreadsheet or the telephone.

use super::field::Kind;
use super::{Field, FromField, Problems, Raw, Upload};
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The names that questions have, in forms and in JSON. A sheet has at most so many.
pub const NAMES: &[&str] = &[
    "q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9", "q10", "q11", "q12", "q13", "q14", "q15", "q16", "q17",
    "q18", "q19", "q20", "q21", "q22", "q23", "q24", "q25", "q26", "q27", "q28", "q29", "q30",
];

/// The most options of a question.
const MOST_OPTIONS: usize = 50;

/// A sheet of questions, in the order they are asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The questions.
    pub questions: Vec<Question>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// One of [`NAMES`]: it stays, whatever becomes of the others.
    pub name: String,
    /// The question itself.
    pub label: String,
    /// What it takes.
    pub ask: Ask,
    /// Whether it must be answered; a yes-or-no question then wants a yes.
    pub is_required: bool,
    /// What can be chosen; an option is known by its place, from 1.
    pub options: Vec<String>,
    /// It is asked only if another one, before it, is answered like this.
    pub only_if: Option<Condition>,
}

/// What a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// One line.
    Line,
    /// Several lines.
    Text,
    /// A whole number.
    Count,
    /// One of the options.
    One,
    /// Any of the options.
    Many,
    /// Yes or no.
    Yes,
    /// A file.
    File,
}

impl Ask {
    /// All, by their codes.
    pub const CODES: &'static [&'static str] = &["line", "text", "count", "one", "many", "yes", "file"];

    /// From its code.
    pub fn of(code: &str) -> Option<Self> {
        const ALL: [Ask; 7] = [Ask::Line, Ask::Text, Ask::Count, Ask::One, Ask::Many, Ask::Yes, Ask::File];
        Self::CODES.iter().position(|known| *known == code).map(|at| ALL[at])
    }

    /// Whether there is something to choose from.
    pub fn has_options(self) -> bool {
        matches!(self, Self::One | Self::Many)
    }
}

/// Another question and the answer it must have: an option's number, or `1` for yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// The other question's name.
    pub question: String,
    /// The answer.
    pub answer: String,
}

/// Answers by the questions' names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, Vec<String>>);

impl Answers {
    /// The answer, or the first of several.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(|values| values.first()).map(String::as_str)
    }

    fn holds(&self, condition: &Condition) -> bool {
        self.0.get(&condition.question).is_some_and(|values| values.contains(&condition.answer))
    }
}

/// What was read: the answers, and the files among them, not yet kept anywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// The answers; those by file still without a value.
    pub answers: Answers,
    /// Files by the question's name.
    pub files: Vec<(&'static str, Upload)>,
}

/// The name as a constant; nothing if no question can have it.
pub fn known_name(name: &str) -> Option<&'static str> {
    NAMES.iter().find(|known| **known == name).copied()
}

impl Sheet {
    /// A question by its name.
    pub fn question(&self, name: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.name == name)
    }

    /// A name that no question has.
    pub fn free_name(&self) -> Option<&'static str> {
        NAMES.iter().find(|name| self.question(name).is_none()).copied()
    }

    /// What must be true of any sheet.
    pub fn check(&self) -> Result<(), Refusal> {
        Refusal::new("sheet.too_many").with("most", NAMES.len()).unless(self.questions.len() <= NAMES.len())?;
        self.questions.iter().enumerate().try_for_each(|(at, question)| question.check(&self.questions[..at]))
    }

    /// Reads what was sent. A question whose condition does not hold is not asked, and what was sent for it not kept.
    /// A file that was given before stands when none is sent.
    pub fn read(&self, raw: &Raw, before: &Answers) -> Result<Filled, Problems> {
        let mut filled = Filled::default();
        let mut problems = Problems::default();
        for question in &self.questions {
            let Some(name) = known_name(&question.name) else { continue };
            if question.only_if.as_ref().is_some_and(|condition| !filled.answers.holds(condition)) {
                continue;
            }
            if question.ask == Ask::File {
                let kept = before.0.get(name).cloned();
                match problems.take(name, question.file(name, raw, kept.is_some())) {
                    Some(Some(file)) => filled.files.push((name, file)),
                    _ => filled.answers.0.extend(kept.map(|kept| (name.to_owned(), kept))),
                }
                continue;
            }
            match problems.take(name, question.values(name, raw)) {
                Some(values) if !values.is_empty() => drop(filled.answers.0.insert(name.into(), values)),
                _ => {}
            }
        }
        if problems.0.is_empty() { Ok(filled) } else { Err(problems) }
    }

    /// The options that were chosen, as `q3.2`: what quotas may count.
    pub fn chosen(&self, answers: &Answers) -> Vec<String> {
        let with_options = self.questions.iter().filter(|question| question.ask.has_options());
        let chosen = with_options.flat_map(|question| {
            answers.0.get(&question.name).into_iter().flatten().map(|option| format!("{}.{option}", question.name))
        });
        chosen.collect()
    }

    /// An option's words, by `q3.2`.
    pub fn option(&self, chosen: &str) -> Option<(&Question, &str)> {
        let (name, option) = chosen.split_once('.')?;
        let question = self.question(name)?;
        let at: usize = option.parse().ok()?;
        Some((question, question.options.get(at.checked_sub(1)?)?))
    }
}

impl Question {
    fn check(&self, before: &[Self]) -> Result<(), Refusal> {
        let is_known = known_name(&self.name).is_some() && before.iter().all(|other| other.name != self.name);
        Refusal::new("sheet.name_taken").unless(is_known)?;
        Refusal::new("sheet.no_label").unless(!self.label.trim().is_empty())?;
        let count = self.options.len();
        let is_sound = if self.ask.has_options() { (2..=MOST_OPTIONS).contains(&count) } else { count == 0 };
        Refusal::new("sheet.options").with("most", MOST_OPTIONS).unless(is_sound)?;
        let is_double = |at: usize| self.options[..at].contains(&self.options[at]);
        Refusal::new("sheet.option_twice").unless(!(0..count).any(is_double))?;
        let Some(condition) = &self.only_if else { return Ok(()) };
        let asked = before.iter().find(|other| other.name == condition.question);
        let is_answer = asked.is_some_and(|other| match other.ask {
            Ask::Yes => condition.answer == "1",
            ask => ask.has_options() && other.is_option(&condition.answer),
        });
        Refusal::new("sheet.condition").unless(is_answer)
    }

    fn is_option(&self, answer: &str) -> bool {
        answer.parse::<usize>().is_ok_and(|at| (1..=self.options.len()).contains(&at))
    }

    /// The field that reads and limits it.
    pub fn field(&self, name: &'static str) -> Field {
        let (kind, min, max) = match self.ask {
            Ask::Line => (Kind::Line, 0, 200),
            Ask::Text => (Kind::Text, 0, 2_000),
            Ask::Count => (Kind::Count, 0, 1_000_000),
            Ask::One | Ask::Many => (Kind::Line, 0, 200),
            Ask::Yes => (Kind::Flag, 0, 0),
            Ask::File => (Kind::File, 0, 5_000_000),
        };
        Field { name, kind, required: self.is_required, min, max }
    }

    fn values(&self, name: &'static str, raw: &Raw) -> Result<Vec<String>, Refusal> {
        let field = self.field(name);
        let values = match self.ask {
            Ask::Line | Ask::Text => Option::<String>::from_field(&field, raw)?.into_iter().collect(),
            Ask::Count => {
                Option::<i64>::from_field(&field, raw)?.map(|number| number.to_string()).into_iter().collect()
            }
            Ask::Yes => bool::from_field(&field, raw)?.then(|| "1".to_owned()).into_iter().collect(),
            Ask::One | Ask::Many => self.options_of(raw.all(name))?,
            Ask::File => Vec::new(),
        };
        let problem = if self.ask == Ask::Yes { "must_agree" } else { "required" };
        Refusal::new(problem).unless(!self.is_required || !values.is_empty())?;
        Ok(values)
    }

    /// Options by their number or in their words, as a spreadsheet has them; several in one cell stand apart by 、 or ；.
    fn options_of<'a>(&self, sent: impl Iterator<Item = &'a str>) -> Result<Vec<String>, Refusal> {
        let one = |text: &str| {
            let by_words = self.options.iter().position(|option| option == text).map(|at| (at + 1).to_string());
            let by_number = || self.is_option(text).then(|| text.to_owned());
            by_words.or_else(by_number).ok_or(Refusal::new("not_a_choice"))
        };
        let apart = |text: &'a str| match self.ask {
            Ask::Many if !self.options.iter().any(|option| option == text) => text.split(['、', '；', ';']).collect(),
            _ => vec![text],
        };
        let texts = sent.map(str::trim).flat_map(apart).map(str::trim).filter(|text| !text.is_empty());
        let mut options = texts.map(one).collect::<Result<Vec<_>, _>>()?;
        options.sort_by_key(|option| option.parse::<usize>().unwrap_or(usize::MAX));
        options.dedup();
        Refusal::new("one_choice").unless(self.ask == Ask::Many || options.len() <= 1)?;
        Ok(options)
    }

    fn file(&self, name: &'static str, raw: &Raw, has_one: bool) -> Result<Option<Upload>, Refusal> {
        let file = Option::<Upload>::from_field(&self.field(name), raw)?;
        Refusal::new("required").unless(!self.is_required || has_one || file.is_some())?;
        Ok(file)
    }

    /// An answer in words.
    pub fn words(&self, values: &[String]) -> String {
        let word = |value: &String| match self.ask {
            Ask::One | Ask::Many => {
                let at = value.parse::<usize>().unwrap_or(0);
                self.options.get(at.wrapping_sub(1)).cloned().unwrap_or_default()
            }
            Ask::Yes => "✓".to_owned(),
            // A file's answer is its hash, a blank and its name.
            Ask::File => value.split_once(' ').map_or(String::new(), |(_, name)| name.to_owned()),
            _ => value.clone(),
        };
        values.iter().map(word).collect::<Vec<_>>().join("、")
    }
}

#[cfg(test)]
#[path = "sheet_tests.rs"]
mod tests;

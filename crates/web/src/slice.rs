//! The manifest: in one place, everything a slice plugs into.

use crate::ctx::{Ctx, Prepared};
use crate::done::Done;
use crate::page::Answer;
use crate::view::form::Choice;
use crate::view::table::{Column, Rows};
use ground::db::{Migration, Read, Tx};
use ground::jobs::{Daily, Handler};
use ground::stop::Stop;
use logic::act::{Act, Who};
use logic::fact::FactKind;
use logic::fold::Indicator;
use logic::form::{Field, Form};
use logic::id::Id;

/// Reads a page from one moment of the data.
pub type Get = fn(&Read, &Ctx) -> Answer;
/// Shows a part of another's page, or nothing.
pub type Show = fn(&Read, &Ctx, Option<Id>) -> Result<Option<String>, Stop>;
/// Does an act inside a transaction.
pub type Post = fn(&mut Tx, &Ctx) -> Result<Done, Stop>;
/// Slow work before an act's transaction: reading a document, solving, hashing a password.
pub type Prepare = fn(&Read, &Ctx) -> Result<Prepared, Stop>;

/// A slice: everything it plugs into.
pub struct Slice {
    /// Its name: the crate's.
    pub name: &'static str,
    /// Its words: Chinese and English.
    pub text: (&'static str, &'static str),
    /// Further files of words, where one would grow too long.
    pub more_text: &'static [(&'static str, &'static str)],
    /// Its tables.
    pub migrations: &'static [Migration],
    /// Its pages.
    pub pages: &'static [PageEntry],
    /// Its lists.
    pub lists: &'static [ListEntry],
    /// Its acts.
    pub acts: &'static [ActEntry],
    /// The facts it writes.
    pub facts: &'static [&'static FactKind],
    /// Those of them that tell what a person did for others: they stand in that person's own record of outreach work.
    pub deeds: &'static [&'static FactKind],
    /// The figures it offers.
    pub indicators: &'static [&'static Indicator],
    /// The jobs it does.
    pub jobs: &'static [Handler],
    /// Its daily work.
    pub dailies: &'static [Daily],
    /// What it shows on others' pages.
    pub panels: &'static [Panel],
    /// Its nouns that others may choose.
    pub offers: &'static [Offer],
    /// Its places in the menu.
    pub menu: &'static [MenuEntry],
    /// What must hold of its data at any time.
    pub invariants: &'static [Invariant],
    /// Its chapters of the annual report.
    pub chapters: &'static [Chapter],
}

impl Slice {
    /// A slice that plugs into nothing yet.
    pub const EMPTY: Self = Self {
        name: "",
        text: ("", ""),
        more_text: &[],
        migrations: &[],
        pages: &[],
        lists: &[],
        acts: &[],
        facts: &[],
        deeds: &[],
        indicators: &[],
        jobs: &[],
        dailies: &[],
        panels: &[],
        offers: &[],
        menu: &[],
        invariants: &[],
        chapters: &[],
    };
}

/// A page: an address with blanks such as `{id}`, and who reads it.
#[derive(Clone, Copy)]
pub struct PageEntry {
    /// Its address.
    pub path: &'static str,
    /// What reads it.
    pub get: Get,
    /// Whether visitors may see it as it was a second ago.
    pub is_for_crowds: bool,
    /// Whether it may use the camera.
    pub uses_camera: bool,
}

impl PageEntry {
    /// A page.
    pub const fn new(path: &'static str, get: Get) -> Self {
        Self { path, get, is_for_crowds: false, uses_camera: false }
    }

    /// That visitors come to in crowds while the data changes all the time: they may see it as it was a second ago.
    pub const fn for_crowds(self) -> Self {
        Self { is_for_crowds: true, ..self }
    }

    /// That scans codes: the browser may ask its reader for the camera.
    pub const fn with_camera(self) -> Self {
        Self { uses_camera: true, ..self }
    }
}

/// An act as it can be asked for.
#[derive(Clone, Copy)]
pub struct ActEntry {
    /// `noun.verb`.
    pub name: &'static str,
    /// Who may.
    pub who: &'static [Who],
    /// Where it is asked for, by POST.
    pub path: &'static str,
    /// What it asks.
    pub fields: &'static [Field],
    /// What does it.
    pub post: Post,
    /// The page its form stands on: shown again, with what was typed, when something is wrong.
    pub page: Get,
    /// Slow work before the transaction.
    pub prepare: Option<Prepare>,
    /// The blank of its path whose acts go one after the other: they would meet at the same last places.
    pub turn: Option<&'static str>,
    /// Whether a repeated request gets the first one's answer. Not for what opens or ends a session.
    pub is_once: bool,
    /// What people unknown may send from one address in a minute, where crowds come from one (a school);
    /// nothing: as little as for any other act.
    pub crowd: Option<u32>,
    /// Whether it takes answers to a sheet of questions beside its fields.
    pub takes_answers: bool,
}

impl ActEntry {
    /// An act with its form.
    pub const fn new<A: Act, F: Form>(path: &'static str, post: Post, page: Get) -> Self {
        Self {
            name: A::NAME,
            who: A::WHO,
            path,
            fields: F::FIELDS,
            post,
            page,
            prepare: None,
            turn: None,
            is_once: true,
            crowd: None,
            takes_answers: false,
        }
    }

    /// With slow work before the transaction.
    pub const fn prepared(self, prepare: Prepare) -> Self {
        Self { prepare: Some(prepare), ..self }
    }

    /// One after the other for the same value of this blank.
    pub const fn in_turn(self, blank: &'static str) -> Self {
        Self { turn: Some(blank), ..self }
    }

    /// For crowds behind one address: so many in a minute. The act has to defend itself against the rest.
    pub const fn for_crowds(self, a_minute: u32) -> Self {
        Self { crowd: Some(a_minute), ..self }
    }

    /// With answers to a sheet of questions.
    pub const fn with_answers(self) -> Self {
        Self { takes_answers: true, ..self }
    }

    /// Done again when asked again.
    pub const fn each_time(self) -> Self {
        Self { is_once: false, ..self }
    }
}

/// A list: a table that can be sorted, filtered, paged, exported and read by programs.
pub struct ListEntry {
    /// `noun.list`: the text key of its title, and its name in the API.
    pub name: &'static str,
    /// Its address; with `.csv` or `.xlsx` it is exported.
    pub path: &'static str,
    /// Who may read it.
    pub who: &'static [Who],
    /// Its columns.
    pub columns: &'static [Column],
    /// What it can be filtered by.
    pub filters: &'static [Field],
    /// What reads one window of it.
    pub read: fn(&Read, &Ctx, &Window) -> Result<Rows, Stop>,
    /// The page it stands on; nothing if the list alone is the page.
    pub page: Option<Get>,
}

/// The part of a list that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The page, from 1.
    pub page: i64,
    /// Rows on a page.
    pub limit: i64,
    /// The column to sort by and whether downwards; nothing for the list's own order.
    pub sort: Option<(&'static str, bool)>,
}

impl Window {
    /// Rows before this page.
    pub fn offset(&self) -> i64 {
        (self.page - 1) * self.limit
    }

    /// The order's name as statements know it: `name`, `-name`, or nothing for the list's own.
    pub fn order(&self) -> String {
        match self.sort {
            Some((column, true)) => format!("-{column}"),
            Some((column, false)) => column.into(),
            None => String::new(),
        }
    }
}

/// Something a slice shows on another's page.
pub struct Panel {
    /// Which page: `programme`, `work`, `home`.
    pub on: &'static str,
    /// Smaller ones come first.
    pub order: u8,
    /// What it shows of that page's noun; nothing if it has nothing to show.
    pub show: Show,
}

/// Nouns of a slice that other slices may choose: they keep the id and ask here for names.
pub struct Offer {
    /// The noun: `programme`.
    pub noun: &'static str,
    /// What the viewer may choose, with its names.
    pub choices: fn(&Read, &Ctx) -> Result<Vec<Choice>, Stop>,
}

/// A place in the menu.
pub struct MenuEntry {
    /// The group it stands in.
    pub group: Group,
    /// Smaller ones come first.
    pub order: u8,
    /// The text key.
    pub text: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Who sees it.
    pub who: &'static [Who],
}

logic::codes!(
    /// A group of the menu. Its text key is `menu.<code>`.
    Group {
        /// What is mine to do.
        Work = "work",
        /// The year.
        Year = "year",
        /// Experts and villages.
        Field = "field",
        /// Figures and reports.
        Figures = "figures",
        /// People and units.
        Directory = "directory",
        /// The house itself.
        House = "house",
    }
);

/// Something that must hold of the data at any time, told as the cases that break it.
#[derive(Clone, Copy)]
pub struct Invariant {
    /// What holds, in a sentence.
    pub name: &'static str,
    /// The ids or names of what breaks it.
    pub broken: fn(&Read) -> Result<Vec<String>, Stop>,
}

/// A chapter of the annual report.
pub struct Chapter {
    /// Smaller ones come first.
    pub order: u8,
    /// Writes the chapter for a year. Figures stand in it as questions, never as numbers.
    pub write: fn(&Read, &Ctx, i16) -> Result<Vec<crate::figures::Passage>, Stop>,
}

/// Several lists of a manifest as one: a slice with several rooms keeps each room's part in the room.
#[macro_export]
macro_rules! joined {
    ($type:ty: $first:expr $(, $rest:expr)* $(,)?) => {{
        const COUNT: usize = $first.len() $(+ $rest.len())*;
        const ALL: [$type; COUNT] = {
            let mut all = [$first[0]; COUNT];
            let mut at = 0;
            let parts: &[&[$type]] = &[$first $(, $rest)*];
            let mut part = 0;
            while part < parts.len() {
                let mut entry = 0;
                while entry < parts[part].len() {
                    all[at] = parts[part][entry];
                    at += 1;
                    entry += 1;
                }
                part += 1;
            }
            all
        };
        &ALL
    }};
}

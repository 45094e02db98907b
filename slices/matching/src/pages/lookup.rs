//! What the reader of spreadsheets looks up in the directory.

use crate::rules::import::Lookup;
use crate::store::{experts, villages};
use ground::db::Read;
use ground::directory::{Discipline, NewPerson};
use logic::form::Phone;
use logic::place::{Level, PlaceCode};

/// The directory as the reader of spreadsheets sees it, within the association's area.
pub(crate) struct Directory<'a> {
    pub(crate) read: &'a Read<'a>,
    pub(crate) area: PlaceCode,
}

impl Directory<'_> {
    /// A place of some levels by its name; with the name of an area above it before it, where two have the same.
    fn named(&self, text: &str, levels: &[Level]) -> Result<PlaceCode, &'static str> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let Some((name, above)) = words.split_last() else { return Err("required") };
        let mut found = Vec::new();
        for level in levels {
            found.extend(self.read.find_places_named(self.area, name, *level).map_err(|_| "place_unknown")?);
        }
        found.retain(|place| {
            above.is_empty()
                || self.read.place_path(place.code).is_ok_and(|path| above.iter().all(|word| path.contains(word)))
        });
        match found.as_slice() {
            [only] => Ok(only.code),
            [] => Err("place_unknown"),
            _ => Err("place_several"),
        }
    }

    fn coded(&self, text: &str) -> Option<Result<PlaceCode, &'static str>> {
        let code: PlaceCode = text.parse().ok()?;
        let is_known = self.read.find_place(code).is_ok_and(|place| place.is_some());
        Some(if is_known { Ok(code) } else { Err("place_unknown") })
    }
}

impl Lookup for Directory<'_> {
    fn village(&self, text: &str) -> Result<PlaceCode, &'static str> {
        let found = self.coded(text).unwrap_or_else(|| self.named(text, &[Level::Village]))?;
        if found.level() == Level::Village { Ok(found) } else { Err("place_no_village") }
    }

    fn place(&self, text: &str) -> Result<PlaceCode, &'static str> {
        self.coded(text).unwrap_or_else(|| self.named(text, &[Level::County, Level::Town, Level::Village]))
    }

    fn discipline(&self, text: &str) -> Option<Discipline> {
        self.read.find_discipline(text).ok().flatten()
    }

    fn has_need(&self, village: PlaceCode, title: &str) -> bool {
        villages::has_need(self.read, village, title).unwrap_or(false)
    }

    fn has_expert(&self, name: &str, phone: &Phone) -> bool {
        let known = NewPerson { name: name.into(), phone: Some(phone.clone()), ..NewPerson::default() };
        let person = self.read.find_same_person(&known).ok().flatten();
        person.is_some_and(|person| experts::find_of(self.read, person.id).is_ok_and(|card| card.is_some()))
    }
}

//! The house's few settings, kept in the database: the association's name, the calendar's exceptions.

use crate::db::{Fault, Read, Tx};
use crate::sql;
use logic::calendar::Calendar;

/// The association's name, shown on every page.
pub const ASSOCIATION: &str = "association";
/// Its name in English, shown to those who read English.
pub const ASSOCIATION_EN: &str = "association_en";
/// How the public reaches the association: one line.
pub const CONTACT: &str = "contact";
/// The city or area the association works in: a place code.
pub const REGION: &str = "region";
/// Days off and worked weekends beyond what ships: lines of `2027-01-01 free` or `2027-01-03 worked`.
pub const CALENDAR: &str = "calendar";

impl Read<'_> {
    /// A setting.
    pub fn setting(&self, name: &'static str) -> Result<Option<String>, Fault> {
        self.find(sql!("select value from setting where name = $1"), &[&name], |row| row.get(0))
    }

    /// The association's name in the reader's language; the Chinese one where there is no other.
    pub fn association(&self, is_english: bool) -> Result<Option<String>, Fault> {
        match is_english.then(|| self.setting(ASSOCIATION_EN)).transpose()?.flatten() {
            Some(name) => Ok(Some(name)),
            None => self.setting(ASSOCIATION),
        }
    }

    /// The working-day calendar: what ships, then what the house has added.
    pub fn calendar(&self) -> Result<Calendar, Fault> {
        let added = self.setting(CALENDAR)?.unwrap_or_default();
        Ok(Calendar::official().with(&logic::calendar::parse(&added).unwrap_or_default()))
    }
}

impl Tx<'_> {
    /// Changes a setting.
    pub fn save_setting(&mut self, name: &'static str, value: &str) -> Result<(), Fault> {
        let save = sql!(
            "insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value"
        );
        self.run(save, &[&name, &value]).map(drop)
    }

    /// Changes a setting that may be left empty.
    pub fn save_or_forget_setting(&mut self, name: &'static str, value: Option<&str>) -> Result<(), Fault> {
        match value {
            Some(value) => self.save_setting(name, value),
            None => self.run(sql!("delete from setting where name = $1"), &[&name]).map(drop),
        }
    }
}

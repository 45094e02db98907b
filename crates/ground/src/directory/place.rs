//! Places: provinces down to villages.

use crate::db::{Fault, Read, Row, Tx};
use crate::sql;
use logic::place::{Level, PlaceCode};

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its code.
    pub code: PlaceCode,
    /// Its name.
    pub name: String,
    /// Longitude in millionths of a degree.
    pub lon: Option<i32>,
    /// Latitude in millionths of a degree.
    pub lat: Option<i32>,
}

impl Read<'_> {
    /// A place by its code.
    pub fn find_place(&self, code: PlaceCode) -> Result<Option<Place>, Fault> {
        self.find(sql!("select code, name, lon, lat from place where code = $1"), &[&code], place)
    }

    /// The places of one level inside an area, by code.
    pub fn list_places(&self, area: PlaceCode, level: Level) -> Result<Vec<Place>, Fault> {
        let list =
            sql!("select code, name, lon, lat from place where code between $1 and $2 and level = $3 order by code");
        let range = area.range();
        self.list(list, &[range.start(), range.end(), &rank(level)], place)
    }

    /// Places whose name begins with this text, inside an area.
    pub fn find_places_named(&self, area: PlaceCode, name: &str, level: Level) -> Result<Vec<Place>, Fault> {
        let list = sql!(
            "select code, name, lon, lat from place where code between $1 and $2 and level = $3 and name = $4 order by code limit 20"
        );
        let range = area.range();
        self.list(list, &[range.start(), range.end(), &rank(level), &name], place)
    }

    /// The place's full name, the largest area first, from below the province: `某市 某县 某镇 某村`.
    pub fn place_path(&self, code: PlaceCode) -> Result<String, Fault> {
        let mut names = Vec::new();
        let mut at = Some(code);
        while let Some(code) = at.filter(|code| code.level() > Level::Province) {
            names.extend(self.find_place(code)?.map(|place| place.name));
            at = code.parent();
        }
        names.reverse();
        Ok(names.join(" "))
    }

    /// How many places there are of each level, provinces first.
    pub fn count_places(&self) -> Result<Vec<i64>, Fault> {
        let count = sql!("select count(*) from place where level = $1");
        Level::ALL.iter().map(|level| self.number(count, &[&rank(*level)])).collect()
    }
}

/// Stores places; one that is known keeps its coordinates if the new one has none.
pub(super) fn save_places(tx: &Tx, places: &[Place]) -> Result<(), Fault> {
    let save = sql!(
        "insert into place (code, name, level, lon, lat) values ($1, $2, $3, $4, $5)
        on conflict (code) do update set name = excluded.name, lon = coalesce(excluded.lon, place.lon), lat = coalesce(excluded.lat, place.lat)"
    );
    let ranks: Vec<_> = places.iter().map(|place| rank(place.code.level())).collect();
    let row = |(place, rank)| place_values(place, rank);
    tx.run_many(save, &places.iter().zip(&ranks).map(row).collect::<Vec<_>>())
}

fn place_values<'a>(place: &'a Place, rank: &'a i32) -> Vec<&'a dyn logic::stored::ToStored> {
    vec![&place.code, &place.name, rank, &place.lon, &place.lat]
}

impl Tx<'_> {
    /// Stores places, for those who make a city of their own.
    pub fn save_places(&mut self, places: &[Place]) -> Result<(), Fault> {
        save_places(self, places)
    }
}

fn rank(level: Level) -> i32 {
    level as i32
}

fn place(row: &Row) -> Result<Place, Fault> {
    Ok(Place { code: row.get(0)?, name: row.get(1)?, lon: row.get(2)?, lat: row.get(3)? })
}

//! The city on the map: nine counties, forty towns, 360 villages, in a province code that is not in use and at a place in
//! the open ocean where nobody lives.

use super::dice::Dice;
use super::names;
use ground::directory::Place;
use logic::place::{Level, PlaceCode};

/// The city's code: province 99 does not exist.
pub(super) const CITY: i64 = 990_100_000_000;

const VILLAGES_PER_TOWN: usize = 9;
const LON: i32 = 150_000_000;
const LAT: i32 = 35_000_000;

/// Every place of the city, larger ones first.
pub(super) fn all(seed: u64) -> Vec<Place> {
    let mut dice = Dice::of(seed, "places");
    let names = names::villages(&mut dice, names::TOWNS.len() * VILLAGES_PER_TOWN);
    let mut places = vec![
        Place { code: PlaceCode(990_000_000_000), name: "演示省".into(), lon: None, lat: None },
        Place { code: PlaceCode(CITY), name: names::CITY.into(), lon: Some(LON), lat: Some(LAT) },
    ];
    let counties = names::COUNTIES.iter().enumerate().map(|(number, name)| county(number, name));
    places.extend(counties);
    for (number, name) in names::TOWNS.iter().enumerate() {
        let town = town(&mut dice, number, name);
        places.push(town);
    }
    for (number, name) in names.into_iter().enumerate() {
        let town = places[2 + names::COUNTIES.len() + number / VILLAGES_PER_TOWN].clone();
        let code = PlaceCode(town.code.0 + 1 + (number % VILLAGES_PER_TOWN) as i64);
        places.push(near(&mut dice, &town, code, name, 45_000));
    }
    places
}

/// Three rows of three.
fn county(number: usize, name: &str) -> Place {
    let offset = |step: usize| (step as i32 - 1) * 360_000;
    let (lon, lat) = (LON + offset(number % 3), LAT - offset(number / 3));
    Place { code: county_code(number), name: name.into(), lon: Some(lon), lat: Some(lat) }
}

fn county_code(number: usize) -> PlaceCode {
    PlaceCode(CITY + (number as i64 + 1) * Level::County.span())
}

fn town(dice: &mut Dice, number: usize, name: &str) -> Place {
    let counties = names::COUNTIES.len();
    let code = PlaceCode(county_code(number % counties).0 + (number / counties + 1) as i64 * Level::Town.span());
    near(dice, &county(number % counties, names::COUNTIES[number % counties]), code, name.into(), 140_000)
}

fn near(dice: &mut Dice, area: &Place, code: PlaceCode, name: String, most: i64) -> Place {
    let mut moved = |from: Option<i32>| from.map(|from| from + dice.between(-most, most) as i32);
    Place { code, name, lon: moved(area.lon), lat: moved(area.lat) }
}

/// The villages among them.
pub(super) fn villages(places: &[Place]) -> impl Iterator<Item = &Place> {
    places.iter().filter(|place| place.code.level() == Level::Village)
}

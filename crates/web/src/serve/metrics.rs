//! Metrics: how often each route was asked, how it answered, how long it took. Routes, never addresses of people's pages.

use axum::http::StatusCode;
use axum::response::Response;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::time::Instant;

/// The counters of one program.
pub struct Metrics {
    registry: Registry,
    requests: Family<Route, Counter>,
    seconds: Histogram,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: &'static str,
    route: &'static str,
    status: u16,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("tenfold");
        let requests = Family::<Route, Counter>::default();
        let seconds = Histogram::new([0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0]);
        registry.register("requests", "Requests by method, route and status", requests.clone());
        registry.register("request_seconds", "Seconds from a request's head to its answer", seconds.clone());
        Self { registry, requests, seconds }
    }

    pub(super) fn start(&self, method: &'static str, route: &'static str) -> Timer<'_> {
        Timer { metrics: self, method, route, began: Instant::now() }
    }

    /// In the text format of Prometheus.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Writing into a string cannot fail.
        let _ = prometheus_client::encoding::text::encode(&mut text, &self.registry);
        text
    }
}

pub(super) struct Timer<'a> {
    metrics: &'a Metrics,
    method: &'static str,
    route: &'static str,
    began: Instant,
}

impl Timer<'_> {
    /// Counts the answer and passes it on.
    pub(super) fn stop(self, response: Response) -> Response {
        let elapsed = self.began.elapsed();
        let status = response.status();
        let route = Route { method: self.method, route: self.route, status: status.as_u16() };
        self.metrics.requests.get_or_create(&route).inc();
        self.metrics.seconds.observe(elapsed.as_secs_f64());
        if status >= StatusCode::INTERNAL_SERVER_ERROR {
            tracing::error!(
                method = self.method,
                route = self.route,
                status = status.as_u16(),
                micros = elapsed.as_micros(),
                "answered"
            );
        } else {
            tracing::debug!(
                method = self.method,
                route = self.route,
                status = status.as_u16(),
                micros = elapsed.as_micros(),
                "answered"
            );
        }
        response
    }
}

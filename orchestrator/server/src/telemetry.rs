//! What the server tells of itself: a log for people or machines, and numbers.

use std::sync::atomic::{AtomicI64, AtomicU64};
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};
use crate::writer;

/// From a cached answer to a slow disk; the budgets lie in the middle.
const SECONDS: [f64; 10] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 1.0, 10.0];

const WRITER: [(&str, &str); 5] = [
    ("writer_commits", "Commits since the server began"),
    ("writer_commands", "Commands in them"),
    ("writer_commits_failed", "Commits that the store refused"),
    ("writer_commit_micros_max", "The longest commit, in microseconds"),
    ("writer_scopes_read", "Sessions read from their journals because they were not in memory"),
];

/// A route by its template, never by its address: there are as many as in the description, and no more.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    seconds: Family<Route, Histogram>,
    pub instances_lost: Counter,
    pub streams: Gauge<i64, AtomicI64>,
    pub renders: Gauge<i64, AtomicI64>,
    pub sockets: Gauge<i64, AtomicI64>,
    pub sockets_heard: Counter,
    pub followed: Gauge<i64, AtomicI64>,
    writer: [Gauge<i64, AtomicI64>; 5],
}

impl Default for Metrics {
    fn default() -> Metrics {
        Metrics::new()
    }
}

impl Metrics {
    pub fn new() -> Metrics {
        let mut registry = Registry::with_prefix("ai_band");
        let requests = Family::<Request, Counter>::default();
        let seconds = Family::<Route, Histogram>::new_with_constructor(|| Histogram::new(SECONDS));
        let instances_lost = Counter::<u64, AtomicU64>::default();
        let (streams, sockets, followed) = (Gauge::default(), Gauge::default(), Gauge::default());
        let renders = Gauge::default();
        let sockets_heard = Counter::<u64, AtomicU64>::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "Time until an answer began", seconds.clone());
        registry.register("instances_lost", "Plugins that were silent for too long", instances_lost.clone());
        registry.register("streams_open", "Clients that follow changes", streams.clone());
        registry.register("renders_open", "Clients that are sent sound", renders.clone());
        registry.register("sockets_open", "Clients of /ws/sync", sockets.clone());
        registry.register("sessions_followed", "Sessions that sockets are in", followed.clone());
        registry.register("sockets_heard", "Messages that they sent", sockets_heard.clone());
        let writer = <[Gauge<i64, AtomicI64>; 5]>::default();
        for ((name, help), gauge) in WRITER.into_iter().zip(&writer) {
            registry.register(name, help, gauge.clone());
        }
        Metrics {
            registry,
            requests,
            seconds,
            instances_lost,
            streams,
            renders,
            sockets,
            sockets_heard,
            followed,
            writer,
        }
    }

    pub fn answered(&self, method: &axum::http::Method, route: &str, status: u16, took: Duration) {
        let request = Request { method: known(method), route: route.to_owned(), status };
        self.requests.get_or_create(&request).inc();
        self.seconds.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// What the writer did since the server began.
    pub fn written(&self, figures: writer::Shown) {
        let values =
            [figures.commits, figures.commands, figures.failures, figures.commit_micros_max, figures.folds];
        for (gauge, value) in self.writer.iter().zip(values) {
            gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
        }
    }

    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// A stranger may make methods up; a label may not.
fn known(method: &axum::http::Method) -> &'static str {
    let all = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    all.into_iter().find(|name| *name == method.as_str()).unwrap_or("other")
}

/// Once for each process.
pub fn start_log(config: &Config) -> Result<(), String> {
    let wrong = |error: &dyn std::fmt::Display| {
        format!(
            "log_filter is {:?} in {}: {error}; write for example info",
            config.log_filter.value, config.log_filter.source
        )
    };
    let filter = EnvFilter::try_new(&config.log_filter.value).map_err(|error| wrong(&error))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log.value {
        LogFormat::Human => log.try_init(),
        LogFormat::Json => log.json().try_init(),
    }
    .map_err(|error| format!("the log cannot be started: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_counted_by_route_and_read_by_prometheus() {
        let metrics = Metrics::new();
        let odd = axum::http::Method::from_bytes(b"EVIL").unwrap();
        metrics.answered(&axum::http::Method::GET, "/api/jobs/{job_id}", 200, Duration::from_millis(3));
        metrics.answered(&odd, "unmatched", 404, Duration::from_millis(1));
        let text = metrics.text().unwrap();
        for line in [
            r#"ai_band_http_requests_total{method="GET",route="/api/jobs/{job_id}",status="200"} 1"#,
            r#"ai_band_http_requests_total{method="other",route="unmatched",status="404"} 1"#,
            r#"ai_band_http_request_seconds_bucket{le="0.005",route="/api/jobs/{job_id}"} 1"#,
            "# EOF",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }
}

//! What is asked for and only read.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Reach, Source, Watched};
use plimsoll_report::json::{self, Daemon, IncidentStatus, ServerStatus, Status};
use plimsoll_report::metrics;
use plimsoll_watch::troubles;
use tokio::task::spawn_blocking;

use crate::watch::fleet::Watching;
use crate::watch::lock::lock;
use crate::watch::own;
use crate::watch::shared::Shared;

type Here = State<Arc<Shared>>;

/// It lives.
pub(super) async fn healthy() -> Response {
    text(StatusCode::OK, "well\n".to_owned())
}

/// Every server was tried once.
pub(super) async fn ready(State(shared): Here) -> Response {
    let servers = shared.fleet.servers();
    let is_untried = |server: &&Arc<Watching>| server.with(|target| target.reach().is_none());
    let untried = servers.iter().filter(is_untried).count();
    if untried == 0 {
        return text(StatusCode::OK, "ready\n".to_owned());
    }
    let why = format!(
        "{untried} of {} servers were not tried yet\n",
        servers.len()
    );
    text(StatusCode::SERVICE_UNAVAILABLE, why)
}

/// What Prometheus scrapes.
pub(super) async fn metrics(State(shared): Here) -> Response {
    let text = spawn_blocking(move || {
        let servers = watched(&shared, Timestamp::now());
        metrics::page(&servers, &own(&shared))
    });
    match text.await {
        Ok(text) => page(text),
        Err(_) => fault(),
    }
}

/// How every server is.
pub(super) async fn status(State(shared): Here) -> Response {
    let status = spawn_blocking(move || {
        let now = Timestamp::now();
        let servers = shared.fleet.servers();
        let servers = servers.iter().map(|it| {
            let seen = it.watched(now);
            let status = ServerStatus::of(&seen, it.owner().as_deref(), troubles(&seen));
            ServerStatus {
                incident: incident(&shared, &seen),
                ..status
            }
        });
        Status::new(now, daemon(&shared), servers.collect()).written()
    });
    match status.await {
        Ok(status) => document(status),
        Err(_) => fault(),
    }
}

/// What took a server down, while it is down and for an hour behind it.
fn incident(shared: &Shared, seen: &Watched) -> Option<IncidentStatus> {
    const SHOWN: SignedDuration = SignedDuration::from_hours(1);
    let is_up = seen.reach.as_ref().is_none_or(Reach::works);
    let newest = shared.falls.incidents.newest(&seen.name)?;
    let at: Timestamp = newest.time.parse().ok()?;
    (!is_up || seen.at.duration_since(at) <= SHOWN).then_some(newest)
}

fn daemon(shared: &Shared) -> Daemon {
    let counters = &shared.counters;
    let unwritten = lock(&counters.keeping).as_ref().and_then(|it| {
        let why = it.why.as_deref()?;
        Some(format!("the history is not written: {why}"))
    });
    let panics = counters.panics.load(Ordering::Relaxed);
    let panics = (panics > 0)
        .then(|| format!("{panics} tasks failed by a fault of Plimsoll and were begun again"));
    Daemon {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        started: shared.started.strftime("%FT%TZ").to_string(),
        troubles: unwritten.into_iter().chain(panics).collect(),
    }
}

/// Every newest figure of one server.
pub(super) async fn figures(State(shared): Here, Path(name): Path<String>) -> Response {
    match shared.fleet.server(&name) {
        Some(server) => document(json::Figures::of(&server.watched(Timestamp::now())).written()),
        None => refused(StatusCode::NOT_FOUND, "no [[server]] has that name"),
    }
}

/// What was read last of a server's host, for a daemon elsewhere. It asks again soon:
/// the connection stays while there are places enough.
pub(super) async fn host(State(shared): Here, Path(name): Path<String>) -> Response {
    let Some(server) = shared.fleet.server(&name) else {
        return refused(StatusCode::NOT_FOUND, "no [[server]] has that name");
    };
    let Some(brought) = server.with(|target| target.brought(Source::Host)) else {
        let why = "the host of that server is not sampled here";
        return refused(StatusCode::NOT_FOUND, why);
    };
    let host = json::Host::of(&server.name, Timestamp::now(), &brought);
    let stays = if shared.has_room() {
        "keep-alive"
    } else {
        "close"
    };
    let stays = (CONNECTION, HeaderValue::from_static(stays));
    ([stays], document(host.written())).into_response()
}

/// Anything else.
pub(super) async fn nothing_there() -> Response {
    let why = "nothing is there; there are /metrics, /metrics/postgres_exporter, /metrics/mysqld_exporter, /api/v1/status, \
               /api/v1/servers/NAME/figures, /api/v1/servers/NAME/series, /api/v1/servers/NAME/host, /api/v1/incidents, /healthz and /readyz";
    refused(StatusCode::NOT_FOUND, why)
}

fn own(shared: &Shared) -> metrics::Own {
    metrics::Own {
        incidents: shared.falls.incidents.counts(),
        ..own::own(&shared.counters, shared.started)
    }
}

fn watched(shared: &Shared, now: Timestamp) -> Vec<Watched> {
    shared
        .fleet
        .servers()
        .iter()
        .map(|it| it.watched(now))
        .collect()
}

/// A page for Prometheus.
pub(super) fn page(text: String) -> Response {
    with_type(metrics::CONTENT_TYPE, text)
}

/// JSON for a program.
pub(super) fn document(text: String) -> Response {
    with_type("application/json", text)
}

fn with_type(kind: &'static str, body: String) -> Response {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-store")], body).into_response()
}

fn text(status: StatusCode, body: String) -> Response {
    (status, body).into_response()
}

/// Why, in a line.
pub(super) fn refused(status: StatusCode, why: &str) -> Response {
    text(status, format!("{why}\n"))
}

/// A fault of Plimsoll.
pub(super) fn fault() -> Response {
    let why = "Plimsoll failed; this is a fault of Plimsoll, please report it";
    refused(StatusCode::INTERNAL_SERVER_ERROR, why)
}

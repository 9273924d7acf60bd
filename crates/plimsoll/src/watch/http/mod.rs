//! What the daemon answers, and the limits under which it does: one request a
//! connection, so many connections, so many bytes, so long. A GET changes nothing.

mod answers;
mod diagnosis;
mod exporters;
mod guard;
mod incidents;
mod series;
mod told;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

use super::shared::Shared;

/// How long a client may take to say what it wants.
const HEADER_MAX: Duration = Duration::from_secs(5);
/// How long a connection may last.
const CONNECTION_MAX: Duration = Duration::from_secs(30);
/// How long the answer may take that is under way then.
const LAST_ANSWER_MAX: Duration = Duration::from_secs(5);
/// Bytes and lines of a request's head.
const HEAD_BYTES_MAX: usize = 16 << 10;
const HEAD_LINES_MAX: usize = 64;
/// How long nothing is taken after the machine had no room for a connection.
const REST: Duration = Duration::from_millis(200);

/// Answers until it is stopped.
pub(super) async fn serve(listener: &TcpListener, shared: &Arc<Shared>) {
    let router = router(shared.clone());
    loop {
        let Ok(place) = shared.room.clone().acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, _)) => {
                let router = router.clone();
                tokio::spawn(async move {
                    talk(stream, router).await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!("a connection was not taken: {error}");
                sleep(REST).await;
            }
        }
    }
}

async fn talk(stream: TcpStream, router: Router) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEADER_MAX)
        .max_buf_size(HEAD_BYTES_MAX)
        .max_headers(HEAD_LINES_MAX);
    let talk = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut talk = pin!(talk);
    // A client that speaks no HTTP, or went away, is no trouble of the servers'.
    if timeout(CONNECTION_MAX, talk.as_mut()).await.is_err() {
        talk.as_mut().graceful_shutdown();
        let _ended = timeout(LAST_ANSWER_MAX, talk).await;
    }
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/healthz", get(answers::healthy))
        .route("/readyz", get(answers::ready))
        .route("/metrics", get(answers::metrics))
        .route(
            "/metrics/postgres_exporter",
            get(exporters::postgres_exporter),
        )
        .route("/metrics/mysqld_exporter", get(exporters::mysqld_exporter))
        .route("/api/v1/status", get(answers::status))
        .route("/api/v1/servers/{name}/figures", get(answers::figures))
        .route("/api/v1/servers/{name}/series", get(series::series))
        .route("/api/v1/servers/{name}/host", get(answers::host))
        .route(
            "/api/v1/servers/{name}/diagnosis",
            get(diagnosis::diagnosis),
        )
        .route("/api/v1/incidents", get(incidents::all))
        .route("/api/v1/incidents/{id}", get(incidents::one))
        .route("/api/v1/events", post(told::event))
        .fallback(answers::nothing_there)
        .layer(from_fn(guard::guarded))
        .with_state(shared)
}

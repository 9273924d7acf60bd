//! What the newest lines of a server's log say took it down. It reads what the daemon
//! holds already, and asks nobody.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use plimsoll_diagnose::{Handed, Question, Reading, diagnose};
use plimsoll_report::json;
use tokio::task::spawn_blocking;

use super::answers::{document, fault, refused};
use crate::watch::lock::lock;
use crate::watch::shared::Shared;

/// The diagnosis of one server's log.
pub(super) async fn diagnosis(
    State(shared): State<Arc<Shared>>,
    Path(name): Path<String>,
) -> Response {
    let Some(server) = shared.fleet.server(&name) else {
        return refused(StatusCode::NOT_FOUND, "no [[server]] has that name");
    };
    let bytes = lock(&server.log).bytes();
    if bytes.is_empty() {
        let why = "nothing of its log is known: `log` of its [[server]] names the file";
        return refused(StatusCode::NOT_FOUND, why);
    }
    let Ok(_turn) = shared.dear.acquire().await else {
        return refused(StatusCode::SERVICE_UNAVAILABLE, "the daemon ends");
    };
    let diagnosed = spawn_blocking(move || {
        let mut reading = Reading::new(&server.name, Handed::Log);
        reading.push(&bytes);
        let incident = diagnose(vec![reading.end()], &Question::default());
        json::diagnosis(&incident)
    });
    match diagnosed.await {
        Ok(text) => document(text),
        Err(_) => fault(),
    }
}

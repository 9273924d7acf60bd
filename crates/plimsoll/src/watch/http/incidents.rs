//! What took servers down of late: all in short, one whole.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use plimsoll_report::json;

use super::answers::{document, refused};
use crate::watch::shared::Shared;

/// All that are kept, the newest first.
pub(super) async fn all(State(shared): State<Arc<Shared>>) -> Response {
    document(json::incidents(&shared.falls.incidents.all()))
}

/// One, as `plimsoll.diagnosis/1`.
pub(super) async fn one(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    match shared.falls.incidents.whole(&id) {
        Some(text) => document(text),
        None => refused(StatusCode::NOT_FOUND, "no incident of that id is kept"),
    }
}

//! What is told to the daemon: events.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName};
use axum::response::Response;

use super::answers::refused;
use crate::watch::event;
use crate::watch::lock::lock;
use crate::watch::shared::Shared;

/// Something happened. A page of a browser can send no JSON without asking first,
/// which is not answered.
pub(super) async fn event(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    if !is_let_in(&shared, &headers) {
        let why = "the header `Authorization: Bearer …` must hold the token of event_token_file";
        return refused(StatusCode::UNAUTHORIZED, why);
    }
    let kind = header(&headers, &CONTENT_TYPE).unwrap_or_default();
    if kind.split(';').next().map(str::trim) != Some("application/json") {
        let why = "the Content-Type must be application/json";
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, why);
    }
    let Ok(bytes) = to_bytes(body, event::BYTES_MAX).await else {
        let why = format!("an event has at most {} bytes", event::BYTES_MAX);
        return refused(StatusCode::PAYLOAD_TOO_LARGE, &why);
    };
    let told = event::read(&bytes)
        .and_then(|event| shared.fleet.happened(&event).map_err(|why| vec![why]));
    match told {
        Ok(()) => {
            shared.counters.events.fetch_add(1, Ordering::Relaxed);
            refused(StatusCode::ACCEPTED, "taken")
        }
        Err(why) => refused(StatusCode::BAD_REQUEST, &why.join("\n")),
    }
}

/// Where there is a token, it must be shown.
fn is_let_in(shared: &Shared, headers: &HeaderMap) -> bool {
    let token = lock(&shared.event_token).clone();
    let Some(token) = token else { return true };
    let shown = header(headers, &AUTHORIZATION);
    let shown = shown.and_then(|shown| shown.strip_prefix("Bearer "));
    shown.is_some_and(|shown| token.is(shown.trim()))
}

fn header<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

//! What is refused whatever was asked for: requests that a page in somebody's browser
//! makes. Loopback keeps other machines out, not what a browser on this one runs.

use axum::extract::Request;
use axum::http::header::{CONNECTION, HOST, HeaderValue, ORIGIN, X_CONTENT_TYPE_OPTIONS};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::net::{IpAddr, SocketAddr};

/// Hands on what is well-meant. A connection ends with its answer unless that says
/// otherwise.
pub(super) async fn guarded(request: Request, next: Next) -> Response {
    let mut response = answered(request, next).await;
    let close = HeaderValue::from_static("close");
    response.headers_mut().entry(CONNECTION).or_insert(close);
    response
}

async fn answered(request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).map(HeaderValue::to_str);
    // A name that was made to point here: a page's own, which could then read the answer.
    if !host.is_some_and(|host| host.is_ok_and(is_here)) {
        let why = "the Host must be an address or localhost\n";
        return (StatusCode::MISDIRECTED_REQUEST, why).into_response();
    }
    let is_page = request.headers().contains_key(ORIGIN);
    if is_page && request.method() != Method::GET && request.method() != Method::HEAD {
        let why = "pages of other places may change nothing here\n";
        return (StatusCode::FORBIDDEN, why).into_response();
    }
    let mut response = next.run(request).await;
    let nosniff = HeaderValue::from_static("nosniff");
    response
        .headers_mut()
        .insert(X_CONTENT_TYPE_OPTIONS, nosniff);
    response
}

fn is_here(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let address = name.trim_matches(['[', ']']);
    host.parse::<SocketAddr>().is_ok()
        || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok()
        || address.parse::<IpAddr>().is_ok()
        || name.eq_ignore_ascii_case("localhost")
}

#[cfg(test)]
mod tests {
    use super::is_here;

    #[test]
    fn only_addresses_and_localhost_are_here() {
        for host in [
            "127.0.0.1:9477",
            "localhost:9477",
            "LOCALHOST",
            "[::1]:9477",
            "[::1]",
            "127.0.0.1",
        ] {
            assert!(is_here(host), "{host}");
        }
        for host in [
            "evil.example",
            "127.0.0.1.evil.example:9477",
            "",
            ":",
            "localhost.evil:1",
        ] {
            assert!(!is_here(host), "{host}");
        }
    }
}

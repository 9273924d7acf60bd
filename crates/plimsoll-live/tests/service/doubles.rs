//! What is made of answers that are as they should be, or nearly.

use std::sync::Arc;

use jiff::Timestamp;
use plimsoll_live::read::service::Prober;
use plimsoll_model::Metric;

use crate::support::{double, gaps, http, metrics, probe, sample, value};

const PAGE: &str = "# TYPE http_requests_total counter\n\
                    http_requests_total{code=\"200\"} 90\n\
                    http_requests_total{code=\"503\"} 7\n";

#[tokio::test]
async fn a_service_that_works_has_its_time_and_its_counts() {
    let double = double(Arc::new(|path| match path {
        "/health?deep=1" => http("200 OK", "ok"),
        "/metrics" => http("200 OK", PAGE),
        _ => http("404 Not Found", ""),
    }))
    .await;
    let mut shop = probe(&format!("{}/health?deep=1", double.url));
    shop.metrics = Some(metrics(
        &format!("{}/metrics", double.url),
        "http_requests_total",
        "http_requests_total{code=~\"5..\"}",
    ));
    let mut prober = Prober::new(shop);
    for _ in 0..2 {
        let sample = prober.sample(Timestamp::UNIX_EPOCH).await;
        assert_eq!(gaps(&sample), "");
        assert_eq!(value(&sample, Metric::ProbeUp), Some(1.0));
        let seconds = value(&sample, Metric::ProbeSeconds).unwrap();
        assert!(seconds > 0.0 && seconds <= sample.took_seconds);
        assert_eq!(value(&sample, Metric::ServiceRequestsTotal), Some(97.0));
        assert_eq!(value(&sample, Metric::ServiceErrorsTotal), Some(7.0));
    }
    // A probe has a connection of its own each time, the page one that is kept.
    let asked = double.asked.lock().unwrap();
    let of = |path: &str| {
        let begin = format!("GET {path} HTTP/1.1\r\n");
        let of = asked.iter().filter(|(_, head)| head.starts_with(&begin));
        of.cloned().collect::<Vec<(usize, String)>>()
    };
    let (probes, pages) = (of("/health?deep=1"), of("/metrics"));
    assert_eq!((probes.len(), pages.len()), (2, 2), "{asked:?}");
    assert_ne!(probes[0].0, probes[1].0);
    assert_eq!(pages[0].0, pages[1].0);
    assert!(pages[0].1.contains("text/plain; version=0.0.4"));
}

#[tokio::test]
async fn a_status_is_as_expected_or_the_service_is_down() {
    let redirect = b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n".to_vec();
    for (answer, expected, why) in [
        (http("204 No Content", ""), None, None),
        (http("401 Unauthorized", ""), Some(401), None),
        (redirect.clone(), Some(302), None),
        (
            http("500 Internal Server Error", "x"),
            None,
            Some("probe of shop: it answers 500 Internal Server Error"),
        ),
        (
            http("200 OK", ""),
            Some(204),
            Some("probe of shop: it answers 200 OK"),
        ),
        (
            redirect,
            None,
            Some(
                "probe of shop: it sends on to /login (302 Found), which is not followed: give url that place",
            ),
        ),
    ] {
        let double = double(Arc::new(move |_| answer.clone())).await;
        let mut shop = probe(&double.url);
        shop.expect_status = expected;
        let sample = sample(shop).await;
        assert_eq!(gaps(&sample), why.unwrap_or(""));
        let up = f64::from(u8::from(why.is_none()));
        assert_eq!(value(&sample, Metric::ProbeUp), Some(up));
        assert!(value(&sample, Metric::ProbeSeconds).is_some());
    }
}

#[tokio::test]
async fn a_page_that_tells_nothing_is_a_gap_and_not_a_zero() {
    for (page, why) in [
        (
            http("200 OK", "other 1\n"),
            "requests of shop: the page has no http_requests_total\nerrors of shop: the page has no http_requests_total",
        ),
        (
            http("200 OK", "http_requests_total{code=\"200\" 1\n"),
            "requests of shop: line 1 of the page is not as the format says\nerrors of shop: line 1 of the page is not as the format says",
        ),
        (
            http("404 Not Found", ""),
            "metrics of shop: it answers 404 Not Found",
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\xff".to_vec(),
            "metrics of shop: it is no text: is its URL that of a page of metrics?",
        ),
    ] {
        let double = double(Arc::new(move |path| match path {
            "/metrics" => page.clone(),
            _ => http("200 OK", ""),
        }))
        .await;
        let mut shop = probe(&double.url);
        shop.metrics = Some(metrics(
            &format!("{}/metrics", double.url),
            "http_requests_total",
            "http_requests_total{code=~\"5..\"}",
        ));
        let sample = sample(shop).await;
        assert_eq!(gaps(&sample), why);
        assert_eq!(value(&sample, Metric::ProbeUp), Some(1.0));
        assert_eq!(value(&sample, Metric::ServiceRequestsTotal), None);
        assert_eq!(value(&sample, Metric::ServiceErrorsTotal), None);
    }
}

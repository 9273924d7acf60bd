//! Strangers where a Prometheus should be: each ends in a line, soon and small.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::{Double, NOW, at, by_query, double, http, one, short, told};

/// One that says this, and then the other without end or, where that is empty, waits.
async fn stranger(first: Vec<u8>, again: Vec<u8>) -> Double {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (first, again) = (first.clone(), again.clone());
            tokio::spawn(async move {
                let mut heard = vec![0; 4096];
                let _heard = stream.read(&mut heard).await;
                let _said = stream.write_all(&first).await;
                if again.is_empty() {
                    while stream.read(&mut heard).await.is_ok_and(|count| count > 0) {}
                }
                while !again.is_empty() && stream.write_all(&again).await.is_ok() {}
            });
        }
    });
    Double {
        url: format!("http://127.0.0.1:{port}"),
        asked: Arc::default(),
        connections: Arc::default(),
    }
}

async fn refusal(double: Double) -> String {
    let begun = Instant::now();
    let why = told(&double, &at(&double.url)).await.unwrap_err();
    assert!(
        begun.elapsed() < short().query_max + Duration::from_secs(2),
        "{why}"
    );
    assert_eq!(why.lines().count(), 1, "{why}");
    why.replace("Prometheus http://prom: ", "")
}

#[tokio::test]
async fn what_never_ends_is_ended() {
    let head = |rest: &str| format!("HTTP/1.1 200 OK\r\n{rest}").into_bytes();
    let x = || vec![b'x'; 1 << 16];
    let chunk = [b"10000\r\n".to_vec(), x(), b"\r\n".to_vec()].concat();
    let large = "an answer is larger than 64 KiB: name one machine with `labels`";
    let late = "no answer within 2 s";
    let cases = [
        (head("Content-Length: 99999999999\r\n\r\n"), x(), large),
        (head("Transfer-Encoding: chunked\r\n\r\n"), chunk, large),
        (head("\r\n"), x(), large),
        (head("Content-Length: 100\r\n\r\n[1"), Vec::new(), late),
        (head("X: "), x(), "no HTTP comes back"),
        (head(""), b"X: y\r\n".repeat(1000), "no HTTP comes back"),
        (Vec::new(), Vec::new(), late),
        (
            Vec::new(),
            b"HTTP/1.1 100 Continue\r\n\r\n".repeat(1000),
            late,
        ),
        (Vec::new(), x(), "no HTTP comes back"),
    ];
    for (first, again, part) in cases {
        let why = refusal(stranger(first, again).await).await;
        assert!(why.starts_with(part), "{why}");
    }
}

#[tokio::test]
async fn what_is_no_prometheus_says_what_it_is() {
    let to = "HTTP/1.1 302 Found\r\nLocation: http://other.example/login\u{1b}\r\nContent-Length: 0\r\n\r\n";
    let deep = format!("{}1{}", "[".repeat(9000), "]".repeat(9000));
    let cases = [
        (
            to.replace('\u{1b}', "").into_bytes(),
            "it sends on to http://other.example/login (302 Found), which is not followed: give url that place",
        ),
        (
            http("404 Not Found", ""),
            "there is no API of a Prometheus there (404 Not Found): look at url",
        ),
        (
            http("503 Service Unavailable", "starting"),
            "it answers 503 Service Unavailable",
        ),
        (http("204 No Content", ""), "it answers 204 No Content"),
        (
            http("200 OK", "<html>"),
            "the answer is no JSON: is url that of a Prometheus?",
        ),
        (
            http("200 OK", &deep),
            "the answer is no JSON: is url that of a Prometheus?",
        ),
        (
            http("200 OK", ""),
            "the answer is no JSON: is url that of a Prometheus?",
        ),
        (
            http("200 OK", "{\"status\":\"success\"}"),
            "the answer holds no series",
        ),
        (
            http(
                "400 Bad Request",
                r#"{"status":"error","error":"x\u001b[2J"}"#,
            ),
            r"it refused the query: x\u{1b}[2J",
        ),
    ];
    for (answer, said) in cases {
        let saying = double(Arc::new(move |_, _| answer.clone())).await;
        assert_eq!(refusal(saying).await, said);
    }
}

#[tokio::test]
async fn nobody_there_is_a_line() {
    // Nobody has the first port; one let go may be another test's by now.
    let url = "http://127.0.0.1:1".to_owned();
    let double = Double {
        url,
        asked: Arc::default(),
        connections: Arc::default(),
    };
    let why = refusal(double).await;
    assert!(
        why.starts_with("cannot connect (Connection refused"),
        "{why}"
    );
}

#[tokio::test]
async fn one_that_falls_silent_midway_is_believed_so_far() {
    let inner = by_query(&[("node_memory_MemTotal_bytes", one("1024"))]);
    let double = double(Arc::new(move |query, head| match query {
        "node_memory_SwapTotal_bytes" => http("503 Service Unavailable", ""),
        _ => inner(query, head),
    }))
    .await;
    let told = told(&double, &at(&double.url)).await.unwrap();
    assert_eq!(told.facts.memory_bytes.get(), Some(&1024));
    let why = "it answers 503 Service Unavailable";
    assert_eq!(told.facts.swap_bytes.why(), Some(why));
    assert_eq!(told.facts.cpus.why(), Some(why));
    assert_eq!(told.notes, [format!("Prometheus {}: {why}", double.url)]);
    assert_eq!(double.asked.lock().unwrap().len(), 4);
}

#[tokio::test]
async fn names_that_are_huge_are_cut() {
    let long = format!(r#""instance":"{}""#, "x".repeat(9000));
    let fresh = NOW.to_string();
    let series = crate::support::vector(&[(&long, &fresh), ("", &fresh)]);
    let double = double(Arc::new(move |_, _| series.clone())).await;
    assert!(refusal(double).await.len() < 600);
}

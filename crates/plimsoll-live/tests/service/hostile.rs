//! Strangers where a service should be: each ends in a line, soon and small.

use std::time::{Duration, Instant};

use plimsoll_model::Metric;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::{gaps, metrics, probe, sample, value};

/// One that says this, and then the other without end or, where that is empty, waits;
/// its URL.
async fn stranger(first: Vec<u8>, again: Vec<u8>) -> String {
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
    format!("http://127.0.0.1:{port}")
}

fn head(rest: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\n{rest}").into_bytes()
}

#[tokio::test]
async fn what_never_ends_is_ended() {
    let x = || vec![b'x'; 1 << 16];
    let late = "no answer within 2 s";
    for (first, again, up, probed, page) in [
        // A long answer is one; a page must be whole.
        (head("\r\n"), x(), 1.0, "", "it is larger than 8 MiB"),
        (
            head("Content-Length: 9\r\n\r\n[1"),
            Vec::new(),
            0.0,
            late,
            late,
        ),
        (Vec::new(), Vec::new(), 0.0, late, late),
        (
            head("X: "),
            x(),
            0.0,
            "no HTTP comes back (message head is too large)",
            "no HTTP comes back (message head is too large)",
        ),
        (
            b"SSH-2.0-x\r\n".to_vec(),
            Vec::new(),
            0.0,
            "no HTTP comes back (invalid HTTP version parsed)",
            "no HTTP comes back (invalid HTTP version parsed)",
        ),
    ] {
        let url = stranger(first, again).await;
        let mut shop = probe(&url);
        shop.metrics = Some(metrics(&url, "a_total", "b_total"));
        let begun = Instant::now();
        let sample = sample(shop).await;
        // Both at once: one after the other they would take four.
        assert!(begun.elapsed() < Duration::from_millis(3500));
        let said = [("probe", probed), ("metrics", page)];
        let said = said.into_iter().filter(|(_, why)| !why.is_empty());
        let said: Vec<String> = said
            .map(|(what, why)| format!("{what} of shop: {why}"))
            .collect();
        assert_eq!(gaps(&sample), said.join("\n"));
        assert_eq!(value(&sample, Metric::ProbeUp), Some(up));
        assert_eq!(value(&sample, Metric::ServiceRequestsTotal), None);
    }
}

#[tokio::test]
async fn nobody_there_and_another_protocol_are_a_line() {
    // Nobody has the first port; one let go may be another test's by now.
    let down = sample(probe("http://127.0.0.1:1/")).await;
    assert_eq!(value(&down, Metric::ProbeUp), Some(0.0));
    assert_eq!(value(&down, Metric::ProbeSeconds), None);
    let why = gaps(&down);
    assert!(
        why.starts_with("probe of shop: cannot connect (Connection refused"),
        "{why}"
    );
    let plain = stranger(head("Content-Length: 0\r\n\r\n"), Vec::new()).await;
    let plain = sample(probe(&plain.replace("http:", "https:"))).await;
    assert_eq!(value(&plain, Metric::ProbeUp), Some(0.0));
    assert_eq!(gaps(&plain).lines().count(), 1, "{}", gaps(&plain));
}

#[tokio::test]
async fn words_of_strangers_stay_on_their_line() {
    let to = format!("Location: \u{1b}[2J{}\r\n", "x".repeat(5000));
    let first = format!("HTTP/1.1 302 Found\r\n{to}Content-Length: 0\r\n\r\n");
    let sample = sample(probe(&stranger(first.into_bytes(), Vec::new()).await)).await;
    let why = gaps(&sample);
    assert!(why.len() < 600 && !why.contains('\u{1b}'), "{why}");
}

//! A double that answers by path, and what a probe says of it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use plimsoll_live::read::http::Url;
use plimsoll_live::read::service::{Metrics, Probe, Prober, Selector};
use plimsoll_model::{Metric, Sample};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What is said to a request, given its path.
pub(crate) type Saying = Arc<dyn Fn(&str) -> Vec<u8> + Send + Sync>;

/// Its URL, and the heads of the requests with the number of their connection.
pub(crate) struct Double {
    pub(crate) url: String,
    pub(crate) asked: Arc<Mutex<Vec<(usize, String)>>>,
}

pub(crate) async fn double(saying: Saying) -> Double {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    tokio::spawn(async move {
        let mut number = 0;
        while let Ok((stream, _)) = listener.accept().await {
            number += 1;
            tokio::spawn(talk(stream, number, Arc::clone(&saying), Arc::clone(&log)));
        }
    });
    Double {
        url: format!("http://127.0.0.1:{port}"),
        asked,
    }
}

async fn talk(
    mut stream: TcpStream,
    number: usize,
    saying: Saying,
    asked: Arc<Mutex<Vec<(usize, String)>>>,
) {
    let mut heard = Vec::new();
    loop {
        while !heard.ends_with(b"\r\n\r\n") {
            if stream.read_buf(&mut heard).await.unwrap_or(0) == 0 {
                return;
            }
        }
        let head = String::from_utf8(std::mem::take(&mut heard)).unwrap();
        let said = saying(head.split(' ').nth(1).unwrap());
        asked.lock().unwrap().push((number, head));
        if stream.write_all(&said).await.is_err() {
            return;
        }
    }
}

/// An HTTP answer.
pub(crate) fn http(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n{body}").into_bytes()
}

/// A probe of a URL that a test can wait for.
pub(crate) fn probe(url: &str) -> Probe {
    Probe {
        name: "shop".to_owned(),
        url: Url::parse(url).unwrap(),
        expect_status: None,
        time_max: Duration::from_secs(2),
        authorities: None,
        metrics: None,
    }
}

/// What a page at a URL is asked for.
pub(crate) fn metrics(url: &str, requests: &str, errors: &str) -> Metrics {
    Metrics {
        url: Url::parse(url).unwrap(),
        requests: Some(Selector::parse(requests).unwrap()),
        errors: Some(Selector::parse(errors).unwrap()),
    }
}

pub(crate) async fn sample(probe: Probe) -> Sample {
    Prober::new(probe).sample(Timestamp::UNIX_EPOCH).await
}

pub(crate) fn value(sample: &Sample, metric: Metric) -> Option<f64> {
    let found = sample.readings.iter().find(|it| it.metric == metric)?;
    assert_eq!(found.labels, ["shop"]);
    Some(found.value)
}

/// Its gaps, one a line.
pub(crate) fn gaps(sample: &Sample) -> String {
    let lines = sample
        .gaps
        .iter()
        .map(|gap| format!("{}: {}", gap.what, gap.why));
    lines.collect::<Vec<_>>().join("\n")
}

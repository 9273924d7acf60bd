//! A double that speaks as much HTTP as it is asked for, and its answers.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use plimsoll_live::read::host::prometheus::{Base, Labels, Limits, Prometheus, Told, ask};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// When every answer was asked for.
pub(crate) const NOW: f64 = 1_700_000_000.0;

/// What is said to a query, given the head of the request.
pub(crate) type Saying = Arc<dyn Fn(&str, &str) -> Vec<u8> + Send + Sync>;

/// One that listens, and what it was asked.
pub(crate) struct Double {
    pub(crate) url: String,
    pub(crate) asked: Arc<Mutex<Vec<String>>>,
    pub(crate) connections: Arc<Mutex<usize>>,
}

/// One that says this to each query.
pub(crate) async fn double(saying: Saying) -> Double {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let connections = Arc::new(Mutex::new(0));
    let (log, count) = (Arc::clone(&asked), Arc::clone(&connections));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            *count.lock().unwrap() += 1;
            tokio::spawn(talk(stream, Arc::clone(&saying), Arc::clone(&log)));
        }
    });
    Double {
        url: format!("http://127.0.0.1:{port}"),
        asked,
        connections,
    }
}

/// Until the other side goes, or what was said ends the talk.
async fn talk(mut stream: TcpStream, saying: Saying, asked: Arc<Mutex<Vec<String>>>) {
    let mut heard = Vec::new();
    loop {
        while !heard.ends_with(b"\r\n\r\n") {
            if stream.read_buf(&mut heard).await.unwrap_or(0) == 0 {
                return;
            }
        }
        let head = String::from_utf8(std::mem::take(&mut heard)).unwrap();
        let path = head.split(' ').nth(1).unwrap();
        let query = decoded(path.split_once("query=").unwrap().1);
        asked.lock().unwrap().push(query.clone());
        let said = saying(&query, &head);
        let is_last = said.windows(17).any(|part| part == b"Connection: close");
        if stream.write_all(&said).await.is_err() || is_last {
            return;
        }
    }
}

fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend(part[2..].bytes());
    }
    String::from_utf8(bytes).unwrap()
}

/// An HTTP answer.
pub(crate) fn http(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n{body}").into_bytes()
}

/// An answer of these series, each by its labels in JSON and its value.
pub(crate) fn vector(series: &[(&str, &str)]) -> Vec<u8> {
    let one = |(labels, value): &(&str, &str)| {
        format!(r#"{{"metric":{{{labels}}},"value":[{NOW},"{value}"]}}"#)
    };
    let series: Vec<String> = series.iter().map(one).collect();
    let data = format!(
        r#"{{"resultType":"vector","result":[{}]}}"#,
        series.join(",")
    );
    http(
        "200 OK",
        &format!(r#"{{"status":"success","data":{data}}}"#),
    )
}

/// Answers by query; fresh samples, and no series for anything else.
pub(crate) fn by_query(answers: &[(&'static str, Vec<u8>)]) -> Saying {
    let answers = answers.to_vec();
    Arc::new(move |query, _| {
        let known = answers.iter().find(|(known, _)| *known == query);
        match known {
            Some((_, answer)) => answer.clone(),
            None if query.starts_with("timestamp(node_") => {
                vector(&[("", &(NOW - 20.0).to_string())])
            }
            None => vector(&[]),
        }
    })
}

/// One series of that value.
pub(crate) fn one(value: &str) -> Vec<u8> {
    vector(&[("", value)])
}

/// Labels from pairs.
pub(crate) fn labels(pairs: &[(&str, &str)]) -> Labels {
    let mut labels = Labels::default();
    for (name, value) in pairs {
        labels.add(name, value).unwrap();
    }
    labels
}

/// A Prometheus at a URL, of one machine.
pub(crate) fn at(url: &str) -> Prometheus {
    Prometheus {
        base: Base::parse(url).unwrap(),
        node: Labels::default(),
        container: None,
        login: None,
        authorities: None,
    }
}

/// What it tells; the double's address is `http://prom` in it.
pub(crate) async fn told(double: &Double, prometheus: &Prometheus) -> Result<Told, String> {
    let told = ask(prometheus, Some("/srv/pg/16"), &short()).await;
    told.map_err(|why| why.replace(&double.url, "http://prom"))
}

/// Limits that a test can wait for.
pub(crate) fn short() -> Limits {
    Limits {
        command_max: Duration::from_secs(10),
        query_max: Duration::from_secs(2),
        all_max: Duration::from_secs(10),
        bytes_max: 64 << 10,
    }
}

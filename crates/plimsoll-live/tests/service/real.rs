//! Debian's own Prometheus as a service: its probe and its page of metrics.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use jiff::Timestamp;
use plimsoll_live::read::service::Prober;
use plimsoll_model::Metric;
use tokio::time::{interval, timeout};

use crate::support::{gaps, metrics, probe, value};

/// How long it may take to answer.
const READY_MAX: Duration = Duration::from_mins(1);

/// A program that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}

#[tokio::test]
async fn debians_prometheus_is_a_service_that_counts() {
    let folder = tempfile::tempdir().unwrap();
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let config = folder.path().join("prometheus.yml");
    fs::write(&config, "scrape_configs: []\n").unwrap();
    let started = Command::new("prometheus")
        .arg(format!("--web.listen-address=127.0.0.1:{port}"))
        .arg(format!("--config.file={}", config.display()))
        .arg(format!(
            "--storage.tsdb.path={}",
            folder.path().join("data").display()
        ))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let _prometheus = match started {
        Ok(child) => Running(child),
        Err(error) => {
            let _unheard = writeln!(std::io::stderr(), "skipped: prometheus ({error})");
            return;
        }
    };
    let url = format!("http://127.0.0.1:{port}");
    let mut shop = probe(&format!("{url}/-/ready"));
    shop.metrics = Some(metrics(
        &format!("{url}/metrics"),
        "prometheus_http_requests_total",
        "prometheus_http_requests_total{code=~\"4..|5..\",handler!=\"/-/ready\"}",
    ));
    let mut prober = Prober::new(shop);
    let looking = async {
        let mut look = interval(Duration::from_millis(200));
        loop {
            look.tick().await;
            let sample = prober.sample(Timestamp::UNIX_EPOCH).await;
            // It has no counter before the first request, and that is asked beside the page.
            let counts = value(&sample, Metric::ServiceRequestsTotal).is_some();
            if counts && value(&sample, Metric::ProbeUp) == Some(1.0) {
                return sample;
            }
        }
    };
    let first = timeout(READY_MAX, looking).await.unwrap();
    assert_eq!(gaps(&first), "");
    let requests = |sample| value(sample, Metric::ServiceRequestsTotal).unwrap();
    assert!(requests(&first) >= 1.0, "{first:?}");
    let second = prober.sample(Timestamp::UNIX_EPOCH).await;
    // The page before it; a probe is asked beside its page and may come after it.
    assert!(
        requests(&second) - requests(&first) > 0.5,
        "{first:?} {second:?}"
    );
    assert_eq!(value(&second, Metric::ServiceErrorsTotal), Some(0.0));
}

//! Debian's own Prometheus with its `node_exporter`, behind TLS and a password.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use plimsoll_live::read::host::prometheus::{
    Limits, Login, Newest, Prometheus, PrometheusSampler, Told, ask,
};
use plimsoll_live::read::host::this_machine;
use plimsoll_model::{Metric, Sample};
use tokio::time::{interval, timeout};

use crate::support::{at, labels};

/// How long both may take to have something to tell.
const READY_MAX: Duration = Duration::from_mins(1);

/// `hunter2`, as `htpasswd -B` writes it.
const HASH: &str = "$2b$05$abcdefghijklmnopqrstuuoXuKqgZXLiJqzfmMXDDhSFPIvxV7t8.";

/// A program that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// Starts one; what is not installed is named and skipped.
fn started(program: &str, words: &[String]) -> Option<Running> {
    let mut command = Command::new(program);
    let child = command
        .args(words)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    child
        .inspect_err(|error| {
            let _unheard = writeln!(std::io::stderr(), "skipped: {program} ({error})");
        })
        .ok()
        .map(Running)
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A certificate of its own for `localhost`, and the configuration of a Prometheus
/// that has it and scrapes one exporter as if it were two machines'.
fn configured(folder: &Path, exporter: u16) -> [PathBuf; 3] {
    let path = |name: &str| folder.join(name);
    let mut openssl = Command::new("openssl");
    let words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
                 -subj /CN=x -addext subjectAltName=DNS:localhost -keyout key.pem -out crt.pem";
    let made = openssl.args(words.split_whitespace()).current_dir(folder);
    assert!(made.output().unwrap().status.success());
    let target = |host: &str| {
        format!("  - targets: ['127.0.0.1:{exporter}']\n    labels: {{host: {host}}}\n")
    };
    let scrape = format!(
        "global: {{scrape_interval: 1s}}\nscrape_configs:\n- job_name: node\n  static_configs:\n{}{}",
        target("db1"),
        target("db2")
    );
    fs::write(path("prometheus.yml"), scrape).unwrap();
    let web = format!(
        "tls_server_config: {{cert_file: crt.pem, key_file: key.pem}}\nbasic_auth_users: {{plimsoll: '{HASH}'}}\n"
    );
    fs::write(path("web.yml"), web).unwrap();
    ["prometheus.yml", "web.yml", "crt.pem"].map(path)
}

/// Asks until it is told, or refused, as wanted.
async fn until<T>(
    prometheus: &Prometheus,
    wanted: impl Fn(Result<Told, String>) -> Option<T>,
) -> T {
    let looking = async {
        let mut look = interval(Duration::from_millis(200));
        loop {
            look.tick().await;
            let told = ask(prometheus, None, &Limits::default()).await;
            if let Some(wanted) = wanted(told) {
                return wanted;
            }
        }
    };
    timeout(READY_MAX, looking).await.unwrap()
}

/// The second of two samples, which lie as far apart as it scrapes.
async fn sampled(prometheus: &Prometheus) -> Sample {
    let mut sampler = PrometheusSampler::new(prometheus.clone(), Limits::default());
    let looking = async {
        let mut look = interval(Duration::from_millis(200));
        loop {
            look.tick().await;
            match sampler.newest(&[]).await.unwrap() {
                Newest::Sample {
                    sample,
                    pace: Some(pace),
                } => {
                    let scraped = SignedDuration::from_millis(900)..SignedDuration::from_secs(9);
                    assert!(scraped.contains(&pace), "{pace:?}");
                    return sample;
                }
                Newest::Sample { .. } | Newest::Same(_) => {}
            }
        }
    };
    timeout(READY_MAX, looking).await.unwrap()
}

#[tokio::test]
async fn debians_prometheus_tells_of_this_machine() {
    let folder = tempfile::tempdir().unwrap();
    let (port, exporter_port) = (free_port(), free_port());
    let [config, web, certificate] = configured(folder.path(), exporter_port);
    let listen = |port: u16| format!("--web.listen-address=127.0.0.1:{port}");
    let exporting = [
        listen(exporter_port),
        "--collector.sysctl".to_owned(),
        "--collector.sysctl.include=vm.overcommit_memory".to_owned(),
    ];
    let storing = [
        listen(port),
        format!("--config.file={}", config.display()),
        format!("--web.config.file={}", web.display()),
        format!(
            "--storage.tsdb.path={}",
            folder.path().join("data").display()
        ),
    ];
    let Some(exporter) = started("prometheus-node-exporter", &exporting) else {
        return;
    };
    let Some(_prometheus) = started("prometheus", &storing) else {
        return;
    };
    let mut prometheus = at(&format!("https://localhost:{port}"));
    prometheus.node = labels(&[("host", "db1")]);
    prometheus.authorities = Some(certificate);
    prometheus.login = Some(Login::Password {
        user: "plimsoll".to_owned(),
        command: ["echo", "hunter2"].map(str::to_owned).to_vec(),
    });

    // The processors are counted of a second scrape at the latest.
    let told = until(&prometheus, |told| {
        told.ok().filter(|told| told.facts.cpus.get().is_some())
    })
    .await;
    let here = this_machine();
    assert_eq!(told.facts.memory_bytes.get(), here.memory_bytes.get());
    assert_eq!(told.facts.hugepages.get(), here.hugepages.get());
    assert!(told.facts.cpus.get() >= here.cpus.get());
    let overcommit = fs::read_to_string("/proc/sys/vm/overcommit_memory").unwrap();
    assert_eq!(told.facts.sysctl["vm.overcommit_memory"], overcommit.trim());
    assert!(told.facts.sysctl.contains_key("fs.file-max"));
    let machine = told.sample.machine.get().unwrap();
    assert!(machine.commit_limit_bytes > 0 && machine.available_bytes.is_some());
    assert_eq!(told.notes.len(), 1, "{:?}", told.notes);

    let sample = sampled(&prometheus).await;
    let figure = |metric| {
        let mut readings = sample.readings.iter();
        readings.find(|it| it.metric == metric).map(|it| it.value)
    };
    let memory = here.memory_bytes.get().map(|bytes| *bytes as f64);
    assert_eq!(figure(Metric::MachineMemoryBytes), memory);
    assert!(figure(Metric::CpuLimit) >= here.cpus.get().map(|cpus| f64::from(*cpus)));
    assert!(figure(Metric::MachineOomKillsTotal).is_some() && figure(Metric::Load1).is_some());
    assert!(Timestamp::now().duration_since(sample.at) < SignedDuration::from_secs(20));

    let refused = |prometheus: Prometheus| async move {
        let told = ask(&prometheus, None, &Limits::default()).await;
        told.unwrap_err().replace(&port.to_string(), "PORT")
    };
    let mut both = prometheus.clone();
    both.node = labels(&[("job", "node")]);
    // Until both are scraped, one is there alone.
    let _told = until(&both, Result::err).await;
    expect_test::expect![[r#"Prometheus https://localhost:PORT: 2 machines match node_memory_MemTotal_bytes{job="node"} (host: db1, db2): name one with `labels`"#]]
        .assert_eq(&refused(both).await);
    let mut nameless = at(&format!("https://127.0.0.1:{port}"));
    nameless.authorities.clone_from(&prometheus.authorities);
    expect_test::expect![[r#"Prometheus https://127.0.0.1:PORT: the server's certificate is for DnsName("localhost"), not for 127.0.0.1: give url that name"#]]
        .assert_eq(&refused(nameless).await);
    let mut stranger = prometheus.clone();
    stranger.login = None;
    expect_test::expect![["Prometheus https://localhost:PORT: it wants a login (401 Unauthorized): give user and password_command, or token_command"]]
        .assert_eq(&refused(stranger).await);

    // Its series end at once, as Prometheus marks them.
    drop(exporter);
    let why = until(&prometheus, Result::err).await;
    let series = "node_memory_MemTotal_bytes{host=\"db1\"}";
    assert!(why.contains(series), "{why}");
    // As its queries look at whole minutes, one may have passed since the first scrape.
    let is_told = why.contains("of this day") || why.contains("min old");
    assert!(is_told, "{why}");
}

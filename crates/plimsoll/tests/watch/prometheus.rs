//! The page as Prometheus takes it: promtool finds nothing wrong with it, and Debian's
//! own Prometheus scrapes it by the configuration that comes with Plimsoll.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::support::{Daemon, free_port, section, server, until};

/// A program that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// Starts one; what is not installed is named and skipped.
fn started(command: &mut Command) -> Option<Running> {
    let child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    child
        .inspect_err(|error| {
            let _unheard = writeln!(std::io::stderr(), "skipped: {command:?} ({error})");
        })
        .ok()
        .map(Running)
}

#[test]
fn promtool_accepts_the_page_and_prometheus_scrapes_it() {
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let instance = server.start().unwrap();
    let daemon = Daemon::start("", &section("shop", &instance, ""));
    daemon.until("it is priced", "shop", |it| {
        it["held_bytes"].is_u64() && it["load_line"]["bill_sessions"].is_u64()
    });
    let (code, page) = daemon.get("/metrics");
    assert_eq!(code, 200);
    let Some(mut promtool) = started(Command::new("promtool").args(["check", "metrics"])) else {
        return;
    };
    promtool
        .0
        .stdin
        .take()
        .unwrap()
        .write_all(page.as_bytes())
        .unwrap();
    let status = promtool.0.wait().unwrap();
    let mut said = String::new();
    promtool
        .0
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert!(status.success(), "{said}");

    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let config = folder.path().join("prometheus.yml");
    let shipped =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packaging/prometheus/scrape.yml");
    let shipped = fs::read_to_string(shipped).unwrap();
    let shipped = shipped.replace("127.0.0.1:9477", &format!("127.0.0.1:{}", daemon.port));
    fs::write(
        &config,
        shipped.replace("scrape_interval: 15s", "scrape_interval: 1s"),
    )
    .unwrap();
    let mut command = Command::new("prometheus");
    command.arg(format!("--config.file={}", config.display()));
    command.arg(format!("--web.listen-address=127.0.0.1:{port}"));
    command.arg(format!(
        "--storage.tsdb.path={}",
        folder.path().join("data").display()
    ));
    command.current_dir(folder.path());
    let Some(_prometheus) = started(&mut command) else {
        return;
    };
    let answer = until("Prometheus has the server", || {
        let query = "plimsoll_up%7Bserver%3D%22shop%22%7D";
        let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
        let request =
            format!("GET /api/v1/query?query={query} HTTP/1.0\r\nHost: localhost\r\n\r\n");
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        answer.contains("\"value\"").then_some(answer)
    });
    assert!(answer.contains("\"1\"]"), "{answer}");
}

//! The host of a server elsewhere, as the user's Prometheus has it or a daemon there
//! sees it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::support::{Daemon, section, server, taken};

const GIB: u64 = 1 << 30;

/// A Prometheus whose container uses half a processor; its address, and what ends it.
fn prometheus() -> (String, Arc<AtomicBool>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let is_gone = Arc::new(AtomicBool::new(false));
    let gone = is_gone.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let gone = gone.clone();
            std::thread::spawn(move || talk(stream, &gone));
        }
    });
    (format!("http://127.0.0.1:{port}"), is_gone)
}

fn talk(mut stream: TcpStream, gone: &AtomicBool) {
    let mut buffer = [0; 16 << 10];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        let head = String::from_utf8_lossy(&buffer[..count]).into_owned();
        let is_over_and_over = head.contains("plimsoll_part");
        let series = if is_over_and_over {
            series()
        } else {
            String::new()
        };
        let body = format!(
            r#"{{"status":"success","data":{{"resultType":"vector","result":[{series}]}}}}"#
        );
        let length = body.len();
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}");
        if gone.load(Ordering::Relaxed) || stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

/// It scrapes every second.
fn series() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let (now, asked) = (now.as_secs_f64(), now.as_secs());
    let part = |name: &str, value: u64| {
        format!(r#"{{"metric":{{"plimsoll_part":"{name}"}},"value":[{now},"{value}"]}}"#)
    };
    let named = |name: &str, value: f64| {
        format!(r#"{{"metric":{{"__name__":"{name}"}},"value":[{now},"{value}"]}}"#)
    };
    let mib = |count: u64| (count << 20) as f64;
    let series = [
        part("node", asked),
        part("cadvisor", asked),
        named("node_memory_MemTotal_bytes", (16 * GIB) as f64),
        named("node_load1", 0.5),
        named("container_memory_usage_bytes", mib(1000)),
        named("container_memory_working_set_bytes", mib(900)),
        named("container_memory_rss", mib(300)),
        named("container_memory_cache", mib(650)),
        named("container_memory_total_active_file_bytes", mib(50)),
        named("container_memory_total_inactive_file_bytes", mib(100)),
        named("container_spec_memory_limit_bytes", (2 * GIB) as f64),
        named("container_oom_events_total", 0.0),
        named("container_cpu_usage_seconds_total", asked as f64 / 2.0),
    ];
    series.join(",")
}

fn figure(daemon: &Daemon, name: &str, metric: &str) -> Option<Value> {
    let (code, body) = daemon.get(&format!("/api/v1/servers/{name}/figures"));
    assert_eq!(code, 200, "{body}");
    let figures: Value = serde_json::from_str(&body).unwrap();
    let mut figures = figures["figures"].as_array().unwrap().iter();
    figures.find(|it| it["metric"] == metric).cloned()
}

fn why(server: &Value) -> Option<&str> {
    let mut sources = server["sources"].as_array().unwrap().iter();
    sources.find(|it| it["source"] == "host")?["why"].as_str()
}

#[test]
fn a_server_whose_host_a_prometheus_tells_has_its_memory_line() {
    let Some(server) = server("postgresql-16") else {
        return;
    };
    let instance = server.start().unwrap();
    let (url, gone) = prometheus();
    let lines = format!(
        "every = {{ host = 2 }}\n[server.prometheus]\nurl = \"{url}\"\ncontainer = {{ pod = \"db-0\" }}"
    );
    let daemon = Daemon::start("", &section("shop", &instance, &lines));
    let seen = daemon.until("its memory is seen", "shop", |it| {
        it["held_bytes"].is_u64() && taken(it, "host") >= 3
    });
    assert_eq!(seen["held_bytes"], 850_u64 << 20, "{seen}");
    assert_eq!(seen["limit_bytes"], 2 * GIB, "{seen}");
    let cpu = figure(&daemon, "shop", "cpu_seconds_total").unwrap();
    let rate = cpu["per_second"].as_f64().unwrap();
    assert!((rate - 0.5).abs() < 0.01, "{cpu}");
    let gaps = seen["gaps"].to_string();
    assert!(gaps.contains("what a container's data lies on"), "{gaps}");

    gone.store(true, Ordering::Relaxed);
    let alone = daemon.until("its Prometheus is gone", "shop", |it| why(it).is_some());
    assert_eq!(alone["reach"], "up", "{alone}");
    let said = why(&alone).unwrap();
    assert!(said.contains(&format!("Prometheus {url}: ")), "{said}");
    let unseen = daemon.until("nothing old is shown", "shop", |it| {
        it["held_bytes"].is_null()
    });
    assert_eq!(unseen["reach"], "up", "{unseen}");
    gone.store(false, Ordering::Relaxed);
    daemon.until("it is seen again", "shop", |it| it["held_bytes"].is_u64());
}

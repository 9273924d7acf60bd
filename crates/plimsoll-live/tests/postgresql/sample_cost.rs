//! What a sample costs, here and on the server, beside a scrape of Debian's exporter:
//! printed, never judged. Run by hand, in a release build.

use crate::exporter::Exporter;
use crate::sampled::Sampled;
use crate::support::{at, installed};
use plimsoll_lab::Server;
use plimsoll_live::read::postgresql::Limits;
use std::fs;
use std::time::Instant;

const SAMPLES: u32 = 2_000;
const SCRAPES: u32 = 200;

/// Time on a processor, of every thread of a process, in milliseconds.
fn busy_ms(process: &str) -> f64 {
    let threads = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let of = |folder: std::path::PathBuf| {
        let text = fs::read_to_string(folder.join("schedstat")).unwrap_or_default();
        let first = text.split(' ').next().and_then(|it| it.parse::<f64>().ok());
        first.unwrap_or(0.0) / 1e6
    };
    threads.flatten().map(|thread| of(thread.path())).sum()
}

/// Of all of a server's processes.
fn server_ms(instance: &plimsoll_lab::Instance) -> f64 {
    let pids = instance.cgroup().unwrap().pids();
    pids.iter().map(|pid| busy_ms(&pid.to_string())).sum()
}

#[test]
#[ignore = "measures"]
fn cost() {
    for name in [
        "postgresql-13",
        "postgresql-15",
        "postgresql-15-debian",
        "postgresql-18",
    ] {
        let Some(installed) = installed(name) else {
            continue;
        };
        for statements in [false, true] {
            let mut server = Server::new(&installed).with_tcp().set("autovacuum", "off");
            if statements {
                server = server.set("shared_preload_libraries", "pg_stat_statements");
            }
            let instance = server.start().unwrap();
            let mut sessions: Vec<_> = (0..50).map(|_| instance.session().unwrap()).collect();
            if statements {
                let make = "create extension pg_stat_statements";
                sessions[0].query(make).unwrap();
                // The extension keeps 5,000 of them unless told otherwise.
                for at in 0..5_000 {
                    sessions[0].query(&format!("select 1 as c{at}")).unwrap();
                }
            }
            measured(name, statements, &instance);
        }
    }
}

fn measured(name: &str, statements: bool, instance: &plimsoll_lab::Instance) {
    let mut sampled = Sampled::open(&at(instance, "user=postgres"), &Limits::default()).unwrap();
    for _ in 0..20 {
        sampled.sample();
    }
    let (here, there, began) = (busy_ms("self"), server_ms(instance), Instant::now());
    let mut statements_asked = 0;
    for _ in 0..SAMPLES {
        let told = sampled.sample();
        let asked = told
            .readings
            .iter()
            .any(|it| it.metric == plimsoll_model::Metric::StatementsTotal);
        statements_asked += u32::from(asked);
    }
    let each = |ms: f64| ms / f64::from(SAMPLES);
    eprintln!(
        "{name}, 50 sessions, statements {statements} (asked {statements_asked} times): client {:.3} ms, server {:.3} ms, wall {:.3} ms",
        each(busy_ms("self") - here),
        each(server_ms(instance) - there),
        each(began.elapsed().as_secs_f64() * 1e3),
    );
    drop(sampled);
    exporter(name, instance);
}

fn exporter(name: &str, instance: &plimsoll_lab::Instance) {
    let Some(exporter) = Exporter::of(instance) else {
        return;
    };
    for _ in 0..5 {
        exporter.scrape();
    }
    let process = exporter.child.id().to_string();
    let (here, there) = (busy_ms(&process), server_ms(instance));
    for _ in 0..SCRAPES {
        exporter.scrape();
    }
    let each = |ms: f64| ms / f64::from(SCRAPES);
    eprintln!(
        "{name}: postgres_exporter {:.3} ms, server {:.3} ms a scrape",
        each(busy_ms(&process) - here),
        each(server_ms(instance) - there)
    );
}

//! Debian's own `mysqld_exporter` beside Plimsoll's page under its names: every name and
//! label that it shows, and what stands still is equal.

use crate::support::{by_tcp, installed, prepare, run};
use plimsoll_lab::{Instance, Server};
use plimsoll_live::read::mysql::{Connection, Limits, profile};
use plimsoll_model::{Engine, Family};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long the exporter may take to listen.
const READY_MAX: Duration = Duration::from_secs(30);

struct Exporter(Child, u16);

impl Drop for Exporter {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}

impl Exporter {
    /// Starts it; where it is not installed that is said, and it is skipped.
    fn of(instance: &Instance) -> Option<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let server = instance.port().unwrap();
        let child = Command::new("prometheus-mysqld-exporter")
            .arg(format!("--web.listen-address=127.0.0.1:{port}"))
            .env("DATA_SOURCE_NAME", format!("root@tcp(127.0.0.1:{server})/"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let child = child.inspect_err(|error| eprintln!("skipped: mysqld_exporter ({error})"));
        Some(Self(child.ok()?, port))
    }

    /// Its page: points by name and labels.
    fn points(&self) -> BTreeMap<String, f64> {
        let until = Instant::now() + READY_MAX;
        let mut stream = loop {
            match TcpStream::connect(("127.0.0.1", self.1)) {
                Ok(stream) => break stream,
                Err(error) => assert!(Instant::now() < until, "{error}"),
            }
        };
        stream.write_all(b"GET /metrics HTTP/1.0\r\n\r\n").unwrap();
        let mut page = String::new();
        stream.read_to_string(&mut page).unwrap();
        let (_, body) = page.split_once("\r\n\r\n").unwrap();
        let lines = body.lines().filter(|line| !line.starts_with('#'));
        let points = lines.filter_map(|line| line.rsplit_once(' '));
        let points = points.map(|(point, value)| (point.to_owned(), value.parse().unwrap()));
        points.filter(|(point, _)| !is_left_out(point)).collect()
    }
}

fn is_left_out(point: &str) -> bool {
    profile::LEFT_OUT
        .iter()
        .any(|(start, _)| point.starts_with(start))
}

/// As the exporter writes them: labels in order of their names.
fn written(families: &[Family]) -> BTreeMap<String, f64> {
    let mut points = BTreeMap::new();
    for family in families {
        for point in &family.points {
            let mut labels: Vec<String> = point
                .labels
                .iter()
                .map(|(name, text)| format!("{name}=\"{}\"", text.replace('"', "\\\"")))
                .collect();
            labels.sort_unstable();
            let labels = if labels.is_empty() {
                String::new()
            } else {
                format!("{{{}}}", labels.join(","))
            };
            points.insert(format!("{}{labels}", family.name), point.value);
        }
    }
    points
}

fn families(instance: &Instance, name: &str) -> BTreeMap<String, f64> {
    // As the exporter comes: a session's own TLS is among the counters.
    let address = by_tcp(instance, "root", "?ssl-mode=DISABLED");
    let profile = profile::Profile::named(name).unwrap();
    let families = run(async {
        let mut connection = Connection::open(&address, &Limits::default())
            .await
            .unwrap();
        profile.families(&mut connection).await.unwrap()
    });
    written(&families)
}

/// What whoever asks moves by asking, or has of its own.
const OWN: [&str; 8] = [
    "mysql_global_status_threads_",
    "mysql_global_status_open_",
    "mysql_global_status_memory_used",
    "mysql_global_status_ssl_",
    "mysql_global_status_uptime",
    "mysql_global_status_compression",
    "mysql_global_status_current_tls_",
    "mysql_global_status_tmp_space_used",
];

fn beside(name: &str, settings: &[(&str, &str)]) {
    let Some(server) = installed(name) else {
        return;
    };
    let mut server = Server::new(&server).with_tcp();
    for (name, value) in settings {
        server = server.set(*name, *value);
    }
    let instance = server.start().unwrap();
    let engine = instance.installed().engine;
    if engine == Engine::Mariadb {
        let follow = "CHANGE MASTER 'east' TO MASTER_HOST = '127.0.0.1', MASTER_PORT = 1";
        prepare(&instance, follow);
    }
    let Some(exporter) = Exporter::of(&instance) else {
        return;
    };
    let before = exporter.points();
    let own = families(&instance, "mysqld_exporter@0.14");
    let after = exporter.points();
    assert!(before.len() > 800, "{}", before.len());
    let names = |points: &BTreeMap<String, f64>| points.keys().cloned().collect::<Vec<_>>();
    let (theirs, ours) = (names(&before), names(&own));
    let missing: Vec<_> = theirs.iter().filter(|it| !own.contains_key(*it)).collect();
    let besides: Vec<_> = ours.iter().filter(|it| !before.contains_key(*it)).collect();
    assert!(
        missing.is_empty() && besides.is_empty(),
        "{missing:?} {besides:?}"
    );
    let mut equal = 0;
    for (point, value) in &before {
        let stands_still = after
            .get(point)
            .is_some_and(|it| it.to_bits() == value.to_bits());
        if stands_still && !OWN.iter().any(|it| point.starts_with(it)) {
            let ours = own[point];
            let is_near = (ours - value).abs() <= value.abs() * 1e-9;
            assert!(is_near, "{point}: {ours}, the exporter {value}");
            equal += 1;
        }
    }
    assert!(equal > 700, "{equal}");
    newer(&instance);
}

/// The newer names hold the older.
fn newer(instance: &Instance) {
    let [old, new] =
        ["mysqld_exporter@0.14", "mysqld_exporter@0.20"].map(|it| families(instance, it));
    assert!(old.keys().all(|it| new.contains_key(it)));
    if instance.installed().engine == Engine::Mysql {
        let follow = "CHANGE REPLICATION SOURCE TO SOURCE_HOST = '127.0.0.1', SOURCE_PORT = 1";
        prepare(instance, follow);
        let running = "mysql_slave_status_replica_sql_running{channel_name=\"\",connection_name=\"\",master_host=\"127.0.0.1\",master_uuid=\"\"}";
        let [old, new] =
            ["mysqld_exporter@0.14", "mysqld_exporter@0.20"].map(|it| families(instance, it));
        assert_eq!((old.get(running), new.get(running)), (None, Some(&0.0)));
    }
}

#[test]
fn mysql_9_7_as_the_exporter_shows_it() {
    beside("mysql-9.7", &[]);
}

#[test]
fn mariadb_10_11_as_the_exporter_shows_it() {
    beside(
        "mariadb-10.11",
        &[("performance_schema", "ON"), ("log_bin", "bin")],
    );
}

#[test]
fn mariadb_11_8_as_the_exporter_shows_it() {
    beside("mariadb-11.8", &[]);
}

#[test]
fn what_is_left_out_has_a_reason() {
    assert!(
        profile::LEFT_OUT
            .iter()
            .all(|(start, why)| !start.is_empty() && !why.is_empty())
    );
    assert_eq!(profile::Profile::named("mysqld_exporter@0.1"), None);
    assert_eq!(profile::Profile::names().count(), 2);
}

//! A profile beside Debian's own `postgres_exporter` (0.11) on the same server, name by
//! name, and what each profile asks on every version.

use crate::standby::pair;
use crate::support::{at, installed, run};
use plimsoll_lab::{Instance, Server};
use plimsoll_live::read::postgresql::profile::{LEFT_OUT, Profile};
use plimsoll_live::read::postgresql::{Connection, Limits};
use plimsoll_model::{Family, FamilyKind};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The exporter, ended with the test.
pub(crate) struct Exporter {
    pub(crate) child: Child,
    address: SocketAddr,
}

impl Drop for Exporter {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

impl Exporter {
    /// `None` where it is not installed, which is named.
    pub(crate) fn of(instance: &Instance) -> Option<Self> {
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr();
        let address = free.unwrap();
        let port = instance.port().unwrap();
        let source = format!("postgresql://postgres@127.0.0.1:{port}/postgres?sslmode=disable");
        let program = "prometheus-postgres-exporter";
        let started = Command::new(program)
            .arg(format!("--web.listen-address={address}"))
            .env("DATA_SOURCE_NAME", source)
            .stderr(Stdio::null())
            .spawn();
        let started = started.inspect_err(|error| eprintln!("skipped: {program} ({error})"));
        let exporter = Self {
            child: started.ok()?,
            address,
        };
        let until = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(address).is_err() {
            assert!(Instant::now() < until, "{program} does not listen");
        }
        Some(exporter)
    }

    /// Its page.
    pub(crate) fn scrape(&self) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let ask = "GET /metrics HTTP/1.0\r\nHost: x\r\n\r\n";
        stream.write_all(ask.as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        assert!(text.contains("\npg_up 1"), "{text}");
        text
    }
}

/// A name with its labels in order.
type Key = (String, BTreeMap<String, String>);

fn of_page(page: &str) -> (BTreeMap<Key, f64>, BTreeMap<String, String>) {
    let (mut points, mut kinds) = (BTreeMap::new(), BTreeMap::new());
    for line in page.lines() {
        if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').unwrap();
            kinds.insert(name.to_owned(), kind.to_owned());
        } else if line.starts_with(|first: char| first.is_ascii_lowercase()) {
            let (series, value) = line.rsplit_once(' ').unwrap();
            let (name, labels) = series.split_once('{').unwrap_or((series, "}"));
            points.insert((name.to_owned(), labels_of(labels)), value.parse().unwrap());
        }
    }
    (points, kinds)
}

/// Of `a="x",b="y"}`; no value here holds a quote.
fn labels_of(text: &str) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::new();
    let mut rest = text.trim_end_matches('}');
    while let Some((name, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').unwrap();
        labels.insert(name.to_owned(), value.to_owned());
        rest = after.trim_start_matches(',');
    }
    labels
}

fn of_families(families: &[Family]) -> BTreeMap<Key, f64> {
    let points = families.iter().flat_map(|family| {
        let points = family.points.iter();
        points.map(move |point| {
            let labels = point.labels.iter().cloned().collect();
            ((family.name.clone(), labels), point.value)
        })
    });
    points.collect()
}

fn families(instance: &Instance, name: &str) -> Vec<Family> {
    run(async {
        let there = at(instance, "user=postgres");
        let limits = Limits::default();
        let mut connection = Connection::open(&there, &limits).await.unwrap();
        let profile = Profile::named(name).unwrap();
        profile.families(&mut connection).await.unwrap()
    })
}

/// Moved by being looked at: by the other's session and by one's own.
const MOVING: [&str; 9] = [
    "pg_stat_database_",
    "pg_stat_activity_",
    "pg_locks_count",
    "pg_stat_archiver_last_archive_age",
    "pg_stat_bgwriter_",
    "pg_stat_replication_",
    "pg_replication_slots_pg_wal_lsn_diff",
    // Each client's own (lib/pq sets it).
    "pg_settings_extra_float_digits",
    "pg_database_size_bytes",
];

/// Names of the exporter's that are shown, and those that are not, with why.
fn compared(instance: &Instance, exporter: &Exporter) -> (usize, Vec<String>) {
    let (theirs, kinds) = of_page(&exporter.scrape());
    let families = families(instance, "postgres_exporter@0.11");
    let ours = of_families(&families);
    let mut missing = BTreeSet::new();
    let mut shown = 0;
    for ((name, labels), value) in &theirs {
        if let Some((_, why)) = LEFT_OUT.iter().find(|(start, _)| name.starts_with(start)) {
            missing.insert(format!("{name}: {why}"));
            continue;
        }
        let key = (name.clone(), labels.clone());
        let own = ours
            .get(&key)
            .unwrap_or_else(|| panic!("not shown: {key:?}"));
        let is_moving = MOVING.iter().any(|start| name.starts_with(start));
        let is_same = (own - value).abs() <= value.abs() * 1e-12;
        let is_none = own.is_nan() && value.is_nan();
        assert!(
            is_moving || is_same || is_none,
            "{key:?}: {value}, here {own}"
        );
        assert_eq!(own.is_nan(), value.is_nan(), "{key:?}: {value}, here {own}");
        shown += 1;
    }
    for (name, _) in ours.keys() {
        let is_theirs = theirs.keys().any(|(it, _)| it == name);
        assert!(is_theirs, "not the exporter's: {name}");
    }
    for family in &families {
        let kind = match family.kind {
            FamilyKind::Gauge => "gauge",
            FamilyKind::Counter => "counter",
            FamilyKind::Untyped => "untyped",
        };
        assert_eq!(kinds[&family.name], kind, "{}", family.name);
    }
    (shown, missing.into_iter().collect())
}

#[test]
fn debians_exporter_shows_nothing_that_its_profile_does_not() {
    for name in ["postgresql-13", "postgresql-15", "postgresql-16"] {
        let Some((primary, standby)) = pair(name) else {
            continue;
        };
        let mut session = primary.session().unwrap();
        session.query("create database shop; checkpoint").ok();
        session.query("create table t as select 1 as i").unwrap();
        for instance in [&primary, &standby] {
            let Some(exporter) = Exporter::of(instance) else {
                return;
            };
            let (shown, missing) = compared(instance, &exporter);
            eprintln!("{name}: {shown} shown, {} left out", missing.len());
            for name in &missing {
                eprintln!("  {name}");
            }
            assert!(shown > 300, "{shown}");
        }
    }
}

#[test]
fn every_version_answers_every_profile() {
    for name in [
        "postgresql-12",
        "postgresql-13",
        "postgresql-14",
        "postgresql-15",
        "postgresql-16",
        "postgresql-17",
        "postgresql-18",
    ] {
        let Some(server) = installed(name) else {
            continue;
        };
        let instance = Server::new(&server).with_tcp().start().unwrap();
        let make = "create table t (i int primary key); select pg_create_physical_replication_slot('s', true)";
        instance.session().unwrap().query(make).unwrap();
        for profile in Profile::names() {
            let shown = of_families(&families(&instance, profile));
            let alone = |name: &str| shown.get(&(name.to_owned(), BTreeMap::new()));
            assert_eq!(
                alone("pg_exporter_last_scrape_error"),
                Some(&0.0),
                "{name} {profile}"
            );
            let has = |start: &str| shown.keys().any(|(name, _)| name.starts_with(start));
            assert!(
                has("pg_settings_shared_buffers_bytes") && has("pg_static"),
                "{name}"
            );
            assert_eq!(has("pg_stat_bgwriter_"), server.series.major < 17, "{name}");
            let is_new = profile == "postgres_exporter@0.15";
            assert_eq!(has("pg_stat_user_tables_n_live_tup"), is_new, "{name}");
            assert_eq!(has("pg_replication_slot_slot_is_active"), is_new, "{name}");
        }
    }
}

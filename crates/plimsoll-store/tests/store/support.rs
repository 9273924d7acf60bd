//! Stores, audits and a runtime for the tests.

use plimsoll_lab::{Installed, Instance, Server};
use plimsoll_store::{Audit, Baseline, Finding, Memory, Moment, Place, Setting, Store, Target};
use std::future::Future;
use std::path::Path;
use std::time::Duration;

/// Longer than anything takes that is not stuck.
pub(crate) const WAIT_MAX: Duration = Duration::from_secs(20);
/// For what is stuck on purpose.
pub(crate) const SHORT: Duration = Duration::from_millis(200);

/// Runs to the end what has to be waited for.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(future)
}

pub(crate) fn folder(path: &Path) -> Place {
    Place::Folder(path.to_owned())
}

pub(crate) fn open(place: &Place) -> Store {
    run(Store::open(place, WAIT_MAX)).unwrap()
}

/// Closes one, so that its file is whole for whoever looks in.
pub(crate) fn close(mut store: Store) {
    run(store.close());
}

/// What opening says where it fails.
pub(crate) fn refused(place: &Place) -> String {
    run(Store::open(place, SHORT)).unwrap_err().to_string()
}

/// A PostgreSQL for as long as it is held; what is missing here is named and skipped.
pub(crate) fn started(name: &str) -> Option<Instance> {
    let installed = Installed::find(name)
        .inspect_err(|error| eprintln!("skipped: {name} ({error})"))
        .ok()?;
    Some(Server::new(&installed).start().unwrap())
}

/// A database of a server, by its socket.
pub(crate) fn database(instance: &Instance, user: &str, name: &str) -> Place {
    let socket = instance.socket();
    let folder = socket.parent().unwrap().display().to_string();
    let port = socket.extension().unwrap().to_str().unwrap();
    let host = folder.replace('/', "%2F");
    Place::parse(&format!("postgres://{user}@{host}:{port}/{name}")).unwrap()
}

/// A new database, in which a store can be made.
pub(crate) fn new_database(instance: &Instance, name: &str) -> Place {
    let mut session = instance.session().unwrap();
    session.query(&format!("CREATE DATABASE {name}")).unwrap();
    database(instance, "postgres", name)
}

/// Minutes after a moment in November 2026.
pub(crate) fn at(minutes: u32) -> Moment {
    let (day, hour, minute) = (1 + minutes / (24 * 60), minutes / 60 % 24, minutes % 60);
    Moment::parse(&format!("2026-11-{day:02}T{hour:02}:{minute:02}:00Z")).unwrap()
}

pub(crate) fn target(key: &str) -> Target {
    Target {
        key: key.to_owned(),
        name: format!("{key}.example"),
        engine: "postgresql".to_owned(),
    }
}

pub(crate) fn setting(name: &str, value: &str) -> Setting {
    Setting {
        name: name.to_owned(),
        value: value.to_owned(),
        source: "configuration file".to_owned(),
        file: Some("/etc/postgresql/17/main/postgresql.conf".to_owned()),
        line: Some(7),
    }
}

pub(crate) fn finding(fingerprint: &str, message: &str) -> Finding {
    Finding {
        fingerprint: fingerprint.to_owned(),
        rule: format!("PG-{fingerprint}-001"),
        name: "work-mem-overcommit".to_owned(),
        severity: "warning".to_owned(),
        message: message.to_owned(),
    }
}

/// An audit in order of names, as it is read back.
pub(crate) fn audit(key: &str, minutes: u32, settings: &[(&str, &str)]) -> Audit {
    Audit {
        target: target(key),
        at: at(minutes),
        version: "17.10 (Debian 17.10-1)".to_owned(),
        memory: Memory {
            limit_bytes: Some(4 << 30),
            likely_bytes: Some(3 << 30),
            high_bytes: None,
            measured_bytes: Some(1 << 30),
            sessions: Some(u64::from(minutes)),
            active_sessions: Some(1),
            most_sessions: Some(9),
        },
        settings: settings
            .iter()
            .map(|(name, value)| setting(name, value))
            .collect(),
        findings: Vec::new(),
        skipped: Vec::new(),
    }
}

/// With these findings.
pub(crate) fn found(audit: &Audit, minutes: u32, fingerprints: &[&str]) -> Audit {
    let said = |fingerprint: &&str| finding(fingerprint, "too much");
    Audit {
        at: at(minutes),
        findings: fingerprints.iter().map(said).collect(),
        ..audit.clone()
    }
}

/// As many settings as a server has, `value` in one of them.
pub(crate) fn large(key: &str, minutes: u32, count: usize, value: &str) -> Audit {
    let names: Vec<String> = (0..count)
        .map(|index| format!("parameter_{index:05}"))
        .collect();
    let mut settings: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "on")).collect();
    settings[count / 2].1 = value;
    audit(key, minutes, &settings)
}

pub(crate) fn baseline(name: &str, minutes: u32, settings: &[(&str, &str)]) -> Baseline {
    Baseline {
        name: name.to_owned(),
        at: at(minutes),
        by: "ada".to_owned(),
        reason: "after the outage".to_owned(),
        settings: settings
            .iter()
            .map(|(name, value)| setting(name, value))
            .collect(),
    }
}

//! What package managers did: lines of dpkg.log, blocks of apt's history, lines of
//! dnf and yum. Only packages that may touch a database server are heard: its own,
//! and those whose new version makes services start again.

#[cfg(test)]
mod tests;

use super::{Listener, names};
use crate::heard::Heard;
use crate::record::Record;
use crate::signal::{OperatorAct, OperatorSignal, Said};

/// How names of a database's packages begin.
const OF_DATABASE: [&str; 16] = [
    "postgres",
    "mysql",
    "mariadb",
    "percona",
    "galera",
    "libpq",
    "libmysql",
    "libmariadb",
    "timescaledb",
    "postgis",
    "patroni",
    "pgbouncer",
    "pgpool",
    "repmgr",
    "proxysql",
    "edb-as",
];

/// How names of packages begin that a database's process uses or runs in.
const AROUND: [&str; 12] = [
    "libc6",
    "glibc",
    "libssl",
    "openssl",
    "linux-image",
    "kernel",
    "systemd",
    "docker",
    "containerd",
    "kubelet",
    "runc",
    "podman",
];

/// Packages that are heard of one entry.
const OF_AN_ENTRY_MAX: usize = 100;

/// Listens to package managers.
#[derive(Debug, Default)]
pub(crate) struct Packages;

/// A package that was changed.
#[derive(Default)]
struct Change<'a> {
    name: &'a str,
    from: Option<&'a str>,
    to: Option<&'a str>,
}

impl Listener for Packages {
    fn hear(&mut self, record: &Record<'_>, file: &str, line: u64, heard: &mut Heard) {
        let said = record.message.lines().flat_map(signals);
        for said in said.take(OF_AN_ENTRY_MAX) {
            heard.push(Said::Operator(said), record, file, line);
        }
    }
}

/// What a line says.
fn signals(line: &str) -> Vec<OperatorSignal> {
    let line = line.trim();
    // needrestart, for services that still use an old library.
    if let Some(unit) = line.strip_prefix("systemctl restart ") {
        let stop = OperatorSignal::Command {
            act: OperatorAct::Stop,
        };
        return names::is_of_database(unit)
            .then_some(stop)
            .into_iter()
            .collect();
    }
    let changes = match line.split_once(": ") {
        Some((action, list)) => listed(action, list),
        None => logged(line).into_iter().collect(),
    };
    changes.iter().filter_map(signal).collect()
}

fn signal(change: &Change<'_>) -> Option<OperatorSignal> {
    // `postgresql-16:amd64`.
    let name = change.name.split(':').next()?;
    // `Percona-Server-server-57` of rpm.
    let lower = name.to_ascii_lowercase();
    // Headers and manuals run nowhere.
    let is_at_rest = ["-dev", "-devel", "-doc", "-docs"]
        .iter()
        .any(|it| lower.ends_with(it));
    let begins = |table: &[&str]| !is_at_rest && table.iter().any(|known| lower.starts_with(known));
    let of_database = begins(&OF_DATABASE);
    let version = |version: Option<&str>| version.map(str::to_owned);
    (of_database || begins(&AROUND)).then(|| OperatorSignal::Package {
        name: name.to_owned(),
        from: version(change.from),
        to: version(change.to),
        of_database,
    })
}

/// dpkg: `upgrade postgresql-16:amd64 16.2-1 16.3-1`, `<none>` for no version.
fn logged(line: &str) -> Option<Change<'_>> {
    let mut words = line.split(' ');
    let action = words.next()?;
    if !["install", "upgrade", "remove", "purge"].contains(&action) {
        return None;
    }
    let (name, from, to) = (words.next()?, words.next()?, words.next()?);
    let version = |word: &'static str| move |it: &&str| *it != word;
    Some(Change {
        name,
        from: Some(from).filter(version("<none>")),
        to: Some(to).filter(version("<none>")),
    })
}

/// apt: `Upgrade: a:amd64 (1, 2), b:amd64 (1, 2)`; unattended-upgrades: `Packages
/// that will be upgraded: a b`; dnf and yum: `Upgrade: a-2-1.x86_64`, of which
/// `Upgraded` tells again for the version that was there before.
fn listed<'a>(action: &str, list: &'a str) -> Vec<Change<'a>> {
    let is_removal = ["Remove", "Removed", "Purge", "Erase", "Erased"].contains(&action);
    match action {
        "Packages that will be upgraded" => list.split(' ').map(named).collect(),
        "Install" | "Installed" | "Upgrade" | "Updated" | "Update" | "Reinstall" | "Downgrade"
        | "Remove" | "Removed" | "Purge" | "Erase" | "Erased" => {
            if list.contains('(') {
                list.split("), ")
                    .filter_map(|it| of_apt(it, is_removal))
                    .collect()
            } else {
                of_rpm(list, is_removal).into_iter().collect()
            }
        }
        _ => Vec::new(),
    }
}

fn named(name: &str) -> Change<'_> {
    Change {
        name,
        ..Change::default()
    }
}

/// `postgresql-16:amd64 (16.2-1, 16.3-1`; one version where it is new or removed.
fn of_apt(item: &str, is_removal: bool) -> Option<Change<'_>> {
    let (name, versions) = item.trim_end_matches(')').split_once(" (")?;
    let mut versions = versions.split(", ").filter(|it| *it != "automatic");
    let (first, second) = (versions.next(), versions.next());
    Some(match second {
        Some(_) => Change {
            name,
            from: first,
            to: second,
        },
        None if is_removal => Change {
            name,
            from: first,
            to: None,
        },
        None => Change {
            name,
            from: None,
            to: first,
        },
    })
}

/// `postgresql16-server-16.3-1PGDG.rhel9.x86_64`, yum with the epoch before it.
fn of_rpm(item: &str, is_removal: bool) -> Option<Change<'_>> {
    let epoch = item
        .split_once(':')
        .filter(|(it, _)| it.parse::<u32>().is_ok());
    let item = epoch.map_or(item, |(_, rest)| rest);
    let (item, _architecture) = item.trim().rsplit_once('.')?;
    let release = item.rfind('-')?;
    let version = item[..release].rfind('-')?;
    let told = Some(&item[version + 1..]);
    Some(Change {
        name: &item[..version],
        from: told.filter(|_| is_removal),
        to: told.filter(|_| !is_removal),
    })
}

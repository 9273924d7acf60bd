//! What is to be audited: servers by URL, by name in plimsoll.toml, by the dump
//! of a script, or those that listen on this machine's sockets.

use std::path::{Path, PathBuf};

use plimsoll_conf::format::dump;
use plimsoll_live::read::{mysql, postgresql};
use plimsoll_model::Snapshot;
use plimsoll_report::redact;

use crate::config::server::{Host, Server};
use crate::config::{self, Settings, target::Target};
use crate::failure::Failure;
use crate::read::given;

/// One server to be audited.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    /// What it is called in the report: no password is in it.
    pub(crate) name: String,
    /// Where its answers come from.
    pub(crate) place: Place,
    /// Where plans are shown, if that is switched on.
    pub(crate) explain: Option<Box<postgresql::Address>>,
    /// Who tells of its host; `None`: this machine, if it runs here.
    pub(crate) host: Option<Host>,
    /// What plimsoll.toml and the policy say of it.
    pub(crate) said: Settings,
}

/// Where a server's answers come from.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// A `PostgreSQL` server.
    Postgresql(Box<postgresql::Address>),
    /// A `MySQL` or `MariaDB` server.
    Mysql(Box<mysql::Address>),
    /// The dump of a script.
    Dump(Box<Snapshot>),
}

/// What the command line names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted<'a> {
    /// URLs and names of plimsoll.toml.
    pub(crate) targets: &'a [String],
    /// Dumps.
    pub(crate) from: &'a [PathBuf],
    /// Whether every server of plimsoll.toml is meant.
    pub(crate) all: bool,
    /// The plimsoll.toml that was named.
    pub(crate) config: Option<&'a Path>,
}

/// The servers that are wanted. What cannot be made sense of is one failure of
/// its own.
pub(crate) fn subjects(
    wanted: &Wanted<'_>,
    config: &Settings,
    policy: Option<&Settings>,
) -> Result<Vec<Result<Subject, Failure>>, Failure> {
    let said = |target: &Target| {
        let own = Settings {
            target: target.clone(),
            ..config.clone()
        };
        match policy {
            Some(policy) => own.under(policy.clone()),
            None => own,
        }
    };
    let mut subjects = Vec::new();
    for path in wanted.from {
        subjects.push(of_dump(path, said(&config.target)));
    }
    for server in config.servers.iter().filter(|_| wanted.all) {
        subjects.extend(of_server(server, &said(&server.target)));
    }
    for text in wanted.targets {
        match config.servers.iter().find(|server| server.name == *text) {
            Some(server) => subjects.extend(of_server(server, &said(&server.target))),
            None => subjects.extend(of_text(text, config, &said(&config.target))),
        }
    }
    if subjects.is_empty() {
        subjects = local(&said(&config.target))?;
    }
    Ok(subjects)
}

/// The plimsoll.toml that was named, or the one of the working folder.
pub(crate) fn configured(wanted: &Wanted<'_>) -> Result<Settings, Failure> {
    let path = wanted.config.map(Path::to_path_buf);
    let path = path.or_else(|| {
        let here = PathBuf::from(config::FILE);
        here.exists().then_some(here)
    });
    let Some(path) = path else {
        if wanted.all {
            return Err(Failure::new(
                "--all audits the servers of plimsoll.toml, and there is none here; name it with --config",
            ));
        }
        return Ok(Settings::default());
    };
    let (shown, bytes) = given(&path, "--config")?;
    let settings =
        config::read(&shown, &bytes, false).map_err(|problems| Failure::of_problems(&problems))?;
    if wanted.all && settings.servers.is_empty() {
        return Err(Failure::new(format_args!(
            "{shown}: it has no [[server]] to audit; add one with a name and a url"
        )));
    }
    Ok(settings.below(path.parent().unwrap_or(&path)))
}

fn of_dump(path: &Path, said: Settings) -> Result<Subject, Failure> {
    let (name, bytes) = given(path, "--from")?;
    let snapshot = dump::read(&bytes).map_err(|why| Failure::new(format_args!("{name}: {why}")))?;
    Ok(Subject {
        name,
        place: Place::Dump(Box::new(snapshot)),
        explain: None,
        host: None,
        said,
    })
}

fn of_server(server: &Server, said: &Settings) -> Vec<Result<Subject, Failure>> {
    let explain = match server.explain.as_deref().map(explained).transpose() {
        Ok(explain) => explain,
        Err(why) => {
            let name = &server.name;
            return vec![Err(Failure::new(format_args!("{name}: explain: {why}")))];
        }
    };
    let mut subjects = addressed(&server.url, said);
    let is_elsewhere = |subject: &Subject| !matches!(subject.place, Place::Postgresql(_));
    if explain.is_some() && subjects.iter().flatten().any(is_elsewhere) {
        return vec![Err(Failure::new(format_args!(
            "{}: `explain` is for PostgreSQL; MySQL and MariaDB count what it would show: leave it out",
            server.name
        )))];
    }
    for subject in subjects.iter_mut().flatten() {
        subject.name.clone_from(&server.name);
        subject.host.clone_from(&server.host);
        subject.explain.clone_from(&explain);
        match &mut subject.place {
            Place::Postgresql(address) => {
                address
                    .password_command
                    .clone_from(&server.password_command);
            }
            Place::Mysql(address) => address
                .password_command
                .clone_from(&server.password_command),
            Place::Dump(_) => {}
        }
    }
    subjects
}

/// Where plans are shown: one server, by a URL or `PostgreSQL`'s keywords.
fn explained(text: &str) -> Result<Box<postgresql::Address>, String> {
    let surroundings = postgresql::Surroundings::of_this_process();
    let found = postgresql::Address::find(Some(text), &surroundings);
    let mut found = found.map_err(|why| why.to_string())?.into_iter();
    found
        .next()
        .map(Box::new)
        .ok_or_else(|| "it names no server".to_owned())
}

fn of_text(text: &str, config: &Settings, said: &Settings) -> Vec<Result<Subject, Failure>> {
    let is_address = text.contains("://") || text.contains('=');
    if is_address {
        return addressed(text, said);
    }
    let names: Vec<&str> = config
        .servers
        .iter()
        .map(|server| server.name.as_str())
        .collect();
    let known = if names.is_empty() {
        "no [[server]] of a plimsoll.toml here has a name".to_owned()
    } else {
        format!("plimsoll.toml has {}", names.join(", "))
    };
    let what = redact::text(text);
    vec![Err(Failure::new(format_args!(
        "{what}: no server is called that ({known}); give a name or a URL like postgres://host/database"
    )))]
}

/// The servers that a URL, or `PostgreSQL`'s keywords, name.
fn addressed(text: &str, said: &Settings) -> Vec<Result<Subject, Failure>> {
    let shown = redact::text(text);
    let failed = |why: String| vec![Err(Failure::new(format_args!("{shown}: {why}")))];
    let is_mysql = ["mysql://", "mariadb://"]
        .iter()
        .any(|scheme| text.starts_with(scheme));
    if is_mysql {
        let surroundings = super::local::mysql_surroundings();
        return match mysql::Address::find(Some(text), &surroundings) {
            Ok(found) => found.into_iter().map(|it| Ok(of_mysql(it, said))).collect(),
            Err(why) => failed(why.to_string()),
        };
    }
    let surroundings = postgresql::Surroundings::of_this_process();
    match postgresql::Address::find(Some(text), &surroundings) {
        Ok(found) => found
            .into_iter()
            .map(|it| Ok(of_postgresql(it, said)))
            .collect(),
        Err(why) => failed(why.to_string()),
    }
}

fn of_postgresql(address: postgresql::Address, said: &Settings) -> Subject {
    let places: Vec<String> = address.endpoints.iter().map(ToString::to_string).collect();
    Subject {
        name: format!("postgres://{}/{}", places.join(","), address.database),
        place: Place::Postgresql(Box::new(address)),
        explain: None,
        host: None,
        said: said.clone(),
    }
}

fn of_mysql(address: mysql::Address, said: &Settings) -> Subject {
    Subject {
        name: format!("mysql://{address}"),
        place: Place::Mysql(Box::new(address)),
        explain: None,
        host: None,
        said: said.clone(),
    }
}

/// The servers that listen on this machine's sockets, or that the environment
/// names.
fn local(said: &Settings) -> Result<Vec<Result<Subject, Failure>>, Failure> {
    let surroundings = postgresql::Surroundings::of_this_process();
    let mut subjects = Vec::new();
    let found = postgresql::Address::find(None, &surroundings);
    subjects.extend(
        found
            .into_iter()
            .flatten()
            .map(|it| Ok(of_postgresql(it, said))),
    );
    let surroundings = super::local::mysql_surroundings();
    let found = mysql::Address::find(None, &surroundings);
    subjects.extend(found.into_iter().flatten().map(|it| Ok(of_mysql(it, said))));
    if subjects.is_empty() {
        return Err(Failure::new(
            "no server listens on a socket of this machine; give a URL like postgres://host/database, \
             or a name of plimsoll.toml",
        ));
    }
    Ok(subjects)
}

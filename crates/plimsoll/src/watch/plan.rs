//! What is to be watched, made of plimsoll.toml and checked as far as it can be
//! without asking anybody.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use plimsoll_live::read::service::Probe;
use plimsoll_live::read::{Secret, postgresql};
use plimsoll_model::{Problem, Source};
use plimsoll_store::{Limits, Place};

use crate::audit::{Subject, Wanted, subjects};
use crate::config::server::Server;
use crate::config::service::Service;
use crate::config::store::History;
use crate::config::{self, Settings};
use crate::failure::Failure;
use crate::read::given;

/// What is to be watched.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) listen: SocketAddr,
    pub(super) servers: Vec<Planned>,
    pub(super) services: Vec<Service>,
    /// A file of events that is followed.
    pub(super) events: Option<PathBuf>,
    /// What a sender of events must show.
    pub(super) event_token: Option<Secret>,
    /// Where history is kept, and how much; `None`: nowhere.
    pub(super) history: Option<Store>,
    /// A folder that incidents are written into.
    pub(super) state: Option<PathBuf>,
}

/// Where history is kept, and how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Store {
    /// A folder, or the URL of a `PostgreSQL`.
    pub(super) place: String,
    /// What is dropped.
    pub(super) limits: Limits,
}

/// One server that is to be watched.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    /// As plimsoll.toml has it: what is the same there is watched on without a break.
    pub(super) server: Server,
    /// Seconds from one look to the next, by source; of those that it has.
    pub(super) every: BTreeMap<Source, u64>,
    pub(super) subject: Subject,
    /// The console of the pooler before it.
    pub(super) pooler: Option<postgresql::Address>,
    /// What stands on it.
    pub(super) services: Vec<Probe>,
}

impl Planned {
    /// How often a source is asked.
    pub(super) fn every(&self, source: Source) -> Duration {
        Duration::from_secs(self.every.get(&source).copied().unwrap_or(60))
    }

    /// Whether another is watched as this one is.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        let place = String::new();
        let placeless = |server: &Server| Server {
            place: place.clone(),
            ..server.clone()
        };
        placeless(&self.server) == placeless(&other.server)
            && self.every == other.every
            && self.services == other.services
            && self.subject.said.target == other.subject.said.target
            && self.subject.said.contacts == other.subject.said.contacts
    }
}

/// The plan of a plimsoll.toml.
///
/// # Errors
/// Every mistake, a line each.
pub(super) fn plan(file: &Path) -> Result<Plan, Vec<Failure>> {
    let (shown, bytes) = given(file, "--config").map_err(|why| vec![why])?;
    let settings = config::read(&shown, &bytes, false).map_err(|problems| lines(&problems))?;
    let settings = settings.below(file.parent().unwrap_or(file));
    let mut failures = Vec::new();
    let servers = servers(&settings, &mut failures);
    if settings.servers.is_empty() {
        failures.push(Failure::new(format_args!(
            "{shown}: it has no [[server]] to watch; add one with a name and a url"
        )));
    }
    let token = settings
        .watch
        .event_token_file
        .as_deref()
        .map(token)
        .transpose();
    let event_token = token.unwrap_or_else(|why| {
        failures.push(why);
        None
    });
    let history = store(settings.history).unwrap_or_else(|why| {
        failures.push(why);
        None
    });
    let plan = Plan {
        listen: settings.watch.listen,
        servers,
        services: settings.services,
        events: settings.watch.events,
        event_token,
        history,
        state: settings.watch.state,
    };
    if failures.is_empty() {
        Ok(plan)
    } else {
        Err(failures)
    }
}

/// The history, where there is one; a limit that its kind does not keep is a mistake.
fn store(said: History) -> Result<Option<Store>, Failure> {
    let Some(place) = said.place else {
        return Ok(None);
    };
    let limits = said.limits;
    let parsed =
        Place::parse(&place).map_err(|why| Failure::new(format_args!("[store]: {why}")))?;
    match parsed {
        Place::Postgresql(_) if limits.bytes_max.is_some() => Err(Failure::new(
            "[store]: bytes_max is kept in a file alone; limit a PostgreSQL by age_days_max or audits_max",
        )),
        Place::Postgresql(_) | Place::Folder(_) => Ok(Some(Store { place, limits })),
    }
}

fn lines(problems: &[Problem]) -> Vec<Failure> {
    let lines = problems.iter();
    lines
        .map(|problem| Failure::of_problems(std::slice::from_ref(problem)))
        .collect()
}

fn servers(settings: &Settings, failures: &mut Vec<Failure>) -> Vec<Planned> {
    let mut planned = Vec::new();
    for server in &settings.servers {
        match one(settings, server) {
            Ok(one) => planned.push(one),
            Err(why) => failures.extend(why),
        }
    }
    planned
}

fn one(settings: &Settings, server: &Server) -> Result<Planned, Vec<Failure>> {
    let own = Settings {
        servers: vec![server.clone()],
        ..settings.clone()
    };
    let wanted = Wanted {
        all: true,
        ..Wanted::default()
    };
    let at = |why: &dyn std::fmt::Display| Failure::new(format_args!("{}: {why}", server.place));
    let subjects = subjects(&wanted, &own, None).map_err(|why| vec![at(&why)])?;
    let mut found = Vec::new();
    let mut failures = Vec::new();
    for subject in subjects {
        match subject {
            Ok(subject) => found.push(subject),
            Err(why) => failures.push(at(&why)),
        }
    }
    let pooler = server
        .pooler
        .as_deref()
        .map(|url| pooler(url, server))
        .transpose();
    let pooler = pooler.unwrap_or_else(|why| {
        failures.push(at(&why));
        None
    });
    let every = every(settings, server);
    let several = found.len() > 1;
    let subject = found.pop().filter(|_| !several);
    match subject {
        Some(subject) if failures.is_empty() => Ok(Planned {
            services: probes(settings, server, &every),
            every,
            server: server.clone(),
            subject,
            pooler,
        }),
        _ => {
            if several {
                failures.push(at(&"its url names several servers: give each a [[server]]"));
            }
            Err(failures)
        }
    }
}

/// How long a service may take to say that it is well: less than a look at all of them
/// may (`beat.rs`), which would otherwise be given up and tell of none.
pub(super) fn probe_max(every: Duration) -> Duration {
    const TIME_MAX: Duration = Duration::from_secs(5);
    every.min(TIME_MAX) * 4 / 5
}

/// How the services that stand on a server are probed.
fn probes(settings: &Settings, server: &Server, every: &BTreeMap<Source, u64>) -> Vec<Probe> {
    let every = Duration::from_secs(every.get(&Source::Service).copied().unwrap_or_default());
    let services = settings
        .services
        .iter()
        .filter(|service| stands_on(service, server));
    let probes = services.map(|service| Probe {
        name: service.name.clone(),
        url: service.url.clone(),
        expect_status: service.expect,
        time_max: probe_max(every),
        authorities: service.authorities.clone(),
        metrics: service.metrics.clone(),
    });
    probes.collect()
}

fn stands_on(service: &Service, server: &Server) -> bool {
    service
        .depends_on
        .iter()
        .any(|(name, _)| *name == server.name)
}

/// The intervals of the sources that a server has. That of `[watch]` for hosts is for
/// this machine: whoever tells of a host elsewhere has not something new every second.
fn every(settings: &Settings, server: &Server) -> BTreeMap<Source, u64> {
    let every = settings.watch.every.under(&server.every);
    let host = match &server.host {
        None => Some(every.seconds(Source::Host)),
        Some(host) => {
            let own = server.every.said(Source::Host);
            host.every_seconds().map(|usual| own.unwrap_or(usual))
        }
    };
    let is_needed = || settings.services.iter().any(|it| stands_on(it, server));
    let seconds = |source| match source {
        Source::Host => host,
        Source::Server | Source::Seldom => Some(every.seconds(source)),
        Source::Pooler => server.pooler.as_ref().map(|_| every.seconds(source)),
        Source::Service => is_needed().then(|| every.seconds(source)),
    };
    let sources = Source::ALL.into_iter();
    sources
        .filter_map(|source| Some((source, seconds(source)?)))
        .collect()
}

/// The console of a `PgBouncer`: the user must be among its `admin_users` or `stats_users`.
fn pooler(url: &str, server: &Server) -> Result<postgresql::Address, String> {
    let surroundings = postgresql::Surroundings::of_this_process();
    let found = postgresql::Address::find(Some(url), &surroundings);
    let found = found.map_err(|why| format!("pooler: {why}"))?;
    let mut address = found
        .into_iter()
        .next()
        .ok_or("pooler: it names no server")?;
    address
        .password_command
        .clone_from(&server.password_command);
    Ok(address)
}

/// The first line of a file; who else may read that is for its owner to say.
fn token(file: &Path) -> Result<Secret, Failure> {
    const BYTES_MIN: usize = 16;
    let failed = |why: &str| {
        Failure::new(format_args!(
            "{} of event_token_file cannot be used ({why})",
            file.display()
        ))
    };
    let text = fs::read_to_string(file).map_err(|error| failed(&crate::read::reason(&error)))?;
    let line = text.lines().next().unwrap_or_default().trim();
    if line.len() < BYTES_MIN {
        return Err(failed(
            "its first line must be a token of 16 letters or more",
        ));
    }
    Ok(Secret::new(line))
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use super::{Source, config, every, probes};

    #[test]
    fn a_probe_trusts_whom_its_service_names_and_ends_before_its_look() {
        let text = r#"
[watch]
every = { service = 2 }
[[server]]
name = "shop"
url = "postgres://db/shop"
[[service]]
name = "web"
url = "https://web/health"
ca_file = "web.pem"
depends_on = "shop"
[[service]]
name = "other"
url = "https://other/health"
depends_on = ["shop"]
"#;
        let settings = config::read("plimsoll.toml", text.as_bytes(), false).unwrap();
        let settings = settings.below(Path::new("/etc/x"));
        let server = &settings.servers[0];
        let probes = probes(&settings, server, &every(&settings, server));
        let trusted = probes.iter().map(|it| it.authorities.as_deref());
        assert_eq!(
            trusted.collect::<Vec<_>>(),
            [Some(Path::new("/etc/x/web.pem")), None]
        );
        assert_eq!(probes[0].time_max, Duration::from_millis(1600));
    }

    #[test]
    fn a_host_elsewhere_is_asked_as_often_as_its_own_server_says() {
        let server = |name: &str, more: &str| {
            format!("[[server]]\nname = \"{name}\"\nurl = \"postgres://db/x\"\n{more}\n")
        };
        let told = "[server.prometheus]\nurl = \"http://prom\"";
        let text = [
            "[watch]\nevery = { host = 1 }\n".to_owned(),
            server("here", ""),
            server("there", told),
            server("often", &format!("every = {{ host = 5 }}\n{told}")),
            server("bought", "rds = \"x.json\""),
        ];
        let settings = config::read("plimsoll.toml", text.concat().as_bytes(), false).unwrap();
        let servers = settings.servers.iter();
        let hosts = servers.map(|server| every(&settings, server).get(&Source::Host).copied());
        assert_eq!(
            hosts.collect::<Vec<_>>(),
            [Some(1), Some(15), Some(5), None]
        );
    }
}

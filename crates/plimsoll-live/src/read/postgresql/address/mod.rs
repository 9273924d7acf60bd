//! Where a server is and how to log in, from everything that libpq would look
//! at, in its order: what was given, then the service, then the environment,
//! then defaults. It opens no connection.

mod endpoints;
mod error;
mod keywords;
mod parameter;
mod passfile;
mod security;
mod service;
mod sources;
mod surroundings;
mod uri;

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use error::AddressError;
pub use surroundings::Surroundings;

use self::parameter::Given;
use super::tls::TlsWish;
use crate::read::secret::Secret;

/// One server, or the several hosts of which one will do.
#[derive(Clone, Debug)]
pub struct Address {
    /// The hosts, tried in this order.
    pub endpoints: Vec<Endpoint>,
    /// The role.
    pub user: String,
    /// The database.
    pub database: String,
    /// Words for the server's command line, as `PGOPTIONS` has them. A pooler
    /// may refuse them.
    pub options: Option<String>,
    /// Time for one host, if given.
    pub connect_timeout: Option<Duration>,
    /// Which of several servers will do.
    pub target: Target,
    /// How the connection is secured.
    pub tls: TlsWish,
    /// A command whose first line of output is the password; program and
    /// arguments, run without a shell. It counts before password files.
    pub password_command: Option<Vec<String>>,
    /// What was not used and why, for the reader of a refused login.
    pub notes: Vec<String>,
}

/// One host with its port and the password for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Where it is.
    pub host: Host,
    /// Its port; of a socket the end of its name.
    pub port: u16,
    /// The password, if any source has one.
    pub password: Option<Secret>,
}

/// Where one server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// A name or an address, and the address to use where it was given (`hostaddr`).
    Tcp(String, Option<IpAddr>),
    /// The folder of its socket.
    Socket(PathBuf),
}

/// Which of several servers will do (`target_session_attrs`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// Any.
    #[default]
    Any,
    /// One that takes writes.
    ReadWrite,
    /// One that does not.
    ReadOnly,
    /// One that is not in recovery.
    Primary,
    /// One that is.
    Standby,
    /// One that is, or else any.
    PreferStandby,
}

impl Endpoint {
    /// The socket's own path, if it is one.
    pub fn socket(&self) -> Option<PathBuf> {
        match &self.host {
            Host::Tcp(..) => None,
            Host::Socket(folder) => Some(folder.join(format!(".s.PGSQL.{}", self.port))),
        }
    }
}

impl fmt::Display for Endpoint {
    /// `db1:5432`, `[::1]:5432`, `/var/run/postgresql/.s.PGSQL.5432`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Host::Socket(folder) => write!(out, "{}/.s.PGSQL.{}", folder.display(), self.port),
            Host::Tcp(name, Some(ip)) if name.is_empty() && ip.is_ipv6() => {
                write!(out, "[{ip}]:{}", self.port)
            }
            Host::Tcp(name, Some(ip)) if name.is_empty() => write!(out, "{ip}:{}", self.port),
            Host::Tcp(name, _) if name.contains(':') => write!(out, "[{name}]:{}", self.port),
            Host::Tcp(name, _) => write!(out, "{name}:{}", self.port),
        }
    }
}

impl Address {
    /// The servers that a text names: a `postgres://` address or key words;
    /// without a text, what the environment says, and where that names no host
    /// every local socket.
    pub fn find(
        text: Option<&str>,
        surroundings: &Surroundings,
    ) -> Result<Vec<Self>, AddressError> {
        let given = sources::gather(text, surroundings)?;
        let has_text = text.is_some_and(|text| !text.trim().is_empty());
        let mut found = Vec::new();
        for endpoints in endpoints::of(&given, has_text, surroundings)? {
            found.push(Self::of(&given, endpoints, surroundings)?);
        }
        Ok(found)
    }

    fn of(
        given: &Given,
        mut endpoints: Vec<Endpoint>,
        surroundings: &Surroundings,
    ) -> Result<Self, AddressError> {
        let user = given.get("user").or(surroundings.user.as_ref()).cloned();
        let user = user.ok_or(AddressError::NoUser)?;
        let database = given.get("dbname").filter(|name| !name.is_empty());
        let database = database.cloned().unwrap_or_else(|| user.clone());
        let mut notes = Vec::new();
        let file = given.get("passfile").map(PathBuf::from);
        let file = file.or_else(|| Some(surroundings.home.as_ref()?.join(".pgpass")));
        if let Some(password) = given.get("password").filter(|it| !it.is_empty()) {
            for endpoint in &mut endpoints {
                endpoint.password = Some(Secret::new(password.as_str()));
            }
        } else if let Some(file) = file {
            match passfile::text(&file) {
                Ok(text) => {
                    let text = text.unwrap_or_default();
                    look_up(&text, &mut endpoints, &user, &database, surroundings);
                }
                Err(note) => notes.push(note),
            }
        }
        Ok(Self {
            endpoints,
            user,
            database,
            options: given.get("options").cloned(),
            connect_timeout: connect_timeout(given)?,
            target: target(given)?,
            tls: security::wish(given, surroundings)?,
            password_command: None,
            notes,
        })
    }
}

fn look_up(
    text: &str,
    endpoints: &mut [Endpoint],
    user: &str,
    database: &str,
    surroundings: &Surroundings,
) {
    for endpoint in endpoints {
        let host = match &endpoint.host {
            Host::Socket(folder) if is_default(folder, surroundings) => "localhost".to_owned(),
            Host::Socket(folder) => folder.display().to_string(),
            Host::Tcp(name, Some(ip)) if name.is_empty() => ip.to_string(),
            Host::Tcp(name, _) => name.clone(),
        };
        let login = passfile::Login {
            host: &host,
            port: endpoint.port,
            database,
            user,
        };
        endpoint.password = passfile::password(text, login);
    }
}

/// libpq knows one default folder, the one it was built with; here the sockets
/// of each folder looked through count as found without being named.
fn is_default(folder: &Path, surroundings: &Surroundings) -> bool {
    surroundings.socket_folders.iter().any(|it| it == folder)
}

/// Seconds; zero and less mean no limit of its own.
fn connect_timeout(given: &Given) -> Result<Option<Duration>, AddressError> {
    let Some(text) = given.get("connect_timeout") else {
        return Ok(None);
    };
    let seconds: i64 = text
        .trim()
        .parse()
        .map_err(|_| AddressError::value("connect_timeout", text, "a whole number of seconds"))?;
    let seconds = u64::try_from(seconds).ok().filter(|seconds| *seconds > 0);
    Ok(seconds.map(Duration::from_secs))
}

fn target(given: &Given) -> Result<Target, AddressError> {
    let name = "target_session_attrs";
    match given.get(name).map_or("any", String::as_str) {
        "any" => Ok(Target::Any),
        "read-write" => Ok(Target::ReadWrite),
        "read-only" => Ok(Target::ReadOnly),
        "primary" => Ok(Target::Primary),
        "standby" => Ok(Target::Standby),
        "prefer-standby" => Ok(Target::PreferStandby),
        other => Err(AddressError::value(
            name,
            other,
            "any, read-write, read-only, primary, standby or prefer-standby",
        )),
    }
}

#[cfg(test)]
mod tests;

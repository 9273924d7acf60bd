//! Where a server is and how to log in, from everything that the engines' own
//! client would look at: what was given, then the option files, then the
//! environment, then defaults. It opens no connection.

mod error;
mod given;
mod security;
mod surroundings;
mod url;

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

pub use error::AddressError;
pub use surroundings::Surroundings;

use self::given::Given;
use super::tls::TlsWish;
use crate::read::secret::Secret;

const PORT: u16 = 3306;

/// One server.
#[derive(Clone, Debug)]
pub struct Address {
    /// Where it is.
    pub host: Host,
    /// Its port; of no meaning for a socket.
    pub port: u16,
    /// The account's name.
    pub user: String,
    /// The database; none is needed.
    pub database: Option<String>,
    /// The password, if any source has one.
    pub password: Option<Secret>,
    /// A command whose first line of output is the password; program and
    /// arguments, run without a shell. It counts before the password.
    pub password_command: Option<Vec<String>>,
    /// Time to connect, if given.
    pub connect_timeout: Option<Duration>,
    /// How the connection is secured.
    pub tls: TlsWish,
}

/// Where one server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// A name or an address.
    Tcp(String),
    /// The path of its socket.
    Socket(PathBuf),
}

impl fmt::Display for Address {
    /// `db1:3306/shop`, `[::1]:3306`, `/run/mysqld/mysqld.sock`; without the account.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Host::Socket(path) => return write!(out, "{}", path.display()),
            Host::Tcp(name) if name.contains(':') => write!(out, "[{name}]:{}", self.port)?,
            Host::Tcp(name) => write!(out, "{name}:{}", self.port)?,
        }
        match &self.database {
            Some(database) => write!(out, "/{database}"),
            None => Ok(()),
        }
    }
}

impl Address {
    /// The servers that a text names: a `mysql://` or `mariadb://` address;
    /// without a text, what option files and environment say, and where they
    /// name no host every local socket.
    pub fn find(
        text: Option<&str>,
        surroundings: &Surroundings,
    ) -> Result<Vec<Self>, AddressError> {
        let text = text.map(str::trim).filter(|text| !text.is_empty());
        let own = text.map_or_else(|| Ok(Given::new()), url::parse)?;
        let mut given = own.clone();
        given::fill(&mut given, surroundings);
        // An address that names one kind of place is not led to another kind by a file.
        if own.contains_key("host") && !own.contains_key("socket") {
            given.remove("protocol");
        }
        let hosts = hosts(&given, &own, surroundings)?;
        let of = |host| Self::of(&given, host, surroundings);
        hosts.into_iter().map(of).collect()
    }

    fn of(given: &Given, host: Host, surroundings: &Surroundings) -> Result<Self, AddressError> {
        let not_empty = |name: &str| given.get(name).filter(|it| !it.is_empty()).cloned();
        let user = not_empty("user").or_else(|| surroundings.user.clone());
        Ok(Self {
            host,
            port: port(given)?,
            user: user.ok_or(AddressError::NoUser)?,
            database: not_empty("database"),
            password: not_empty("password").map(Secret::new),
            password_command: None,
            connect_timeout: connect_timeout(given)?,
            tls: security::wish(given, surroundings)?,
        })
    }
}

/// The places of the servers. `localhost` means the socket, as for the client,
/// unless a port is named with it or no socket is there.
fn hosts(
    given: &Given,
    own: &Given,
    surroundings: &Surroundings,
) -> Result<Vec<Host>, AddressError> {
    let is_tcp = given
        .get("protocol")
        .is_some_and(|it| it.eq_ignore_ascii_case("tcp"));
    let name = given.get("host").filter(|name| !name.is_empty());
    let socket = given.get("socket").filter(|path| !path.is_empty());
    if let Some(path) = own.get("socket") {
        return Ok(vec![Host::Socket(PathBuf::from(path))]);
    }
    let is_remote = name.is_some_and(|name| name != "localhost");
    if is_remote || is_tcp || own.contains_key("port") {
        let name = name.map_or("localhost", String::as_str);
        return Ok(vec![Host::Tcp(name.to_owned())]);
    }
    if let Some(path) = socket {
        return Ok(vec![Host::Socket(PathBuf::from(path))]);
    }
    let here = surroundings.sockets_here();
    match (name, here.is_empty()) {
        (Some(name), true) => Ok(vec![Host::Tcp(name.clone())]),
        (Some(_), false) => Ok(here.into_iter().take(1).map(Host::Socket).collect()),
        (None, false) => Ok(here.into_iter().map(Host::Socket).collect()),
        (None, true) => {
            let sockets = surroundings.sockets.iter();
            let sockets: Vec<String> = sockets.map(|it| it.display().to_string()).collect();
            Err(AddressError::NoSocket(sockets.join(" or ")))
        }
    }
}

fn port(given: &Given) -> Result<u16, AddressError> {
    match given.get("port").map(|port| port.trim()) {
        None | Some("" | "0") => Ok(PORT),
        Some(text) => text
            .parse()
            .map_err(|_| AddressError::value("port", text, "1 to 65535")),
    }
}

/// Seconds; zero means no limit of its own.
fn connect_timeout(given: &Given) -> Result<Option<Duration>, AddressError> {
    let Some(text) = given.get("connect-timeout") else {
        return Ok(None);
    };
    let seconds: u64 = text
        .trim()
        .parse()
        .map_err(|_| AddressError::value("connect-timeout", text, "a whole number of seconds"))?;
    Ok((seconds > 0).then(|| Duration::from_secs(seconds)))
}

#[cfg(test)]
mod tests;

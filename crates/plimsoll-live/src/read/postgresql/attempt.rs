//! One try to connect to one host in one way: its socket, TLS, and the login.

use std::net::SocketAddr;
use std::time::Duration;

use plimsoll_model::Version;
use tokio::net::{TcpStream, UnixStream};
use tokio::time::{Instant, timeout_at};
use tokio_postgres::config::{ChannelBinding, SslMode, SslNegotiation};
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::{Address, Endpoint, Host};
use super::connection::Connection;
use super::handshake::{self, Opened};
use super::limits::Limits;
use super::tls::{self, Binding};
use super::trouble;
use super::unreachable::Trouble;
use super::wire::{Socket, Wire};
use crate::read::allowance::Allowance;
use crate::read::one_line::one_line;
use crate::read::secret::Secret;
use crate::read::tls::Attempt;

/// Why one way failed, and whether it was by TLS.
pub(super) struct Failed {
    pub(super) trouble: Trouble,
    pub(super) had_tls: bool,
}

impl From<Trouble> for Failed {
    fn from(trouble: Trouble) -> Self {
        Self {
            trouble,
            had_tls: false,
        }
    }
}

/// What is to answer there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Wanted {
    /// A server, or a pooler that passes on to one.
    Server,
    /// `PgBouncer`'s own console, a database that no server has.
    Console,
}

/// The end of a console's version (`PgBouncer`, admin.c).
const CONSOLE: &str = "/bouncer";

impl Wanted {
    fn suits(self, version_text: &str) -> Result<(), Trouble> {
        let is_console = version_text.ends_with(CONSOLE);
        let why = match self {
            Self::Server if is_console => {
                "it is PgBouncer's console: name a database of the server"
            }
            Self::Console if !is_console => {
                "it is not PgBouncer's console: name its port and the database pgbouncer"
            }
            Self::Server | Self::Console => return Ok(()),
        };
        Err(Trouble::NotPostgresql(why.to_owned()))
    }
}

/// All that one try needs.
pub(super) struct Try<'a> {
    pub(super) address: &'a Address,
    pub(super) endpoint: &'a Endpoint,
    pub(super) secret: Option<&'a Secret>,
    pub(super) wanted: Wanted,
    pub(super) limits: &'a Limits,
}

impl Try<'_> {
    fn time(&self) -> Duration {
        let given = self.address.connect_timeout;
        given.unwrap_or(self.limits.connect_max)
    }

    /// Connects and logs in.
    pub(super) async fn once(&self, attempt: Attempt) -> Result<Connection, Failed> {
        let seconds = self.time().as_secs().max(1);
        // The server counts a session from when it takes the connection.
        let began = Instant::now();
        let until = began + self.time();
        let socket = timeout_at(until, socket(self.endpoint)).await;
        let socket = socket.map_err(|_| Trouble::TimedOut(seconds))??;
        let login = timeout_at(until, self.login(socket, attempt)).await;
        let connection = login.map_err(|_| Trouble::Silent(seconds))??;
        Ok(connection.begun(began.into_std()))
    }

    async fn login(&self, socket: Socket, attempt: Attempt) -> Result<Connection, Failed> {
        let local = match &socket {
            Socket::Tcp(socket) => socket.local_addr().ok(),
            Socket::Unix(_) => None,
        };
        let allowance = Allowance::new(self.limits.bytes_max);
        let mut wire = Wire {
            socket,
            allowance: allowance.clone(),
        };
        let had_tls = match attempt {
            Attempt::Plain => false,
            Attempt::Required if self.address.tls.is_direct => true,
            Attempt::Offered | Attempt::Required => handshake::offers_tls(&mut wire).await?,
        };
        if attempt == Attempt::Required && !had_tls {
            let why = "the server has no TLS, and sslmode wants it: switch on ssl there";
            return Err(Trouble::Tls(why.to_owned()).into());
        }
        let config = self.config(had_tls);
        let opened = if had_tls {
            let connector = self.connector()?;
            handshake::login(&config, wire, connector).await
        } else {
            handshake::login(&config, wire, NoTls).await
        };
        let opened = opened.map_err(|error| {
            let notes = &self.address.notes;
            let trouble = if allowance.is_spent() {
                Trouble::TooMuch(self.limits.bytes_max)
            } else {
                trouble::at_login(&error, &self.address.tls, notes)
            };
            Failed { trouble, had_tls }
        })?;
        Ok(self.connection(opened, local, allowance)?)
    }

    fn config(&self, had_tls: bool) -> Config {
        let mut config = Config::new();
        config
            .user(&self.address.user)
            .dbname(&self.address.database)
            .application_name("plimsoll")
            // The negotiation is done by now: what follows is TLS at once, or none.
            .ssl_mode(if had_tls {
                SslMode::Require
            } else {
                SslMode::Disable
            })
            .ssl_negotiation(SslNegotiation::Direct)
            .channel_binding(match self.address.tls.binding {
                Binding::Disable => ChannelBinding::Disable,
                Binding::Prefer => ChannelBinding::Prefer,
                Binding::Require => ChannelBinding::Require,
            });
        if let Some(options) = &self.address.options {
            config.options(options);
        }
        if let Some(secret) = self.secret {
            config.password(secret.reveal());
        }
        config
    }

    fn connector(
        &self,
    ) -> Result<<MakeRustlsConnect as MakeTlsConnect<Wire>>::TlsConnect, Trouble> {
        let name = match &self.endpoint.host {
            Host::Tcp(name, Some(ip)) if name.is_empty() => ip.to_string(),
            Host::Tcp(name, _) => name.clone(),
            Host::Socket(_) => String::new(),
        };
        let config = tls::config(&self.address.tls).map_err(Trouble::Tls)?;
        let made =
            MakeTlsConnect::<Wire>::make_tls_connect(&mut MakeRustlsConnect::new(config), &name);
        match made {
            Ok(connector) => Ok(connector),
            Err(never) => match never {},
        }
    }

    fn connection(
        &self,
        opened: Opened,
        local: Option<SocketAddr>,
        allowance: Allowance,
    ) -> Result<Connection, Trouble> {
        let text = opened.server_version.clone().unwrap_or_default();
        let version = Version::parse(&text)
            .ok_or_else(|| Trouble::NotPostgresql("it says no version".to_owned()))?;
        self.wanted.suits(&text)?;
        if self.wanted == Wanted::Server && version < Version::major(12) {
            return Err(Trouble::TooOld(one_line(&text)));
        }
        Ok(Connection::new(
            opened,
            version,
            self.endpoint.to_string(),
            self.address.user.clone(),
            local,
            allowance,
            *self.limits,
        ))
    }
}

async fn socket(endpoint: &Endpoint) -> Result<Socket, Trouble> {
    let addresses: Vec<SocketAddr> = match &endpoint.host {
        Host::Socket(_) => {
            let path = endpoint.socket().unwrap_or_default();
            let socket = UnixStream::connect(path).await;
            return socket.map(Socket::Unix).map_err(|error| refused(&error));
        }
        Host::Tcp(_, Some(ip)) => vec![SocketAddr::new(*ip, endpoint.port)],
        Host::Tcp(name, None) => {
            let found = tokio::net::lookup_host((name.as_str(), endpoint.port)).await;
            let found = found.map_err(|error| Trouble::NoHost(one_line(&error.to_string())))?;
            found.collect()
        }
    };
    let mut last = Trouble::NoHost("no address".to_owned());
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(socket) => {
                // Small questions and answers: waiting to fill a packet only delays them.
                let _unless_gone = socket.set_nodelay(true);
                return Ok(Socket::Tcp(socket));
            }
            Err(error) => last = refused(&error),
        }
    }
    Err(last)
}

fn refused(error: &std::io::Error) -> Trouble {
    let said = one_line(&error.to_string());
    match error.kind() {
        std::io::ErrorKind::ConnectionRefused | std::io::ErrorKind::NotFound => {
            Trouble::Refused(said)
        }
        _ => Trouble::Network(said),
    }
}

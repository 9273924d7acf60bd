//! Opens a connection to a server. It asks nothing but what the server is.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use mysql_async::{Conn, OptsBuilder};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;

use super::address::{Address, Host};
use super::connection::Connection;
use super::dial::{Dialled, dial, network};
use super::front::Front;
use super::limits::Limits;
use super::opened::{Opened, Passing};
use super::tls;
use super::trouble;
use super::unreachable::{Trouble, Unreachable};
use super::wire::{self, Stream};
use crate::read::allowance::Allowance;
use crate::read::password_command;
use crate::read::secret::Secret;
use crate::read::tls::Attempt;

impl Connection {
    /// Opens one. Needs a tokio runtime.
    ///
    /// # Errors
    /// [`Unreachable`], which says what was in the way.
    pub async fn open(address: &Address, limits: &Limits) -> Result<Self, Unreachable> {
        open(address, limits).await
    }
}

/// Opens a connection and learns what the server is.
async fn open(address: &Address, limits: &Limits) -> Result<Connection, Unreachable> {
    let place = address.to_string();
    let at = |trouble| Unreachable {
        place: place.clone(),
        trouble,
    };
    let command = match &address.password_command {
        Some(command) => {
            let secret = password_command::run(command, limits.password_command_max).await;
            let secret = secret.map_err(|failed| Trouble::PasswordCommand {
                program: failed.program,
                why: failed.why,
            });
            Some(secret.map_err(at)?)
        }
        None => None,
    };
    // No TLS over a socket of this machine, as for the engines' clients.
    let attempts = match address.host {
        Host::Socket(_) => &[Attempt::Plain],
        Host::Tcp(_) => address.tls.mode.attempts(),
    };
    let config = if *attempts == [Attempt::Plain] {
        None
    } else {
        let config = tls::config(&address.tls).map_err(Trouble::Tls);
        Some(Arc::new(config.map_err(at)?))
    };
    let one = Try {
        address,
        secret: command.as_ref().or(address.password.as_ref()),
        limits,
        config,
    };
    let mut told = Trouble::NotReady(String::new());
    for attempt in attempts {
        match one.once(*attempt).await {
            Ok(opened) => return Connection::begin(opened, place, limits).await,
            Err(trouble) => {
                let is_tls = matches!(trouble, Trouble::Tls(_));
                told = trouble;
                if !is_tls {
                    break;
                }
            }
        }
    }
    Err(at(told))
}

/// All that one try needs.
struct Try<'a> {
    address: &'a Address,
    secret: Option<&'a Secret>,
    limits: &'a Limits,
    /// The client's side of TLS, where there is to be any.
    config: Option<Arc<ClientConfig>>,
}

impl Try<'_> {
    async fn once(&self, attempt: Attempt) -> Result<Opened, Trouble> {
        let time = self.address.connect_timeout;
        let time = time.unwrap_or(self.limits.connect_max);
        let seconds = time.as_secs().max(1);
        let until = Instant::now() + time;
        let stream = timeout_at(until, dial(&self.address.host, self.address.port)).await;
        let stream = stream.map_err(|_| Trouble::TimedOut(seconds))??;
        let login = timeout_at(until, self.login(stream, attempt)).await;
        login.map_err(|_| Trouble::Silent(seconds))?
    }

    async fn login(&self, mut server: Dialled, attempt: Attempt) -> Result<Opened, Trouble> {
        let greeting = wire::packet(server.stream()).await;
        let greeting = greeting.map_err(|error| trouble::of_greeting(&error))?;
        let has_tls = offers_tls(&greeting);
        if attempt == Attempt::Required && !has_tls && !is_error(&greeting) {
            let why = "the server has no TLS, and ssl-mode wants it: give the server a certificate";
            return Err(Trouble::Tls(why.to_owned()));
        }
        let is_plain = attempt == Attempt::Plain || !has_tls;
        // The library gives a password in clear text to a socket alone; behind
        // this one is TLS or a socket. A stranger on a real network gets none.
        let front = if is_plain && matches!(server, Dialled::Tcp(_)) {
            Front::tcp().await
        } else {
            Front::socket()
        };
        let front = front.map_err(|error| network(&error))?;
        let library = self.options(&front).map_err(|error| network(&error))?;
        let library = Conn::new(library);
        let allowance = Allowance::new(self.limits.bytes_max);
        let passing = self.pass(server, front, greeting, is_plain, allowance.clone());
        // Apart, so that what the library cannot take is its own end alone.
        let library = tokio::spawn(library);
        let (passing, library) = match passing.await {
            Ok(passing) => (passing, library.await),
            Err(trouble) => {
                library.abort();
                return Err(trouble);
            }
        };
        match library {
            Ok(Ok(library)) => Ok(Opened {
                library,
                passing,
                allowance,
            }),
            Ok(Err(error)) => Err(trouble::at_login(&error)),
            Err(_panic) => Err(Trouble::NotMysql("its login is none".to_owned())),
        }
    }

    /// Greets the library for the server, secures what lies behind, and leaves
    /// the passing to a task.
    async fn pass(
        &self,
        server: Dialled,
        front: Front,
        greeting: Vec<u8>,
        is_plain: bool,
        allowance: Allowance,
    ) -> Result<Passing, Trouble> {
        let mut library = front.accept().await.map_err(|error| network(&error))?;
        let greeted = library.write_all(&greeting).await;
        greeted.map_err(|error| network(&error))?;
        let (server, shift): (Box<dyn Stream>, u8) = match server {
            Dialled::Socket(stream) => (Box::new(stream), 0),
            Dialled::Tcp(stream) if is_plain => (Box::new(stream), 0),
            Dialled::Tcp(stream) => {
                let answer = wire::packet(&mut library).await;
                let answer = answer.map_err(|error| trouble::of_greeting(&error))?;
                (Box::new(self.secured(stream, answer).await?), 1)
            }
        };
        let task = tokio::spawn(wire::pass(server, library, shift, allowance));
        Ok(Passing(task))
    }

    /// Asks for TLS with the beginning of the library's own answer, and sends
    /// that when it stands.
    async fn secured(
        &self,
        mut stream: TcpStream,
        mut answer: Vec<u8>,
    ) -> Result<tokio_rustls::client::TlsStream<TcpStream>, Trouble> {
        const REQUEST: usize = 4 + 32;
        let wish = &self.address.tls;
        let (Host::Tcp(name), Some(config)) = (&self.address.host, self.config.clone()) else {
            return Err(Trouble::Tls("a socket has no TLS".to_owned()));
        };
        let name = ServerName::try_from(name.clone())
            .map_err(|_| Trouble::Tls("the host's name is none that TLS knows".to_owned()))?;
        // CLIENT_SSL, the flag 0x800.
        if let Some(flags) = answer.get_mut(5) {
            *flags |= 0x08;
        }
        let mut request = answer.get(..REQUEST).unwrap_or_default().to_vec();
        if let Some(head) = request.get_mut(..3) {
            head.copy_from_slice(&[32, 0, 0]);
        }
        if let Some(place) = answer.get_mut(3) {
            *place = 2;
        }
        let sent = stream.write_all(&request).await;
        sent.map_err(|error| network(&error))?;
        let secured = TlsConnector::from(config).connect(name, stream).await;
        let mut secured = secured.map_err(|error| trouble::of_tls(&error, wish))?;
        let sent = secured.write_all(&answer).await;
        sent.map_err(|error| trouble::of_tls(&error, wish))?;
        let sent = secured.flush().await;
        sent.map_err(|error| trouble::of_tls(&error, wish))?;
        Ok(secured)
    }

    fn options(&self, front: &Front) -> std::io::Result<OptsBuilder> {
        let options = OptsBuilder::default()
            .user(Some(&self.address.user))
            .pass(self.secret.map(Secret::reveal))
            .db_name(self.address.database.as_ref())
            .connect_attribute("program_name", "plimsoll")
            // Given, so that the library does not ask the server for them.
            .max_allowed_packet(Some(self.limits.bytes_max))
            .wait_timeout(Some(WAIT.as_secs().try_into().unwrap_or(usize::MAX)))
            .prefer_socket(false);
        Ok(match front {
            Front::Socket(_, name) => options.socket(Some(name.as_str())),
            Front::Tcp(listener) => options
                .ip_or_hostname(Ipv4Addr::LOCALHOST.to_string())
                .tcp_port(listener.local_addr()?.port()),
        })
    }
}

/// The library's idea of how long an idle connection lives; none is idle here.
const WAIT: Duration = Duration::from_hours(8);

/// Whether a greeting is none but an error.
fn is_error(greeting: &[u8]) -> bool {
    greeting.get(4) == Some(&0xff)
}

/// Whether the capabilities in a greeting have TLS: they follow the version's
/// text, the session's number and the first part of the nonce.
fn offers_tls(greeting: &[u8]) -> bool {
    const AFTER_TEXT: usize = 1 + 4 + 8 + 1;
    let body = greeting.get(5..).unwrap_or_default();
    let text = body.iter().position(|byte| *byte == 0);
    let high = text.and_then(|end| body.get(end + AFTER_TEXT + 1));
    !is_error(greeting) && high.is_some_and(|flags| flags & 0x08 != 0)
}

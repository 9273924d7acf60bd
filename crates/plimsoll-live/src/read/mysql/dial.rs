//! Reaches a server, by the network or by its socket, and says nothing to it.

use std::net::SocketAddr;

use tokio::net::{TcpStream, UnixStream};

use super::address::Host;
use super::unreachable::Trouble;
use super::wire::Stream;
use crate::read::one_line::one_line;

/// A stream to the server.
pub(super) enum Dialled {
    Tcp(TcpStream),
    Socket(UnixStream),
}

impl Dialled {
    pub(super) fn stream(&mut self) -> &mut dyn Stream {
        match self {
            Self::Tcp(stream) => stream,
            Self::Socket(stream) => stream,
        }
    }
}

pub(super) async fn dial(host: &Host, port: u16) -> Result<Dialled, Trouble> {
    let name = match host {
        Host::Socket(path) => {
            let stream = UnixStream::connect(path).await;
            return stream.map(Dialled::Socket).map_err(|error| refused(&error));
        }
        Host::Tcp(name) => name,
    };
    let found = tokio::net::lookup_host((name.as_str(), port)).await;
    let found = found.map_err(|error| Trouble::NoHost(one_line(&error.to_string())))?;
    let mut last = Trouble::NoHost("no address".to_owned());
    let found: Vec<SocketAddr> = found.collect();
    for address in found {
        match TcpStream::connect(address).await {
            Ok(stream) => {
                // Small questions and answers: waiting to fill a packet only delays them.
                let _unless_gone = stream.set_nodelay(true);
                return Ok(Dialled::Tcp(stream));
            }
            Err(error) => last = refused(&error),
        }
    }
    Err(last)
}

fn refused(error: &std::io::Error) -> Trouble {
    match error.kind() {
        std::io::ErrorKind::ConnectionRefused | std::io::ErrorKind::NotFound => {
            Trouble::Refused(one_line(&error.to_string()))
        }
        _ => network(error),
    }
}

pub(super) fn network(error: &std::io::Error) -> Trouble {
    Trouble::Network(one_line(&error.to_string()))
}

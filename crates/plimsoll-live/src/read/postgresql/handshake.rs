//! The first messages on a socket: whether there is TLS, and the login.
//!
//! Source: manual of `PostgreSQL`, 54.2.1 and 54.2.11 (message flow).

use std::time::Instant;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::task::AbortHandle;
use tokio_postgres::tls::{TlsConnect, TlsStream};
use tokio_postgres::{Client, Config, Error};

use super::unreachable::Trouble;
use super::wire::Wire;

/// A connection that has logged in.
pub(super) struct Opened {
    pub(super) client: Client,
    /// Ends what reads the socket.
    pub(super) reader: AbortHandle,
    /// What the server reported of itself.
    pub(super) server_version: Option<String>,
    /// Before the first byte of the login was sent.
    pub(super) since: Instant,
}

/// Asks whether the server takes TLS.
pub(super) async fn offers_tls(wire: &mut Wire) -> Result<bool, Trouble> {
    // Length 8, then the code of an SSLRequest.
    let request = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];
    let lost =
        |error: std::io::Error| Trouble::Network(format!("closed before the login: {error}"));
    wire.write_all(&request).await.map_err(lost)?;
    let mut answer = [0];
    wire.read_exact(&mut answer).await.map_err(lost)?;
    match answer[0] {
        b'S' => Ok(true),
        // An error instead of a letter: a server too loaded to begin a session.
        b'N' | b'E' => Ok(false),
        other => Err(Trouble::NotPostgresql(format!(
            "it answered {:?} to the request for TLS",
            char::from(other)
        ))),
    }
}

/// Logs in and leaves the socket to a task of its own.
pub(super) async fn login<T>(config: &Config, wire: Wire, tls: T) -> Result<Opened, Error>
where
    T: TlsConnect<Wire>,
    T::Stream: TlsStream + AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let since = Instant::now();
    let (client, connection) = config.connect_raw(wire, tls).await?;
    let server_version = connection.parameter("server_version").map(str::to_owned);
    // What it ends with is told to the client's calls.
    let reader = tokio::spawn(async move { drop(connection.await) });
    Ok(Opened {
        client,
        reader: reader.abort_handle(),
        server_version,
        since,
    })
}

//! Where the client library connects to: this process, which passes on what it
//! sends. It knows no server.

use std::net::Ipv4Addr;

use tokio::net::{TcpListener, UnixListener};

use super::wire::Stream;

/// Where the library connects to: a listener of this process, for one stream.
pub(super) enum Front {
    /// Of no folder, by a name of its own (unix(7), abstract).
    Socket(UnixListener, String),
    /// A port of the loopback interface.
    Tcp(TcpListener),
}

impl Front {
    pub(super) async fn tcp() -> std::io::Result<Self> {
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .map(Self::Tcp)
    }

    pub(super) fn socket() -> std::io::Result<Self> {
        use std::sync::atomic::{AtomicU64, Ordering};
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("\0plimsoll-{}-{count}", std::process::id());
        UnixListener::bind(&name).map(|listener| Self::Socket(listener, name))
    }

    pub(super) async fn accept(self) -> std::io::Result<Box<dyn Stream>> {
        match self {
            Self::Tcp(listener) => {
                let (stream, _) = listener.accept().await?;
                stream.set_nodelay(true)?;
                Ok(Box::new(stream))
            }
            Self::Socket(listener, _) => loop {
                let (stream, _) = listener.accept().await?;
                // Others on this machine may find the name.
                let own = i32::try_from(std::process::id()).ok();
                if stream.peer_cred()?.pid() == own {
                    return Ok(Box::new(stream));
                }
            },
        }
    }
}

//! The socket to a server, with a limit on what it may send: a server is a
//! stranger, and what it sends is kept in memory until it is read.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, UnixStream};

/// What a server may still send, shared with who asks it: an error of the
/// socket does not reach whoever waits for an answer.
#[derive(Clone, Debug)]
pub(super) struct Allowance(Arc<Left>);

#[derive(Debug)]
struct Left {
    bytes: AtomicUsize,
    is_spent: AtomicBool,
}

impl Allowance {
    pub(super) fn new(bytes: usize) -> Self {
        Self(Arc::new(Left {
            bytes: AtomicUsize::new(bytes),
            is_spent: AtomicBool::new(false),
        }))
    }

    /// Allows so much from now on.
    pub(super) fn renew(&self, bytes: usize) {
        self.0.bytes.store(bytes, Ordering::Relaxed);
    }

    /// Whether the server sent more.
    pub(super) fn is_spent(&self) -> bool {
        self.0.is_spent.load(Ordering::Relaxed)
    }

    fn take(&self, read: usize) -> io::Result<()> {
        let left = self.0.bytes.load(Ordering::Relaxed);
        if let Some(left) = left.checked_sub(read) {
            self.0.bytes.store(left, Ordering::Relaxed);
            return Ok(());
        }
        self.0.is_spent.store(true, Ordering::Relaxed);
        Err(io::Error::other("more than was allowed"))
    }
}

/// The socket.
#[derive(Debug)]
pub(super) struct Wire {
    pub(super) socket: Socket,
    pub(super) allowance: Allowance,
}

/// Either kind of it.
#[derive(Debug)]
pub(super) enum Socket {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let outcome = match &mut self.socket {
            Socket::Tcp(socket) => Pin::new(socket).poll_read(cx, buf),
            Socket::Unix(socket) => Pin::new(socket).poll_read(cx, buf),
        };
        ready!(outcome)?;
        let read = buf.filled().len() - before;
        Poll::Ready(self.allowance.take(read))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match &mut self.socket {
            Socket::Tcp(socket) => Pin::new(socket).poll_write(cx, bytes),
            Socket::Unix(socket) => Pin::new(socket).poll_write(cx, bytes),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.socket {
            Socket::Tcp(socket) => Pin::new(socket).poll_flush(cx),
            Socket::Unix(socket) => Pin::new(socket).poll_flush(cx),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.socket {
            Socket::Tcp(socket) => Pin::new(socket).poll_shutdown(cx),
            Socket::Unix(socket) => Pin::new(socket).poll_shutdown(cx),
        }
    }
}

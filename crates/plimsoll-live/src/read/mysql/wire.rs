//! Packets of the protocol between a server and the client library: counted,
//! bounded, and passed on. The library reads what is sent to it without a
//! bound, and does not check a certificate as `MySQL`'s client does; so it is
//! given a stream of this process, behind which stands the real one.
//!
//! Source: `MySQL` source documentation, "Client/Server Protocol": packets,
//! connection phase.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{
    AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, BufWriter, ReadHalf, WriteHalf,
    split,
};

use crate::read::allowance::Allowance;

/// A stream of either side.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// The head of a packet: three bytes of length, one of its place in the exchange.
const HEAD: usize = 4;

/// A packet of this length goes on in another; no answer here is as long.
const LENGTH_MAX: usize = 0xff_ffff;

/// Columns that a result can have at most (`MySQL` manual, "Limits on Table
/// Column Count"). The library makes room for as many as it is told.
const COLUMNS_MAX: usize = 4096;

/// A whole packet, with its head.
pub(super) async fn packet(from: &mut (impl AsyncRead + Unpin + ?Sized)) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; HEAD];
    from.read_exact(&mut bytes).await?;
    let length = length(&bytes);
    if !(1..=LENGTH_OF_LOGIN_MAX).contains(&length) {
        return Err(invalid("its first packet is none"));
    }
    bytes.resize(HEAD + length, 0);
    let body = bytes.get_mut(HEAD..).unwrap_or_default();
    from.read_exact(body).await?;
    Ok(bytes)
}

/// Greetings and answers to them have some hundred bytes.
const LENGTH_OF_LOGIN_MAX: usize = 64 << 10;

fn length(head: &[u8]) -> usize {
    let byte = |at: usize| usize::from(head.get(at).copied().unwrap_or_default());
    byte(0) | byte(1) << 8 | byte(2) << 16
}

fn invalid(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// Passes packets both ways until one side ends. `shift` is by how much the
/// server's count of the login's packets is ahead: by one after the request for
/// TLS, which the library does not know of.
pub(super) async fn pass(
    server: Box<dyn Stream>,
    library: Box<dyn Stream>,
    shift: u8,
    allowance: Allowance,
) -> io::Result<()> {
    let (server_in, server_out) = split(server);
    let (library_in, library_out) = split(library);
    let shift = Arc::new(Shift(AtomicUsize::new(usize::from(shift))));
    let down = down(server_in, library_out, &shift, &allowance);
    let up = up(library_in, server_out, &shift);
    tokio::select! {
        outcome = down => outcome,
        outcome = up => outcome,
    }
}

/// The shift, which ends with the login.
struct Shift(AtomicUsize);

impl Shift {
    fn get(&self) -> u8 {
        u8::try_from(self.0.load(Ordering::Relaxed)).unwrap_or_default()
    }
}

/// From the library to the server.
async fn up(
    from: ReadHalf<Box<dyn Stream>>,
    to: WriteHalf<Box<dyn Stream>>,
    shift: &Shift,
) -> io::Result<()> {
    let (mut from, mut to) = (BufReader::new(from), BufWriter::new(to));
    loop {
        if from.buffer().is_empty() {
            to.flush().await?;
        }
        let mut head = [0; HEAD];
        from.read_exact(&mut head).await?;
        // A command begins to count at zero: the login is over.
        if head[3] == 0 {
            shift.0.store(0, Ordering::Relaxed);
        }
        head[3] = head[3].wrapping_add(shift.get());
        to.write_all(&head).await?;
        body(&mut from, &mut to, length(&head)).await?;
    }
}

/// From the server to the library.
async fn down(
    from: ReadHalf<Box<dyn Stream>>,
    to: WriteHalf<Box<dyn Stream>>,
    shift: &Shift,
    allowance: &Allowance,
) -> io::Result<()> {
    let (mut from, mut to) = (BufReader::new(from), BufWriter::new(to));
    loop {
        if from.buffer().is_empty() {
            to.flush().await?;
        }
        let mut head = [0; HEAD];
        from.read_exact(&mut head).await?;
        let length = length(&head);
        allowance.take(HEAD + length)?;
        if length == 0 || length >= LENGTH_MAX {
            return Err(invalid("a packet has a length that no answer has"));
        }
        head[3] = head[3].wrapping_sub(shift.get());
        let mut first = [0; 3];
        let begun = length.min(first.len());
        let start = first.get_mut(..begun).unwrap_or_default();
        from.read_exact(start).await?;
        // The first packet after a command tells how many columns follow.
        if head[3] == 1 && columns(first).is_none_or(|count| count > COLUMNS_MAX) {
            return Err(invalid("a result has more columns than one can have"));
        }
        to.write_all(&head).await?;
        to.write_all(first.get(..begun).unwrap_or_default()).await?;
        body(&mut from, &mut to, length - begun).await?;
    }
}

/// The number of columns that the first bytes of a result tell; 0 where it is
/// no result but an OK, an error or a file wanted; none where it is too long for
/// any.
fn columns(first: [u8; 3]) -> Option<usize> {
    match first[0] {
        0xfc => Some(usize::from(u16::from_le_bytes([first[1], first[2]]))),
        0xfd | 0xfe => None,
        0x00 | 0xfb | 0xff => Some(0),
        count => Some(usize::from(count)),
    }
}

async fn body(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    mut left: usize,
) -> io::Result<()> {
    let mut room = [0; 4096];
    while left > 0 {
        let part = room.get_mut(..left.min(4096)).unwrap_or_default();
        let read = from.read(part).await?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        to.write_all(part.get(..read).unwrap_or_default()).await?;
        left -= read;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Allowance, columns, packet, pass};
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    #[test]
    fn columns_are_told_by_the_first_bytes() {
        assert_eq!(columns([7, 0, 0]), Some(7));
        assert_eq!(columns([0xfc, 0x01, 0x10]), Some(4097));
        assert_eq!(
            (columns([0xfd, 0, 0]), columns([0xff, 1, 2])),
            (None, Some(0))
        );
    }

    #[tokio::test]
    async fn the_count_is_shifted_until_the_first_command() {
        let (server, mut at_server) = duplex(64);
        let (library, mut at_library) = duplex(64);
        let allowance = Allowance::new(1000);
        let task = tokio::spawn(pass(Box::new(server), Box::new(library), 1, allowance));
        at_server.write_all(&[1, 0, 0, 3, 0]).await.unwrap();
        assert_eq!(packet(&mut at_library).await.unwrap(), [1, 0, 0, 2, 0]);
        at_library.write_all(&[1, 0, 0, 3, 9]).await.unwrap();
        assert_eq!(packet(&mut at_server).await.unwrap(), [1, 0, 0, 4, 9]);
        at_library.write_all(&[1, 0, 0, 0, 3]).await.unwrap();
        assert_eq!(packet(&mut at_server).await.unwrap(), [1, 0, 0, 0, 3]);
        at_server.write_all(&[1, 0, 0, 1, 0]).await.unwrap();
        assert_eq!(packet(&mut at_library).await.unwrap(), [1, 0, 0, 1, 0]);
        drop(at_server);
        assert!(task.await.unwrap().is_err());
    }

    #[tokio::test]
    async fn what_no_answer_has_ends_it() {
        for sent in [
            &[0, 0, 0, 1][..],
            &[3, 0, 0, 1, 0xfd, 0xff, 0xff],
            &[200, 0, 0, 5, 1],
        ] {
            let (server, mut at_server) = duplex(64);
            let (library, mut at_library) = duplex(64);
            let allowance = Allowance::new(100);
            let task = tokio::spawn(pass(Box::new(server), Box::new(library), 0, allowance));
            at_server.write_all(sent).await.unwrap();
            let mut rest = Vec::new();
            at_library.read_to_end(&mut rest).await.unwrap();
            assert!(rest.is_empty());
            assert!(task.await.unwrap().is_err());
        }
    }
}

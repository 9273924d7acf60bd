//! A cable between two servers, or a server and its clients, that can be cut: a
//! relay of TCP connections that stops relaying, or refuses.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::Result;

/// What the cable does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Whole = 0,
    /// Takes bytes and connections, and gives nothing on.
    Silent = 1,
    /// Connections end, new ones are refused.
    Closed = 2,
}

/// A relay to a port of the loopback interface.
#[derive(Debug)]
pub(crate) struct Wire {
    port: u16,
    state: Arc<AtomicU8>,
}

/// How often a relay looks whether the cable was cut.
const LOOK_EVERY: Duration = Duration::from_millis(50);

impl Wire {
    /// A whole one.
    pub(crate) fn to(port: u16) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let wire = Self {
            port: listener.local_addr()?.port(),
            state: Arc::new(AtomicU8::new(State::Whole as u8)),
        };
        let state = Arc::clone(&wire.state);
        thread::spawn(move || accept(&listener, port, &state));
        Ok(wire)
    }

    /// Where to connect.
    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    /// From now on nothing comes through, and nobody is told.
    pub(crate) fn cut(&self) {
        self.state.store(State::Silent as u8, Ordering::Relaxed);
    }

    /// From now on connections end and are refused.
    pub(crate) fn close(&self) {
        self.state.store(State::Closed as u8, Ordering::Relaxed);
    }

    /// Whole again.
    pub(crate) fn mend(&self) {
        self.state.store(State::Whole as u8, Ordering::Relaxed);
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.close();
    }
}

fn accept(listener: &TcpListener, port: u16, state: &Arc<AtomicU8>) {
    // The last but one holder is gone: nobody asks for this relay any more.
    while Arc::strong_count(state) > 1 {
        let is_whole = state.load(Ordering::Relaxed) == State::Whole as u8;
        match listener.accept() {
            Ok((client, _)) if is_whole => relay(&client, port, state),
            Ok((client, _)) => drop(client),
            Err(_) => thread::sleep(LOOK_EVERY),
        }
    }
}

fn relay(client: &TcpStream, port: u16, state: &Arc<AtomicU8>) {
    let Ok(server) = TcpStream::connect(("127.0.0.1", port)) else {
        return;
    };
    for (from, to) in [(client, &server), (&server, client)] {
        if let (Ok(from), Ok(to)) = (from.try_clone(), to.try_clone()) {
            let state = Arc::clone(state);
            thread::spawn(move || pump(from, to, &state));
        }
    }
}

fn pump(mut from: TcpStream, mut to: TcpStream, state: &AtomicU8) {
    let _blocks_then = from.set_nonblocking(false);
    let _waits_then = from.set_read_timeout(Some(LOOK_EVERY));
    let mut block = [0; 16 << 10];
    loop {
        let now = state.load(Ordering::Relaxed);
        if now == State::Closed as u8 {
            break;
        }
        if now == State::Silent as u8 {
            thread::sleep(LOOK_EVERY);
            continue;
        }
        match from.read(&mut block) {
            Ok(0) => break,
            Ok(read) if to.write_all(&block[..read]).is_err() => break,
            Ok(_) => {}
            Err(error) if is_waiting(&error) => {}
            Err(_) => break,
        }
    }
    for stream in [&from, &to] {
        let _closed_already = stream.shutdown(Shutdown::Both);
    }
}

fn is_waiting(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{Interrupted, TimedOut, WouldBlock};
    matches!(error.kind(), WouldBlock | TimedOut | Interrupted)
}

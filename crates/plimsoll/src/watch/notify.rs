//! Telling systemd how the daemon does (`sd_notify(3)`): a datagram to the socket that
//! it names. Without one, nobody is told.

use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It watches.
    Ready,
    /// It reads its configuration anew.
    Reloading,
    /// It ends.
    Stopping,
    /// It is alive.
    Alive,
}

/// The socket, if there is one.
#[derive(Debug)]
pub(super) struct Notifier(Option<UnixDatagram>);

impl Notifier {
    /// To the socket that the environment names.
    pub(super) fn of_environment() -> Self {
        let name = std::env::var("NOTIFY_SOCKET").ok();
        Self(name.and_then(|name| open(&name).ok()))
    }

    /// Tells. systemd that does not listen is no trouble of the servers'.
    pub(super) fn tell(&self, state: State) {
        let Some(socket) = &self.0 else { return };
        let text = match state {
            State::Ready => "READY=1\nSTATUS=watching".to_owned(),
            State::Reloading => format!("RELOADING=1\nMONOTONIC_USEC={}", monotonic_micros()),
            State::Stopping => "STOPPING=1".to_owned(),
            State::Alive => "WATCHDOG=1".to_owned(),
        };
        let _unheard = socket.send(text.as_bytes());
    }
}

fn open(name: &str) -> std::io::Result<UnixDatagram> {
    let socket = UnixDatagram::unbound()?;
    let address = match name.strip_prefix('@') {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(name)?,
    };
    socket.connect_addr(&address)?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

fn monotonic_micros() -> i64 {
    let now = clock_gettime(ClockId::Monotonic);
    now.tv_sec * 1_000_000 + now.tv_nsec / 1_000
}

/// How often systemd wants to hear that it is alive: half of what it waits.
pub(super) fn watchdog() -> Option<Duration> {
    let is_ours =
        std::env::var("WATCHDOG_PID").map_or(true, |pid| pid == std::process::id().to_string());
    let micros: u64 = std::env::var("WATCHDOG_USEC").ok()?.parse().ok()?;
    (is_ours && micros > 0).then(|| Duration::from_micros(micros / 2))
}

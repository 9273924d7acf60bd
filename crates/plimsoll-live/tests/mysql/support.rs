//! Servers, addresses and a runtime for the tests.

use plimsoll_lab::{Installed, Instance};
use plimsoll_live::read::mysql::{Address, Limits, Surroundings, Unreachable, snapshot};
use plimsoll_model::Snapshot;
use std::future::Future;
use std::time::Duration;

/// The server of that name; what is missing here is named and skipped.
pub(crate) fn installed(name: &str) -> Option<Installed> {
    Installed::find(name)
        .inspect_err(|error| eprintln!("skipped: {name} ({error})"))
        .ok()
}

/// Runs to the end what has to be waited for.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(future)
}

/// An address with nothing around it.
pub(crate) fn address(text: &str) -> Address {
    let mut found = Address::find(Some(text), &Surroundings::default()).unwrap();
    found.remove(0)
}

/// An account of a server, by TCP.
pub(crate) fn by_tcp(instance: &Instance, login: &str, query: &str) -> Address {
    let port = instance.port().unwrap();
    address(&format!("mysql://{login}@127.0.0.1:{port}/{query}"))
}

/// An account of a server, by its socket.
pub(crate) fn by_socket(instance: &Instance, login: &str) -> Address {
    let socket = instance.socket().display();
    // The scheme tells nothing of the engine.
    address(&format!("mariadb://{login}@/?socket={socket}"))
}

pub(crate) fn audit(address: &Address) -> Result<Snapshot, Unreachable> {
    run(snapshot(address, &Limits::default()))
}

pub(crate) fn trouble(address: &Address) -> Unreachable {
    audit(address).unwrap_err()
}

/// Runs statements as the superuser.
pub(crate) fn prepare(instance: &Instance, statements: &str) {
    let mut session = instance.session().unwrap();
    for statement in statements.split(';').map(str::trim) {
        if !statement.is_empty() {
            session.query(statement).unwrap();
        }
    }
}

/// Limits for servers that never answer.
pub(crate) fn short() -> Limits {
    let short = Duration::from_millis(300);
    Limits {
        connect_max: short,
        answer_max: short,
        password_command_max: short,
        ..Limits::default()
    }
}

/// The gaps, with the grants that are told.
pub(crate) fn gaps(snapshot: &Snapshot) -> Vec<String> {
    let gaps = snapshot.gaps.iter();
    gaps.map(|gap| {
        format!(
            "{}: {} [{}]",
            gap.what,
            gap.why,
            gap.grant.as_deref().unwrap_or("")
        )
    })
    .collect()
}

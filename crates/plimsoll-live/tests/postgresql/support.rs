//! Servers, addresses and a runtime for the tests.

use plimsoll_lab::{Installed, Instance, Server};
use plimsoll_live::read::postgresql::{Address, Limits, Surroundings, Unreachable, snapshot};
use plimsoll_model::Snapshot;
use std::future::Future;
use std::time::Duration;

/// The server of that name; what is missing here is named and skipped.
pub(crate) fn installed(name: &str) -> Option<Installed> {
    Installed::find(name)
        .inspect_err(|error| eprintln!("skipped: {name} ({error})"))
        .ok()
}

/// Such a server with its defaults, on the loopback interface too.
pub(crate) fn started(name: &str) -> Option<Instance> {
    Some(Server::new(&installed(name)?).with_tcp().start().unwrap())
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

/// A role of a server, by TCP.
pub(crate) fn at(instance: &Instance, rest: &str) -> Address {
    let port = instance.port().unwrap();
    address(&format!(
        "host=127.0.0.1 port={port} dbname=postgres {rest}"
    ))
}

pub(crate) fn audit(address: &Address) -> Result<Snapshot, Unreachable> {
    run(snapshot(address, &Limits::default()))
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

/// The names of the gaps, with whether a grant is told.
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

/// A folder that servers may read, for as long as it is held.
pub(crate) fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let user = plimsoll_lab::ServerUser::ready().unwrap();
    user.own(folder.path()).unwrap();
    folder
}

/// A file of who may log in over TCP; over the socket everybody may.
pub(crate) fn hba(lines: &str) -> (tempfile::TempDir, String) {
    let folder = folder();
    let path = folder.path().join("hba.conf");
    std::fs::write(&path, format!("local all all trust\n{lines}")).unwrap();
    (folder, path.display().to_string())
}

//! The door that stays open when a server is full.

use super::said::Said;
use crate::read::mysql::address::{Address, Host};

/// Where it is, if the server has one.
pub(super) fn address(main: &Address, said: &Said) -> Option<Address> {
    let port = |name| said.number(name).filter(|it| (1.0..=65535.0).contains(it));
    if let Some(port) = port("extra_port") {
        return Some(at(main, None, port as u16));
    }
    let own = said.text("admin_address").filter(|it| !it.is_empty())?;
    // A network namespace may follow (`MySQL` manual, `admin_address`).
    let own = own.split_once('/').map_or(own, |(address, _)| address);
    let is_any = matches!(own, "*" | "0.0.0.0" | "::");
    Some(at(
        main,
        (!is_any).then_some(own),
        port("admin_port")? as u16,
    ))
}

fn at(main: &Address, host: Option<&str>, port: u16) -> Address {
    let host = match (host, &main.host) {
        (Some(host), _) => host.to_owned(),
        (None, Host::Tcp(host)) => host.clone(),
        // A socket is of this machine.
        (None, Host::Socket(_)) => "127.0.0.1".to_owned(),
    };
    Address {
        host: Host::Tcp(host),
        port,
        ..main.clone()
    }
}

//! The hosts of an address: libpq's lists of hosts, addresses and ports, or
//! the sockets that are here.

use std::net::IpAddr;
use std::path::PathBuf;

use super::parameter::Given;
use super::surroundings::Surroundings;
use super::{AddressError, Endpoint, Host};

const PORT: u16 = 5432;

/// The endpoints of each server. Only without any host can there be several
/// servers: the local ones.
pub(super) fn of(
    given: &Given,
    has_text: bool,
    surroundings: &Surroundings,
) -> Result<Vec<Vec<Endpoint>>, AddressError> {
    let list = |name: &str| -> Vec<&str> {
        let text = given.get(name).filter(|text| !text.is_empty());
        text.map_or_else(Vec::new, |text| text.split(',').map(str::trim).collect())
    };
    let (hosts, addresses) = (list("host"), list("hostaddr"));
    let ports = ports(&list("port"))?;
    let count = hosts.len().max(addresses.len());
    if count == 0 {
        let wanted = ports.first().copied();
        let wanted = wanted.or_else(|| has_text.then_some(PORT));
        return local(wanted, surroundings);
    }
    if !hosts.is_empty() && !addresses.is_empty() && hosts.len() != addresses.len() {
        return Err(lists(hosts.len(), "hostaddr values", addresses.len()));
    }
    if ports.len() > 1 && ports.len() != count {
        return Err(lists(count, "ports", ports.len()));
    }
    let mut endpoints = Vec::new();
    for at in 0..count {
        let port = ports.get(at).or(ports.first()).copied().unwrap_or(PORT);
        let host = hosts.get(at).copied().unwrap_or_default();
        let host = host_of(host, addresses.get(at).copied(), port, surroundings)?;
        endpoints.push(Endpoint {
            host,
            port,
            password: None,
        });
    }
    Ok(vec![endpoints])
}

fn lists(hosts: usize, what: &'static str, others: usize) -> AddressError {
    AddressError::Lists {
        hosts,
        what,
        others,
    }
}

/// An empty entry is the default port.
fn ports(texts: &[&str]) -> Result<Vec<u16>, AddressError> {
    let port = |text: &&str| match *text {
        "" => Ok(PORT),
        text => text
            .parse()
            .ok()
            .filter(|port| *port > 0)
            .ok_or_else(|| AddressError::value("port", text, "1 to 65535")),
    };
    texts.iter().map(port).collect()
}

fn host_of(
    host: &str,
    address: Option<&str>,
    port: u16,
    surroundings: &Surroundings,
) -> Result<Host, AddressError> {
    if let Some(address) = address.filter(|address| !address.is_empty()) {
        let ip: IpAddr = address
            .parse()
            .map_err(|_| AddressError::value("hostaddr", address, "an IP address"))?;
        return Ok(Host::Tcp(host.to_owned(), Some(ip)));
    }
    if host.starts_with('/') {
        return Ok(Host::Socket(PathBuf::from(host)));
    }
    if host.is_empty() {
        return Ok(Host::Socket(default_folder(port, surroundings)));
    }
    Ok(Host::Tcp(host.to_owned(), None))
}

/// The first folder with such a socket, or the default one, which the error
/// then names.
fn default_folder(port: u16, surroundings: &Surroundings) -> PathBuf {
    let folders = &surroundings.socket_folders;
    let name = format!(".s.PGSQL.{port}");
    let with = folders.iter().find(|folder| folder.join(&name).exists());
    with.or(folders.first()).cloned().unwrap_or_default()
}

/// A server for each socket here, of one port or of all.
fn local(
    wanted: Option<u16>,
    surroundings: &Surroundings,
) -> Result<Vec<Vec<Endpoint>>, AddressError> {
    let mut found: Vec<(u16, PathBuf)> = Vec::new();
    for folder in &surroundings.socket_folders {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let ports = entries.filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let port = name.strip_prefix(".s.PGSQL.")?.parse().ok()?;
            // /var/run and /run, and a server that listens in two folders, are one server.
            wanted.is_none_or(|wanted| wanted == port).then_some(port)
        });
        for port in ports {
            if found.iter().all(|(known, _)| *known != port) {
                found.push((port, folder.clone()));
            }
        }
    }
    if found.is_empty() {
        let folders = surroundings.socket_folders.iter();
        let folders: Vec<String> = folders.map(|it| it.display().to_string()).collect();
        return Err(AddressError::NoSocket(folders.join(" or ")));
    }
    found.sort();
    let endpoint = |(port, folder)| {
        vec![Endpoint {
            host: Host::Socket(folder),
            port,
            password: None,
        }]
    };
    Ok(found.into_iter().map(endpoint).collect())
}

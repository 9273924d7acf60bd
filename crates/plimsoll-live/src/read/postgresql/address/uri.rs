//! `postgres://` addresses: `scheme://[user[:password]@][host[:port],…][/dbname][?name=value&…]`,
//! every part percent-encoded where it must be.
//!
//! Source: manual of `PostgreSQL`, 32.1.1.2 (connection URIs).

use super::AddressError;
use super::parameter::{Given, known};
use crate::read::percent;

/// The rest after the scheme, where the text is such an address.
fn after_scheme(text: &str) -> Option<&str> {
    let schemes = ["postgresql://", "postgres://"];
    schemes.iter().find_map(|scheme| text.strip_prefix(scheme))
}

/// The parameters of such an address; `None` where the text is none.
pub(super) fn parse(text: &str) -> Option<Result<Given, AddressError>> {
    after_scheme(text).map(parameters)
}

fn parameters(rest: &str) -> Result<Given, AddressError> {
    let mut given = Given::new();
    let (before, query) = cut(rest, '?');
    // A password may hold a slash only when encoded, so the first one ends the hosts.
    let (authority, database) = cut(before, '/');
    if database.is_some_and(|database| database.contains('@')) {
        return Err(AddressError::Encoding);
    }
    let hosts = match authority.rsplit_once('@') {
        Some((login, hosts)) => {
            let (user, password) = cut(login, ':');
            put(&mut given, "user", user)?;
            put(&mut given, "password", password.unwrap_or_default())?;
            hosts
        }
        None => authority,
    };
    put_hosts(&mut given, hosts)?;
    put(&mut given, "dbname", database.unwrap_or_default())?;
    for pair in query.unwrap_or_default().split('&') {
        put_pair(&mut given, pair)?;
    }
    Ok(given)
}

fn put_pair(given: &mut Given, pair: &str) -> Result<(), AddressError> {
    if pair.is_empty() {
        return Ok(());
    }
    let (name, value) = pair.split_once('=').ok_or(AddressError::Encoding)?;
    let (name, value) = (decode(name)?, decode(value)?);
    if name.contains(|character: char| !character.is_ascii_alphanumeric() && character != '_') {
        return Err(AddressError::Encoding);
    }
    // The spelling of JDBC, which libpq takes too.
    let (name, value) = match (name.as_str(), value.as_str()) {
        ("ssl", "true") => ("sslmode".to_owned(), "require".to_owned()),
        _ => (name, value),
    };
    given.insert(known(&name, &value)?, value);
    Ok(())
}

fn put(given: &mut Given, name: &'static str, encoded: &str) -> Result<(), AddressError> {
    if !encoded.is_empty() {
        given.insert(name, decode(encoded)?);
    }
    Ok(())
}

/// Hosts with their ports, as the two lists that libpq makes of them.
fn put_hosts(given: &mut Given, text: &str) -> Result<(), AddressError> {
    if text.is_empty() {
        return Ok(());
    }
    let (mut hosts, mut ports) = (Vec::new(), Vec::new());
    for part in text.split(',') {
        let (host, port) = match part.strip_prefix('[') {
            Some(inner) => {
                let (host, after) = inner.split_once(']').ok_or(AddressError::OpenBracket)?;
                (host, after.strip_prefix(':').unwrap_or_default())
            }
            None => part.split_once(':').unwrap_or((part, "")),
        };
        if !port.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(AddressError::Encoding);
        }
        hosts.push(decode(host)?);
        ports.push(decode(port)?);
    }
    given.insert("host", hosts.join(","));
    if ports.iter().any(|port| !port.is_empty()) {
        given.insert("port", ports.join(","));
    }
    Ok(())
}

fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    match text.split_once(at) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// The text itself is not in the error: it may be a password.
fn decode(text: &str) -> Result<String, AddressError> {
    percent::decode(text).ok_or(AddressError::Encoding)
}

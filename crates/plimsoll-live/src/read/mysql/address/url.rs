//! `mysql://` and `mariadb://` addresses:
//! `scheme://[user[:password]@][host[:port]][/database][?name=value&…]`, every
//! part percent-encoded where it must be. Both schemes mean the same: which
//! engine it is, the server says.

use super::AddressError;
use super::given::{Given, parameter};
use crate::read::percent;

/// What such an address says.
pub(super) fn parse(text: &str) -> Result<Given, AddressError> {
    let schemes = ["mysql://", "mariadb://"];
    let rest = schemes.iter().find_map(|scheme| text.strip_prefix(scheme));
    let rest = rest.ok_or(AddressError::Scheme)?;
    let mut given = Given::new();
    let (before, query) = cut(rest, '?');
    // A password may hold a slash only when encoded, so the first one ends the host.
    let (authority, database) = cut(before, '/');
    if database.is_some_and(|database| database.contains(['@', '/'])) {
        return Err(AddressError::Encoding);
    }
    let host = match authority.rsplit_once('@') {
        Some((login, host)) => {
            let (user, password) = cut(login, ':');
            put(&mut given, "user", user)?;
            put(&mut given, "password", password.unwrap_or_default())?;
            host
        }
        None => authority,
    };
    put_host(&mut given, host)?;
    put(&mut given, "database", database.unwrap_or_default())?;
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
    // The rest of a password with a question mark in it is no name.
    let is_name = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    if !name.chars().all(is_name) {
        return Err(AddressError::Encoding);
    }
    given.insert(parameter(&name)?, value);
    Ok(())
}

fn put(given: &mut Given, name: &'static str, encoded: &str) -> Result<(), AddressError> {
    if !encoded.is_empty() {
        given.insert(name, decode(encoded)?);
    }
    Ok(())
}

fn put_host(given: &mut Given, text: &str) -> Result<(), AddressError> {
    let (host, port) = match text.strip_prefix('[') {
        Some(inner) => {
            let (host, after) = inner.split_once(']').ok_or(AddressError::Encoding)?;
            (host, after.strip_prefix(':').unwrap_or(after))
        }
        None => text.split_once(':').unwrap_or((text, "")),
    };
    if !port.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(AddressError::Encoding);
    }
    put(given, "host", host)?;
    put(given, "port", port)
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

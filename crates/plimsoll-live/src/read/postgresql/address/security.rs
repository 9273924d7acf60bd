//! The parameters of an address that say how its connection is secured.
//!
//! Source: manual of `PostgreSQL` 18, 32.1.2 and 32.19 (SSL support).

use std::path::PathBuf;

use super::AddressError;
use super::parameter::Given;
use super::surroundings::Surroundings;
use crate::read::postgresql::tls::{Binding, Mode, Roots, TlsWish};

pub(super) fn wish(given: &Given, surroundings: &Surroundings) -> Result<TlsWish, AddressError> {
    let own = |name: &str| {
        let home = surroundings.home.as_ref()?;
        Some(home.join(".postgresql").join(name))
    };
    let file = |name: &str| {
        given
            .get(name)
            .filter(|it| !it.is_empty())
            .map(PathBuf::from)
    };
    let roots = match given.get("sslrootcert").map(String::as_str) {
        Some("system") => Roots::System,
        Some(path) if !path.is_empty() => Roots::File(path.into()),
        _ => own("root.crt").map_or(Roots::None, Roots::File),
    };
    let is_there = |path: &PathBuf| path.exists();
    // The defaults count only where they are there; what was named must be.
    let certificate = file("sslcert").or_else(|| own("postgresql.crt").filter(is_there));
    Ok(TlsWish {
        mode: mode(given, &roots)?,
        key: file("sslkey").or_else(|| own("postgresql.key")),
        certificate,
        revoked: file("sslcrl").or_else(|| own("root.crl").filter(is_there)),
        roots,
        is_direct: is_direct(given)?,
        binding: binding(given)?,
    })
}

fn mode(given: &Given, roots: &Roots) -> Result<Mode, AddressError> {
    let Some(text) = given.get("sslmode") else {
        // With the machine's authorities anything less would be no check at all.
        let is_system = *roots == Roots::System;
        return Ok(if is_system {
            Mode::VerifyFull
        } else {
            Mode::Prefer
        });
    };
    let takes = "disable, allow, prefer, require, verify-ca or verify-full";
    let mode = Mode::parse(text).ok_or_else(|| AddressError::value("sslmode", text, takes))?;
    if *roots == Roots::System && mode != Mode::VerifyFull {
        let takes = "only verify-full with sslrootcert=system";
        return Err(AddressError::value("sslmode", text, takes));
    }
    Ok(mode)
}

fn is_direct(given: &Given) -> Result<bool, AddressError> {
    let name = "sslnegotiation";
    match given.get(name).map_or("postgres", String::as_str) {
        "postgres" => Ok(false),
        "direct" => {
            let mode = given.get("sslmode").map_or("", String::as_str);
            let is_strong = matches!(mode, "require" | "verify-ca" | "verify-full");
            let takes = "direct only with sslmode require, verify-ca or verify-full";
            is_strong
                .then_some(true)
                .ok_or_else(|| AddressError::value(name, "direct", takes))
        }
        other => Err(AddressError::value(name, other, "postgres or direct")),
    }
}

fn binding(given: &Given) -> Result<Binding, AddressError> {
    let name = "channel_binding";
    match given.get(name).map_or("prefer", String::as_str) {
        "disable" => Ok(Binding::Disable),
        "prefer" => Ok(Binding::Prefer),
        "require" => Ok(Binding::Require),
        other => Err(AddressError::value(
            name,
            other,
            "disable, prefer or require",
        )),
    }
}

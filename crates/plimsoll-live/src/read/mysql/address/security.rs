//! The parts of an address that say how its connection is secured.
//!
//! Sources: `MySQL` manual, "Command Options for Encrypted Connections";
//! `MariaDB` manual, "TLS on the Client Side".

use std::path::PathBuf;

use super::AddressError;
use super::given::{Given, is_on};
use super::surroundings::Surroundings;
use crate::read::mysql::tls::{Mode, TlsWish};

pub(super) fn wish(given: &Given, surroundings: &Surroundings) -> Result<TlsWish, AddressError> {
    let file = |name: &str| {
        let path = given.get(name).filter(|path| !path.is_empty())?;
        let of_home = path
            .strip_prefix("~/")
            .zip(surroundings.home.as_ref())
            .map(|(rest, home)| home.join(rest));
        Some(of_home.unwrap_or_else(|| PathBuf::from(path)))
    };
    let authorities = file("ssl-ca");
    Ok(TlsWish {
        mode: mode(given, authorities.is_some())?,
        authorities,
        certificate: file("ssl-cert"),
        key: file("ssl-key"),
    })
}

/// The mode by its name; else as `MariaDB`'s switches say it. A file of
/// authorities alone asks to check who signed, as for `MySQL`'s client.
fn mode(given: &Given, has_authorities: bool) -> Result<Mode, AddressError> {
    if let Some(text) = given.get("ssl-mode") {
        let takes = "DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY";
        return Mode::parse(text).ok_or_else(|| AddressError::value("ssl-mode", text, takes));
    }
    if is_on(given, "skip-ssl") == Some(true) || is_on(given, "ssl") == Some(false) {
        return Ok(Mode::Disabled);
    }
    if is_on(given, "ssl-verify-server-cert") == Some(true) {
        return Ok(Mode::VerifyIdentity);
    }
    if has_authorities {
        return Ok(Mode::VerifyCa);
    }
    Ok(match is_on(given, "ssl") {
        Some(true) => Mode::Required,
        Some(false) | None => Mode::Preferred,
    })
}

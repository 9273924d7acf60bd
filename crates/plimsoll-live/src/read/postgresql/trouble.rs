//! What the client library's errors mean: it tells little apart itself.

use std::error::Error as _;
use std::io;

use tokio_postgres::Error;
use tokio_postgres::error::DbError;

use super::tls::{self, TlsWish};
use super::unreachable::Trouble;
use crate::read::one_line::one_line;

/// What an error before the first question means.
pub(super) fn at_login(error: &Error, wish: &TlsWish, notes: &[String]) -> Trouble {
    if let Some(said) = error.as_db_error() {
        return refused(said, notes);
    }
    if let Some(tls) = find::<rustls::Error>(error) {
        return Trouble::Tls(one_line(&tls::said(tls, wish)));
    }
    let cause = error.source().map(ToString::to_string);
    let cause = one_line(&cause.unwrap_or_else(|| error.to_string()));
    // The kinds of the library's error are known by its words alone.
    match error.to_string().as_str() {
        "invalid configuration" => login("the server asks for a password and there is none", notes),
        "authentication error" => login(&cause, notes),
        "error performing TLS handshake" => {
            Trouble::Tls(format!("the TLS handshake failed ({cause})"))
        }
        "unexpected message from server" | "error parsing response from server" => {
            Trouble::NotPostgresql(cause)
        }
        _ => match find::<io::Error>(error).map(io::Error::kind) {
            Some(io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput) => {
                Trouble::NotPostgresql(cause)
            }
            _ => Trouble::Network(format!("closed before the login: {cause}")),
        },
    }
}

/// What an error after the login means, when the connection went with it.
pub(super) fn while_asking(error: &Error) -> Trouble {
    match error.as_db_error() {
        Some(said) => Trouble::Died(one_line(said.message())),
        None => Trouble::Died(one_line(
            &error
                .source()
                .map_or_else(|| error.to_string(), ToString::to_string),
        )),
    }
}

/// Whether the connection is gone with an error: the server's own say so, and
/// of the others none leaves it whole.
pub(super) fn is_fatal(error: &Error) -> bool {
    error.as_db_error().is_none_or(|said| {
        // The second is the translated one, from before 9.6's untranslated field.
        matches!(said.severity(), "FATAL" | "PANIC")
            || matches!(
                said.parsed_severity(),
                Some(
                    tokio_postgres::error::Severity::Fatal | tokio_postgres::error::Severity::Panic
                )
            )
    })
}

/// Classes of SQLSTATE: manual, appendix A.
fn refused(said: &DbError, notes: &[String]) -> Trouble {
    let message = one_line(said.message());
    match said.code().code() {
        "3D000" => Trouble::NoDatabase(message),
        "53300" => Trouble::NoSlot(message),
        "57P01" | "57P02" | "57P03" => Trouble::NotReady(message),
        code if code.starts_with("28") => login(&message, notes),
        // PgBouncer has one code for all of its own.
        "08P01" if message.contains("no more connections allowed") => Trouble::NoSlot(message),
        "08P01" if message.contains("no such database") => Trouble::NoDatabase(message),
        "08P01" if message.contains("password") || message.contains("no such user") => {
            login(&message, notes)
        }
        _ => Trouble::Server(message),
    }
}

pub(super) fn login(said: &str, notes: &[String]) -> Trouble {
    Trouble::Login {
        said: said.to_owned(),
        notes: [&[String::new()], notes].concat().join("; "),
    }
}

/// The first cause of that type. An input error hides its own cause from the chain.
fn find<E: std::error::Error + 'static>(error: &Error) -> Option<&E> {
    let mut cause = error.source();
    while let Some(next) = cause {
        if let Some(found) = next.downcast_ref::<E>() {
            return Some(found);
        }
        let hidden = next
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        if let Some(found) = hidden.and_then(|it| it.downcast_ref::<E>()) {
            return Some(found);
        }
        cause = next.source();
    }
    None
}

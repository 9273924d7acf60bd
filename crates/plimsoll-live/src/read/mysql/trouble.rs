//! What the errors of the client library and of the network mean.

use std::io;

use mysql_async::{DriverError, Error, IoError, ServerError};

use super::tls::{self, TlsWish};
use super::unreachable::Trouble;
use crate::read::one_line::one_line;

/// What an error of the first packet means.
pub(super) fn of_greeting(error: &io::Error) -> Trouble {
    let said = one_line(&error.to_string());
    match error.kind() {
        io::ErrorKind::InvalidData => Trouble::NotMysql(said),
        _ => Trouble::Network(format!("closed before the login: {said}")),
    }
}

/// What an error of TLS means.
pub(super) fn of_tls(error: &io::Error, wish: &TlsWish) -> Trouble {
    let cause = error.get_ref().and_then(|it| it.downcast_ref());
    Trouble::Tls(one_line(&match cause {
        Some(cause) => tls::said(cause, wish),
        None => format!("the TLS handshake failed ({error}): see the server's log"),
    }))
}

/// What an error before the first question means.
pub(super) fn at_login(error: &Error) -> Trouble {
    match error {
        Error::Server(said) => refused(said),
        Error::Driver(driver) => match driver {
            DriverError::UnknownAuthPlugin { name } => {
                let name = one_line(name);
                Trouble::Login(format!(
                    "the server asks for the plugin {name}, which is not known here; it may ask so where there is no such account"
                ))
            }
            DriverError::CleartextPluginDisabled => {
                Trouble::Login("the server wants the password in clear text".to_owned())
            }
            DriverError::MysqlOldPasswordDisabled => {
                Trouble::Login("the account has a password of before MySQL 4.1".to_owned())
            }
            DriverError::ConnectionClosed => Trouble::Network("closed before the login".to_owned()),
            // Their words may hold what was sent.
            _ => Trouble::NotMysql("its login is none".to_owned()),
        },
        Error::Io(IoError::Io(cause)) if is_unfit(cause) => {
            Trouble::NotMysql("its login is none".to_owned())
        }
        Error::Io(IoError::Io(cause)) => of_greeting(cause),
        Error::Io(IoError::Tls(_)) | Error::Other(_) | Error::Url(_) => {
            Trouble::NotMysql("its login is none".to_owned())
        }
    }
}

/// Whether the library makes nothing of a packet: such errors are of its own
/// making, and but for one by their words alone told from those of the network.
fn is_unfit(cause: &io::Error) -> bool {
    let own = cause.get_ref().map(ToString::to_string);
    own.is_some_and(|words| words != "connection closed")
}

/// What an error after the login means, when the connection went with it.
pub(super) fn while_asking(error: &Error) -> Trouble {
    match error {
        Error::Server(said) if is_apart(said) => Trouble::NotReady(one_line(&said.message)),
        Error::Server(said) => Trouble::Died(one_line(&said.message)),
        Error::Io(IoError::Io(cause)) if !is_unfit(cause) => {
            Trouble::Died(one_line(&cause.to_string()))
        }
        Error::Driver(DriverError::ConnectionClosed) => {
            Trouble::Died("the connection is closed".to_owned())
        }
        Error::Driver(_) | Error::Io(_) | Error::Other(_) | Error::Url(_) => {
            Trouble::NotMysql("its answers do not fit the questions".to_owned())
        }
    }
}

/// Whether a node of Galera is in no majority of its cluster, and takes no statements
/// until it is (`WSREP has not yet prepared node for application use`).
fn is_apart(said: &ServerError) -> bool {
    /// `ER_UNKNOWN_COM_ERROR`, which says other things too.
    const UNKNOWN_COMMAND: u16 = 1047;
    said.code == UNKNOWN_COMMAND && said.message.starts_with("WSREP")
}

/// Whether the connection is gone with an error, or of no use for now: of the server's
/// own, with those of a shutdown, of a session that was ended and of a node apart.
pub(super) fn is_fatal(error: &Error) -> bool {
    match error {
        Error::Server(said) => matches!(said.code, 1053 | 1927 | 3169 | 4031) || is_apart(said),
        Error::Driver(_) | Error::Io(_) | Error::Other(_) | Error::Url(_) => true,
    }
}

/// Whether it is a right that is missing.
pub(super) const fn is_right(said: &ServerError) -> bool {
    matches!(said.code, 1044 | 1142 | 1143 | 1227 | 1370)
}

/// Whether it is not refused but switched off: there is nothing to answer with.
pub(super) const fn is_off(said: &ServerError) -> bool {
    /// `ER_NO_BINARY_LOGGING`.
    const NO_BINARY_LOGGING: u16 = 1381;
    said.code == NO_BINARY_LOGGING
}

/// Error numbers: `MySQL` and `MariaDB` manuals, "Server Error Reference".
fn refused(said: &ServerError) -> Trouble {
    let message = one_line(&said.message);
    match said.code {
        1040 | 1203 | 1226 => Trouble::NoSlot(message),
        1044 | 1049 => Trouble::NoDatabase(message),
        1129 => Trouble::Blocked(message),
        // Wrong, unknown, locked or expired accounts; hosts and plugins not allowed.
        1045 | 1130 | 1251 | 1275 | 1524 | 1698 | 1820 | 1862 | 3118 | 4151 => {
            Trouble::Login(message)
        }
        1053 => Trouble::NotReady(message),
        3159 => Trouble::Tls(format!("{message}: use ssl-mode=REQUIRED")),
        _ => Trouble::Server(message),
    }
}

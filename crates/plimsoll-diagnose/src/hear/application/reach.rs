//! Whether the database could be reached, in the words of sockets: the C library's
//! (Python, PHP, Ruby, Java pass them on), Go's, Node's. Any peer may be meant, so
//! the database has to be named.

use super::named::is_of_database;
use crate::hear::Phrase;
use crate::record::Record;
use crate::signal::{ClientSignal, Said};

/// A phrase about reaching a database, or a session with it.
macro_rules! reaching {
    ($needle:literal, $said:expr) => {
        Phrase {
            needle: $needle,
            read: |record| is_of_database(record).then_some(crate::signal::Said::Client($said)),
        }
    };
}

const TIMEOUT: ClientSignal = ClientSignal::Unreachable { why: "timeout" };
const NO_ROUTE: ClientSignal = ClientSignal::Unreachable { why: "no route" };
const NO_NAME: ClientSignal = ClientSignal::Unreachable { why: "name" };

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    Phrase {
        needle: "t connect to MySQL server",
        read: mysql,
    },
    Phrase {
        needle: "t connect to local MySQL server",
        read: mysql,
    },
    Phrase {
        needle: "t connect to local server through socket",
        read: mysql,
    },
    Phrase {
        needle: "t connect to server on",
        read: mysql,
    },
    reaching!("Connection refused", ClientSignal::Refused),
    reaching!("connection refused", ClientSignal::Refused),
    reaching!("ECONNREFUSED", ClientSignal::Refused),
    reaching!(
        "accepting connections on that socket",
        ClientSignal::Refused
    ),
    reaching!("i/o timeout", TIMEOUT),
    reaching!("ETIMEDOUT", TIMEOUT),
    reaching!("Connection timed out", TIMEOUT),
    reaching!("onnect timed out", TIMEOUT),
    reaching!("timeout expired", TIMEOUT),
    reaching!("no route to host", NO_ROUTE),
    reaching!("No route to host", NO_ROUTE),
    reaching!("EHOSTUNREACH", NO_ROUTE),
    reaching!("etwork is unreachable", NO_ROUTE),
    reaching!("could not translate host name", NO_NAME),
    reaching!("Name or service not known", NO_NAME),
    reaching!("emporary failure in name resolution", NO_NAME),
    reaching!("ENOTFOUND", NO_NAME),
    reaching!("EAI_AGAIN", NO_NAME),
    reaching!("no such host", NO_NAME),
    reaching!("UnknownHostException", NO_NAME),
    reaching!("ECONNRESET", ClientSignal::Cut),
    reaching!("onnection reset by peer", ClientSignal::Cut),
    // pgjdbc, org/postgresql/jdbc/PgConnection.java: of a session that broke before.
    reaching!("This connection has been closed", ClientSignal::Cut),
    reaching!("roken pipe", ClientSignal::Cut),
];

/// `Can't connect to MySQL server on 'db' (111)`: the number is the system's, of
/// Linux, macOS or Windows (libmysql/errmsg.c, `CR_CONN_HOST_ERROR`).
fn mysql(record: &Record<'_>) -> Option<Said> {
    let text = &record.message;
    let at = text.find("t connect to")?;
    let numbers = text[at..].split('(').skip(1).filter_map(|it| {
        let end = it.find(|c: char| !c.is_ascii_digit())?;
        it[..end].parse::<u32>().ok()
    });
    let said = match numbers.last() {
        Some(110 | 60 | 10060 | 115 | 4) => TIMEOUT,
        Some(113 | 65 | 101 | 10065) => NO_ROUTE,
        _ => ClientSignal::Refused,
    };
    Some(Said::Client(said))
}

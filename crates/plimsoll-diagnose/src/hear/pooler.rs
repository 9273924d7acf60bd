//! What poolers say: `PgBouncer` (src/objects.c, src/client.c, src/server.c),
//! `ProxySQL` (`lib/MySQL_HostGroups_Manager.cpp`).

use super::phrase::plainly;
use super::{Phrase, refusals};
use crate::record::Record;
use crate::signal::{ClientSignal, Said};

/// Its wordings: what the server told before what the pooler makes of it.
pub(super) static PHRASES: &[&[Phrase]] = &[refusals::PHRASES, OWN];

/// What poolers say themselves.
static OWN: &[Phrase] = &[
    plainly!("no more connections allowed", ClientSignal::PoolExhausted),
    plainly!("query_wait_timeout", ClientSignal::PoolExhausted),
    plainly!(
        "Max connect timeout reached while reaching hostgroup",
        ClientSignal::PoolExhausted
    ),
    Phrase {
        needle: "server_login_retry",
        read: failing,
    },
    plainly!("server conn crashed?", ClientSignal::Cut),
    plainly!("Detected a broken connection", ClientSignal::Cut),
    plainly!(
        "connect timeout",
        ClientSignal::Unreachable { why: "timeout" }
    ),
    plainly!(
        "DNS lookup failed",
        ClientSignal::Unreachable { why: "name" }
    ),
    plainly!("Connection refused", ClientSignal::Refused),
    plainly!("connect failed", ClientSignal::Refused),
    Phrase {
        needle: "Shunning server ",
        read: shunned,
    },
    plainly!("process up: ", ClientSignal::Started),
];

/// `server login has been failing, cached error: … (server_login_retry)`: a
/// password that is wrong is no database that is gone.
pub(super) fn failing(record: &Record<'_>) -> Option<Said> {
    const REFUSED: [&str; 4] = [
        "authentication",
        "pg_hba",
        "does not exist",
        "Access denied",
    ];
    let is_refused = REFUSED.iter().any(|words| record.message.contains(words));
    (!is_refused).then_some(Said::Client(ClientSignal::DatabaseUnavailable))
}

/// `Shunning server 10.0.0.5:3306 with 5 errors/sec`.
fn shunned(record: &Record<'_>) -> Option<Said> {
    let (_, behind) = record.message.split_once("Shunning server ")?;
    let backend = behind.split(' ').next()?;
    let is_short = backend.len() <= 128;
    is_short.then(|| {
        Said::Client(ClientSignal::BackendDown {
            backend: backend.to_owned(),
        })
    })
}

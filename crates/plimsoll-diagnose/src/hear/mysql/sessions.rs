//! Sessions: slots, accounts' limits, logins (sql/share/errmsg-utf8.txt,
//! `sql/sql_connect.cc`, sql/auth of either).

use crate::hear::Phrase;
use crate::hear::forms::holds;
use crate::record::Record;
use crate::signal::{ServerSignal, Slots};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    holds!("Too many connections" => ServerSignal::NoSlotsLeft(Slots::All)),
    holds!("more than 'max_user_connections' active connections"
        => ServerSignal::NoSlotsLeft(Slots::OfRole)),
    holds!("has exceeded the 'max_" => ServerSignal::NoSlotsLeft(Slots::OfRole)),
    holds!("is blocked because of many connection errors" => ServerSignal::HostBlocked),
    holds!("Access denied for user ", |it| refused(it)),
    // Both a client that hung up and one that could not log in.
    holds!("Aborted connection ", aborted),
    // The thread that sends the binary log to a replica says so without it.
    holds!("Got an error writing communication packets" => ServerSignal::ClientLost),
];

fn refused(record: &Record<'_>) -> Option<ServerSignal> {
    let is_own = record.message.starts_with("Access denied for user ");
    let why = if record.message.contains("to database") {
        "database"
    } else {
        "password"
    };
    is_own.then(|| ServerSignal::LoginRefused {
        why: why.to_owned(),
    })
}

fn aborted(record: &Record<'_>) -> Option<ServerSignal> {
    const LOST: [&str; 4] = [
        "Got an error reading communication packets",
        "Got an error writing communication packets",
        "Got timeout reading communication packets",
        "Got timeout writing communication packets",
    ];
    // MariaDB closes with `ER_OUT_OF_RESOURCES` whom it could make no thread for
    // (sql/mysqld.cc, `create_thread_to_handle_connection`).
    if record.message.contains("user: 'unauthenticated'")
        && record.message.contains("(Out of memory")
    {
        return Some(ServerSignal::SessionNotBegun);
    }
    let is_lost = LOST.iter().any(|words| record.message.contains(words));
    is_lost.then_some(ServerSignal::ClientLost)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_vague};
    use crate::signal::ServerSignal::{
        ClientLost, HostBlocked, LoginRefused, NoSlotsLeft, SessionNotBegun,
    };
    use crate::signal::Slots;

    #[test]
    fn sessions() {
        assert_heard(&[
            ("Too many connections", NoSlotsLeft(Slots::All)),
            (
                "User app already has more than 'max_user_connections' active connections",
                NoSlotsLeft(Slots::OfRole),
            ),
            (
                "Host '10.0.0.7' is blocked because of many connection errors; unblock with 'mysqladmin flush-hosts'",
                HostBlocked,
            ),
            (
                "Access denied for user 'app'@'10.0.0.7' (using password: YES)",
                LoginRefused {
                    why: "password".into(),
                },
            ),
            (
                "Aborted connection 7 to db: 'shop' user: 'app' host: '10.0.0.7' (Got timeout reading communication packets)",
                ClientLost,
            ),
            (
                "Aborted connection 51 to db: 'unconnected' user: 'unauthenticated' host: 'connecting host' (Out of memory.)",
                SessionNotBegun,
            ),
            (
                "mariadbd: Got an error writing communication packets",
                ClientLost,
            ),
        ]);
    }

    #[test]
    fn words_that_look_alike() {
        assert_vague(&[
            "Aborted connection 7 to db: 'shop' user: 'app' host: 'x' (KILLED)",
            "IP address '10.0.0.7' could not be resolved: Name or service not known",
        ]);
    }
}

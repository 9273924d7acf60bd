//! What the SQLSTATE alone tells, where no wording is known: translated messages
//! (`lc_messages`). Files, parameters and functions keep their names in every
//! language (src/backend/utils/errcodes.txt).

use super::{disk, locks};
use crate::record::{Level, Record};
use crate::signal::{Replication, Said, ServerSignal, Slots};

/// Codes as they stand in the file, where its format has them.
pub(super) static LITERALS: &[&str] = &[
    "08006", "28000", "28P01", "40P01", "53100", "53200", "53300", "53400", "57P01", "57P02",
    "57P03", "57P05", "58030", "XX001", "XX002",
];

/// What an entry says by its code.
pub(super) fn said(record: &Record<'_>) -> Option<Said> {
    let is_fatal = record.level == Level::Fatal;
    let said = match record.code.as_deref()? {
        // Of a stream it is an end, of a client a note.
        "08006" if record.level == Level::Note => ServerSignal::ClientLost,
        "28000" | "28P01" if is_fatal => login("authentication failed"),
        "40P01" => ServerSignal::Deadlock,
        "53100" => ServerSignal::DiskFull(disk::place(&record.message)),
        "53200" => memory(record),
        "53300" => slots(record),
        "53400" if record.message.contains("temp_file_limit") => {
            let why = "temp_file_limit".to_owned();
            ServerSignal::StatementCancelled { why }
        }
        "57P01" => ended("administrator command"),
        "57P02" => ServerSignal::SessionsCut,
        "57P03" if is_fatal => login("not accepting connections"),
        "57P05" => ended("idle_session_timeout"),
        "58030" => ServerSignal::DiskFault { path: None },
        "XX001" | "XX002" => ServerSignal::Corrupt { path: None },
        _ => return None,
    };
    Some(Said::Server(said))
}

fn login(why: &str) -> ServerSignal {
    let why = why.to_owned();
    ServerSignal::LoginRefused { why }
}

fn ended(why: &str) -> ServerSignal {
    let why = why.to_owned();
    ServerSignal::SessionEnded { why }
}

/// A full table of locks has the code of memory; its hint names the parameter.
fn memory(record: &Record<'_>) -> ServerSignal {
    match locks::parameter(&record.added) {
        Some(parameter) => ServerSignal::LockTableFull {
            parameter: Some(parameter),
        },
        None => ServerSignal::AllocationFailed {
            bytes: None,
            what: None,
            statement: None,
        },
    }
}

/// Of the messages with this code only those of a role and of a database hold
/// another's name, in the language's own quotes.
fn slots(record: &Record<'_>) -> ServerSignal {
    const QUOTES: [char; 8] = ['"', '«', '»', '„', '“', '”', '「', '“'];
    if record.message.contains("max_wal_senders") {
        let parameter = Some("max_wal_senders");
        return ServerSignal::Replication(Replication::NoSender { parameter });
    }
    let is_reserved = ["SUPERUSER", "pg_use_reserved_connections"];
    ServerSignal::NoSlotsLeft(
        if is_reserved.iter().any(|it| record.message.contains(it)) {
            Slots::AllButReserved
        } else if record.message.contains(QUOTES) {
            Slots::OfRole
        } else {
            Slots::All
        },
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::heard_with_code;
    use crate::signal::ServerSignal::{
        AllocationFailed, DiskFull, LockTableFull, NoSlotsLeft, SessionsCut,
    };
    use crate::signal::{DiskFull as Full, ServerSignal, Slots};

    #[test]
    fn translated_messages_are_heard_by_their_code() {
        let failed = AllocationFailed {
            bytes: None,
            what: None,
            statement: None,
        };
        let parameter = Some("max_locks_per_transaction");
        let table: [(&str, &str, ServerSignal); 7] = [
            ("53200", "ERROR:  Speicher aufgebraucht", failed),
            (
                "53200",
                "ERROR:  Shared Memory aufgebraucht\nTIPP:  Sie müssen möglicherweise max_locks_per_transaction erhöhen.",
                LockTableFull { parameter },
            ),
            (
                "53300",
                "FATAL:  tut mir leid, schon zu viele Verbindungen",
                NoSlotsLeft(Slots::All),
            ),
            (
                "53300",
                "FATAL:  zu viele Verbindungen von Rolle »app«",
                NoSlotsLeft(Slots::OfRole),
            ),
            (
                "53300",
                "FATAL:  die verbleibenden Verbindungen sind für Rollen mit dem SUPERUSER-Attribut reserviert",
                NoSlotsLeft(Slots::AllButReserved),
            ),
            (
                "53100",
                "ERROR:  konnte Datei »base/16384/16385« nicht erweitern: Auf dem Gerät ist kein Speicherplatz mehr verfügbar",
                DiskFull(Full::Data),
            ),
            ("57P02", "WARNING:  breche Verbindung ab", SessionsCut),
        ];
        for (code, entry, said) in table {
            assert_eq!(heard_with_code(entry, code), [said], "{entry}");
        }
    }

    #[test]
    fn a_phrase_comes_before_its_code() {
        let entry = "FATAL:  too many connections for role app";
        assert_eq!(
            heard_with_code(entry, "53300"),
            [NoSlotsLeft(Slots::OfRole)]
        );
        assert_eq!(heard_with_code("ERROR:  division by zero", "22012"), []);
    }
}

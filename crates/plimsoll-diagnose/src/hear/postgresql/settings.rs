//! Parameters and configuration files that a start is refused for
//! (src/backend/utils/misc/guc.c, guc-file.l, src/backend/postmaster/postmaster.c,
//! src/backend/replication/slot.c). At a reload the server says the same
//! words: the listener tells the two apart.

use super::start::{fatal, parameter, refuses};
use super::words::{after, name, quoted};
use crate::hear::Phrase;
use crate::hear::forms::{begins, holds};
use crate::record::{Level, Record};
use crate::signal::{ServerSignal, StartRefusal};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    begins!("unrecognized configuration parameter ", |it| {
        let parameter = name(&it.message)?;
        of_a_file(it, StartRefusal::UnknownParameter { parameter })
    }),
    begins!("invalid value for parameter ", value),
    holds!(" requires a Boolean value", value),
    holds!(" requires an integer value", value),
    holds!(" requires a numeric value", value),
    holds!(" is outside the valid range for parameter ", |it| {
        let (_, named) = it.message.split_once(" is outside the valid range")?;
        of_a_file(it, parameter(quoted(named)?))
    }),
    begins!("syntax error in file ", |it| of_a_file(
        it,
        StartRefusal::ConfigFile
    )),
    begins!("could not open configuration file ", |it| {
        of_a_file(it, StartRefusal::ConfigFile)
    }),
    begins!("configuration file ", contains_errors),
    // pg_hba.conf and pg_ident.conf; from 16 on by their paths.
    begins!("could not load ", |it| {
        let is_file = !it.message.contains('"') && it.message.ends_with(".conf");
        let why = of_clients(&it.message).map_or(StartRefusal::ConfigFile, parameter);
        is_file.then(|| fatal(it, why)).flatten()
    }),
    refuses!("WAL archival cannot be enabled when " => parameter("wal_level")),
    refuses!("WAL streaming (" => parameter("wal_level")),
    refuses!("WAL cannot be summarized when " => parameter("wal_level")),
    // `… replication slot "s" exists, but wal_level < replica`.
    holds!(" exists, but ", |it| {
        let is_slot = it.message.contains("replication slot ") && it.message.contains("wal_level");
        is_slot.then(|| fatal(it, parameter("wal_level"))).flatten()
    }),
    refuses!("too many replication slots active before shutdown" => parameter("max_replication_slots")),
];

/// The parameter that names a file of rules for clients: which line of it is wrong stands
/// in a note before.
fn of_clients(message: &str) -> Option<&'static str> {
    const FILES: [(&str, &str); 2] = [("hba", "hba_file"), ("ident", "ident_file")];
    let file = message.rsplit(['/', ' ']).next()?;
    let known = FILES.iter().find(|(words, _)| file.contains(words));
    known.map(|(_, parameter)| *parameter)
}

/// A file's or an argument's, not that of a statement or of a database's settings.
fn of_a_file(record: &Record<'_>, why: StartRefusal) -> Option<ServerSignal> {
    let is_servers = matches!(record.level, Level::Note | Level::Fatal);
    is_servers.then_some(ServerSignal::StartRefused(why))
}

/// `invalid value for parameter "x": "y"`, `parameter "x" requires a Boolean value`.
fn value(record: &Record<'_>) -> Option<ServerSignal> {
    let is_own = record.message.starts_with("parameter ")
        || record.message.starts_with("invalid value for parameter ");
    let named = quoted(&record.message).filter(|_| is_own)?;
    of_a_file(record, parameter(named))
}

fn contains_errors(record: &Record<'_>) -> Option<ServerSignal> {
    let errors = after(&record.message, " contains errors")?;
    if errors.contains("changes were applied") {
        return Some(ServerSignal::ReloadRefused);
    }
    fatal(record, StartRefusal::ConfigFile)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::{ReloadRefused, StartRefused};
    use crate::signal::StartRefusal;

    #[test]
    fn parameters_of_the_command_line() {
        let parameter = |name: &str| {
            let parameter = name.to_owned();
            StartRefused(StartRefusal::Parameter { parameter })
        };
        let unknown = "shared_bufers".to_owned();
        let unknown = StartRefusal::UnknownParameter { parameter: unknown };
        assert_heard(&[
            (
                "FATAL:  unrecognized configuration parameter \"shared_bufers\"",
                StartRefused(unknown),
            ),
            (
                "FATAL:  8 is outside the valid range for parameter \"shared_buffers\" (16 .. 1073741823)",
                parameter("shared_buffers"),
            ),
            (
                "FATAL:  1 8kB is outside the valid range for parameter \"shared_buffers\" (16 8kB .. 1073741823 8kB)",
                parameter("shared_buffers"),
            ),
            (
                "FATAL:  parameter \"fsync\" requires a Boolean value",
                parameter("fsync"),
            ),
            (
                "FATAL:  invalid value for parameter \"work_mem\": \"4XB\"",
                parameter("work_mem"),
            ),
            (
                "FATAL:  WAL streaming (\"max_wal_senders\" > 0) requires \"wal_level\" to be \"replica\" or \"logical\"",
                parameter("wal_level"),
            ),
            (
                "FATAL:  logical replication slot \"s\" exists, but wal_level < logical",
                parameter("wal_level"),
            ),
            (
                "FATAL:  too many replication slots active before shutdown\nHINT:  Increase max_replication_slots and try again.",
                parameter("max_replication_slots"),
            ),
        ]);
    }

    #[test]
    fn files() {
        let file = || StartRefused(StartRefusal::ConfigFile);
        let parameter = |name: &str| {
            let parameter = name.to_owned();
            StartRefused(StartRefusal::Parameter { parameter })
        };
        assert_heard(&[
            (
                "FATAL:  configuration file \"/data/postgresql.conf\" contains errors",
                file(),
            ),
            ("FATAL:  could not load pg_hba.conf", parameter("hba_file")),
            (
                "FATAL:  could not load /data/pg_hba.conf",
                parameter("hba_file"),
            ),
            (
                "FATAL:  could not load /data/pg_ident.conf",
                parameter("ident_file"),
            ),
            ("FATAL:  could not load /data/other.conf", file()),
            (
                "LOG:  configuration file \"/data/postgresql.conf\" contains errors; no changes were applied",
                ReloadRefused,
            ),
        ]);
    }

    #[test]
    fn what_a_session_sets_refuses_no_start() {
        assert_unheard(&[
            "ERROR:  unrecognized configuration parameter \"app.tenant\"",
            "ERROR:  invalid value for parameter \"work_mem\": \"4XB\"",
            "WARNING:  invalid value for parameter \"search_path\": \"x\"",
            "ERROR:  8 is outside the valid range for parameter \"work_mem\" (64 .. 2147483647)",
        ]);
    }
}

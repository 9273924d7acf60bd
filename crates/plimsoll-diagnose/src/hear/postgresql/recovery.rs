//! Recoveries and standbys that cannot go on as configured
//! (src/backend/access/transam/xlog.c; xlogrecovery.c from 15 on).

use super::start::{fatal, parameter, refuses};
use super::words::after;
use crate::hear::Phrase;
use crate::hear::forms::{begins, holds};
use crate::record::{Level, Record};
use crate::signal::{FileFault, ServerSignal, StartRefusal};

/// Its wordings. What is damaged is of another subject.
pub(super) static PHRASES: &[Phrase] = &[
    refuses!("using recovery command file " => StartRefusal::ConfigFile),
    // The parameter stands before it, from 17 on in quotes.
    holds!(" when standby mode is not enabled", |it| {
        let is_own = it.message.starts_with("must specify ");
        is_own
            .then(|| fatal(it, parameter("restore_command")))
            .flatten()
    }),
    refuses!("WAL was generated with " => parameter("wal_level")),
    begins!(
        "recovery aborted because of insufficient parameter settings",
        below_primary
    ),
    begins!("hot standby is not possible because ", below_primary),
    refuses!("recovery ended before configured recovery target" => StartRefusal::Other),
    begins!("required WAL directory ", |it| {
        let path = super::words::name(&it.message);
        fatal(it, StartRefusal::File(FileFault::Missing { path }))
    }),
];

/// 12 and 13 in the message (`because max_connections = 50 is a lower setting than
/// on the master server …`, or for `wal_level`), from 14 on in the detail; from 14
/// on the standby first pauses with a warning.
fn below_primary(record: &Record<'_>) -> Option<ServerSignal> {
    if record.level < Level::Warning {
        return None;
    }
    let in_message = after(&record.message, "not possible because ").unwrap_or_default();
    if in_message.starts_with("wal_level") {
        return fatal(record, parameter("wal_level"));
    }
    let told = [in_message, record.added("DETAIL").unwrap_or_default()];
    let named = told.iter().find_map(|text| {
        let (parameter, _) = text.split_once(" = ")?;
        (!parameter.contains(' ')).then_some(parameter)
    });
    let parameter = named?.to_owned();
    let why = StartRefusal::BelowPrimary { parameter };
    Some(ServerSignal::StartRefused(why))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard};
    use crate::signal::ServerSignal::StartRefused;
    use crate::signal::StartRefusal;

    #[test]
    fn standbys_below_their_primary() {
        let below = |name: &str| {
            let parameter = name.to_owned();
            StartRefused(StartRefusal::BelowPrimary { parameter })
        };
        assert_heard(&[
            (
                "FATAL:  hot standby is not possible because max_connections = 50 is a lower setting than on the master server (its value was 100)",
                below("max_connections"),
            ),
            (
                "WARNING:  hot standby is not possible because of insufficient parameter settings\nDETAIL:  max_worker_processes = 4 is a lower setting than on the primary server, where its value was 8.",
                below("max_worker_processes"),
            ),
            (
                "FATAL:  recovery aborted because of insufficient parameter settings\nDETAIL:  max_wal_senders = 5 is a lower setting than on the primary server, where its value was 10.",
                below("max_wal_senders"),
            ),
        ]);
    }

    #[test]
    fn recoveries() {
        let parameter = |name: &str| {
            let parameter = name.to_owned();
            StartRefused(StartRefusal::Parameter { parameter })
        };
        assert_heard(&[
            (
                "FATAL:  using recovery command file \"recovery.conf\" is not supported",
                StartRefused(StartRefusal::ConfigFile),
            ),
            (
                "FATAL:  must specify restore_command when standby mode is not enabled",
                parameter("restore_command"),
            ),
            (
                "FATAL:  must specify \"restore_command\" when standby mode is not enabled",
                parameter("restore_command"),
            ),
            (
                "FATAL:  WAL was generated with \"wal_level=minimal\", cannot continue recovering",
                parameter("wal_level"),
            ),
        ]);
        assert_unheard(&[
            "WARNING:  WAL was generated with wal_level=minimal, data may be missing",
        ]);
    }
}

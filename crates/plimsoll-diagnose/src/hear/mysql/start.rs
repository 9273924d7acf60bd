//! Starts refused for an address or another server, and the words a start ends
//! with whatever the reason (sql/mysqld.cc, `sql/conn_handler/socket_connection.cc`,
//! sql/dd of either, storage/innobase/os/os0file.cc).

use super::words::after;
use crate::hear::Phrase;
use crate::hear::forms::holds;
use crate::record::{Level, Record};
use crate::signal::{ServerSignal, StartRefusal};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    holds!("Bind on TCP/IP port: Address already in use" => refused(StartRefusal::AddressInUse)),
    holds!("Bind on TCP/IP port. Got error: 98" => refused(StartRefusal::AddressInUse)),
    holds!("Do you already have another mysqld server running on " => refused(StartRefusal::AddressInUse)),
    holds!("Do you already have another server running on " => refused(StartRefusal::AddressInUse)),
    holds!("Another process is already listening on the socket file " => refused(StartRefusal::AddressInUse)),
    holds!("Another process with pid " => refused(StartRefusal::AlreadyRunning)),
    holds!("Bind on TCP/IP port", |it| {
        let is_absent = it.message.contains("Cannot assign requested address");
        let parameter = "bind_address".to_owned();
        is_absent.then_some(refused(StartRefusal::Parameter { parameter }))
    }),
    holds!("Unable to lock ./", |it| error(
        it,
        StartRefusal::AlreadyRunning
    )),
    holds!("Can't lock aria control file ", |it| {
        error(it, StartRefusal::AlreadyRunning)
    }),
    holds!("Unknown/unsupported storage engine: ", engine),
    // The end of any start: why stands before it.
    holds!("Plugin initialization aborted ", ended),
    holds!("Cannot initialize AIO sub", ended),
    holds!("InnoDB Database creation was aborted", ended),
    holds!("Plugin 'InnoDB' init function returned error", ended),
    holds!(
        "Plugin 'InnoDB' registration as a STORAGE ENGINE failed",
        ended
    ),
    holds!("Failed to initialize builtin plugins", ended),
    holds!("Failed to initialize DD Storage Engine", ended),
    holds!("Data Dictionary initialization failed.", ended),
    holds!("Can't init databases", ended),
    holds!("Aborting", |it| {
        let is_end = it.message.trim_end() == "Aborting";
        is_end.then(|| ended(it)).flatten()
    }),
];

/// A start that is refused.
pub(super) const fn refused(why: StartRefusal) -> ServerSignal {
    ServerSignal::StartRefused(why)
}

/// As an error: with `loose_` before a name the same words are a warning, and
/// refuse nothing.
pub(super) fn error(record: &Record<'_>, why: StartRefusal) -> Option<ServerSignal> {
    (record.level >= Level::Error).then_some(refused(why))
}

fn ended(record: &Record<'_>) -> Option<ServerSignal> {
    error(record, StartRefusal::Other)
}

/// `InnoDB` is always there: where it is not, its own start failed.
fn engine(record: &Record<'_>) -> Option<ServerSignal> {
    if after(&record.message, "engine: ")?.starts_with("InnoDB") {
        return ended(record);
    }
    let parameter = "default_storage_engine".to_owned();
    error(record, StartRefusal::Parameter { parameter })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard_as_warning};
    use super::refused;
    use crate::signal::StartRefusal;

    #[test]
    fn addresses_and_other_servers() {
        let in_use = || refused(StartRefusal::AddressInUse);
        let parameter = |name: &str| {
            refused(StartRefusal::Parameter {
                parameter: name.into(),
            })
        };
        assert_heard(&[
            (
                "Can't start server: Bind on TCP/IP port: Address already in use",
                in_use(),
            ),
            (
                "Can't start server: Bind on TCP/IP port. Got error: 98: Address already in use",
                in_use(),
            ),
            (
                "Do you already have another mysqld server running on port: 3306 ?",
                in_use(),
            ),
            (
                "Can't start server: Bind on TCP/IP port: Cannot assign requested address",
                parameter("bind_address"),
            ),
            (
                "InnoDB: Unable to lock ./ibdata1 error: 11",
                refused(StartRefusal::AlreadyRunning),
            ),
        ]);
    }

    #[test]
    fn ends_of_starts() {
        let other = || refused(StartRefusal::Other);
        assert_heard(&[
            (
                "InnoDB: Plugin initialization aborted with error Generic error",
                other(),
            ),
            ("Failed to initialize DD Storage Engine", other()),
            ("Unknown/unsupported storage engine: InnoDB", other()),
            (
                "Unknown/unsupported storage engine: ROCKSDB",
                refused(StartRefusal::Parameter {
                    parameter: "default_storage_engine".into(),
                }),
            ),
            ("Aborting", other()),
        ]);
        assert_unheard_as_warning("Aborting slave SQL thread because of partial event read");
    }
}

//! Starts refused: parameters, an address, another server, memory, files
//! (sql/mysqld.cc, `mysys/my_getopt.cc`, storage/innobase/srv/srv0start.cc,
//! os/os0file.cc, fil/fil0fil.cc of either).

use super::holds;
use crate::hear::Phrase;
use crate::record::{Level, Record};
use crate::signal::{FileFault, ServerSignal, StartRefusal};

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    holds!("unknown variable '", |it| unknown(it, "unknown variable '")),
    holds!("unknown option '", |it| unknown(it, "unknown option '")),
    holds!("Error while setting value '", |it| {
        let (_, rest) = it.message.split_once("' to '")?;
        error(it, parameter(rest.split_once('\'')?.0))
    }),
    holds!("Bind on TCP/IP port: Address already in use" => refused(StartRefusal::AddressInUse)),
    holds!("Bind on TCP/IP port. Got error: 98" => refused(StartRefusal::AddressInUse)),
    holds!("Do you already have another mysqld server running on " => refused(StartRefusal::AddressInUse)),
    holds!("Do you already have another server running on " => refused(StartRefusal::AddressInUse)),
    holds!("Unable to lock ./", |it| error(
        it,
        StartRefusal::AlreadyRunning
    )),
    holds!("Cannot allocate memory for the buffer pool" => pool()),
    holds!("Cannot allocate memory for buffer pool" => pool()),
    holds!("Upgrade after a crash is not supported", |it| error(
        it,
        version()
    )),
    holds!("Invalid MySQL server downgrade: ", |it| error(
        it,
        version()
    )),
    holds!("Invalid MySQL server upgrade: ", |it| error(it, version())),
    holds!(
        "Different lower_case_table_names settings for server ",
        |it| { error(it, StartRefusal::File(FileFault::Shape)) }
    ),
    holds!("ib_logfile0 is of different size", |it| error(
        it,
        StartRefusal::File(FileFault::Shape)
    )),
    holds!("but the start-up parameter is innodb-page-size=" => refused(StartRefusal::File(FileFault::Shape))),
    holds!("Can't open and lock privilege tables: ", |it| {
        let path = Some("mysql".to_owned());
        error(it, StartRefusal::File(FileFault::Missing { path }))
    }),
];

const fn refused(why: StartRefusal) -> ServerSignal {
    ServerSignal::StartRefused(why)
}

const fn version() -> StartRefusal {
    StartRefusal::File(FileFault::Version { made_by: None })
}

const fn pool() -> ServerSignal {
    refused(StartRefusal::Memory {
        bytes: None,
        parameter: Some("innodb_buffer_pool_size"),
    })
}

/// With `loose_` before its name the same words are a warning, and refuse nothing.
fn error(record: &Record<'_>, why: StartRefusal) -> Option<ServerSignal> {
    (record.level >= Level::Error).then_some(refused(why))
}

fn parameter(written: &str) -> StartRefusal {
    StartRefusal::Parameter {
        parameter: name(written),
    }
}

/// `unknown variable 'innodb_bufer_pool_size=1G'`, `unknown option '--foo'`: the
/// value is not kept.
fn unknown(record: &Record<'_>, label: &str) -> Option<ServerSignal> {
    let (_, rest) = record.message.split_once(label)?;
    let written = rest.split(['=', '\'']).next()?;
    let parameter = name(written);
    error(record, StartRefusal::UnknownParameter { parameter })
}

fn name(written: &str) -> String {
    written.trim_start_matches('-').replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard, assert_unheard_as_warning};
    use super::{parameter, pool, refused, version};
    use crate::signal::{FileFault, StartRefusal};

    #[test]
    fn refusals() {
        let unknown = |name: &str| {
            refused(StartRefusal::UnknownParameter {
                parameter: name.into(),
            })
        };
        assert_heard(&[
            (
                "unknown variable 'innodb-bufer-pool-size=1G'.",
                unknown("innodb_bufer_pool_size"),
            ),
            ("/usr/sbin/mariadbd: unknown option '--foo'", unknown("foo")),
            (
                "/usr/sbin/mysqld: Error while setting value 'x' to 'sql_mode'.",
                refused(parameter("sql_mode")),
            ),
            (
                "Can't start server: Bind on TCP/IP port: Address already in use",
                refused(StartRefusal::AddressInUse),
            ),
            (
                "Can't start server: Bind on TCP/IP port. Got error: 98: Address already in use",
                refused(StartRefusal::AddressInUse),
            ),
            (
                "Do you already have another mysqld server running on port: 3306 ?",
                refused(StartRefusal::AddressInUse),
            ),
            (
                "InnoDB: Unable to lock ./ibdata1 error: 11",
                refused(StartRefusal::AlreadyRunning),
            ),
            ("InnoDB: Cannot allocate memory for the buffer pool", pool()),
            (
                "InnoDB: Upgrade after a crash is not supported. The redo log was created with MariaDB 10.6.4.",
                refused(version()),
            ),
            (
                "Invalid MySQL server downgrade: Cannot downgrade from 80403 to 80039.",
                refused(version()),
            ),
            (
                "Different lower_case_table_names settings for server ('1') and data dictionary ('0').",
                refused(StartRefusal::File(FileFault::Shape)),
            ),
        ]);
    }

    #[test]
    fn words_that_refuse_nothing() {
        assert_unheard_as_warning("unknown variable 'loose_foo=1'");
        assert_unheard(&["option 'max_connections': unsigned value 200000 adjusted to 100000."]);
    }
}

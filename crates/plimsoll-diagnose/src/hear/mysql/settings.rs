//! Parameters that a start is refused for (`mysys/my_getopt.cc`, sql/mysqld.cc of
//! either, `storage/innobase/handler/ha_innodb.cc`).

use super::start::{error, refused};
use super::words::{after, quoted};
use crate::hear::Phrase;
use crate::hear::forms::holds;
use crate::record::Record;
use crate::signal::{ServerSignal, StartRefusal};

/// Its wordings. A value that is only adjusted is a warning, and refuses nothing.
pub(super) static PHRASES: &[Phrase] = &[
    holds!("unknown variable '", |it| unknown(it, "unknown variable ")),
    holds!("unknown option '-", |it| unknown(it, "unknown option ")),
    holds!("Error while setting value '", |it| value(it, "' to ")),
    holds!("Unknown suffix '", |it| value(it, "used for variable ")),
    holds!("Incorrect unsigned value: '", |it| {
        let (_, written) = it.message.rsplit_once("' for ")?;
        error(it, parameter(written))
    }),
    holds!("Invalid decimal value for option '", |it| value(
        it,
        "for option "
    )),
    holds!("ambiguous option '--", |it| unknown(
        it,
        "ambiguous option "
    )),
    holds!("' requires an argument", |it| value(it, "option ")),
    holds!("unknown default time zone '", |it| {
        error(it, parameter("default_time_zone"))
    }),
    holds!("InnoDB: Invalid page size=", |it| {
        error(it, parameter("innodb_page_size"))
    }),
    holds!("Unable to parse innodb_data_file_path=", |it| {
        error(it, parameter("innodb_data_file_path"))
    }),
    holds!(
        "Cannot continue operation. The innodb_redo_log_capacity=",
        |it| { error(it, parameter("innodb_redo_log_capacity")) }
    ),
    holds!("You have enabled the binary log, but you haven't", |it| {
        error(it, parameter("server_id"))
    }),
    holds!("Failed to access directory for --secure-file-priv", |it| {
        error(it, parameter("secure_file_priv"))
    }),
    // `You need to use --log-bin to make --binlog-format work.`
    holds!("You need to use --log-bin to make ", |it| {
        error(it, parameter("log_bin"))
    }),
    holds!("Could not open required defaults file: ", |it| {
        error(it, StartRefusal::ConfigFile)
    }),
    holds!("Fatal error in defaults handling" => refused(StartRefusal::ConfigFile)),
    holds!("Found option without preceding group in config file" => refused(StartRefusal::ConfigFile)),
];

/// A start refused for a parameter's value.
fn parameter(written: &str) -> StartRefusal {
    let parameter = canonical(written);
    StartRefusal::Parameter { parameter }
}

/// The parameter stands in quotes behind `label`; the value is not kept.
fn value(record: &Record<'_>, label: &str) -> Option<ServerSignal> {
    error(record, parameter(quoted(&record.message, label)?))
}

/// `unknown variable 'innodb_bufer_pool_size=1G'`, `unknown option '--foo'`: the
/// value is not kept.
fn unknown(record: &Record<'_>, label: &str) -> Option<ServerSignal> {
    let rest = after(&record.message, label)?.strip_prefix('\'')?;
    let parameter = canonical(rest.split(['=', '\'']).next()?);
    error(record, StartRefusal::UnknownParameter { parameter })
}

fn canonical(written: &str) -> String {
    written.trim_start_matches('-').replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard_as_warning};
    use super::{parameter, refused};
    use crate::signal::StartRefusal;

    #[test]
    fn unknown_parameters() {
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
            ("/usr/sbin/mysqld: unknown option '-Z'.", unknown("Z")),
            (
                "/usr/sbin/mariadbd: ambiguous option '--slow' (slow_launch_time, slow_query_log)",
                unknown("slow"),
            ),
        ]);
    }

    #[test]
    fn values() {
        let of = |name: &str| refused(parameter(name));
        assert_heard(&[
            (
                "/usr/sbin/mysqld: Error while setting value 'x' to 'sql_mode'.",
                of("sql_mode"),
            ),
            (
                "Unknown suffix 'x' used for variable 'max-connections' (value '5x'). Legal suffix characters are: K, M, G, T, P, E",
                of("max_connections"),
            ),
            (
                "Incorrect unsigned value: 'abc' for max_connections",
                of("max_connections"),
            ),
            (
                "/usr/sbin/mysqld: option '--port' requires an argument.",
                of("port"),
            ),
            (
                "Fatal error: Illegal or unknown default time zone 'Mars/Base'",
                of("default_time_zone"),
            ),
            (
                "You have enabled the binary log, but you haven't provided the mandatory server-id. Please refer to the proper server start-up parameters documentation",
                of("server_id"),
            ),
            (
                "Failed to access directory for --secure-file-priv. Please make sure that directory exists and is accessible by MySQL Server. Supplied value : /srv/files",
                of("secure_file_priv"),
            ),
            (
                "Could not open required defaults file: /etc/mysql/my.cnf",
                refused(StartRefusal::ConfigFile),
            ),
        ]);
    }

    #[test]
    fn words_that_refuse_nothing() {
        assert_unheard_as_warning("unknown variable 'loose_foo=1'");
        assert_unheard_as_warning(
            "option 'max_connections': unsigned value 200000 adjusted to 100000.",
        );
    }
}

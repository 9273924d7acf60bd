//! Data that another version or another configuration made
//! (storage/innobase/fsp/fsp0file.cc, fsp/fsp0sysspace.cc, log/log0recv.cc,
//! srv/srv0start.cc of either, sql/dd/upgrade of `MySQL` 8.0 on).

use super::start::error;
use super::words::{after, number};
use crate::hear::Phrase;
use crate::hear::forms::holds;
use crate::record::Record;
use crate::signal::{FileFault, ServerSignal, StartRefusal};

/// A phrase of files that are not as this parameter says.
macro_rules! shaped {
    ($needle:literal => $parameter:literal) => {
        holds!($needle, |it| shape(it, Some($parameter)))
    };
}

/// Its wordings.
pub(super) static PHRASES: &[Phrase] = &[
    // Versions.
    holds!("Upgrade after a crash is not supported", version),
    holds!(
        "Upgrade is not supported after a crash or shutdown",
        version
    ),
    holds!("Downgrade after a crash is not supported", version),
    holds!("Unsupported redo log format", version),
    holds!("Invalid MySQL server downgrade: ", version),
    holds!("Invalid MySQL server upgrade: ", version),
    holds!("on data directory built by version ", version),
    holds!("Cannot upgrade format (v", version),
    holds!("upgrade from older version than MariaDB ", version),
    holds!("You must start up and shut down MariaDB ", version),
    // The flags of another engine's or a later version's format.
    holds!("Tablespace flags are invalid in datafile: ", version),
    holds!("InnoDB: Invalid flags 0x", version),
    // Configurations.
    shaped!("but the innodb_page_size start-up parameter is " => "innodb_page_size"),
    shaped!("but the start-up parameter is innodb-page-size=" => "innodb_page_size"),
    shaped!("' is of a different size " => "innodb_data_file_path"),
    shaped!("The tail of the system tablespace is missing" => "innodb_data_file_path"),
    shaped!("ib_logfile0 is of different size" => "innodb_log_file_size"),
    shaped!(" bytes than other log files " => "innodb_log_file_size"),
    shaped!("InnoDB: Expected to open " => "innodb_undo_tablespaces"),
    shaped!("Cannot change innodb_undo_tablespaces=" => "innodb_undo_tablespaces"),
    shaped!("Different lower_case_table_names settings for server " => "lower_case_table_names"),
    shaped!("The server option 'lower_case_table_names' is configured" => "lower_case_table_names"),
    holds!("Creating system tablespace with existing ", |it| shape(
        it, None
    )),
    // The redo log itself.
    holds!("InnoDB: No valid checkpoint was found", damaged),
    holds!("Invalid ib_logfile0 header block", damaged),
    holds!(
        "because data files are corrupt or the database was not shut down",
        damaged
    ),
    holds!(
        "Found existing redo log files, but at least one is missing",
        damaged
    ),
    holds!("Crash recovery failed. Either correct the problem", damaged),
    holds!("Bad magic header in tc log", damaged),
];

fn shape(record: &Record<'_>, parameter: Option<&'static str>) -> Option<ServerSignal> {
    error(record, StartRefusal::File(FileFault::Shape { parameter }))
}

fn damaged(record: &Record<'_>) -> Option<ServerSignal> {
    error(record, StartRefusal::Damaged)
}

fn version(record: &Record<'_>) -> Option<ServerSignal> {
    let made_by = made_by(&record.message);
    error(record, StartRefusal::File(FileFault::Version { made_by }))
}

/// `created with MariaDB 10.6.4.`; as a number `built by version 90704`, `Cannot
/// downgrade from 80403`.
fn made_by(text: &str) -> Option<String> {
    if let Some(rest) = after(text, "was created with ") {
        let words: Vec<&str> = rest.split([',', ' ']).take(2).collect();
        let maker = words.join(" ");
        return Some(maker.trim_end_matches('.').to_owned());
    }
    let labels = ["built by version ", "grade from ", "grade from '"];
    let number = labels.iter().find_map(|label| number(text, label))?;
    let of_series = |at: u64| (number / at) % 100;
    (number >= 50_000).then(|| format!("{}.{}.{}", of_series(10_000), of_series(100), of_series(1)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_heard, assert_unheard_as_warning};
    use crate::signal::ServerSignal::{self, StartRefused};
    use crate::signal::{FileFault, StartRefusal};

    fn version(made_by: Option<&str>) -> ServerSignal {
        let made_by = made_by.map(str::to_owned);
        StartRefused(StartRefusal::File(FileFault::Version { made_by }))
    }

    #[test]
    fn versions() {
        assert_heard(&[
            (
                "InnoDB: Upgrade after a crash is not supported. The redo log was created with MariaDB 10.6.4.",
                version(Some("MariaDB 10.6.4")),
            ),
            (
                "Upgrade is not supported after a crash or shutdown with innodb_fast_shutdown = 2. This redo log was created with MySQL 5.7.44, and it appears logically non empty.",
                version(Some("MySQL 5.7.44")),
            ),
            (
                "InnoDB: Unsupported redo log format. The redo log was created with MySQL 8.0.36. Please follow the instructions",
                version(Some("MySQL 8.0.36")),
            ),
            (
                "Cannot boot server version 80403 on data directory built by version 90704. Downgrade is not supported",
                version(Some("9.7.4")),
            ),
            (
                "Invalid MySQL server downgrade: Cannot downgrade from 80403 to 80039. Target MySQL server version is lower than the server downgrade threshold 80400.",
                version(Some("8.4.3")),
            ),
            (
                "Tablespace flags are invalid in datafile: ./ibdata1, Space ID:0, Flags: 21.",
                version(None),
            ),
            ("InnoDB: Invalid flags 0x4800 in ./ibdata1", version(None)),
        ]);
    }

    #[test]
    fn shapes() {
        let shape = |name: &'static str| {
            let parameter = Some(name);
            StartRefused(StartRefusal::File(FileFault::Shape { parameter }))
        };
        assert_heard(&[
            (
                "InnoDB: Data file './ibdata1' uses page size 16384, but the innodb_page_size start-up parameter is 8192",
                shape("innodb_page_size"),
            ),
            (
                "InnoDB: The Auto-extending data file './ibdata1' is of a different size 768 pages than specified by innodb_data_file_path",
                shape("innodb_data_file_path"),
            ),
            (
                "InnoDB: Log file ./ib_logfile1 is of different size 50331648 bytes than other log files 100663296 bytes!",
                shape("innodb_log_file_size"),
            ),
            (
                "Different lower_case_table_names settings for server ('1') and data dictionary ('0').",
                shape("lower_case_table_names"),
            ),
            (
                "InnoDB: Cannot change innodb_undo_tablespaces=3 because previous shutdown was not with innodb_fast_shutdown=0",
                shape("innodb_undo_tablespaces"),
            ),
        ]);
    }

    #[test]
    fn redo_logs() {
        let damaged = || StartRefused(StartRefusal::Damaged);
        assert_heard(&[
            (
                "Cannot create redo log files because data files are corrupt or the database was not shut down cleanly after creating the data files.",
                damaged(),
            ),
            (
                "InnoDB: No valid checkpoint was found; the log was created with MariaDB 10.11.8.",
                damaged(),
            ),
        ]);
        assert_unheard_as_warning("InnoDB: Cannot change innodb_undo_tablespaces=3 because x");
    }
}

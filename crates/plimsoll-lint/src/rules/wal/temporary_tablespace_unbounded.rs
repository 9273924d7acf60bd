//! A temporary tablespace that may take the whole disk.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// An `innodb_temp_data_file_path` that grows without a `max`.
    ///
    /// ## Why it matters
    ///
    /// In MySQL 5.7 and MariaDB, temporary tables on disk lie in this one file; in MySQL 8.0
    /// and later, what rolls them back. One query that sorts too much takes the disk, and the
    /// file shrinks at a restart only (MariaDB 11.3 and later can do it while running).
    ///
    /// ## Example
    ///
    /// `ibtmp1:12M:autoextend`, as built in.
    ///
    /// ## What to do instead
    ///
    /// `ibtmp1:12M:autoextend:max:20G`: the query fails and the server goes on.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "The Global Temporary Tablespace"
    TEMPORARY_TABLESPACE_UNBOUNDED {
        postgresql: None,
        mysql: Some("MY-WAL-010"),
        name: "temporary-tablespace-unbounded",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_temp_data_file_path";
    let path = input
        .settings
        .text(NAME)
        .unwrap_or_default()
        .to_ascii_lowercase();
    if !path.contains(":autoextend") || path.contains(":max:") {
        return Answer::QUIET;
    }
    Found::info("one query's temporary tables may take the whole disk")
        .blames(input, &[NAME])
        .into()
}

//! `innodb_data_file_path` that cannot grow: one day writes fail.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// An `innodb_data_file_path` whose last file does not grow (`autoextend` missing) or has
    /// a `max`.
    ///
    /// ## Why it matters
    ///
    /// The system tablespace holds the change buffer, in MySQL 5.7 and MariaDB before 11.4
    /// the undo logs too, and with `innodb_file_per_table = OFF` every table. When it is
    /// full, statements fail with "The table is full" although the disk has room, and the
    /// limit can only be raised with a restart.
    ///
    /// ## Example
    ///
    /// `innodb_data_file_path = ibdata1:1G:autoextend:max:2G`.
    ///
    /// ## What to do instead
    ///
    /// `ibdata1:12M:autoextend`, with the last file's present size in place of 12M, and an
    /// alert on the disk in place of the limit.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `innodb_data_file_path` and "The System Tablespace"
    SYSTEM_TABLESPACE_CAPPED {
        postgresql: None,
        mysql: Some("MY-DUR-011"),
        name: "system-tablespace-capped",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_data_file_path";
    let Some(path) = input.settings.text(NAME) else {
        return Answer::QUIET;
    };
    let last = path.rsplit(';').next().unwrap_or_default();
    let last = last.to_ascii_lowercase();
    if last.is_empty() || last.contains(":autoextend") && !last.contains(":max:") {
        return Answer::QUIET;
    }
    let message =
        "the system tablespace may not grow beyond a fixed size: once it is full, writes fail";
    // With a file for each table, little but undo and the change buffer grows in it.
    let holds_tables = input.settings.is_on("innodb_file_per_table") == Some(false);
    let found = if holds_tables {
        Found::warning(message)
    } else {
        Found::info(message)
    };
    found
        .blames(input, &[NAME])
        .weighs(input, "innodb_file_per_table")
        .into()
}

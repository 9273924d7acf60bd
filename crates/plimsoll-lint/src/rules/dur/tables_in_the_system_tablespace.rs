//! `innodb_file_per_table` off: space that is never given back.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_file_per_table = OFF`.
    ///
    /// ## Why it matters
    ///
    /// New tables are written into the system tablespace. Dropping, truncating or rebuilding
    /// one frees pages within the file and gives nothing back to the disk: when it fills up,
    /// nothing short of a dump and a new server makes it smaller. A single table cannot be
    /// moved, backed up or put back alone.
    ///
    /// ## Example
    ///
    /// `innodb_file_per_table = 0`, the built-in value of MySQL 5.5, kept since.
    ///
    /// ## What to do instead
    ///
    /// `innodb_file_per_table = ON`; `ALTER TABLE … ENGINE = InnoDB` moves a table out.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "File-Per-Table Tablespaces"
    TABLES_IN_THE_SYSTEM_TABLESPACE {
        postgresql: None,
        mysql: Some("MY-DUR-012"),
        name: "tables-in-the-system-tablespace",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_file_per_table";
    if input.settings.is_on(NAME) != Some(false) {
        return Answer::QUIET;
    }
    Found::info("tables share one file that never shrinks: a dropped table frees no disk")
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "ON")])
        .into()
}

//! Replication filters that ask which database was in use.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::is_galera_node;

rule! {
    /// ## What it finds
    ///
    /// `replicate_do_db`, `replicate_ignore_db`, `binlog_do_db` or `binlog_ignore_db` while
    /// statements may be logged (`binlog_format` STATEMENT or MIXED).
    ///
    /// ## Why it matters
    ///
    /// For a statement the filter asks for the database the session had chosen with USE, not
    /// for the table it names. `UPDATE shop.orders` from another database is left out, or
    /// taken in, against what the line says, and nobody is told. For rows the table's own
    /// database counts.
    ///
    /// ## Example
    ///
    /// `binlog_do_db = shop` on MariaDB, where MIXED is built in.
    ///
    /// ## What to do instead
    ///
    /// `binlog_format = ROW`, or filters that ask for tables (`replicate_wild_do_table =
    /// shop.%`).
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Evaluation of Database-Level Replication and Binary Logging Options"
    /// - MariaDB manual, "Replication Filters"
    FILTERS_BY_DEFAULT_DATABASE {
        postgresql: None,
        mysql: Some("MY-REPL-009"),
        name: "filters-by-default-database",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const FILTERS: &[&str] = &[
        "replicate_do_db",
        "replicate_ignore_db",
        "binlog_do_db",
        "binlog_ignore_db",
    ];
    let statements = input.is_one_of("binlog_format", &["STATEMENT", "MIXED"]);
    let set: Vec<&str> = FILTERS
        .iter()
        .copied()
        .filter(|name| input.is_set(name))
        .collect();
    let Some(first) = set.first().filter(|_| statements && !is_galera_node(input)) else {
        return Answer::QUIET;
    };
    let names = [set.as_slice(), &["binlog_format"]].concat();
    Found::warning(format!(
        "{first} asks which database was in use, not which table is changed: writes across databases are left out or taken in by mistake"
    ))
    .blames(input, &names)
    .into()
}

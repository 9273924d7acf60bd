//! A replica that clients may write to.

use plimsoll_model::{Confidence, Row};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::{is_galera_node, is_read_only};

rule! {
    /// ## What it finds
    ///
    /// A file that says it is a replica's (replication filters, `skip_replica_start`), or a
    /// running server that applies what a source sends, without `read_only`. A member of a
    /// group or of a cluster is told nothing for that.
    ///
    /// ## Why it matters
    ///
    /// A client that is sent to the wrong server, or a job that runs on both, writes here.
    /// The row is on no other server, and replication stops when the source's own row comes,
    /// or goes on and the two differ.
    ///
    /// ## Example
    ///
    /// `replicate_do_db = shop` and nothing of `read_only`.
    ///
    /// ## What to do instead
    ///
    /// `read_only = ON`, in MySQL `super_read_only = ON`, which binds administrators too.
    /// Replication itself is not bound by either.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `read_only`, `super_read_only`
    /// - MariaDB manual, `read_only`
    REPLICA_TAKES_WRITES {
        postgresql: None,
        mysql: Some("MY-REPL-011"),
        name: "replica-takes-writes",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const MARKS: &[&str] = &[
        "replicate_do_db",
        "replicate_ignore_db",
        "replicate_do_table",
        "replicate_ignore_table",
        "replicate_wild_do_table",
        "replicate_wild_ignore_table",
        "skip_replica_start",
        "skip_slave_start",
    ];
    if is_read_only(input) {
        return Answer::QUIET;
    }
    let found = match MARKS.iter().find(|name| input.is_set(name)) {
        Some(mark) => Found::info(format!(
            "{mark} says that this is a replica, and clients may write to it"
        ))
        .weighs(input, mark),
        None if applies(input) => {
            Found::info("this is a replica at work, and clients may write to it")
        }
        None => return Answer::QUIET,
    };
    found
        .sure(Confidence::Medium)
        .blames(input, &["read_only"])
        .into()
}

/// Whether it is seen to apply what another server sends. The channels of a
/// group run on the member that is to be written to as well.
fn applies(input: &Input<'_>) -> bool {
    let of_a_group = |name: &str| name.starts_with("group_replication_");
    let is_one = |row: Row<'_>| {
        row.is_on("sql_running") == Some(true) && !row.text("channel").is_some_and(of_a_group)
    };
    let seen = input.seen.filter(|_| !is_galera_node(input));
    seen.is_some_and(|seen| seen.snapshot.rows("replica").any(is_one))
}

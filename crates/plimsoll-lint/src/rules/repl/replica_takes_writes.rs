//! A replica that clients may write to.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::is_read_only;

rule! {
    /// ## What it finds
    ///
    /// A file that says it is a replica's (replication filters, `skip_replica_start`) without
    /// `read_only`.
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
    let mark = MARKS.iter().find(|name| input.is_set(name));
    let Some(mark) = mark.filter(|_| !is_read_only(input)) else {
        return Answer::QUIET;
    };
    Found::info(format!(
        "{mark} says that this is a replica, and clients may write to it"
    ))
    .sure(Confidence::Medium)
    .blames(input, &["read_only"])
    .weighs(input, mark)
    .into()
}

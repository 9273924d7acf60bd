//! `wsrep_on` without `wsrep_provider`: a node of no cluster.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::is_galera_node;

rule! {
    /// ## What it finds
    ///
    /// `wsrep_on = ON` while `wsrep_provider` is `none`.
    ///
    /// ## Why it matters
    ///
    /// The server starts and takes writes, and nothing is replicated: without the library
    /// there is no cluster. A balancer that only asks whether the server answers sends
    /// clients there.
    ///
    /// ## Example
    ///
    /// `wsrep_on = ON` in one file, `wsrep_provider` in another that was not copied.
    ///
    /// ## What to do instead
    ///
    /// `wsrep_provider` with the path of `libgalera_smm.so`, or `wsrep_on = OFF`.
    ///
    /// ## Sources
    ///
    /// - MariaDB manual, `wsrep_provider`
    /// - Seen on MariaDB 10.11 and 11.8: they start so
    GALERA_WITHOUT_PROVIDER {
        postgresql: None,
        mysql: Some("MY-REPL-019"),
        name: "galera-without-provider",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "wsrep_provider";
    if !is_galera_node(input) || !input.is_one_of(NAME, &["none", ""]) {
        return Answer::QUIET;
    }
    Found::warning(
        "wsrep_on is on and no provider is loaded: the server takes writes and replicates none",
    )
    .blames(input, &[NAME, "wsrep_on"])
    .into()
}

//! Commits confirmed by whoever receives WAL.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `synchronous_standby_names` with `*`.
    ///
    /// ## Why it matters
    ///
    /// Every receiver counts, also a delayed standby, one in another region, or
    /// `pg_receivewal --synchronous`. Which of them has the last transactions, and so can
    /// take over without a loss, is not known.
    ///
    /// ## Example
    ///
    /// `synchronous_standby_names = '*'`.
    ///
    /// ## What to do instead
    ///
    /// The names (`application_name` or `cluster_name`) of those that may take over.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Replication / Primary Server",
    ///   `synchronous_standby_names`
    ANY_RECEIVER_CONFIRMS_COMMITS {
        postgresql: Some("PG-REPL-004"),
        mysql: None,
        name: "any-receiver-confirms-commits",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "synchronous_standby_names";
    let any = input
        .text(name)
        .split(['(', ')', ',', ' '])
        .any(|word| word.trim_matches('"') == "*");
    if !any {
        return Answer::QUIET;
    }
    Found::info("any receiver may confirm a commit: which standby can take over without a loss is not known")
        .blames(input, &[name])
        .into()
}

//! Parallel replicas that commit in another order than their source.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `replica_preserve_commit_order = OFF` (`slave_preserve_commit_order`) with more than
    /// one worker.
    ///
    /// ## Why it matters
    ///
    /// Readers of the replica see states that the source never had: an order without its
    /// customer. After a crash there are gaps in what was applied, so that the position alone
    /// does not say where to go on, and a failover to it may lose what lies in the gaps.
    ///
    /// ## Example
    ///
    /// `slave_parallel_workers = 8` in MySQL 5.7, where the order is not kept unless set.
    ///
    /// ## What to do instead
    ///
    /// `replica_preserve_commit_order = ON`; in 5.7 with `slave_parallel_type =
    /// LOGICAL_CLOCK`, `log_bin` and `log_slave_updates`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `replica_preserve_commit_order`; "Replication and Transaction
    ///   Inconsistencies"
    COMMIT_ORDER_NOT_KEPT {
        postgresql: None,
        mysql: Some("MY-REPL-012"),
        name: "commit-order-not-kept",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let order = input.named(&[
        "replica_preserve_commit_order",
        "slave_preserve_commit_order",
    ]);
    let workers = input.named(&["replica_parallel_workers", "slave_parallel_workers"]);
    let (Some(order), Some(workers)) = (order, workers) else {
        return Answer::QUIET;
    };
    let parallel = input.settings.count(workers).is_some_and(|count| count > 1);
    let asked = input.is_set(order) || input.is_set(workers);
    if input.settings.is_on(order) != Some(false) || !parallel || !asked {
        return Answer::QUIET;
    }
    Found::info(
        "the replica commits in another order than its source: readers see states that never were",
    )
    .blames(input, &[order, workers])
    .into()
}

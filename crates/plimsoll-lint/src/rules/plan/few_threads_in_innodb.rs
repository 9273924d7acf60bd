//! `innodb_thread_concurrency` below the number of processors.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_thread_concurrency` above 0 and below the number of processors, or below 4
    /// where that is not known (MySQL).
    ///
    /// ## Why it matters
    ///
    /// So many sessions may be inside InnoDB at once; the others sleep and queue. Below the
    /// number of processors part of the machine stands idle however many wait. MariaDB
    /// ignores the parameter.
    ///
    /// ## Example
    ///
    /// `innodb_thread_concurrency = 2`, from a guide for two processors.
    ///
    /// ## What to do instead
    ///
    /// 0, without a limit, as built in.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Configuring Thread Concurrency for InnoDB"
    FEW_THREADS_IN_INNODB {
        postgresql: None,
        mysql: Some("MY-PLAN-007"),
        name: "few-threads-in-innodb",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_thread_concurrency";
    let threads = input.settings.count(NAME).unwrap_or(0);
    let cpus = input.facts.cpus.get().map_or(4, |cpus| u64::from(*cpus));
    if threads == 0 || threads >= cpus {
        return Answer::QUIET;
    }
    let found = Found::info(format!(
        "only {threads} sessions work inside InnoDB at once; the others queue"
    ))
    .blames(input, &[NAME]);
    match input.facts.cpus.source() {
        Some(source) => found.fact("cpus", cpus.to_string(), source).into(),
        None => found.sure(Confidence::Medium).into(),
    }
}

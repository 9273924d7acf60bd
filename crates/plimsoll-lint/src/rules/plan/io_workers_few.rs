//! Three readers for a large machine.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// Version 18's `io_method = worker` with fewer than one I/O worker for eight processors.
    ///
    /// ## Why it matters
    ///
    /// All sessions hand their reads to the same few processes: three, unless `io_workers`
    /// says otherwise. When these are busy a session reads for itself, as before version 18.
    ///
    /// ## Example
    ///
    /// 64 processors and the built-in `io_workers = 3`.
    ///
    /// ## What to do instead
    ///
    /// About a quarter of the processors, up to 32; a reload is enough.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / I/O", `io_workers`
    IO_WORKERS_FEW {
        postgresql: Some("PG-PLAN-018"),
        mysql: None,
        name: "io-workers-few",
        worst: Info,
        on: false,
        look: Look::Ask(look),
    }
}

const CPUS_PER_WORKER_MAX: u64 = 8;

fn look(input: &Input<'_>) -> Answer {
    let workers = input.settings.count("io_workers");
    let (Some(workers), "worker") = (workers, input.text("io_method")) else {
        return Answer::QUIET;
    };
    let Some(cpus) = input.facts.cpus.get() else {
        return Answer::QUIET;
    };
    if u64::from(*cpus) <= workers * CPUS_PER_WORKER_MAX {
        return Answer::QUIET;
    }
    let message = format!("{workers} I/O workers read for the sessions of {cpus} processors");
    Found::info(message)
        .sure(Confidence::Medium)
        .blames(input, &["io_workers"])
        .fact(
            "cpus",
            cpus.to_string(),
            input.facts.cpus.source().unwrap_or_default(),
        )
        .into()
}

//! `io_uring` asked for where the kernel forbids it.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `io_method = io_uring` with `kernel.io_uring_disabled` at 1 or 2.
    ///
    /// ## Why it matters
    ///
    /// With 2 the kernel refuses it to everyone, with 1 to all but one group: the server
    /// cannot set its queues up and does not start. Containers often forbid it besides, which
    /// no sysctl says.
    ///
    /// ## Example
    ///
    /// `io_method = io_uring` on a hardened host.
    ///
    /// ## What to do instead
    ///
    /// `io_method = worker`.
    ///
    /// ## Sources
    ///
    /// - Linux kernel documentation, admin-guide/sysctl/kernel, `io_uring_disabled`
    /// - PostgreSQL 18 manual, `io_method`
    IO_URING_FORBIDDEN {
        postgresql: Some("PG-HOST-013"),
        mysql: None,
        name: "io-uring-forbidden",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let kernel = "kernel.io_uring_disabled";
    if input.text("io_method") != "io_uring" {
        return Answer::QUIET;
    }
    let Some(value) = input.sysctl(kernel) else {
        return Answer::needs("sysctl.kernel.io_uring_disabled");
    };
    let (message, sure) = match value {
        0 => return Answer::QUIET,
        1 => (
            "io_method is io_uring, and the kernel allows it to one group alone: without it the server does not start",
            Confidence::Medium,
        ),
        _ => (
            "io_method is io_uring, and the kernel refuses that to everyone: the server does not start",
            Confidence::High,
        ),
    };
    Found::warning(message)
        .sure(sure)
        .blames(input, &["io_method"])
        .fact(kernel, value.to_string(), "sysctl")
        .into()
}

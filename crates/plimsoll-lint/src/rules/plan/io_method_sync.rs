//! Version 18's asynchronous reads switched off.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `io_method = sync` on version 18 or later.
    ///
    /// ## Why it matters
    ///
    /// Sequential scans, bitmap heap scans and vacuum then read as before version 18: each
    /// waits for its page while the storage could answer many. On cloud volumes, whose every
    /// read takes a millisecond, that is most of a scan's time.
    ///
    /// ## Example
    ///
    /// `io_method = sync`, set when 18 was new.
    ///
    /// ## What to do instead
    ///
    /// The built-in `worker`, or `io_uring` where kernel and container allow it.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / I/O", `io_method`
    /// - PostgreSQL 18 release notes
    IO_METHOD_SYNC {
        postgresql: Some("PG-PLAN-017"),
        mysql: None,
        name: "io-method-sync",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "io_method";
    if input.text(name) != "sync" {
        return Answer::QUIET;
    }
    let message = "io_method is sync: scans wait for each read instead of keeping many going";
    Found::info(message).blames(input, &[name]).into()
}

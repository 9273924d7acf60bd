//! A kernel that promises any amount of memory.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `vm.overcommit_memory = 1` on a host of the server's own.
    ///
    /// ## Why it matters
    ///
    /// The kernel then refuses no request: what a server asks for in error it gets, and when
    /// the pages are touched it is a process that is killed, PostgreSQL's whole cluster or
    /// MySQL's one process, instead of one statement that fails. In a container the node's
    /// operator sets it, and the limit counts; there the rule is quiet.
    ///
    /// ## Example
    ///
    /// `vm.overcommit_memory = 1`, set for a Redis that once ran on the host.
    ///
    /// ## What to do instead
    ///
    /// 2, with `vm.overcommit_ratio` set so that the commit limit leaves room for everything;
    /// else 0.
    ///
    /// ## Sources
    ///
    /// - Linux kernel documentation, admin-guide/sysctl/vm, `overcommit_memory`
    /// - PostgreSQL manual, section "Linux Memory Overcommit"
    OVERCOMMIT_WITHOUT_LIMIT {
        postgresql: Some("PG-HOST-001"),
        mysql: Some("MY-HOST-001"),
        name: "overcommit-without-limit",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "vm.overcommit_memory";
    let contained = input.facts.limit_bytes.get().is_some();
    if contained || input.sysctl(name) != Some(1) {
        return Answer::QUIET;
    }
    Found::info(
        "vm.overcommit_memory is 1: too much memory asked for ends in a kill, not in an error",
    )
    .sure(Confidence::Medium)
    .fact(name, "1", "sysctl")
    .into()
}

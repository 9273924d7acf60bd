//! A machine that goes down where one process would do.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `vm.panic_on_oom` other than 0.
    ///
    /// ## Why it matters
    ///
    /// When memory runs out the kernel stops the machine instead of one process; with 2 also
    /// where a single container reaches its limit. Everything on it restarts, with crash
    /// recovery for every database.
    ///
    /// ## Example
    ///
    /// `vm.panic_on_oom = 2`, so that a cluster manager moves the services.
    ///
    /// ## What to do instead
    ///
    /// 0, unless the machine runs this server alone and another stands by.
    ///
    /// ## Sources
    ///
    /// - Linux kernel documentation, admin-guide/sysctl/vm, `panic_on_oom`
    PANIC_ON_MEMORY {
        postgresql: Some("PG-HOST-008"),
        mysql: Some("MY-HOST-008"),
        name: "panic-on-memory",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "vm.panic_on_oom";
    let Some(mode) = input.sysctl(name).filter(|mode| *mode != 0) else {
        return Answer::QUIET;
    };
    let message = format!("{name} is {mode}: out of memory, the whole machine goes down");
    Found::info(message)
        .fact(name, mode.to_string(), "sysctl")
        .into()
}

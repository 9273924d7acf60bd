//! A kernel that drops cached pages rather than use the other node's memory.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `vm.zone_reclaim_mode` other than 0.
    ///
    /// ## Why it matters
    ///
    /// On a machine of several NUMA nodes a process that fills its own node then makes the
    /// kernel drop cached files there, while the other node has free memory: a cache of half
    /// the size, and stalls while it is searched.
    ///
    /// ## Example
    ///
    /// `vm.zone_reclaim_mode = 1`, as old kernels chose on large machines.
    ///
    /// ## What to do instead
    ///
    /// 0.
    ///
    /// ## Sources
    ///
    /// - Linux kernel documentation, admin-guide/sysctl/vm, `zone_reclaim_mode` (0 for
    ///   servers that live by their caches)
    ZONE_RECLAIM_ON {
        postgresql: Some("PG-HOST-005"),
        mysql: Some("MY-HOST-005"),
        name: "zone-reclaim-on",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "vm.zone_reclaim_mode";
    let Some(mode) = input.sysctl(name).filter(|mode| *mode != 0) else {
        return Answer::QUIET;
    };
    let message =
        format!("{name} is {mode}: cached pages are dropped while the other node has free memory");
    Found::info(message)
        .fact(name, mode.to_string(), "sysctl")
        .into()
}

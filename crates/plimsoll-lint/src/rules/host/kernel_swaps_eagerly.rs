//! A kernel that would rather swap the server out than drop cached files.

use plimsoll_model::Bytes;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `vm.swappiness` above 30 on a host with swap.
    ///
    /// ## Why it matters
    ///
    /// Under pressure, a backup that reads files is enough, the kernel weighs the server's
    /// own memory against the page cache and writes pages of the buffer pool to disk. A page
    /// that was cached to save a read then costs a read.
    ///
    /// ## Example
    ///
    /// The kernel's 60, on a host with 8 GB of swap.
    ///
    /// ## What to do instead
    ///
    /// 1 to 10; or no swap for the server's group. 0 keeps the kernel from swapping until the
    /// last moment.
    ///
    /// ## Sources
    ///
    /// - Linux kernel documentation, admin-guide/sysctl/vm, swappiness
    /// - MySQL manual, section "How MySQL Uses Memory"
    KERNEL_SWAPS_EAGERLY {
        postgresql: Some("PG-HOST-003"),
        mysql: Some("MY-HOST-003"),
        name: "kernel-swaps-eagerly",
        worst: Info,
        look: Look::Ask(look),
    }
}

const SWAPPINESS_MAX: u64 = 30;

fn look(input: &Input<'_>) -> Answer {
    let name = "vm.swappiness";
    let Some(swappiness) = input.sysctl(name).filter(|value| *value > SWAPPINESS_MAX) else {
        return Answer::QUIET;
    };
    let Some(swap) = input.facts.swap_bytes.get() else {
        return Answer::needs("swap");
    };
    if *swap == 0 {
        return Answer::QUIET;
    }
    let message = format!(
        "vm.swappiness is {swappiness}: reading files can push the server's own memory into swap"
    );
    Found::info(message)
        .fact(name, swappiness.to_string(), "sysctl")
        .fact(
            "swap",
            Bytes(*swap).to_string(),
            input.facts.swap_bytes.source().unwrap_or_default(),
        )
        .into()
}

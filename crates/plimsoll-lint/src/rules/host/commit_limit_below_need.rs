//! A commit limit that the server will meet before the memory is used.

use plimsoll_model::{Bytes, Confidence};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `vm.overcommit_memory = 2` with a commit limit below what the server takes under its
    /// load.
    ///
    /// ## Why it matters
    ///
    /// The limit is swap and `vm.overcommit_ratio` per cent of the memory, 50 unless set,
    /// less what huge pages hold; it counts what is promised, which is more than what is
    /// used. Beyond it requests fail: statements with "out of memory", new sessions at their
    /// fork, or the start itself, while half of the memory is free.
    ///
    /// ## Example
    ///
    /// 64 GB, no swap, the ratio left at 50, and `shared_buffers = 40GB`.
    ///
    /// ## What to do instead
    ///
    /// `vm.overcommit_ratio` at 80 to 90 on a host of the server's own, or less asked for by
    /// the server.
    ///
    /// ## Sources
    ///
    /// - Linux kernel documentation, mm/overcommit-accounting
    /// - PostgreSQL manual, section "Linux Memory Overcommit"
    COMMIT_LIMIT_BELOW_NEED {
        postgresql: Some("PG-HOST-002"),
        mysql: Some("MY-HOST-002"),
        name: "commit-limit-below-need",
        worst: Warning,
        look: Look::Ask(look),
    }
}

/// What the kernel starts with.
const RATIO_PERCENT: u64 = 50;

fn look(input: &Input<'_>) -> Answer {
    if input.sysctl("vm.overcommit_memory") != Some(2) {
        return Answer::QUIET;
    }
    let limit = match commit_limit_bytes(input) {
        Ok(limit) => limit,
        Err(fact) => return Answer::needs(fact),
    };
    let Ok(bill) = input.bill else {
        return Answer::needs("load");
    };
    let need = bill.total.likely_bytes;
    if need <= limit {
        return Answer::QUIET;
    }
    let message = format!(
        "the kernel promises no more than {}, and this server takes about {}: requests fail while memory is free",
        Bytes(limit),
        Bytes(need)
    );
    Found::warning(message)
        .sure(Confidence::Medium)
        .fact("vm.overcommit_memory", "2", "sysctl")
        .fact(
            "commit limit",
            Bytes(limit).to_string(),
            "vm.overcommit_ratio, memory and swap",
        )
        .into()
}

/// What the kernel lets all processes together ask for, or the fact it lacks.
fn commit_limit_bytes(input: &Input<'_>) -> Result<u64, &'static str> {
    let swap = *input.facts.swap_bytes.get().ok_or("swap")?;
    if let Some(kilobytes) = input
        .sysctl("vm.overcommit_kbytes")
        .filter(|size| *size > 0)
    {
        return Ok(kilobytes.saturating_mul(1 << 10).saturating_add(swap));
    }
    let memory = *input.facts.memory_bytes.get().ok_or("memory")?;
    let pages = input.facts.hugepages.get().copied().unwrap_or(0);
    let size = input.facts.hugepage_bytes.get().copied().unwrap_or(0);
    let usable = memory.saturating_sub(pages.saturating_mul(size));
    let ratio = input.sysctl("vm.overcommit_ratio").unwrap_or(RATIO_PERCENT);
    Ok((usable / 100).saturating_mul(ratio).saturating_add(swap))
}

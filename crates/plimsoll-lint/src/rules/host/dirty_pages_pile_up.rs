//! Gigabytes of written pages that the kernel keeps until a checkpoint asks for them.

use plimsoll_model::{Bytes, Confidence};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `vm.dirty_background_ratio` of a large memory: more than 4 GB may lie written and not
    /// on disk before the kernel begins.
    ///
    /// ## Why it matters
    ///
    /// PostgreSQL writes through the page cache. What the kernel has put off comes due at the
    /// checkpoint's fsync all at once, and every other read and write waits behind it.
    ///
    /// ## Example
    ///
    /// 256 GB and the kernel's 10 per cent: 25 GB.
    ///
    /// ## What to do instead
    ///
    /// `vm.dirty_background_bytes = 268435456` or so, `vm.dirty_bytes` a few times that.
    /// PostgreSQL's `checkpoint_flush_after` and `bgwriter_flush_after`, on as built in, ask
    /// for it sooner; at 0 they do not.
    ///
    /// ## Sources
    ///
    /// - Linux kernel documentation, admin-guide/sysctl/vm, `dirty_background_bytes`
    /// - PostgreSQL manual, `checkpoint_flush_after`
    DIRTY_PAGES_PILE_UP {
        postgresql: Some("PG-HOST-015"),
        mysql: None,
        name: "dirty-pages-pile-up",
        worst: Info,
        look: Look::Ask(look),
    }
}

const DIRTY_BYTES_MAX: u64 = 4 << 30;

fn look(input: &Input<'_>) -> Answer {
    let ratio = "vm.dirty_background_ratio";
    let by_bytes = input.sysctl("vm.dirty_background_bytes").unwrap_or(0) > 0;
    let flushed = input.settings.count("checkpoint_flush_after").unwrap_or(0) > 0;
    let Some(percent) = input.sysctl(ratio).filter(|_| !by_bytes && !flushed) else {
        return Answer::QUIET;
    };
    let Some(memory) = input.facts.memory_bytes.get() else {
        return Answer::needs("memory");
    };
    let dirty = (memory / 100).saturating_mul(percent);
    if dirty <= DIRTY_BYTES_MAX {
        return Answer::QUIET;
    }
    let message = format!(
        "up to {} may lie written and not on disk ({ratio} = {percent}), and checkpoint_flush_after = 0 leaves it there: \
         a checkpoint waits for all of it at once",
        Bytes(dirty)
    );
    Found::info(message)
        .sure(Confidence::Medium)
        .blames(input, &["checkpoint_flush_after"])
        .fact(ratio, percent.to_string(), "sysctl")
        .into()
}

//! Large shared buffers in ordinary pages: each session pays for them in page tables.

use plimsoll_bill::sessions_allowed;
use plimsoll_model::{Bytes, Confidence, Severity};

use super::room::ceiling;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `shared_buffers` of 8 GB or more without huge pages: switched off, or left to `try` on
    /// a host that has too few of them. It is a warning where the number of sessions is known
    /// and their page tables would take more than an eighth of the memory.
    ///
    /// ## Why it matters
    ///
    /// Every session maps the shared memory for itself, and in pages of 4 kB the kernel keeps
    /// 8 bytes for each page that the session has touched: 16 MB for 8 GB. It is memory of
    /// the kernel that no parameter shows and that the memory cgroup is charged for. With
    /// huge pages it is a 512th of that, and lookups miss the processor's TLB less often.
    ///
    /// ## Example
    ///
    /// `shared_buffers = 64GB` and 300 pooled sessions that live for days: each comes to 128
    /// MB of page tables, 37.5 GB together.
    ///
    /// ## What to do instead
    ///
    /// Set aside as many huge pages as `postgres -C shared_memory_size_in_huge_pages` says
    /// (15 and later) and leave `huge_pages = try`, or `on` to be sure of it.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Resource Consumption / Memory", `huge_pages`, and
    ///   "Linux Huge Pages"
    /// - Linux kernel documentation, "Page Tables"
    HUGE_PAGES_UNUSED {
        postgresql: Some("PG-MEM-003"),
        mysql: None,
        name: "huge-pages-unused",
        worst: Warning,
        look: Look::Ask(look),
    }
}

/// Below this the page tables of a session are less than its process.
pub(crate) const BUFFERS_MIN: u64 = 8 << 30;
/// Bytes of `shared_buffers` for one byte of page tables: 8 B a page of 4 kB.
const MAPPED_PER_BYTE: u64 = 512;
/// A huge page of x86-64 and of arm64 with pages of 4 kB.
const USUAL_PAGE_BYTES: u64 = 2 << 20;

fn look(input: &Input<'_>) -> Answer {
    let buffers = input.settings.bytes("shared_buffers").unwrap_or(0);
    let on = input.settings.is_on("huge_pages");
    if buffers < BUFFERS_MIN || on == Some(true) {
        return Answer::QUIET;
    }
    if on.is_none() {
        let Some(&pages) = input.facts.hugepages.get() else {
            return Answer::needs("hugepages");
        };
        let size = input.facts.hugepage_bytes.get().copied();
        if pages.saturating_mul(size.unwrap_or(USUAL_PAGE_BYTES)) >= buffers {
            return Answer::QUIET;
        }
    }
    let each = buffers / MAPPED_PER_BYTE;
    let known = input.arrivals.map(|arrivals| arrivals.sessions);
    let sessions = known.unwrap_or_else(|| sessions_allowed(input.settings));
    let all = each.saturating_mul(sessions);
    let hurts = known.is_some() && ceiling(input).is_some_and(|memory| all > memory / 8);
    let severity = if hurts {
        Severity::Warning
    } else {
        Severity::Info
    };
    let message = format!(
        "shared_buffers of {} lie in ordinary pages: a session that has read them all holds {} \
         of page tables, {sessions} sessions {}",
        Bytes(buffers),
        Bytes(each),
        Bytes(all)
    );
    Found::new(severity, Confidence::High, message)
        .blames(input, &["huge_pages"])
        .weighs(input, "shared_buffers")
        .into()
}

//! `huge_pages`=on with fewer pages set aside than the shared memory takes.

use plimsoll_model::{Bytes, Confidence, Pool, Safety, Severity};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `huge_pages = on` where the host has fewer huge pages set aside than the server's
    /// shared memory needs.
    ///
    /// ## Why it matters
    ///
    /// With `on`, the server asks the kernel for its whole shared memory in huge pages and
    /// takes nothing else: where they do not suffice it ends with "could not map anonymous
    /// shared memory: Cannot allocate memory" (tried on 12 to 18). It often shows only at the
    /// next reboot, when memory is too fragmented for as many pages as before, or when
    /// another server on the host has taken them.
    ///
    /// It is critical where the pages do not even hold `shared_buffers`. Where they hold
    /// these but not the structures around them, it is a warning: their size is an estimate,
    /// within one percent of what 15 to 18 say. Nothing is said where the kernel may make
    /// more pages on demand (the fact `sysctl.vm.nr_overcommit_hugepages`, 0 unless somebody
    /// changed it).
    ///
    /// ## Example
    ///
    /// `huge_pages = on` and `shared_buffers = 8GB` where `vm.nr_hugepages = 4096` (8 GB):
    /// the buffers fit, the lock table, the WAL buffers and the rest do not.
    ///
    /// ## What to do instead
    ///
    /// Ask the server how many it wants: `postgres -C shared_memory_size_in_huge_pages` (15
    /// and later, server stopped), and set aside that many (`vm.nr_hugepages`, or
    /// `hugepages-2Mi` of a pod). Or `huge_pages = try`, which falls back to ordinary pages
    /// and says so in `huge_pages_status` (17 and later).
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Resource Consumption / Memory", `huge_pages`, and
    ///   "Linux Huge Pages"
    /// - `CreateAnonymousSegment` (`sysv_shmem.c`), 12 to 18
    /// - Linux kernel documentation, admin-guide/mm/hugetlbpage
    HUGE_PAGES_TOO_FEW {
        postgresql: Some("PG-MEM-002"),
        mysql: None,
        name: "huge-pages-too-few",
        worst: Critical,
        look: Look::Ask(look),
    }
}

/// A huge page of x86-64 and of arm64 with pages of 4 kB.
const USUAL_PAGE_BYTES: u64 = 2 << 20;

fn look(input: &Input<'_>) -> Answer {
    if input.settings.is_on("huge_pages") != Some(true) || surplus_allowed(input) {
        return Answer::QUIET;
    }
    let size = input.facts.hugepage_bytes.get().copied();
    let asked = input
        .settings
        .bytes("huge_page_size")
        .filter(|&asked| asked > 0);
    let pages = input.facts.hugepages.get().copied();
    let of_that_size = asked.is_none() || asked == size;
    let Some(pages) = pages.filter(|_| of_that_size) else {
        return Answer::needs("hugepages");
    };
    let aside = pages.saturating_mul(size.unwrap_or(USUAL_PAGE_BYTES));
    let buffers = input.settings.bytes("shared_buffers").unwrap_or(0);
    let segment = segment_bytes(input).max(buffers);
    let (severity, confidence) = if aside >= segment {
        return Answer::QUIET;
    } else if aside >= buffers {
        (Severity::Warning, Confidence::Medium)
    } else if pages == 0 || size.is_some() {
        (Severity::Critical, Confidence::High)
    } else {
        (Severity::Warning, Confidence::Medium)
    };
    let message = format!(
        "huge_pages is on and {pages} huge pages ({}) are set aside; the shared memory takes about {}: \
         the server will not start",
        Bytes(aside),
        Bytes(segment)
    );
    Found::new(severity, confidence, message)
        .blames(input, &["huge_pages", "shared_buffers"])
        .fact(
            "hugepages",
            pages.to_string(),
            input.facts.hugepages.source().unwrap_or_default(),
        )
        .mended(input, Safety::Unsafe, &[("huge_pages", "try")])
        .into()
}

/// Whether the kernel may make more pages when they are asked for.
fn surplus_allowed(input: &Input<'_>) -> bool {
    let surplus = input.facts.sysctl.get("vm.nr_overcommit_hugepages");
    surplus.is_some_and(|pages| pages.trim() != "0")
}

/// What the bill charges to huge pages.
fn segment_bytes(input: &Input<'_>) -> u64 {
    let lines = input.bill.map_or(&[][..], |bill| &bill.lines);
    let huge = lines.iter().filter(|line| line.pool == Pool::HugePages);
    huge.map(|line| line.range.likely_bytes).sum()
}

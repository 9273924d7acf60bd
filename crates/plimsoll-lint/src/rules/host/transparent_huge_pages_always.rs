//! Huge pages given to everyone, asked for or not.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// Transparent huge pages set to `always`.
    ///
    /// ## Why it matters
    ///
    /// The kernel then backs private memory with pages of 2 MB. Sessions and allocators that
    /// touch a little of each hold all of it, so that the server takes more than its settings
    /// say; and it stops processes to gather such pages. Shared buffers get none of it: what
    /// helps them is `huge_pages` with pages set aside.
    ///
    /// ## Example
    ///
    /// `always`, as several distributions have it.
    ///
    /// ## What to do instead
    ///
    /// `madvise` (or `never`): `/sys/kernel/mm/transparent_hugepage/enabled`, by a unit or
    /// the kernel's command line.
    ///
    /// ## Sources
    ///
    /// - Linux kernel documentation, admin-guide/mm/transhuge
    /// - MySQL manual and MariaDB documentation, on jemalloc and transparent huge pages
    TRANSPARENT_HUGE_PAGES_ALWAYS {
        postgresql: Some("PG-HOST-004"),
        mysql: Some("MY-HOST-004"),
        name: "transparent-huge-pages-always",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if input.facts.thp.get().is_none_or(|mode| mode != "always") {
        return Answer::QUIET;
    }
    let source = input.facts.thp.source().unwrap_or_default();
    Found::info(
        "transparent huge pages are always on: the server can take more than its settings say",
    )
    .fact("thp", "always", source)
    .into()
}

//! `huge_pages` = on, and too few set aside.

use plimsoll_model::{Bytes, Confidence, Severity};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `huge_pages = on` where the host has set aside fewer than `shared_buffers` alone
    /// needs.
    ///
    /// ## Why it matters
    ///
    /// With `on` the server takes its shared memory in huge pages or not at all: "could not
    /// map anonymous shared memory: Cannot allocate memory", and it does not start. After a
    /// change of `shared_buffers` that is at the next restart, often weeks later.
    ///
    /// ## Example
    ///
    /// `huge_pages = on` on a new host where nobody set `vm.nr_hugepages`.
    ///
    /// ## What to do instead
    ///
    /// `postgres -C shared_memory_size_in_huge_pages` (version 15 and later) says how many;
    /// set `vm.nr_hugepages` to that. `huge_pages = try` starts either way.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Linux Huge Pages", and `huge_pages`
    /// - seen on PostgreSQL 18.4 without huge pages
    HUGE_PAGES_MISSING {
        postgresql: Some("PG-HOST-009"),
        mysql: None,
        name: "huge-pages-missing",
        worst: Critical,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    if input.settings.is_on("huge_pages") != Some(true) {
        return Answer::QUIET;
    }
    let Some(pages) = input.facts.hugepages.get() else {
        return Answer::needs("hugepages");
    };
    let Some(buffers) = input.settings.bytes("shared_buffers") else {
        return Answer::QUIET;
    };
    // Pages of another size than the host's usual have a pool of their own.
    let own_size = input.settings.count("huge_page_size").unwrap_or(0) > 0;
    let size = input.facts.hugepage_bytes.get().filter(|_| !own_size);
    let there = match (pages, size) {
        (0, _) if !own_size => 0,
        (pages, Some(size)) => pages.saturating_mul(*size),
        (_, None) => return Answer::QUIET,
    };
    if there >= buffers {
        return Answer::QUIET;
    }
    let message = format!(
        "huge_pages is on and the host has {} of them set aside, less than shared_buffers ({}): \
         the server will not start",
        Bytes(there),
        Bytes(buffers)
    );
    Found::new(Severity::Critical, Confidence::High, message)
        .blames(input, &["huge_pages"])
        .weighs(input, "shared_buffers")
        .fact(
            "hugepages",
            pages.to_string(),
            input.facts.hugepages.source().unwrap_or_default(),
        )
        .into()
}

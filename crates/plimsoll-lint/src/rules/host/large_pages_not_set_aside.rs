//! `large_pages` on and no huge pages for it.

use plimsoll_model::Bytes;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `large_pages = ON` where the kernel has fewer huge pages set aside than the buffer
    /// pool needs.
    ///
    /// ## Why it matters
    ///
    /// The server asks for huge pages, does not get them, says so in the error log and takes
    /// common ones: the setting does nothing. Where some are set aside but too few, they are
    /// lost to everything else besides.
    ///
    /// ## Example
    ///
    /// `large_pages` with `vm.nr_hugepages = 0`.
    ///
    /// ## What to do instead
    ///
    /// `vm.nr_hugepages` for the pool and a tenth more, the group of the server's user in
    /// `vm.hugetlb_shm_group`, and no limit of locked memory (`LimitMEMLOCK=infinity`); or
    /// take the line out.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Enabling Large Page Support"
    /// - Seen on MySQL 9.7.4 (MY-012681), MariaDB 10.11 and 11.8
    LARGE_PAGES_NOT_SET_ASIDE {
        postgresql: None,
        mysql: Some("MY-HOST-021"),
        name: "large-pages-not-set-aside",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "large_pages";
    const PAGE_BYTES: u64 = 2 << 20;
    if input.settings.is_on(NAME) != Some(true) {
        return Answer::QUIET;
    }
    let Some(pages) = input.facts.hugepages.get().copied() else {
        return Answer::needs("hugepages");
    };
    let page = input
        .facts
        .hugepage_bytes
        .get()
        .copied()
        .unwrap_or(PAGE_BYTES);
    let there = pages.saturating_mul(page);
    let pool = input.settings.bytes("innodb_buffer_pool_size").unwrap_or(0);
    if there >= pool {
        return Answer::QUIET;
    }
    Found::warning(format!(
        "large_pages asks for huge pages for a pool of {} and {} are set aside: it falls back to common ones",
        Bytes(pool),
        Bytes(there)
    ))
    .blames(input, &[NAME])
    .weighs(input, "innodb_buffer_pool_size")
    .fact("hugepages", pages.to_string(), input.facts.hugepages.source().unwrap_or_default())
    .into()
}

//! Huge pages set aside, and too few to be used.

use plimsoll_model::Bytes;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::mem::huge_pages_unused;

rule! {
    /// ## What it finds
    ///
    /// `huge_pages = try` where the host has set huge pages aside, but fewer than
    /// `shared_buffers` needs. From 8 GB of buffers on, huge-pages-unused says it.
    ///
    /// ## Why it matters
    ///
    /// The server takes all of its shared memory in huge pages or none. With too few it falls
    /// back without a word: what was set aside lies idle, lost to everyone, and the buffers
    /// come out of the rest.
    ///
    /// ## Example
    ///
    /// `vm.nr_hugepages = 4096` for 8 GB, and `shared_buffers` since raised to 12 GB.
    ///
    /// ## What to do instead
    ///
    /// As many as `postgres -C shared_memory_size_in_huge_pages` says; from version 17 on
    /// `huge_pages_status` tells whether they are used.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Linux Huge Pages", and `huge_pages`
    HUGE_PAGES_LIE_IDLE {
        postgresql: Some("PG-HOST-009"),
        mysql: None,
        name: "huge-pages-lie-idle",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let own_size = input.settings.count("huge_page_size").unwrap_or(0) > 0;
    let facts = (
        input.facts.hugepages.get(),
        input.facts.hugepage_bytes.get(),
    );
    let (Some(pages), Some(size)) = facts else {
        return Answer::QUIET;
    };
    let there = pages.saturating_mul(*size);
    let Some(buffers) = input.settings.bytes("shared_buffers") else {
        return Answer::QUIET;
    };
    let asked_elsewhere = buffers >= huge_pages_unused::BUFFERS_MIN;
    let idle = input.text("huge_pages") == "try" && !own_size && there > 0 && there < buffers;
    if !idle || asked_elsewhere {
        return Answer::QUIET;
    }
    let message = format!(
        "{} of huge pages are set aside, less than shared_buffers ({}): none of them is used",
        Bytes(there),
        Bytes(buffers)
    );
    Found::info(message)
        .weighs(input, "huge_pages")
        .weighs(input, "shared_buffers")
        .fact(
            "hugepages",
            pages.to_string(),
            input.facts.hugepages.source().unwrap_or_default(),
        )
        .into()
}

//! Huge pages that were asked for and not got.

use plimsoll_model::Bytes;

use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::mem::huge_pages_unused::BUFFERS_MIN;
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A server with `huge_pages = try` and 8 GB of `shared_buffers` or more that says it got
    /// none, where it is not known how many the host has set aside.
    ///
    /// ## Why it matters
    ///
    /// It fell back without a word to pages of 4 kB. Each session then keeps 2 MB of page
    /// tables for each GB that it has touched, memory that no parameter shows.
    ///
    /// ## Example
    ///
    /// The huge pages of the old machine were a line in its sysctl.conf; the new one does not
    /// have the line.
    ///
    /// ## What to do instead
    ///
    /// `vm.nr_hugepages` at what `SHOW shared_memory_size_in_huge_pages` says or above, then
    /// a restart of the server; `huge_pages = on` where it is not to start without them.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Preset Options", `huge_pages_status` (17 and later), and
    ///   "Linux Huge Pages"
    HUGE_PAGES_NOT_GOT {
        postgresql: Some("PG-LIVE-018"),
        mysql: None,
        name: "huge-pages-not-got",
        worst: Info,
        look: Look::Running(look),
    }
}

fn look(input: &Input<'_>, _: &Seen) -> Answer {
    let buffers = input.settings.bytes("shared_buffers").unwrap_or(0);
    let tried = input.is_one_of("huge_pages", &["try"]);
    let got = !input.is_one_of("huge_pages_status", &["off"]);
    // With the number of pages known, huge-pages-unused has the answer.
    let is_told_elsewhere = input.facts.hugepages.get().is_some();
    if buffers < BUFFERS_MIN || !tried || got || is_told_elsewhere {
        return Answer::QUIET;
    }
    let message = format!(
        "the server tried to get huge pages for shared_buffers of {} and got none",
        Bytes(buffers)
    );
    Found::info(message)
        .fact("huge_pages_status", "off", "the server")
        .weighs(input, "huge_pages")
        .into()
}

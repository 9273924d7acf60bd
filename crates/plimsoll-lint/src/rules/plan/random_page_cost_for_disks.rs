//! A random read priced as on a spinning disk, on storage that has none.

use plimsoll_model::{Safety, Storage};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `random_page_cost` at 4 or more on solid-state storage.
    ///
    /// ## Why it matters
    ///
    /// The planner takes a page read at random for four times as dear as one read in order:
    /// the seek of a spinning disk. Solid-state storage has no seek. Index scans look dearer
    /// than they are, and large tables are read in full where an index would do.
    ///
    /// ## Example
    ///
    /// `--storage ssd` and a file that does not set `random_page_cost`.
    ///
    /// ## What to do instead
    ///
    /// `random_page_cost = 1.1`. A tablespace that still lies on disks can have its own
    /// (`ALTER TABLESPACE … SET`).
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Query Planning / Planner Cost Constants",
    ///   `random_page_cost`
    RANDOM_PAGE_COST_FOR_DISKS {
        postgresql: Some("PG-PLAN-002"),
        mysql: None,
        name: "random-page-cost-for-disks",
        worst: Info,
        look: Look::Ask(look),
    }
}

/// What the server has built in, for spinning disks most of whose pages are
/// found in memory.
const DISK_COST: f64 = 4.0;

fn look(input: &Input<'_>) -> Answer {
    let cost = input.settings.real("random_page_cost");
    if cost.is_none_or(|cost| cost < DISK_COST) {
        return Answer::QUIET;
    }
    let Some(storage) = input.facts.storage.get() else {
        let asked = input.is_set("random_page_cost");
        return if asked {
            Answer::needs("storage")
        } else {
            Answer::QUIET
        };
    };
    if *storage != Storage::Ssd {
        return Answer::QUIET;
    }
    let message = format!(
        "random_page_cost is {}, the price of a disk's seek, and the storage is solid state: \
         index scans look dearer than they are",
        input.shown("random_page_cost")
    );
    Found::info(message)
        .blames(input, &["random_page_cost"])
        .fact(
            "storage",
            "ssd",
            input.facts.storage.source().unwrap_or_default(),
        )
        .mended(input, Safety::Unsafe, &[("random_page_cost", "1.1")])
        .into()
}

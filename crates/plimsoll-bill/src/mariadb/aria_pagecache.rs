//! Aria's page cache: Aria tables, and internal temporary tables that outgrow
//! memory.

use plimsoll_model::{Bytes, Pool, Range, Who};

use super::temp_table::overflow;
use crate::ledger::{Entry, Ledger};
use crate::mysql::view::{View, times};

/// Part of the cache that holds block and hash links, written at start
/// (`ma_pagecache.c`, `init_pagecache`).
const LINKS: f64 = 0.045;

/// Charges links and filled blocks.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let cache = view.size("aria_pagecache_buffer_size");
    let links = times(cache, LINKS);
    let blocks = cache - links.min(cache);
    let tables = view.case.aria_pagecache_bytes.unwrap_or(0);
    let spilled = overflow(view);
    let filled = tables.saturating_add(spilled.likely_bytes).min(blocks);
    let most = tables.saturating_add(spilled.high_bytes).min(blocks);
    let likely = links.saturating_add(filled);
    ledger.charge(
        Entry {
            what: "Aria page cache",
            who: Who::Server,
            count: 1,
            range: Range::new(
                links.saturating_add(tables.min(blocks)),
                likely,
                times(links.saturating_add(most), 1.03),
            ),
            parameters: &["aria_pagecache_buffer_size", "tmp_table_size", "max_heap_table_size"],
            source: "ma_pagecache.c, init_pagecache; sql_select.cc, create_internal_tmp_table_from_heap; blocks are touched as they fill and kept",
            pool: Pool::Limit,
        },
        || {
            format!(
                "{} of links for {} + {} of pages ({} of tables, {} of temporary ones)",
                Bytes(links),
                Bytes(cache),
                Bytes(filled),
                Bytes(tables),
                Bytes(spilled.likely_bytes)
            )
        },
    );
}

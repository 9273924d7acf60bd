//! The `MyISAM` key buffer.

use plimsoll_model::{Bytes, Pool, Range, Who};

use super::view::{View, times};
use crate::ledger::{Entry, Ledger};

/// Part of the buffer that holds block and hash links, written at start
/// (`mf_keycache.c`, `init_key_cache`; `Key_blocks_unused` x 1 kB is the rest).
const LINKS: f64 = 0.183;

/// Charges the links and the blocks that indexes fill.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let buffer = view.size("key_buffer_size");
    let links = times(buffer, LINKS);
    let blocks = buffer - links.min(buffer);
    let filled = view.case.key_buffer_bytes.unwrap_or(0).min(blocks);
    let likely = links.saturating_add(filled);
    ledger.charge(
        Entry {
            what: "key buffer (MyISAM)",
            who: Who::Server,
            count: 1,
            range: Range::new(likely, likely, times(likely, 1.05)),
            parameters: &["key_buffer_size"],
            source: "mf_keycache.c, init_key_cache: links are 18.3 % of the buffer, blocks are touched as they fill",
            pool: Pool::Limit,
        },
        || {
            format!(
                "{} of links for {} + {} of index blocks",
                Bytes(links),
                Bytes(buffer),
                Bytes(filled)
            )
        },
    );
}

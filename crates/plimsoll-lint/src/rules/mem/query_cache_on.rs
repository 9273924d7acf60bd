//! A query cache: one lock that every query waits for.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A query cache that is switched on and has a size (MySQL 5.7, MariaDB).
    ///
    /// ## Why it matters
    ///
    /// Every SELECT takes one lock to look into it and every write takes the same lock to
    /// throw out what it changes. With several processors queries wait for the lock longer
    /// than the cache saves, and the larger it is the longer a write holds it. A size that is
    /// set switches it on where `query_cache_type` is not. From 128 MB on, pruning shows as
    /// stalls of the whole server. MySQL 8.0 has no query cache any more. It is a warning
    /// from 128 MB on, and worth knowing below.
    ///
    /// ## Example
    ///
    /// `query_cache_type = 1` and `query_cache_size = 512M`, for speed.
    ///
    /// ## What to do instead
    ///
    /// `query_cache_type = 0` and `query_cache_size = 0`; cache results in the application.
    ///
    /// ## Sources
    ///
    /// - MySQL 5.7 manual, "The MySQL Query Cache" and its removal notes
    /// - MariaDB manual, "Query Cache"
    QUERY_CACHE_ON {
        postgresql: None,
        mysql: Some("MY-MEM-007"),
        name: "query-cache-on",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const PRUNING_STALLS_BYTES: u64 = 128 << 20;
    let on = input.is_one_of("query_cache_type", &["ON", "DEMAND"]);
    let bytes = input.settings.bytes("query_cache_size").unwrap_or(0);
    if !on || bytes == 0 {
        return Answer::QUIET;
    }
    let message = "the query cache is on: every query and every write wait for its one lock";
    let found = if bytes >= PRUNING_STALLS_BYTES {
        Found::warning(message)
    } else {
        Found::info(message)
    };
    found
        .blames(input, &["query_cache_size", "query_cache_type"])
        .mended(input, Safety::Unsafe, &[("query_cache_size", "0")])
        .into()
}

//! A large pool, and a page cache that keeps the same pages.

use plimsoll_model::{Bytes, Version};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A buffer pool of more than half of the memory with data files that go through the page
    /// cache: `innodb_flush_method = fsync` (built into MySQL 5.7 and 8.0), `O_DSYNC`, or
    /// `innodb_data_file_buffering = ON` (MariaDB 11.4 and later).
    ///
    /// ## Why it matters
    ///
    /// The kernel keeps a second copy of pages that the pool has. The two press on each other
    /// where memory is short: in a container page cache counts until it is dropped, and on a
    /// machine with swap the kernel may swap the pool out to keep it.
    ///
    /// ## Example
    ///
    /// MySQL 8.0 with a pool of 48 GB of 64 GB and nothing of the flush method.
    ///
    /// ## What to do instead
    ///
    /// `innodb_flush_method = O_DIRECT`, built in since MySQL 8.4 and MariaDB 10.6; measure
    /// it on storage over a network.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `innodb_flush_method`
    /// - MariaDB manual, `innodb_data_file_buffering`
    PAGES_KEPT_TWICE {
        postgresql: None,
        mysql: Some("MY-WAL-007"),
        name: "pages-kept-twice",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const METHOD: &str = "innodb_flush_method";
    const BUFFERING: &str = "innodb_data_file_buffering";
    let buffering = input.settings.is_on(BUFFERING) == Some(true);
    let name = if buffering {
        BUFFERING
    } else if is_buffered(input, METHOD) {
        METHOD
    } else {
        return Answer::QUIET;
    };
    let ceiling = input.facts.ceiling_bytes();
    let pool = input.settings.bytes("innodb_buffer_pool_size").unwrap_or(0);
    let Some(room) = ceiling.get().filter(|room| pool > **room / 2) else {
        return Answer::QUIET;
    };
    Found::info(format!(
        "the page cache keeps a second copy of a pool of {} in {}",
        Bytes(pool),
        Bytes(*room)
    ))
    .blames(input, &[name])
    .weighs(input, "innodb_buffer_pool_size")
    .into()
}

/// In `MySQL` 5.7 the parameter has no built-in value, and means fsync.
fn is_buffered(input: &Input<'_>, method: &str) -> bool {
    let words = input.is_one_of(method, &["fsync", "O_DSYNC", ""]);
    let unset_in_5_7 = !input.has(method)
        && input
            .version()
            .is_some_and(|version| version < Version::new(8, 0));
    words || unset_in_5_7
}

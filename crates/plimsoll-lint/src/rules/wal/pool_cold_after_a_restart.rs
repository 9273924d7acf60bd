//! A large pool that starts empty.

use plimsoll_model::Bytes;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_buffer_pool_dump_at_shutdown` or `innodb_buffer_pool_load_at_startup` switched
    /// off with a buffer pool of 8 GB or more.
    ///
    /// ## Why it matters
    ///
    /// After a restart every page comes from disk when it is first asked for. A large pool
    /// takes an hour until it is what it was, queries are slow for as long, and connections
    /// pile up behind them. Only the pages' numbers are written at the stop, which takes
    /// seconds.
    ///
    /// ## Example
    ///
    /// `innodb_buffer_pool_dump_at_shutdown = 0` with a pool of 200 GB.
    ///
    /// ## What to do instead
    ///
    /// ON for both, as built in.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Saving and Restoring the Buffer Pool State"
    POOL_COLD_AFTER_A_RESTART {
        postgresql: None,
        mysql: Some("MY-WAL-011"),
        name: "pool-cold-after-a-restart",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAMES: &[&str] = &[
        "innodb_buffer_pool_dump_at_shutdown",
        "innodb_buffer_pool_load_at_startup",
    ];
    const LARGE_POOL_BYTES: u64 = 8 << 30;
    let pool = input.settings.bytes("innodb_buffer_pool_size").unwrap_or(0);
    let off = |name: &&&str| input.settings.is_on(name) == Some(false);
    let names: Vec<&str> = NAMES.iter().filter(off).copied().collect();
    if names.is_empty() || pool < LARGE_POOL_BYTES {
        return Answer::QUIET;
    }
    Found::info(format!(
        "a pool of {} is empty after every restart",
        Bytes(pool)
    ))
    .blames(input, &names)
    .weighs(input, "innodb_buffer_pool_size")
    .into()
}

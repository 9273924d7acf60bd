//! `core_file` with the buffer pool in it: a crash fills the disk.

use plimsoll_model::Bytes;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `core_file` with a buffer pool of 8 GB or more that is written along:
    /// `innodb_buffer_pool_in_core_file` (MySQL, on up to 8.0 unless set),
    /// `innodb_buffer_pool_in_core_dump` (MariaDB).
    ///
    /// ## Why it matters
    ///
    /// A crash writes the whole memory of the process to disk before the server can start
    /// again. That takes minutes, may fill the data disk, and the file holds rows in clear.
    ///
    /// ## Example
    ///
    /// `core-file` with a pool of 64 GB on MySQL 8.0.
    ///
    /// ## What to do instead
    ///
    /// `innodb_buffer_pool_in_core_file = OFF`; what the makers need is in the rest.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Excluding or Including Buffer Pool Pages from Core Files"
    /// - MariaDB manual, `innodb_buffer_pool_in_core_dump`
    POOL_IN_CORE_FILES {
        postgresql: None,
        mysql: Some("MY-MEM-014"),
        name: "pool-in-core-files",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const LARGE_POOL_BYTES: u64 = 8 << 30;
    const NAMES: &[&str] = &[
        "innodb_buffer_pool_in_core_file",
        "innodb_buffer_pool_in_core_dump",
    ];
    let on = |name: &str| input.settings.is_on(name) == Some(true);
    let pool = input.settings.bytes("innodb_buffer_pool_size").unwrap_or(0);
    let Some(name) = input
        .named(NAMES)
        .filter(|name| on(name) && on("core_file"))
    else {
        return Answer::QUIET;
    };
    if pool < LARGE_POOL_BYTES {
        return Answer::QUIET;
    }
    Found::info(format!(
        "a crash writes a buffer pool of {} to disk, rows in clear",
        Bytes(pool)
    ))
    .blames(input, &[name])
    .weighs(input, "core_file")
    .into()
}

//! `innodb_checksum_algorithm` none: damage on disk is read as data.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_checksum_algorithm` at `none` or `strict_none`.
    ///
    /// ## Why it matters
    ///
    /// Pages are written with a constant where their checksum stands, and read without being
    /// checked. A page that the disk, the controller or a crash has damaged is then taken for
    /// good: wrong rows are returned, spread to replicas and backups, or bring the server
    /// down far from the cause. With `strict_none` the server even refuses pages that carry
    /// one.
    ///
    /// ## Example
    ///
    /// `innodb_checksum_algorithm = none`, or `innodb_checksums = 0` in 5.7, for speed.
    ///
    /// ## What to do instead
    ///
    /// Leave it at `crc32`, which costs next to nothing with the instruction that processors
    /// have for it.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `innodb_checksum_algorithm` (MariaDB 10.6 and later have no `none`)
    PAGE_CHECKSUMS_OFF {
        postgresql: None,
        mysql: Some("MY-DUR-004"),
        name: "page-checksums-off",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_checksum_algorithm";
    if !input.is_one_of(NAME, &["none", "strict_none"]) {
        return Answer::QUIET;
    }
    let message = "pages carry no checksum: damage on disk is read as if it were data";
    Found::warning(message)
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "crc32")])
        .into()
}

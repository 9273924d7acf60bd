//! `innodb_flush_method` `O_DIRECT_NO_FSYNC`: a volatile disk cache loses
//! pages.

use plimsoll_model::{Confidence, Safety};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `innodb_flush_method = O_DIRECT_NO_FSYNC`.
    ///
    /// ## Why it matters
    ///
    /// Writes bypass the page cache and are not followed by a flush, so they may stand in the
    /// disk's own cache when InnoDB counts them as done and lets go of their redo. With a
    /// cache that power loss empties, pages are lost. It also needs a file system that does
    /// not keep metadata of its own for such a write; MySQL before 8.0.14 does not even flush
    /// after it has made a file longer, which XFS needs.
    ///
    /// ## Example
    ///
    /// `innodb_flush_method = O_DIRECT_NO_FSYNC` on drives without power-loss protection.
    ///
    /// ## What to do instead
    ///
    /// `O_DIRECT`, unless every drive below has a cache that survives power loss.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `innodb_flush_method`
    /// - MDEV-33545 (MariaDB 11.4 and later take it for `innodb_doublewrite = fast`)
    FLUSH_AFTER_WRITE_LEFT_OUT {
        postgresql: None,
        mysql: Some("MY-DUR-008"),
        name: "flush-after-write-left-out",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "innodb_flush_method";
    if !input.is_one_of(NAME, &["O_DIRECT_NO_FSYNC"]) {
        return Answer::QUIET;
    }
    let message = "data files are written without a flush: safe only on drives whose cache \
                   survives a loss of power";
    Found::info(message)
        .sure(Confidence::Medium)
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "O_DIRECT")])
        .into()
}

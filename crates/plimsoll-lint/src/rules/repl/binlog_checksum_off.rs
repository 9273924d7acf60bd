//! `binlog_checksum` NONE: a damaged event is applied.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::is_group_member;

rule! {
    /// ## What it finds
    ///
    /// `binlog_checksum = NONE`, outside a replication group.
    ///
    /// ## Why it matters
    ///
    /// Events carry a checksum that the replica compares when it has read them from the
    /// network and the relay log. Without it, a damaged event is taken for a good one. Group
    /// replication before MySQL 8.0.21 asks for NONE, so it is not said there.
    ///
    /// ## Example
    ///
    /// `binlog_checksum = NONE`, once needed for a replica of MySQL 5.5.
    ///
    /// ## What to do instead
    ///
    /// `binlog_checksum = CRC32`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, `binlog_checksum`
    /// - MariaDB manual, "Binlog Event Checksums"
    BINLOG_CHECKSUM_OFF {
        postgresql: None,
        mysql: Some("MY-REPL-017"),
        name: "binlog-checksum-off",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAME: &str = "binlog_checksum";
    if !input.is_one_of(NAME, &["NONE"]) || is_group_member(input) {
        return Answer::QUIET;
    }
    Found::info("events of the binary log carry no checksum: a damaged one is applied")
        .blames(input, &[NAME])
        .mended(input, Safety::Unsafe, &[(NAME, "CRC32")])
        .into()
}

//! A whole WAL segment into the archive every few seconds.

use plimsoll_model::Bytes;

use super::archive;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `archive_timeout` under 30 s, with `archive_mode` on.
    ///
    /// ## Why it matters
    ///
    /// A segment that is closed early is as long as a full one. On a server that writes a
    /// little all the time, one every ten seconds comes to some 135 GB a day in an archive
    /// that does not compress.
    ///
    /// ## Example
    ///
    /// `archive_timeout = 5`, to lose no more than five seconds.
    ///
    /// ## What to do instead
    ///
    /// One minute or more; to lose less, stream the WAL (`pg_receivewal`, a replica).
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Write Ahead Log / Archiving", `archive_timeout`
    ARCHIVE_TIMEOUT_SHORT {
        postgresql: Some("PG-DUR-018"),
        mysql: None,
        name: "archive-timeout-short",
        worst: Info,
        look: Look::Ask(look),
    }
}

/// With the segments that initdb makes unless told otherwise.
const SEGMENT_BYTES: u64 = 16 << 20;
const DAY_SECONDS: u64 = 86_400;

fn look(input: &Input<'_>) -> Answer {
    let name = "archive_timeout";
    let seconds = input.settings.count(name).unwrap_or(0);
    if !archive::is_on(input) || seconds == 0 || seconds >= 30 {
        return Answer::QUIET;
    }
    let message = format!(
        "a segment is archived every {seconds} s while anything is written: up to {} a day",
        Bytes(DAY_SECONDS / seconds * SEGMENT_BYTES)
    );
    Found::info(message).blames(input, &[name]).into()
}

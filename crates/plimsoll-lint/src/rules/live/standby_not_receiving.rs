//! A standby that gets no WAL.

use plimsoll_model::Confidence;

use super::told::{is, sees_others, span};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A standby with `primary_conninfo` whose receiver does not stream, and that has
    /// replayed nothing for five minutes.
    ///
    /// ## Why it matters
    ///
    /// It answers queries as ever, with the data of when the stream broke, and is no copy to
    /// fail over to. On the primary its slot gathers WAL, or the WAL it needs is removed and
    /// it has to be built anew. A receiver that lost its connection tries again every
    /// `wal_retrieve_retry_interval` (5 s): five minutes are sixty tries.
    ///
    /// ## Example
    ///
    /// The password of the replication role was changed on the primary.
    ///
    /// ## What to do instead
    ///
    /// The standby's log has the reason every few seconds: no connection, no such slot, a
    /// timeline that forked off ("requested starting point is ahead"), WAL already removed
    /// (then build the standby anew, or give it a `restore_command`).
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "`pg_stat_wal_receiver`" and "Replication / Standby
    ///   Servers"
    STANDBY_NOT_RECEIVING {
        postgresql: Some("PG-LIVE-010"),
        mysql: None,
        name: "standby-not-receiving",
        worst: Warning,
        controls: ["SOC 2 A1.2"],
        look: Look::Running(look),
    }
}

const SECONDS_MIN: u64 = 300;

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let Some(receiver) = seen.snapshot.row("receiver") else {
        return Answer::QUIET;
    };
    let streams = receiver.text("status") == Some("streaming");
    let is_meant_to = !input.text("primary_conninfo").is_empty();
    let still = receiver.count("last_replay_seconds");
    if streams
        || !is_meant_to
        || !is(seen, "in_recovery")
        || !sees_others(seen)
        || still.is_some_and(|seconds| seconds < SECONDS_MIN)
    {
        return Answer::QUIET;
    }
    let last = still.map_or_else(|| "never".to_owned(), |ago| format!("{} ago", span(ago)));
    let message = "this standby gets no WAL from its primary: its data stand still";
    Found::warning(message)
        .sure(Confidence::Medium)
        .fact(
            "receiver",
            receiver.text("status").unwrap_or("not running"),
            "pg_stat_wal_receiver",
        )
        .fact(
            "last replayed commit",
            last,
            "pg_last_xact_replay_timestamp()",
        )
        .into()
}

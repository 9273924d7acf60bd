//! A standby whose replay is paused.

use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A standby whose replay is paused.
    ///
    /// ## Why it matters
    ///
    /// WAL arrives and is not applied: queries see the data of when it was paused, the WAL
    /// gathers on the standby's disk, and a failover has to work all of it off first. From
    /// 14 on a standby pauses by itself when the primary's `max_connections` or the like is
    /// raised above its own, and stops when it is told to go on; with a recovery target it
    /// pauses there.
    ///
    /// ## Example
    ///
    /// `pg_wal_replay_pause()` for a look at a deleted row, and nobody resumed it.
    ///
    /// ## What to do instead
    ///
    /// `SELECT pg_wal_replay_resume()`. Where the log says "insufficient parameter settings",
    /// raise them on the standby first and restart it.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Recovery Control Functions" and "Hot Standby /
    ///   Administrator's Overview"; 14 release notes
    REPLAY_PAUSED {
        postgresql: Some("PG-LIVE-011"),
        mysql: None,
        name: "replay-paused",
        worst: Warning,
        look: Look::Running(look),
    }
}

fn look(_: &Input<'_>, seen: &Seen) -> Answer {
    let receiver = seen.snapshot.row("receiver");
    let paused = receiver.and_then(|row| row.is_on("is_paused"));
    if paused != Some(true) {
        return Answer::QUIET;
    }
    Found::warning("replay is paused on this standby: its data stand still and WAL gathers")
        .fact("paused", "yes", "pg_is_wal_replay_paused()")
        .into()
}

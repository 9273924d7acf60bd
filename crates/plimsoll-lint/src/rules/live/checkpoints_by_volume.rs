//! Checkpoints that the amount of WAL forces.

use plimsoll_model::Confidence;

use super::told::is;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// More checkpoints that were asked for than that came by time, among a hundred or more.
    ///
    /// ## Why it matters
    ///
    /// A checkpoint out of turn comes when WAL has reached `max_wal_size`: on this server
    /// that is the rule. After each the first change of every page writes the whole page to
    /// WAL, so that there is more of it and the next one comes sooner, and all of it goes to
    /// the standbys and the archive. A hundred are a working day at the default of five
    /// minutes: a few asked for by backups or by hand do not count.
    ///
    /// ## Example
    ///
    /// `max_wal_size = 1GB`, and the server writes 1 GB a minute: 60 checkpoints an hour
    /// where `checkpoint_timeout` asks for 12.
    ///
    /// ## What to do instead
    ///
    /// `max_wal_size` at what the server writes within `checkpoint_timeout`, and half as much
    /// again, if the disk has it; recovery after a crash takes longer in proportion.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "WAL Configuration" and "`pg_stat_checkpointer`" (17;
    ///   `pg_stat_bgwriter` before)
    CHECKPOINTS_BY_VOLUME {
        postgresql: Some("PG-LIVE-014"),
        mysql: None,
        name: "checkpoints-by-volume",
        worst: Info,
        look: Look::Running(look),
    }
}

const CHECKPOINTS_MIN: u64 = 100;

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let row = seen.snapshot.row("checkpoints");
    let count = |column| row.and_then(|row| row.count(column));
    let (Some(timed), Some(requested)) = (count("timed"), count("requested")) else {
        return Answer::QUIET;
    };
    if timed + requested < CHECKPOINTS_MIN || requested <= timed || is(seen, "in_recovery") {
        return Answer::QUIET;
    }
    let all = timed + requested;
    let message = format!(
        "{requested} of {all} checkpoints did not come by time: WAL reaches max_wal_size first"
    );
    let source = "the checkpointer's counters";
    Found::info(message)
        .sure(Confidence::Medium)
        .fact("checkpoints asked for", requested.to_string(), source)
        .fact("checkpoints by time", timed.to_string(), source)
        .blames(input, &["max_wal_size"])
        .weighs(input, "checkpoint_timeout")
        .into()
}

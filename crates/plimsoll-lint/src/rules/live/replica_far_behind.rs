//! A replica that is far behind.

use plimsoll_model::{Bytes, Confidence, Engine, Row};

use super::told::span;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// PostgreSQL: a standby that is behind by more WAL than `max_wal_size`, as the side that
    /// sends says, or that has received as much and not replayed it; a warning where it is
    /// half of `max_slot_wal_keep_size` or more. MySQL and MariaDB, asked on the replica: an
    /// hour behind, beyond a delay that was asked for.
    ///
    /// ## Why it matters
    ///
    /// Queries there see old data, and a failover loses or waits for what is missing. Up to
    /// `max_wal_size` the server keeps WAL for itself; beyond it only a slot, an archive or
    /// `wal_keep_size` keeps what the standby still needs. At `max_slot_wal_keep_size` its
    /// slot is given up and it has to be built anew.
    ///
    /// ## Example
    ///
    /// A standby on slower disks: 40 GB behind since the import of the night, and the slot
    /// may keep 64 GB.
    ///
    /// ## What to do instead
    ///
    /// See whether it catches up: ask twice. A standby that does not is short of disk or of a
    /// processor (replay is one process), or waits for a long query there
    /// (`max_standby_streaming_delay`). A MySQL replica: `replica_parallel_workers`, and a
    /// primary key for every table.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "`pg_stat_replication`" and "Replication / Sending
    ///   Servers"
    /// - MySQL manual, section "SHOW REPLICA STATUS", `Seconds_Behind_Source`
    REPLICA_FAR_BEHIND {
        postgresql: Some("PG-LIVE-012"),
        mysql: Some("MY-LIVE-003"),
        name: "replica-far-behind",
        worst: Warning,
        look: Look::Running(look),
    }
}

/// By then most of what reads a replica has been told something stale.
const SECONDS_MIN: u64 = 3_600;

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let found: Vec<Found> = match input.config.engine {
        Engine::Postgresql => {
            let standbys = seen.snapshot.rows("replication");
            let standbys = standbys.filter_map(|row| standby(input, &row));
            let itself = seen.snapshot.row("receiver");
            let itself = itself.and_then(|row| unreplayed(input, &row));
            standbys.chain(itself).collect()
        }
        Engine::Mysql | Engine::Mariadb => {
            let channels = seen.snapshot.rows("replica");
            channels.filter_map(|row| replica(&row)).collect()
        }
    };
    Answer::Found(found)
}

fn standby(input: &Input<'_>, row: &Row<'_>) -> Option<Found> {
    let behind = row.count("lag_bytes")?;
    if !matches!(row.text("state"), Some("streaming" | "catchup")) {
        return None;
    }
    let name = row.text("application").unwrap_or("a standby");
    let limit = input.settings.bytes("max_slot_wal_keep_size");
    let lag = Bytes(behind);
    let found = match limit {
        Some(limit) if behind >= limit / 2 => Found::warning(format!(
            "{name} is {lag} behind: at {} a slot of it is given up",
            Bytes(limit)
        ))
        .blames(input, &["max_slot_wal_keep_size"]),
        _ if behind > input.settings.bytes("max_wal_size")? => Found::info(format!(
            "{name} is {lag} behind: more WAL than the server keeps for itself"
        ))
        .weighs(input, "max_wal_size"),
        _ => return None,
    };
    let found = found.sure(Confidence::Medium);
    Some(found.fact("behind", lag.to_string(), "pg_stat_replication"))
}

/// A standby that was told to wait is told elsewhere, or wants it so.
fn unreplayed(input: &Input<'_>, row: &Row<'_>) -> Option<Found> {
    let behind = row.count("unreplayed_bytes")?;
    let waits = row.is_on("is_paused") == Some(true)
        || input
            .settings
            .count("recovery_min_apply_delay")
            .unwrap_or(0)
            > 0;
    if waits || behind <= input.settings.bytes("max_wal_size")? {
        return None;
    }
    let behind = Bytes(behind);
    let found = Found::info(format!(
        "this standby has {behind} received and not replayed"
    ))
    .sure(Confidence::Medium)
    .fact(
        "not replayed",
        behind.to_string(),
        "pg_last_wal_replay_lsn()",
    )
    .weighs(input, "max_wal_size");
    Some(found)
}

fn replica(row: &Row<'_>) -> Option<Found> {
    let behind = row.count("lag_seconds")?;
    let asked_for = row.count("delay_seconds").unwrap_or(0);
    if behind < SECONDS_MIN + asked_for {
        return None;
    }
    let lag = span(behind);
    let found = Found::info(format!("this replica is {lag} behind its source"))
        .sure(Confidence::Medium)
        .fact("behind", lag, "SHOW REPLICA STATUS");
    Some(found)
}

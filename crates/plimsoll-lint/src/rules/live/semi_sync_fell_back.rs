//! Semi-synchronous replication that is switched on and not in force.

use super::replica_stopped::runs;
use super::told::{STATUS, named};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::rules::topology::is_read_only;
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A source on which semi-synchronous replication is enabled and is off: it fell back to
    /// asynchronous.
    ///
    /// ## Why it matters
    ///
    /// When no replica confirms within the time-out, the source goes on without, and tells
    /// only its log. Commits since then are on this server alone for a while: a failover now
    /// loses what semi-synchronous replication was switched on to keep.
    ///
    /// ## Example
    ///
    /// The only semi-synchronous replica was rebuilt without its half of the plugin.
    ///
    /// ## What to do instead
    ///
    /// Look at `Rpl_semi_sync_source_clients` (`Rpl_semi_sync_master_clients`): at 0 no
    /// replica has it enabled and is connected. It comes back by itself once one has caught
    /// up. Watch `Rpl_semi_sync_source_no_tx`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, section "Semisynchronous Replication"
    /// - MariaDB manual, section "Semisynchronous Replication"
    SEMI_SYNC_FELL_BACK {
        postgresql: None,
        mysql: Some("MY-LIVE-018"),
        name: "semi-sync-fell-back",
        worst: Warning,
        look: Look::Running(look),
    }
}

/// Parameter, status and clients, by both of its names.
const NAMES: [[&str; 3]; 2] = [
    [
        "rpl_semi_sync_source_enabled",
        "Rpl_semi_sync_source_status",
        "Rpl_semi_sync_source_clients",
    ],
    [
        "rpl_semi_sync_master_enabled",
        "Rpl_semi_sync_master_status",
        "Rpl_semi_sync_master_clients",
    ],
];

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    // A replica with the source's half enabled, ready for a failover, is off.
    let mut channels = seen.snapshot.rows("replica");
    let is_replica = channels.any(|row| runs(&row, "sql_running") == Some(true));
    if is_replica || is_read_only(input) {
        return Answer::QUIET;
    }
    let found = NAMES.iter().find_map(|[parameter, status, clients]| {
        let is_on = input.settings.is_on(parameter) == Some(true);
        let is_off = named(seen, "status", status)?.eq_ignore_ascii_case("off");
        let clients_now = named(seen, "status", clients).unwrap_or("?");
        (is_on && is_off).then(|| {
            Found::warning("no replica confirms commits: semi-synchronous replication fell back")
                .fact(*status, "OFF", STATUS)
                .fact(*clients, clients_now, STATUS)
                .weighs(input, parameter)
        })
    });
    found.into()
}

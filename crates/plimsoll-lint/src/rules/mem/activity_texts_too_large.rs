//! Room for statement texts that every look at `pg_stat_activity` copies.

use plimsoll_model::Bytes;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `track_activity_query_size` times the processes that there may be of 256 MB or more; a
    /// warning from 1 GB on.
    ///
    /// ## Why it matters
    ///
    /// The room is set aside in shared memory for every process that could come, and whoever
    /// reads `pg_stat_activity` copies all of it into a memory of their own first, however
    /// few sessions there are. A monitor that asks every few seconds does so every few
    /// seconds.
    ///
    /// ## Example
    ///
    /// `track_activity_query_size = 1MB`, so that no statement is cut off, with 1200
    /// connections: 1.2 GB of shared memory, and as much again for every look.
    ///
    /// ## What to do instead
    ///
    /// `16kB` shows nearly every statement whole; longer ones are in the log
    /// (`log_min_duration_statement`).
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Run-time Statistics", `track_activity_query_size`
    /// - `pgstat_read_current_status` (pgstat.c; from 14 on `backend_status.c`)
    ACTIVITY_TEXTS_TOO_LARGE {
        postgresql: Some("PG-MEM-014"),
        mysql: None,
        name: "activity-texts-too-large",
        worst: Warning,
        look: Look::Ask(look),
    }
}

const MUCH: u64 = 256 << 20;
const TOO_MUCH: u64 = 1 << 30;

fn look(input: &Input<'_>) -> Answer {
    let names = ["track_activity_query_size", "max_connections"];
    let each = input.settings.bytes(names[0]).unwrap_or(0);
    let others = [
        "max_worker_processes",
        "max_wal_senders",
        "autovacuum_max_workers",
    ];
    let counted = others.iter().chain(&names[1..]);
    let processes = counted.filter_map(|name| input.settings.count(name)).sum();
    let all = each.saturating_mul(processes);
    if all < MUCH {
        return Answer::QUIET;
    }
    let message = format!(
        "{} for the text of each of {processes} processes are {} of shared memory, \
         and every look at pg_stat_activity copies them",
        Bytes(each),
        Bytes(all)
    );
    let found = if all >= TOO_MUCH {
        Found::warning(message)
    } else {
        Found::info(message)
    };
    found.blames(input, &names).into()
}

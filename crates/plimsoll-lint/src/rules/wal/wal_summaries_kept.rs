//! Summaries of the WAL that are never removed.

use plimsoll_model::Safety;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `summarize_wal = on` with `wal_summary_keep_time = 0`.
    ///
    /// ## Why it matters
    ///
    /// 0 means never: the files of `pg_wal/summaries`, that incremental backups are made
    /// from, stay for ever, on the disk that must not become full.
    ///
    /// ## Example
    ///
    /// 0, meant as "none".
    ///
    /// ## What to do instead
    ///
    /// `10d`, the default, or as long as the oldest backup that another is made on.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Write Ahead Log / WAL Summarization" (17 and later)
    WAL_SUMMARIES_KEPT {
        postgresql: Some("PG-WAL-013"),
        mysql: None,
        name: "wal-summaries-kept",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "wal_summary_keep_time";
    let on = input.settings.is_on("summarize_wal") == Some(true);
    if !on || input.settings.count(name) != Some(0) {
        return Answer::QUIET;
    }
    let message =
        "summaries of the WAL are never removed: wal_summary_keep_time = 0 keeps them for ever";
    Found::info(message)
        .blames(input, &[name])
        .mended(input, Safety::Unsafe, &[(name, "10d")])
        .into()
}

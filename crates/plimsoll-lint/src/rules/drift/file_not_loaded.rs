//! A file that was changed and that the running server has not taken.

use plimsoll_model::{DriftKind, Engine};

use super::told::{of_kind, told};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A parameter that the files give another value than the running server has, though it
    /// could have it without a restart: nobody reloaded the files, or nobody set it.
    ///
    /// ## Why it matters
    ///
    /// Whoever wrote the line believes it in force. PostgreSQL takes it at the next reload,
    /// which anyone may send for a reason of their own; and where one line of the files has
    /// a mistake, a reload takes nothing at all and tells only the log. MySQL and MariaDB
    /// read their files at the start alone.
    ///
    /// ## Example
    ///
    /// `work_mem` was lowered from 256 MB to 16 MB after an outage, and the server still
    /// runs with 256 MB.
    ///
    /// ## What to do instead
    ///
    /// PostgreSQL: `SELECT pg_reload_conf()`, then `SELECT * FROM pg_file_settings WHERE
    /// error IS NOT NULL`. MySQL and MariaDB: `SET GLOBAL` to what the file says. Or take
    /// the line back.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Parameter Interaction via the Configuration File" and
    ///   "`pg_file_settings`"
    /// - MySQL manual, section "Using System Variables"
    FILE_NOT_LOADED {
        postgresql: Some("PG-DRIFT-003"),
        mysql: Some("MY-DRIFT-004"),
        name: "file-not-loaded",
        worst: Warning,
        look: Look::Running(look),
    }
}

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let how = match input.config.engine {
        Engine::Postgresql => "they were not reloaded since",
        Engine::Mysql | Engine::Mariadb => "they are read at a start alone",
    };
    let found = of_kind(seen, DriftKind::NotLoaded).map(|drift| {
        let (name, now, source) = (&drift.parameter, &drift.in_force, &drift.other_source);
        let message = match &drift.other {
            Some(other) => {
                format!("{name} is {now} in force and {other} by the files ({source}): {how}")
            }
            None => format!("{name} is {now} in force and another by the files ({source}): {how}"),
        };
        told(input, Found::warning(message), drift)
    });
    Answer::Found(found.collect())
}

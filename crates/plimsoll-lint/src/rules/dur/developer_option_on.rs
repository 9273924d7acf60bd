//! Options for those who work on the server itself, left on.

use plimsoll_model::{Confidence, Severity};

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// Developer options that slow every statement down or leave files behind (warning), and
    /// others that have no place on a server in production (info).
    ///
    /// ## Why it matters
    ///
    /// The manual lists them apart: they are for work on the source code and for saving
    /// damaged databases. Some of them make the server look well and slow; some fill the data
    /// folder.
    ///
    /// ## Example
    ///
    /// `wal_consistency_checking = 'all'` from the test of an extension: many times the WAL,
    /// and a replica that stops.
    ///
    /// ## What to do instead
    ///
    /// Take the line out.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Developer Options"
    DEVELOPER_OPTION_ON {
        postgresql: Some("PG-DUR-009"),
        mysql: None,
        name: "developer-option-on",
        worst: Warning,
        look: Look::Ask(look),
    }
}

/// Each with the value at rest, how much it hurts and what it does.
const OPTIONS: [(&str, &str, Severity, &str); 11] = [
    (
        "ignore_system_indexes",
        "off",
        Severity::Warning,
        "looks into system tables without their indexes",
    ),
    (
        "wal_consistency_checking",
        "",
        Severity::Warning,
        "writes whole pages to WAL and stops recovery where they differ",
    ),
    (
        "debug_parallel_query",
        "off",
        Severity::Warning,
        "starts workers for statements that gain nothing by them",
    ),
    (
        "force_parallel_mode",
        "off",
        Severity::Warning,
        "starts workers for statements that gain nothing by them",
    ),
    (
        "jit_dump_bitcode",
        "off",
        Severity::Warning,
        "leaves a file in the data folder for every compiled query",
    ),
    (
        "debug_io_direct",
        "",
        Severity::Warning,
        "goes around the kernel's cache, with no reading ahead of its own before 18",
    ),
    (
        "remove_temp_files_after_crash",
        "on",
        Severity::Info,
        "leaves temporary files behind at every crash of a session",
    ),
    (
        "jit_profiling_support",
        "off",
        Severity::Info,
        "leaves files for the profiler",
    ),
    (
        "allow_in_place_tablespaces",
        "off",
        Severity::Info,
        "allows tablespaces that backup tools do not expect",
    ),
    (
        "debug_logical_replication_streaming",
        "buffered",
        Severity::Info,
        "streams every change at once, for tests",
    ),
    (
        "trace_sort",
        "off",
        Severity::Info,
        "writes of every sort to the log",
    ),
];

fn look(input: &Input<'_>) -> Answer {
    let found = OPTIONS
        .into_iter()
        .filter_map(|(name, at_rest, severity, what)| {
            let setting = input.set(name).filter(|setting| setting.value != at_rest)?;
            let message = format!(
                "{name} = {} is an option for developers: the server {what}",
                setting.display
            );
            Some(Found::new(severity, Confidence::High, message).blames(input, &[name]))
        });
    Answer::Found(found.collect())
}

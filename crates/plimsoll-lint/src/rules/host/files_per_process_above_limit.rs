//! More open files asked for than the limit allows.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `max_files_per_process` above the limit of open files (`nofile`).
    ///
    /// ## Why it matters
    ///
    /// The server finds the limit at its start and keeps to it: files are closed and opened
    /// again and again where thousands of tables and partitions are in use.
    ///
    /// ## Example
    ///
    /// `max_files_per_process = 10000` in a unit with `LimitNOFILE=1024`.
    ///
    /// ## What to do instead
    ///
    /// `LimitNOFILE` (or the container's ulimit) above it.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Resource Consumption / Kernel Resource Usage",
    ///   `max_files_per_process`
    FILES_PER_PROCESS_ABOVE_LIMIT {
        postgresql: Some("PG-HOST-010"),
        mysql: None,
        name: "files-per-process-above-limit",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let name = "max_files_per_process";
    let (Some(files), Some(limit)) = (input.settings.count(name), input.facts.nofile.get()) else {
        return Answer::QUIET;
    };
    if !input.is_set(name) || files <= *limit {
        return Answer::QUIET;
    }
    let message =
        format!("{name} is {files} and a process may have {limit} files open: the limit counts");
    Found::info(message)
        .blames(input, &[name])
        .fact(
            "nofile",
            limit.to_string(),
            input.facts.nofile.source().unwrap_or_default(),
        )
        .into()
}

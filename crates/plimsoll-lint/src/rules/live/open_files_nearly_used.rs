//! Almost as many open files as the server may have.

use super::told::{counted, counter};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// Nine tenths or more of `open_files_limit` in use, InnoDB's own files counted.
    ///
    /// ## Why it matters
    ///
    /// At the limit a statement that opens a table fails with "Too many open files" (errno
    /// 24), and so does a new binary log or a temporary file; sockets of clients count
    /// towards the same limit of the process and are not in these figures.
    ///
    /// ## Example
    ///
    /// `open_files_limit` came to 1024 because systemd's `LimitNOFILE` was not raised.
    ///
    /// ## What to do instead
    ///
    /// Raise the limit of the process (`LimitNOFILE` of the unit, `ulimit` of the container)
    /// and `open_files_limit` with it, or lower `table_open_cache` and `innodb_open_files`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, sections "File Not Found and Similar Errors" and "Server Status
    ///   Variables", `Open_files`, `Innodb_num_open_files`
    OPEN_FILES_NEARLY_USED {
        postgresql: None,
        mysql: Some("MY-LIVE-013"),
        name: "open-files-nearly-used",
        worst: Warning,
        controls: ["SOC 2 A1.1"],
        look: Look::Running(look),
    }
}

const OPEN: [&str; 2] = ["Open_files", "Innodb_num_open_files"];

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let limit = input.settings.count("open_files_limit");
    let Some(limit) = limit.filter(|limit| *limit > 0) else {
        return Answer::QUIET;
    };
    let open: u64 = OPEN.iter().filter_map(|name| counter(seen, name)).sum();
    if open * 10 < limit * 9 {
        return Answer::QUIET;
    }
    let message = format!("{open} of the {limit} files that the server may open are open");
    counted(Found::warning(message), seen, &OPEN)
        .blames(input, &["open_files_limit", "table_open_cache"])
        .into()
}

//! A kernel that cannot keep open what all sessions may.

use plimsoll_model::Confidence;

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `fs.file-max` below `max_connections` times `max_files_per_process`.
    ///
    /// ## Why it matters
    ///
    /// Each session may keep that many files open. When the kernel's table is full, opening
    /// fails for everyone on the host, for logins too: "Too many open files in system".
    ///
    /// ## Example
    ///
    /// `fs.file-max = 100000` with `max_connections = 500` and the built-in 1000 files.
    ///
    /// ## What to do instead
    ///
    /// `fs.file-max` in the millions, as kernels choose by themselves, or fewer files for
    /// each process.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Kernel Resource Limits"
    FILE_TABLE_TOO_SMALL {
        postgresql: Some("PG-HOST-011"),
        mysql: None,
        name: "file-table-too-small",
        worst: Info,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let count = |name| input.settings.count(name).unwrap_or(0);
    let most = count("max_connections").saturating_mul(count("max_files_per_process"));
    let Some(table) = input.sysctl("fs.file-max").filter(|table| *table < most) else {
        return Answer::QUIET;
    };
    let message = format!(
        "all sessions together may open {most} files, and the kernel keeps {table} (fs.file-max)"
    );
    Found::info(message)
        .sure(Confidence::Medium)
        .blames(input, &["max_files_per_process", "max_connections"])
        .fact("fs.file-max", table.to_string(), "sysctl")
        .into()
}

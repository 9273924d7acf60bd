//! An `archive_command` that succeeds whatever happens.

use super::archive;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// `archive_mode` on with an `archive_command` that ends in success by itself: `… ||
    /// true`, `…; exit 0`, or a `&` that lets it run on in the background.
    ///
    /// ## Why it matters
    ///
    /// Only an exit status of 0 tells the server that a segment is safe, and it then removes
    /// it. Here it is told so when the copy failed: a full or absent archive leaves a gap,
    /// found at the restore, since recovery cannot pass over a missing segment.
    ///
    /// ## Example
    ///
    /// `archive_command = 'rsync %p backup:/wal/%f || true'`, so that `pg_wal` does not fill
    /// while the backup host is away.
    ///
    /// ## What to do instead
    ///
    /// Let it fail: the server keeps the segment and tries again. Against a full disk watch
    /// `pg_stat_archiver`, and bound by hand what you give up.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "Continuous Archiving", "Setting Up WAL Archiving"
    ARCHIVE_HIDES_FAILURE {
        postgresql: Some("PG-DUR-013"),
        mysql: None,
        name: "archive-command-hides-failure",
        worst: Warning,
        controls: ["SOC 2 A1.2"],
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    let command = archive::command(input);
    let hides = archive::hides_failure(command) && !archive::discards(command);
    if !archive::is_on(input) || !hides {
        return Answer::QUIET;
    }
    let message = "archive_command succeeds even where the copy failed: the segment is removed, \
                   and the archive has a gap";
    Found::warning(message)
        .blames(input, &["archive_command"])
        .into()
}

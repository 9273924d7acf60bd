//! A `pg_hba.conf` that the server would not start with.

use plimsoll_model::{Confidence, Severity};

use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A running server whose `pg_hba.conf` has lines that it would refuse at its next start.
    /// Where the server only says how many lines have an error and not which, it is a
    /// warning, as a line for TLS on a server without TLS is such an error and stops no start;
    /// and so is a file that shows no line at all.
    ///
    /// ## Why it matters
    ///
    /// A reload with such a file changes nothing: the server keeps the rules it has, and
    /// `pg_reload_conf()` says `t` all the same. A start ends with "could not load
    /// `pg_hba.conf`", which is FATAL (tried on 12, 15 and 18). So the mistake is found when
    /// the server is down, and by then it is weeks old.
    ///
    /// ## Example
    ///
    /// `host all app 10.0.20/24 scram-sha-256`: a byte of the address is missing.
    ///
    /// ## What to do instead
    ///
    /// `SELECT line_number, error FROM pg_hba_file_rules WHERE error IS NOT NULL`; mend the
    /// lines, reload, look again.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "The `pg_hba.conf` File" and "`pg_hba_file_rules`"
    /// - PostgreSQL source, `hba.c`, `load_hba` and `parse_hba_line` ("record cannot match");
    ///   `postmaster.c`, `PostmasterMain`
    HBA_FILE_REFUSED {
        postgresql: Some("PG-DRIFT-007"),
        mysql: None,
        name: "hba-file-refused",
        worst: Critical,
        look: Look::Running(look),
    }
}

fn look(_: &Input<'_>, seen: &Seen) -> Answer {
    let row = seen.snapshot.row("hba_problems");
    let count = |column| row.and_then(|row| row.count(column));
    let source = "pg_hba_file_rules";
    let critical = |message: String| Found::new(Severity::Critical, Confidence::High, message);
    match (count("rules"), count("errors"), count("refused")) {
        // Some services show an empty file to everyone.
        (Some(0), _, _) => {
            let message = "pg_hba.conf has no line: a server does not start with such a file";
            Found::warning(message)
                .sure(Confidence::Medium)
                .fact("lines", "0", source)
                .into()
        }
        (_, _, Some(refused @ 1..)) => critical(format!(
            "this server runs, and would refuse its next start: lines of pg_hba.conf with a \
             mistake: {refused}"
        ))
        .fact("lines refused", refused.to_string(), source)
        .into(),
        (_, Some(errors @ 1..), None) => Found::warning(format!(
            "lines of pg_hba.conf with an error: {errors}; the next start is refused unless each \
             says \"record cannot match\""
        ))
        .sure(Confidence::Medium)
        .fact("lines with an error", errors.to_string(), source)
        .into(),
        _ => Answer::QUIET,
    }
}

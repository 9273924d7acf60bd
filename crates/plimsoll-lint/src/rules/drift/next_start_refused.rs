//! A running server whose files it would not start with.

use plimsoll_model::{Confidence, Drift, DriftKind, Place, Severity};

use super::told::of_kind;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A running server whose files hold something that it would refuse at its next
    /// start: a name it does not know, a value it does not take, a file that is not there.
    ///
    /// ## Why it matters
    ///
    /// The server works until it is restarted, by a person, a package or a crash, and then
    /// stays down. PostgreSQL refuses a reload with the same mistake and logs it, and goes
    /// on with what it had; MySQL and MariaDB read their files at the start alone, so that
    /// nothing tells of it before.
    ///
    /// ## Example
    ///
    /// `max_connections = 2O0` was written on Monday, with the letter O; the server is
    /// restarted on Saturday.
    ///
    /// ## What to do instead
    ///
    /// Mend the line now, while the server runs. `plimsoll check` on the file before each
    /// change finds it; on PostgreSQL so does `SELECT * FROM pg_file_settings WHERE error
    /// IS NOT NULL`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, section "`pg_file_settings`"
    /// - MySQL manual, section "Using Option Files"
    NEXT_START_REFUSED {
        postgresql: Some("PG-DRIFT-001"),
        mysql: Some("MY-DRIFT-001"),
        name: "next-start-refused",
        worst: Critical,
        look: Look::Running(look),
    }
}

fn look(_: &Input<'_>, seen: &Seen) -> Answer {
    let found = match &seen.next {
        Some(next) => {
            let fatal = next.problems.iter().filter(|problem| problem.fatal);
            let found = fatal.map(|problem| Found {
                parameters: problem.parameter.iter().cloned().collect(),
                location: Some(problem.place.clone()),
                ..refused(&problem.message)
            });
            found.collect()
        }
        None => said_by_the_server(seen),
    };
    Answer::Found(found)
}

fn refused(why: &str) -> Found {
    let message = format!("this server runs, and would refuse its next start: {why}");
    Found::new(Severity::Critical, Confidence::High, message)
}

/// `pg_file_settings` has an error for a change that only waits for a restart
/// too; of that the server says so elsewhere.
fn said_by_the_server(seen: &Seen) -> Vec<Found> {
    let waits: Vec<&Drift> = of_kind(seen, DriftKind::WaitsForRestart).collect();
    let rows = seen.snapshot.rows("file_settings");
    let found = rows.filter_map(|row| {
        let error = row.text("error").filter(|error| !error.is_empty())?;
        let name = row.text("name").unwrap_or_default();
        if waits.iter().any(|drift| drift.parameter == name) {
            return None;
        }
        let line = row.text("sourceline").and_then(|line| line.parse().ok());
        let place = row.text("sourcefile").zip(line);
        let mut found = refused(&format!("{name}: {error}"));
        found
            .parameters
            .extend((!name.is_empty()).then(|| name.to_owned()));
        found.location = place.map(|(file, line)| Place {
            file: file.to_owned(),
            line,
            column: 1,
        });
        Some(found)
    });
    found.collect()
}

//! A replica whose replication does not run.

use plimsoll_model::Row;

use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A replica that does not receive or does not apply what its source sends: a warning
    /// with the error that stopped it; worth knowing where it was stopped by hand.
    ///
    /// ## Why it matters
    ///
    /// It answers queries with the data of when it stopped and is no copy to fail over to.
    /// What it has not received is gone once the source has purged its binary logs, and then
    /// the replica has to be built anew.
    ///
    /// ## Example
    ///
    /// Error 1062, a duplicate key: somebody wrote to the replica itself.
    ///
    /// ## What to do instead
    ///
    /// Mend what the error names and `START REPLICA`. Do not skip what failed without having
    /// seen it: the two differ from then on. A channel that is not needed any more:
    /// `RESET REPLICA ALL`.
    ///
    /// ## Sources
    ///
    /// - MySQL manual, section "SHOW REPLICA STATUS"
    /// - MariaDB manual, section "SHOW REPLICA STATUS"
    REPLICA_STOPPED {
        postgresql: None,
        mysql: Some("MY-LIVE-005"),
        name: "replica-stopped",
        worst: Warning,
        controls: ["SOC 2 A1.2"],
        look: Look::Running(look),
    }
}

/// Runs only while a member joins its group.
const RECOVERY: &str = "group_replication_recovery";
/// A half of replication: what it does, its state, its error.
type Half = (&'static str, &'static str, &'static str);
const HALVES: [Half; 2] = [
    ("receives", "io_running", "last_io_error"),
    ("applies", "sql_running", "last_sql_error"),
];
const SOURCE: &str = "SHOW REPLICA STATUS";

fn look(_: &Input<'_>, seen: &Seen) -> Answer {
    let channels = seen.snapshot.rows("replica");
    let channels = channels.filter(|row| row.text("channel") != Some(RECOVERY));
    Answer::Found(channels.filter_map(|row| stopped(&row)).collect())
}

/// Whether a half of replication runs; one that tries to connect does not.
pub(super) fn runs(row: &Row<'_>, column: &str) -> Option<bool> {
    row.text(column)?;
    Some(row.is_on(column) == Some(true))
}

fn stopped(row: &Row<'_>) -> Option<Found> {
    let down = |half: &&Half| runs(row, half.1) == Some(false);
    let halves: Vec<&Half> = HALVES.iter().filter(down).collect();
    let (_, state, _) = halves.first()?;
    let what: Vec<&str> = halves.iter().map(|half| half.0).collect();
    let channel = row.text("channel").filter(|name| !name.is_empty());
    let channel = channel.map_or_else(String::new, |name| format!(" (channel {name})"));
    let what = format!("this replica no longer {}{channel}", what.join(" nor "));
    let mut errors = halves.iter().filter_map(|half| row.text(half.2));
    let found = match errors.find(|error| !error.is_empty()) {
        Some(error) => Found::warning(format!("{what}: {}", without_values(error))),
        // One that connects for the first time, or again, has no error yet.
        None if row.is_on(state).is_none() => return None,
        None => Found::info(format!("{what}, without an error: it was stopped")),
    };
    let told = |found: Found, half: &&Half| {
        found.fact(half.1, row.text(half.1).unwrap_or_default(), SOURCE)
    };
    Some(halves.iter().fold(found, told))
}

/// An error without the statement and the values in it, which are nobody's
/// business: what stands in quotes is left out.
fn without_values(error: &str) -> String {
    let (error, _) = error.split_once("Query:").unwrap_or((error, ""));
    let parts = error.split('\'').enumerate();
    let kept = parts.map(|(at, part)| if at % 2 == 0 { part } else { "'…'" });
    kept.collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::without_values;

    #[test]
    fn no_value_of_a_row_is_told() {
        let by_row = "Duplicate entry 'a@b.example' for key 'mail', Error_code: 1062";
        let by_statement = "Error on query. Default database: 'shop'. Query: 'CREATE USER x'";
        assert_eq!(
            [by_row, by_statement].map(without_values),
            [
                "Duplicate entry '…' for key '…', Error_code: 1062",
                "Error on query. Default database: '…'.",
            ]
        );
    }
}

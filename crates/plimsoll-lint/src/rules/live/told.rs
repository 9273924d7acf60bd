//! What the rules of a running server ask its answers for. Judges nothing.

use crate::Seen;
use crate::answer::Found;

/// Where `MySQL` and `MariaDB` show their counters.
pub(super) const STATUS: &str = "SHOW GLOBAL STATUS";

/// A word that the server says of itself.
pub(super) fn identity<'a>(seen: &'a Seen, column: &str) -> Option<&'a str> {
    let mut rows = seen.snapshot.rows("identity");
    rows.find_map(|row| row.text(column))
}

/// Whether the server says that something is so.
pub(super) fn is(seen: &Seen, column: &str) -> bool {
    matches!(identity(seen, column), Some("t" | "true" | "on"))
}

/// Whether the one who asked is shown the sessions and streams of others: to
/// anyone else `PostgreSQL` shows them with NULL in most columns.
pub(super) fn sees_others(seen: &Seen) -> bool {
    is(seen, "reads_all_stats") || is(seen, "is_superuser")
}

/// The value of a name in an answer of names and values.
pub(super) fn named<'a>(seen: &'a Seen, question: &str, name: &str) -> Option<&'a str> {
    let mut rows = seen.snapshot.rows(question);
    let row = rows.find(|row| {
        let it = row.text("name");
        it.is_some_and(|it| it.eq_ignore_ascii_case(name))
    });
    row?.text("value")
}

/// A counter of the server's global status.
pub(super) fn counter(seen: &Seen, name: &str) -> Option<u64> {
    named(seen, "status", name)?.parse().ok()
}

/// How many of a counter come in so many seconds, on average since the start;
/// `None` before the server has been up for an hour. Where FLUSH STATUS began
/// the counter again, it is fewer than really come.
pub(super) fn rate(seen: &Seen, name: &str, seconds: u64) -> Option<f64> {
    let up = counter(seen, "Uptime").filter(|up| *up >= 3_600)?;
    Some(counter(seen, name)? as f64 / up as f64 * seconds as f64)
}

/// How many accounts are of a kind, where there are any.
pub(super) fn account_count(seen: &Seen, kind: &str) -> Option<u64> {
    let count = seen.snapshot.row("accounts")?.count(kind)?;
    (count > 0).then_some(count)
}

/// Counters as evidence.
pub(super) fn counted(found: Found, seen: &Seen, names: &[&str]) -> Found {
    let told = |found: Found, name: &&str| match named(seen, "status", name) {
        Some(value) => found.fact(*name, value, STATUS),
        None => found,
    };
    names.iter().fold(found, told)
}

/// How long so many seconds are, as a person says it.
pub(super) fn span(seconds: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(86_400, "days"), (3_600, "hours"), (60, "minutes")];
    let unit = UNITS.into_iter().find(|(each, _)| seconds >= 2 * each);
    match unit {
        Some((each, name)) => format!("{} {name}", seconds / each),
        None => format!("{seconds} seconds"),
    }
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn a_span_is_said_in_the_largest_unit_that_is_no_lie() {
        let spans = [90, 7_199, 7_200, 200_000].map(span);
        assert_eq!(spans, ["90 seconds", "119 minutes", "2 hours", "2 days"]);
    }
}

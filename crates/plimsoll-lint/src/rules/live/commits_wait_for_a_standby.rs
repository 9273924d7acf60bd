//! Commits that wait for a standby that is not there.

use super::told::{is, sees_others};
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};
use crate::{Input, Seen};

rule! {
    /// ## What it finds
    ///
    /// A primary with `synchronous_standby_names` that has fewer synchronous standbys
    /// connected than it waits for.
    ///
    /// ## Why it matters
    ///
    /// Every commit is written here and then waits, without a limit, for a standby to
    /// confirm it. Clients hang, sessions pile up until `max_connections`, and to all of them
    /// it looks like a server that is down.
    ///
    /// ## Example
    ///
    /// `synchronous_standby_names = 'replica1'`, and `replica1` is being patched.
    ///
    /// ## What to do instead
    ///
    /// Bring the standby back. Or let commits go: `ALTER SYSTEM SET synchronous_standby_names
    /// = ''` and `pg_reload_conf()` release those that wait too, with one copy less. For the
    /// next time, name two standbys: `ANY 1 (replica1, replica2)`.
    ///
    /// ## Sources
    ///
    /// - PostgreSQL manual, sections "Synchronous Replication" and "Replication / Primary
    ///   Server"
    COMMITS_WAIT_FOR_A_STANDBY {
        postgresql: Some("PG-LIVE-013"),
        mysql: None,
        name: "commits-wait-for-a-standby",
        worst: Warning,
        controls: ["SOC 2 A1.1"],
        look: Look::Running(look),
    }
}

fn look(input: &Input<'_>, seen: &Seen) -> Answer {
    let names = "synchronous_standby_names";
    let waits_not = input.is_one_of("synchronous_commit", &["off", "local"]);
    let is_told = seen.snapshot.has("replication") && sees_others(seen);
    if waits_not || !is_told || is(seen, "in_recovery") {
        return Answer::QUIET;
    }
    let needed = needed(input.text(names));
    let rows = seen.snapshot.rows("replication");
    let synchronous = rows.filter(|row| {
        matches!(row.text("sync_state"), Some("sync" | "quorum"))
            && row.text("state") == Some("streaming")
    });
    let there = synchronous.count();
    if there >= needed {
        return Answer::QUIET;
    }
    let message = format!(
        "clients hang: {there} of the {needed} synchronous standbys that commits wait for are there"
    );
    Found::warning(message)
        .fact(
            "synchronous standbys",
            there.to_string(),
            "pg_stat_replication",
        )
        .blames(input, &[names])
        .into()
}

/// How many standbys have to confirm: `a, b` one, `2 (a, b)`, `FIRST 2 (a, b)`
/// and `ANY 2 (a, b)` two; nothing, none.
fn needed(names: &str) -> usize {
    let names = names.trim();
    if names.is_empty() {
        return 0;
    }
    let number = names
        .split_once('(')
        .and_then(|(head, _)| head.split_whitespace().last()?.parse().ok());
    number.unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::needed;

    #[test]
    fn the_number_of_standbys_is_read_off_every_form() {
        let forms = [
            "",
            "*",
            "a, b",
            "2 (a, b)",
            "FIRST 2 (a,b)",
            "ANY 3(a, b, c)",
        ];
        assert_eq!(forms.map(needed), [0, 1, 1, 2, 2, 3]);
    }
}

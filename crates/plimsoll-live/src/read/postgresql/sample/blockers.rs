//! Who holds others up. It is asked only while somebody waits: each look stops the lock
//! table for a moment (manual, 9.27, `pg_blocking_pids`), so only so many waiting
//! sessions are looked at.

use plimsoll_model::{Answer, Blocker, Gap};

use super::super::questions::always;
use crate::read::{Question, blockers};

/// Waiting sessions that are looked at.
const WAITING_MAX: u64 = 50;

/// A row for each session that waits and each that it waits for. A prepared transaction
/// has no process: it is 0.
pub(super) static BLOCKERS: Question = Question {
    rows_max: 2_000,
    ..always(
        "blockers",
        &["waiting", "blocker", "user", "database", "state", "transaction_seconds"],
        "SELECT w.pid AS waiting, b.pid AS blocker, a.usename AS \"user\", a.datname AS database,
            CASE WHEN b.pid = 0 THEN 'prepared transaction' ELSE coalesce(a.state, a.backend_type, 'hidden') END AS state,
            pg_catalog.round(EXTRACT(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)::numeric, 3) AS transaction_seconds
       FROM (SELECT s.pid, pg_catalog.pg_blocking_pids(s.pid) AS pids
               FROM (SELECT v.pid FROM pg_catalog.pg_stat_activity AS v
                      WHERE v.wait_event_type = 'Lock'
                      ORDER BY v.xact_start LIMIT 50) AS s) AS w
      CROSS JOIN LATERAL (SELECT DISTINCT u.pid FROM pg_catalog.unnest(w.pids) AS u (pid)) AS b
       LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = b.pid",
    )
};

/// Those that wait for nobody, the one that most wait for first; and what of it is not told.
pub(super) fn roots(answer: &Answer, waiting: u64) -> (Vec<Blocker>, Option<Gap>) {
    let rows: Vec<_> = answer.rows().collect();
    let (roots, are_more) = blockers::roots(&rows);
    let is_in_part = waiting > WAITING_MAX || answer.is_cut || are_more;
    let gap = is_in_part.then(|| Gap {
        what: BLOCKERS.name.to_owned(),
        why: format!("in part: of {waiting} that wait the {WAITING_MAX} oldest are looked at"),
        grant: None,
    });
    (roots, gap)
}

#[cfg(test)]
mod tests {
    use super::{BLOCKERS, WAITING_MAX, roots};
    use plimsoll_model::Answer;

    fn answer(edges: &[(&str, &str)]) -> Answer {
        let row = |(waiting, blocker): &(&str, &str)| {
            let values = [*waiting, *blocker, "app", "shop", "active", "1.5"];
            values.map(|it| Some(it.to_owned())).to_vec()
        };
        Answer {
            columns: BLOCKERS.columns.iter().map(|it| (*it).to_owned()).collect(),
            rows: edges.iter().map(row).collect(),
            is_cut: false,
        }
    }

    #[test]
    fn a_prepared_transaction_is_told_as_none() {
        let (roots, _) = roots(&answer(&[("2", "0")]), 1);
        assert_eq!((roots[0].session, roots[0].blocked), (0, 1));
    }

    #[test]
    fn what_is_not_looked_at_is_said() {
        assert!(BLOCKERS.sql.contains(&format!("LIMIT {WAITING_MAX})")));
        let one = answer(&[("2", "1")]);
        assert!(roots(&one, WAITING_MAX).1.is_none());
        let gap = roots(&one, WAITING_MAX + 1).1.unwrap();
        expect_test::expect!["in part: of 51 that wait the 50 oldest are looked at"]
            .assert_eq(&gap.why);
    }
}

//! Who holds others up. It is asked only while somebody waits: each look stops the lock
//! table for a moment (manual, 9.27, `pg_blocking_pids`), so only so many waiting
//! sessions are looked at.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_model::{Answer, Blocker, Gap};

use super::super::questions::always;
use crate::read::Question;
use crate::read::one_line::one_line;

/// Waiting sessions that are looked at.
const WAITING_MAX: u64 = 50;
/// Blockers that are told.
const BLOCKERS_MAX: usize = 20;

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
    let mut waits: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
    for row in answer.rows() {
        if let Some((waiting, blocker)) = row.count("waiting").zip(row.count("blocker")) {
            waits.entry(blocker).or_default().insert(waiting);
        }
    }
    let waiting_too: BTreeSet<u64> = waits.values().flatten().copied().collect();
    let mut roots: Vec<Blocker> = Vec::new();
    for row in answer.rows() {
        let Some(session) = row.count("blocker") else {
            continue;
        };
        let is_told = roots.iter().any(|root| root.session == session);
        if is_told || waiting_too.contains(&session) {
            continue;
        }
        roots.push(Blocker {
            session,
            user: one_line(row.text("user").unwrap_or_default()),
            database: row.text("database").map(one_line),
            state: one_line(row.text("state").unwrap_or_default()),
            transaction_seconds: row.number("transaction_seconds"),
            blocked: held_up(session, &waits),
        });
    }
    roots.sort_by_key(|root| (std::cmp::Reverse(root.blocked), root.session));
    let is_more = waiting > WAITING_MAX || answer.is_cut || roots.len() > BLOCKERS_MAX;
    roots.truncate(BLOCKERS_MAX);
    let gap = is_more.then(|| Gap {
        what: BLOCKERS.name.to_owned(),
        why: format!("in part: of {waiting} that wait the {WAITING_MAX} oldest are looked at"),
        grant: None,
    });
    (roots, gap)
}

/// All that wait for it, over others that wait too.
fn held_up(root: u64, waits: &BTreeMap<u64, BTreeSet<u64>>) -> u64 {
    let mut seen = BTreeSet::new();
    let mut next = vec![root];
    while let Some(session) = next.pop() {
        for waiting in waits.get(&session).into_iter().flatten() {
            if seen.insert(*waiting) {
                next.push(*waiting);
            }
        }
    }
    seen.len() as u64
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

    fn told(edges: &[(&str, &str)]) -> Vec<(u64, u64)> {
        let (roots, _) = roots(&answer(edges), 1);
        roots.iter().map(|it| (it.session, it.blocked)).collect()
    }

    #[test]
    fn those_who_wait_themselves_are_no_root() {
        let chain = [("2", "1"), ("3", "2"), ("4", "2"), ("4", "3"), ("6", "5")];
        assert_eq!(told(&chain), [(1, 3), (5, 1)]);
        assert_eq!(told(&[("2", "1"), ("1", "2")]), []);
        assert_eq!(told(&[("2", "0")]), [(0, 1)]);
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

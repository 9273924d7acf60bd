//! From who waits for whom to those whom all wait for. It knows no engine: an answer
//! has a row for each pair.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use plimsoll_model::{Blocker, Row};

use super::one_line::one_line;

/// Blockers that are told.
pub(super) const BLOCKERS_MAX: usize = 20;

/// The blockers that wait for nobody themselves, the one that most wait for first, and
/// whether there are more than are told. Columns: `waiting`, `blocker`, `user`,
/// `database`, `state`, `transaction_seconds`. Sessions that all wait for each other
/// have no such blocker.
pub(super) fn roots(rows: &[Row<'_>]) -> (Vec<Blocker>, bool) {
    let mut waiting_for: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
    for row in rows {
        if let Some((waiting, blocker)) = row.count("waiting").zip(row.count("blocker")) {
            waiting_for.entry(blocker).or_default().insert(waiting);
        }
    }
    let waits: BTreeSet<u64> = waiting_for.values().flatten().copied().collect();
    let mut roots: BTreeMap<u64, Blocker> = BTreeMap::new();
    for row in rows {
        let Some(session) = row.count("blocker").filter(|it| !waits.contains(it)) else {
            continue;
        };
        roots.entry(session).or_insert_with(|| Blocker {
            session,
            user: one_line(row.text("user").unwrap_or_default()),
            database: row.text("database").map(one_line),
            state: one_line(row.text("state").unwrap_or_default()),
            transaction_seconds: row.number("transaction_seconds"),
            blocked: held_up(session, &waiting_for),
        });
    }
    let mut roots: Vec<Blocker> = roots.into_values().collect();
    roots.sort_by_key(|root| Reverse(root.blocked));
    let is_cut = roots.len() > BLOCKERS_MAX;
    roots.truncate(BLOCKERS_MAX);
    (roots, is_cut)
}

/// All that wait for it, over others that wait too.
fn held_up(root: u64, waiting_for: &BTreeMap<u64, BTreeSet<u64>>) -> u64 {
    let mut seen = BTreeSet::new();
    let mut next = vec![root];
    while let Some(session) = next.pop() {
        let waiting = waiting_for.get(&session).into_iter().flatten();
        next.extend(waiting.filter(|it| seen.insert(**it)));
    }
    seen.len() as u64
}

#[cfg(test)]
mod tests {
    use super::{BLOCKERS_MAX, roots};
    use plimsoll_model::Answer;

    fn told(pairs: &[(u64, u64)]) -> (Vec<(u64, u64)>, bool) {
        let row = |(waiting, blocker): &(u64, u64)| {
            let ids = [waiting, blocker].map(|it| Some(it.to_string()));
            ids.to_vec()
        };
        let answer = Answer {
            columns: ["waiting", "blocker"].map(str::to_owned).to_vec(),
            rows: pairs.iter().map(row).collect(),
            is_cut: false,
        };
        let rows: Vec<_> = answer.rows().collect();
        let (roots, is_cut) = roots(&rows);
        let roots = roots.iter().map(|root| (root.session, root.blocked));
        (roots.collect(), is_cut)
    }

    #[test]
    fn whoever_waits_for_a_waiting_one_waits_for_its_blocker() {
        let chain = [(2, 1), (3, 2), (4, 2), (6, 5), (3, 1)];
        assert_eq!(told(&chain), (vec![(1, 3), (5, 1)], false));
        // A deadlock until the server breaks it.
        assert_eq!(told(&[(1, 2), (2, 1)]), (Vec::new(), false));
    }

    #[test]
    fn only_so_many_are_told() {
        let pairs: Vec<_> = (1..=50).map(|id| (100 + id, id)).collect();
        let (told, is_cut) = told(&pairs);
        assert!(told.len() == BLOCKERS_MAX && is_cut);
    }
}

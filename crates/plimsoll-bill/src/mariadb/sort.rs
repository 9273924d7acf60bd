//! Sorts of `MariaDB`.

use plimsoll_model::Kind;

use super::temp_table::one_bytes;
use crate::case::Group;
use crate::ledger::Ledger;
use crate::mysql::operations::{self, Words};
use crate::mysql::sort::one;
use crate::mysql::view::{Doing, Sum, View};

/// Charges sorts. The buffer is taken whole and used again for the merge. A
/// statement that sorts one temporary table into the next gives it back before
/// that one is full: half of the smaller of the two is never there at once.
pub(crate) fn charge(view: &View<'_>, ledger: &mut Ledger) {
    let mut sum = Sum {
        count: 0,
        likely_bytes: 0,
        high_bytes: 0,
    };
    for group in &view.case.groups {
        let next = next_table_bytes(view, group);
        let sorts = group
            .operations
            .iter()
            .filter(|operation| operation.kind == Kind::Sort);
        for operation in sorts {
            let doing = Doing {
                settings: view.case.settings_of(group),
                sessions: group.sessions,
                operation,
            };
            let (likely, high) = one(&doing, view.costs);
            let count = doing.count();
            let hidden = (next.min(likely) / 2).saturating_mul(group.sessions.min(count));
            let all = count.saturating_mul(likely).saturating_sub(hidden);
            sum.count = sum.count.saturating_add(count);
            sum.likely_bytes = sum.likely_bytes.saturating_add(all);
            sum.high_bytes = sum.high_bytes.saturating_add(count.saturating_mul(high));
        }
    }
    operations::charge(ledger, &WORDS, &sum);
}

/// The temporary table that a session's sort fills: the last of several.
fn next_table_bytes(view: &View<'_>, group: &Group) -> u64 {
    let several = group
        .operations
        .iter()
        .find(|operation| operation.kind == Kind::TempTable && operation.count > 1);
    several.map_or(0, |operation| {
        one_bytes(
            view,
            &Doing {
                settings: view.case.settings_of(group),
                sessions: group.sessions,
                operation,
            },
        )
        .0
    })
}

const WORDS: Words = Words {
    what: "sorts",
    each: "(1.08 × min(rows, sort_buffer_size) + 0.25 MB), less half of the temporary table each fills",
    parameters: &["sort_buffer_size"],
    source: "filesort.cc, filesort: one buffer allocated whole, used again to merge, freed before the result is read; measured 1.05 to 1.08 a byte of it",
};

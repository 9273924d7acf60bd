//! What the same file takes of memory before and after the upgrade.

use plimsoll_model::{Bytes, Confidence, InForce, ProblemKind};

use plimsoll_bill::weigh;

use super::changed_defaults;
use super::upgrade::Upgrade;
use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// With `--from`: a memory bill that the upgrade changes by more than a twentieth, though
    /// neither file nor load change.
    ///
    /// ## Why it matters
    ///
    /// Built-in values and the servers themselves change from series to series. A limit that
    /// was just enough is then no longer.
    ///
    /// ## Example
    ///
    /// From PostgreSQL 14 to 15 hash joins may take twice `work_mem`; from MySQL 8.0 to 8.4
    /// the log buffer is four times as large.
    ///
    /// ## What to do instead
    ///
    /// Check the limit against the new bill; where a parameter is named, its old value
    /// written into the file keeps the old bill.
    ///
    /// ## Sources
    ///
    /// - The memory bill with the built-in values of both series
    UPGRADE_CHANGES_MEMORY {
        postgresql: Some("PG-VER-010"),
        mysql: Some("MY-VER-010"),
        name: "upgrade-changes-memory",
        worst: Info,
        look: Look::Ask(look),
    }
}

const CHANGE_PERCENT_MIN: u64 = 5;
const CHANGE_BYTES_MIN: u64 = 32 << 20;

fn look(input: &Input<'_>) -> Answer {
    let (Some(upgrade), Ok(bill)) = (Upgrade::of(input), input.bill) else {
        return Answer::QUIET;
    };
    let ask = |settings: &InForce| {
        let total = weigh(
            settings,
            input.facts,
            input.load,
            input.profile,
            input.arrivals,
        );
        total.ok().map(|total| total.likely_bytes)
    };
    let old = upgrade.before(input);
    let Some(before) = ask(&old) else {
        return Answer::QUIET;
    };
    let after = bill.total.likely_bytes;
    let change = after.abs_diff(before);
    if change < CHANGE_BYTES_MIN || change * 100 < before * CHANGE_PERCENT_MIN {
        return Answer::QUIET;
    }
    let blamed: Vec<&str> = changed_defaults::of(input.config.engine)
        .map(|row| row.name)
        .filter(|name| !input.is_set(name))
        .filter(|name| {
            let (mut pinned, Some(value)) = (input.settings.clone(), old.values.get(name)) else {
                return false;
            };
            pinned.values.insert((*name).to_owned(), value.clone());
            ask(&pinned).is_some_and(|bytes| bytes.abs_diff(after) * 2 > change)
        })
        .collect();
    // What the new series does not know is missing from the old bill.
    let lost = |kind| {
        matches!(
            kind,
            ProblemKind::RemovedParameter | ProblemKind::RenamedParameter
        )
    };
    let whole = !input
        .config
        .problems
        .iter()
        .any(|problem| lost(problem.kind));
    let message = format!(
        "the same load takes about {} on {} and about {} on {}",
        Bytes(before),
        upgrade.from,
        Bytes(after),
        upgrade.to
    );
    Found::info(message)
        .sure(if whole {
            Confidence::Medium
        } else {
            Confidence::Low
        })
        .blames(input, &blamed)
        .into()
}

//! The last words of a report: the sums, and what was not judged and why.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_model::{Bytes, FACT_NAMES, Known};

use crate::{Run, Summary};

/// The fact without which no memory is judged.
const MEMORY: &str = "memory";

/// What to add so that a fact is known; facts of no flag are not here.
const FLAGS: &[(&str, &str)] = &[
    ("version", "--server-version"),
    ("cpus", "--cpus"),
    ("swap", "--swap"),
    ("storage", "--storage"),
    ("load", "--load"),
    ("from", "--from"),
];
/// `1 critical, 0 warnings, 2 infos in 1 target.`
pub(crate) fn sums(run: &Run<'_>) -> String {
    let summary = Summary::of(run.targets);
    format!(
        "{} critical, {}, {} in {}.",
        summary.critical,
        counted(summary.warning, "warning"),
        counted(summary.info, "info"),
        counted(run.targets.len(), "target"),
    )
}

/// What was not judged, why, and what to add so that it is. Memory comes
/// first, and loud.
pub(crate) fn not_judged(run: &Run<'_>) -> Option<String> {
    let said: Vec<String> = memory(run).into_iter().chain(other_facts(run)).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

fn memory(run: &Run<'_>) -> Option<String> {
    let lacking = run.targets.iter().filter(|target| {
        let mut skipped = target.skipped.iter();
        skipped.any(|skipped| skipped.needs.contains(&MEMORY))
    });
    let lacking = lacking.count();
    if lacking == 0 {
        return None;
    }
    let of = match run.targets.len() {
        1 => String::new(),
        all => format!(" in {lacking} of {all}"),
    };
    let host = match &run.machine.ceiling_bytes {
        Known::Known(bytes, _) => format!(", or --host to take this machine's {}", Bytes(*bytes)),
        Known::Unknown(_) => String::new(),
    };
    Some(format!(
        "MEMORY WAS NOT JUDGED{of}: how much the server may have is not known. \
         Add --limit SIZE{host}."
    ))
}

/// How many rules lack which fact, the fact that most of them lack first.
fn other_facts(run: &Run<'_>) -> Option<String> {
    let mut lacking: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for skipped in run.targets.iter().flat_map(|target| &target.skipped) {
        for need in skipped.needs.iter().filter(|need| **need != MEMORY) {
            lacking.entry(need).or_default().insert(skipped.rule);
        }
    }
    let mut lacking: Vec<(&str, usize)> = lacking
        .into_iter()
        .map(|(need, rules)| (need, rules.len()))
        .collect();
    lacking.sort_by_key(|(_, rules)| std::cmp::Reverse(*rules));
    let lacking: Vec<String> = lacking
        .into_iter()
        .map(|(need, rules)| format!("{} for want of {need}{}", counted(rules, "rule"), add(need)))
        .collect();
    (!lacking.is_empty()).then(|| format!("Not judged: {}.", lacking.join(", ")))
}

fn add(need: &str) -> String {
    let flag = FLAGS.iter().find(|(name, _)| *name == need);
    match flag {
        Some((_, flag)) => format!(" ({flag})"),
        None if FACT_NAMES.contains(&need) || need.starts_with("sysctl.") => {
            format!(" (--fact {need}=…)")
        }
        None => String::new(),
    }
}

/// `1 warning`, `2 warnings`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use plimsoll_model::Skipped;

    use super::not_judged;
    use crate::sample;

    #[test]
    fn what_was_not_judged_is_said_with_what_to_add() {
        let mut target = sample::target();
        let skipped = |rule, needs: &[&'static str]| Skipped {
            rule,
            needs: needs.to_vec(),
        };
        target.skipped = vec![
            skipped("PG-MEM-001", &["memory"]),
            skipped("PG-HOST-001", &["cpus", "sysctl.vm.swappiness"]),
            skipped("PG-HOST-002", &["cpus"]),
            skipped("PG-HOST-003", &["phase of the moon"]),
        ];
        let targets = [target];
        let run = sample::run(&targets, &[], &[]);
        expect_test::expect!["MEMORY WAS NOT JUDGED: how much the server may have is not known. Add --limit SIZE, or --host to take this machine's 8 GB. Not judged: 2 rules for want of cpus (--cpus), 1 rule for want of phase of the moon, 1 rule for want of sysctl.vm.swappiness (--fact sysctl.vm.swappiness=…)."].assert_eq(&not_judged(&run).unwrap_or_default());
    }
}

//! Puts what a server said into the catalogue. What a person wrote stays; what changed is told.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    data::{Catalogue, Entry, Facts, Reading, Stretch},
    series,
};

/// Merges one reading and gives one line for every difference, sorted by parameter.
///
/// # Errors
/// When the reading names an unknown engine or series, or the catalogue does.
pub(super) fn merge(catalogue: &mut Catalogue, reading: &Reading) -> Result<Vec<String>, String> {
    let all = series::of(&reading.engine)?;
    let (at, _) = series::run(all, &reading.series)?;
    catalogue
        .read_from
        .insert(reading.series.clone(), reading.read_from.clone());
    let tells_less = reading.engine != "postgresql";
    let mut changes = Vec::new();
    let mut seen = BTreeSet::new();
    for row in &reading.rows {
        seen.insert(row.name.as_str());
        let entry = catalogue.parameters.entry(row.name.clone()).or_default();
        entry.module.clone_from(&row.module);
        let mut facts = row.facts.clone();
        let mut table = unfold(entry, all)?;
        if tells_less && facts.unit.is_none() {
            facts.unit.clone_from(&entry.unit);
        }
        if let Some(held) = table.get(&at).filter(|_| tells_less) {
            fill(&mut facts, held);
        }
        if let Some(line) = difference(table.get(&at), Some(&facts)) {
            changes.push(format!("{} {}: {line}", row.name, reading.series));
        }
        table.insert(at, facts);
        fold(entry, &table, all);
    }
    for (name, entry) in &mut catalogue.parameters {
        let mut table = unfold(entry, all)?;
        // A plugin that was not loaded is not gone.
        let stays = entry.hold.is_some() || (tells_less && entry.module.is_some());
        if !stays && !seen.contains(name.as_str()) && table.remove(&at).is_some() {
            changes.push(format!("{name} {}: gone", reading.series));
            fold(entry, &table, all);
        }
    }
    changes.sort();
    Ok(changes)
}

/// What a `MySQL` or `MariaDB` server does not say of itself (units, words of plugins' enums, some
/// ranges, values worked out from the machine) stays as it stood.
fn fill(facts: &mut Facts, held: &Facts) {
    if facts.context == "ignored" {
        return;
    }
    let pairs = [
        (&mut facts.unit, &held.unit),
        (&mut facts.default, &held.default),
        (&mut facts.min, &held.min),
        (&mut facts.max, &held.max),
        (&mut facts.block, &held.block),
    ];
    for (said, stood) in pairs {
        if said.is_none() {
            said.clone_from(stood);
        }
    }
    let words = ["string", "enum", "set", "flagset"];
    if facts.values.is_empty() && words.contains(&facts.kind.as_str()) {
        facts.values.clone_from(&held.values);
        facts.kind.clone_from(&held.kind);
    }
    if facts.synonyms.is_empty() {
        facts.synonyms.clone_from(&held.synonyms);
    }
}

/// Series index to facts.
pub(super) fn unfold(entry: &Entry, all: &[&str]) -> Result<BTreeMap<usize, Facts>, String> {
    let mut table = BTreeMap::new();
    for stretch in &entry.is {
        let (first, last) = series::run(all, &stretch.series)?;
        for (at, name) in all.iter().enumerate().take(last + 1).skip(first) {
            if table.insert(at, entry.facts(stretch)).is_some() {
                return Err(format!("series {name} is described twice"));
            }
        }
    }
    Ok(table)
}

/// Equal neighbours become one stretch; facts that every stretch shares go up to the entry.
fn fold(entry: &mut Entry, table: &BTreeMap<usize, Facts>, all: &[&str]) {
    let mut runs: Vec<(usize, usize, &Facts)> = Vec::new();
    for (at, facts) in table {
        match runs.last_mut() {
            Some((_, last, same)) if *last + 1 == *at && *same == facts => *last = *at,
            _ => runs.push((*at, *at, facts)),
        }
    }
    let Some((_, _, first)) = runs.first().copied() else {
        entry.is.clear();
        return;
    };
    let every = |same: &dyn Fn(&Facts) -> bool| runs.iter().all(|(_, _, facts)| same(facts));
    macro_rules! hoist {
        ($field:ident, $value:expr) => {
            entry.$field = every(&|facts: &Facts| facts.$field == first.$field)
                .then(|| $value)
                .flatten()
        };
    }
    hoist!(kind, Some(first.kind.clone()));
    hoist!(unit, first.unit.clone());
    hoist!(context, Some(first.context.clone()));
    hoist!(argument, first.argument.clone());
    hoist!(default, first.default.clone());
    hoist!(min, first.min.clone());
    hoist!(max, first.max.clone());
    hoist!(block, first.block.clone());
    hoist!(
        values,
        Some(first.values.clone()).filter(|list| !list.is_empty())
    );
    hoist!(
        synonyms,
        Some(first.synonyms.clone()).filter(|map| !map.is_empty())
    );
    entry.is = runs
        .iter()
        .map(|(from, to, facts)| stretch(entry, series::show(all, *from, *to), facts))
        .collect();
}

/// A stretch that says only what its entry does not.
fn stretch(entry: &Entry, series: String, facts: &Facts) -> Stretch {
    let own = |value: Option<&String>, up: &Option<String>| value.filter(|_| up.is_none()).cloned();
    Stretch {
        series,
        kind: own(Some(&facts.kind), &entry.kind),
        unit: own(facts.unit.as_ref(), &entry.unit),
        context: own(Some(&facts.context), &entry.context),
        argument: own(facts.argument.as_ref(), &entry.argument),
        default: own(facts.default.as_ref(), &entry.default),
        min: own(facts.min.as_ref(), &entry.min),
        max: own(facts.max.as_ref(), &entry.max),
        block: own(facts.block.as_ref(), &entry.block),
        values: Some(facts.values.clone())
            .filter(|list| entry.values.is_none() && !list.is_empty()),
        synonyms: Some(facts.synonyms.clone())
            .filter(|map| entry.synonyms.is_none() && !map.is_empty()),
    }
}

fn difference(old: Option<&Facts>, new: Option<&Facts>) -> Option<String> {
    match (old, new) {
        (None, None) => None,
        (None, Some(_)) => Some("new".to_owned()),
        (Some(_), None) => Some("gone".to_owned()),
        (Some(old), Some(new)) => {
            let fields = [
                ("kind", Some(&old.kind), Some(&new.kind)),
                ("unit", old.unit.as_ref(), new.unit.as_ref()),
                ("context", Some(&old.context), Some(&new.context)),
                ("argument", old.argument.as_ref(), new.argument.as_ref()),
                ("default", old.default.as_ref(), new.default.as_ref()),
                ("min", old.min.as_ref(), new.min.as_ref()),
                ("max", old.max.as_ref(), new.max.as_ref()),
                ("block", old.block.as_ref(), new.block.as_ref()),
            ];
            let mut said: Vec<String> = fields
                .into_iter()
                .filter(|(_, old, new)| old != new)
                .map(|(what, old, new)| format!("{what} {} → {}", word(old), word(new)))
                .collect();
            if old.values != new.values || old.synonyms != new.synonyms {
                said.push("its words changed".to_owned());
            }
            (!said.is_empty()).then(|| said.join(", "))
        }
    }
}

fn word(value: Option<&String>) -> &str {
    value.map_or("nothing", String::as_str)
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;

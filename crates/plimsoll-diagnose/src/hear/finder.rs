//! Searches for the literals of tables, each built once: laying out the states
//! of some hundred literals takes longer than reading a small file.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::Phrase;

/// The tables of a listener.
pub(super) type Tables = &'static [&'static [Phrase]];

/// What was built, by where its tables stand and what it is for.
static BUILT: LazyLock<Mutex<BTreeMap<(usize, Use), AhoCorasick>>> = LazyLock::new(Mutex::default);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    InAnEntry,
    InAFile,
}

/// Finds every literal of an entry: one entry may hold several.
pub(super) fn in_an_entry(tables: Tables) -> Option<AhoCorasick> {
    built(tables, Use::InAnEntry, || {
        let needles = tables.iter().copied().flatten().map(|phrase| phrase.needle);
        AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(needles)
            .ok()
    })
}

/// Finds the entries of a file that hold a literal, `more` among them. Its states
/// take some megabytes, and are stepped through twice as fast as what takes less.
pub(super) fn in_a_file(tables: Tables, more: &[&str]) -> Option<AhoCorasick> {
    built(tables, Use::InAFile, || {
        let needles = tables.iter().copied().flatten().map(|phrase| phrase.needle);
        let more = more.iter().copied();
        AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .build(needles.chain(more))
            .ok()
    })
}

fn built(
    tables: Tables,
    purpose: Use,
    build: impl FnOnce() -> Option<AhoCorasick>,
) -> Option<AhoCorasick> {
    if tables.is_empty() {
        return None;
    }
    let key = (tables.as_ptr().addr(), purpose);
    // Whoever panicked while it was held had put in a whole finder or none.
    let mut all = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(finder) = all.get(&key) {
        return Some(finder.clone());
    }
    let finder = build()?;
    all.insert(key, finder.clone());
    Some(finder)
}

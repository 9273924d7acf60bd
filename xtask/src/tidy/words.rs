//! Words that do not belong in the repository: a machine's own paths and the
//! host names of package registries.

use super::{Breach, tree::Tree};

/// Split so that this file does not find itself.
const WORDS: &[(&str, &str)] = &[
    ("/ro", "ot/"),
    ("/wo", "rk/"),
    ("cra", "tes.io"),
    ("npm", "js.org"),
    ("deb.deb", "ian.org"),
    ("pypi", ".org"),
];

/// Reads every tracked text but the lock file.
pub(super) fn look(tree: &Tree) -> Vec<Breach> {
    let words: Vec<String> = WORDS
        .iter()
        .map(|(head, tail)| format!("{head}{tail}"))
        .collect();
    let mut found = Vec::new();
    for file in &tree.files {
        for (index, line) in file.content.lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(word.as_str())) {
                found.push(Breach(format!(
                    "{}:{}: `{word}` belongs to a machine or a registry, not to the project",
                    file.path,
                    index + 1
                )));
            }
        }
    }
    found
}

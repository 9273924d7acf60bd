//! Which crate may know which: ARCHITECTURE.md's picture as a table.

use super::{Breach, tree::Tree};

/// Each crate and the crates of the house that it may depend on.
const ARROWS: &[(&str, &[&str])] = &[
    ("plimsoll-model", &[]),
    ("plimsoll-conf", &["plimsoll-model"]),
    ("plimsoll-bill", &["plimsoll-model", "plimsoll-conf"]),
    (
        "plimsoll-lint",
        &["plimsoll-model", "plimsoll-conf", "plimsoll-bill"],
    ),
    (
        "plimsoll-diagnose",
        &["plimsoll-model", "plimsoll-conf", "plimsoll-bill"],
    ),
    ("plimsoll-report", &["plimsoll-model"]),
    ("plimsoll-live", &["plimsoll-model"]),
    ("plimsoll-watch", &["plimsoll-model"]),
    ("plimsoll-store", &["plimsoll-model"]),
    ("plimsoll-lab", &["plimsoll-model"]),
    (
        "plimsoll-prove",
        &[
            "plimsoll-model",
            "plimsoll-conf",
            "plimsoll-bill",
            "plimsoll-diagnose",
            "plimsoll-report",
            "plimsoll-watch",
            "plimsoll-lab",
        ],
    ),
    (
        "plimsoll",
        &[
            "plimsoll-model",
            "plimsoll-conf",
            "plimsoll-bill",
            "plimsoll-lint",
            "plimsoll-diagnose",
            "plimsoll-report",
            "plimsoll-live",
            "plimsoll-watch",
            "plimsoll-store",
        ],
    ),
    ("xtask", &[]),
];

/// What tests alone may depend on besides: real servers to be tried on.
const IN_TESTS: &[(&str, &[&str])] = &[
    ("plimsoll-live", &["plimsoll-lab"]),
    ("plimsoll-store", &["plimsoll-lab"]),
    ("plimsoll", &["plimsoll-lab"]),
];

/// Reads every manifest and reports any other arrow.
pub(super) fn look(tree: &Tree) -> Vec<Breach> {
    tree.manifests()
        .flat_map(|manifest| {
            let name = manifest.path.trim_end_matches("/Cargo.toml");
            let name = name.rsplit('/').next().unwrap_or(name);
            breaches(name, &manifest.content)
        })
        .collect()
}

fn breaches(name: &str, manifest: &str) -> Vec<Breach> {
    let Some((_, allowed)) = ARROWS.iter().find(|(crate_name, _)| *crate_name == name) else {
        return vec![Breach(format!(
            "{name}: a crate that the picture does not have; draw it in ARCHITECTURE.md and in xtask's arrows"
        ))];
    };
    let table: toml::Table = match manifest.parse() {
        Ok(table) => table,
        Err(error) => return vec![Breach(format!("{name}: Cargo.toml: {error}"))],
    };
    let in_tests = IN_TESTS.iter().find(|(crate_name, _)| *crate_name == name);
    let in_tests = in_tests.map_or(&[][..], |(_, allowed)| *allowed);
    let sections: [(&str, &[&str]); 3] = [
        ("dependencies", &[]),
        ("dev-dependencies", in_tests),
        ("build-dependencies", &[]),
    ];
    sections
        .iter()
        .filter_map(|(section, besides)| Some((table.get(*section)?.as_table()?, besides)))
        .flat_map(|(section, besides)| section.keys().map(move |key| (key, besides)))
        .filter(|(key, _)| key.starts_with("plimsoll") && !allowed.contains(&key.as_str()))
        .filter(|(key, besides)| !besides.contains(&key.as_str()))
        .map(|(key, _)| {
            Breach(format!(
                "{name} → {key}: an arrow the picture does not have"
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::breaches;

    #[test]
    fn arrows_up_are_refused_and_arrows_down_are_not() {
        let up = "[dependencies]\nplimsoll-bill = { workspace = true }\n";
        assert_eq!(breaches("plimsoll-conf", up).len(), 1);
        assert_eq!(breaches("plimsoll-lint", up).len(), 0);
        assert_eq!(breaches("plimsoll-unheard-of", "").len(), 1);
        let lab = |section| format!("[{section}]\nplimsoll-lab = {{ workspace = true }}\n");
        assert_eq!(breaches("plimsoll-live", &lab("dev-dependencies")).len(), 0);
        assert_eq!(breaches("plimsoll-live", &lab("dependencies")).len(), 1);
        let hidden = "[dev-dependencies]\nplimsoll-lab = { workspace = true }\n";
        assert_eq!(breaches("plimsoll-conf", hidden).len(), 1);
    }
}

//! One list of dependencies, each with its reason above it.

use super::{Breach, tree::Tree};

/// Reads the root manifest's list and every crate's manifest.
pub(super) fn look(tree: &Tree) -> Vec<Breach> {
    let root = tree.files.iter().find(|file| file.path == "Cargo.toml");
    let mut found = root.map_or_else(Vec::new, |file| without_reason(&file.content));
    for manifest in tree.manifests() {
        found.extend(outside_the_list(&manifest.path, &manifest.content));
    }
    found
}

fn without_reason(root: &str) -> Vec<Breach> {
    let mut before = "";
    let mut inside = false;
    let mut found = Vec::new();
    for line in root.lines() {
        if line.starts_with('[') {
            inside = line == "[workspace.dependencies]";
        } else if inside && line.contains('=') && !line.starts_with('#') {
            let name = line.split('=').next().unwrap_or(line).trim();
            let ours = name.starts_with("plimsoll");
            if !ours && !before.starts_with("# ") {
                found.push(Breach(format!(
                    "Cargo.toml: {name}: a dependency without its reason in the line above"
                )));
            }
        }
        before = line;
    }
    found
}

fn outside_the_list(path: &str, manifest: &str) -> Vec<Breach> {
    let Ok(table) = manifest.parse::<toml::Table>() else {
        return Vec::new();
    };
    ["dependencies", "dev-dependencies", "build-dependencies"]
        .iter()
        .filter_map(|section| table.get(*section)?.as_table())
        .flatten()
        .filter(|(_, value)| value.get("workspace").is_none())
        .map(|(name, _)| {
            Breach(format!(
                "{path}: {name}: not from the one list; write `{name} = {{ workspace = true }}`"
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{outside_the_list, without_reason};

    #[test]
    fn a_dependency_without_a_reason_is_found() {
        let root = "[workspace.dependencies]\n# Why.\na = \"1\"\nb = \"1\"\n[profile.dev]\nc = 1\n";
        let found = without_reason(root);
        assert_eq!(found.len(), 1);
        assert!(found[0].0.contains(": b:"));
    }

    #[test]
    fn a_dependency_outside_the_list_is_found() {
        let manifest = "[dependencies]\na = \"1\"\nb = { workspace = true }\n";
        assert_eq!(outside_the_list("x/Cargo.toml", manifest).len(), 1);
    }
}

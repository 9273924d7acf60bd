//! The files that git tracks or would track, read once for every check.

use std::path::Path;
use std::process::Command;

use crate::run::output;

/// One text file of the repository.
pub(super) struct Text {
    /// Path from the repository's root, with `/`.
    pub(super) path: String,
    /// Its content; files that are not UTF-8 are left out of the tree.
    pub(super) content: String,
    /// Whether the whole file is test code.
    pub(super) test: bool,
}

/// The repository's text files, sorted by path.
pub(super) struct Tree {
    pub(super) files: Vec<Text>,
}

impl Tree {
    /// Reads what git lists in the current repository, ignored files left out.
    pub(super) fn read() -> Result<Self, String> {
        let mut git = Command::new("git");
        git.args(["ls-files", "--cached", "--others", "--exclude-standard"]);
        let listed = output(&mut git, "list the repository's files")?;
        let mut paths: Vec<&str> = listed.lines().filter(|path| is_text(path)).collect();
        paths.sort_unstable();
        paths.dedup();
        let mut files: Vec<Text> = paths
            .into_iter()
            .filter_map(|path| {
                let content = std::fs::read_to_string(path).ok()?;
                Some(Text {
                    path: path.to_owned(),
                    content,
                    test: path.contains("/tests/") || path.ends_with("/tests.rs"),
                })
            })
            .collect();
        let test_modules: Vec<String> = files.iter().flat_map(test_modules).collect();
        for file in &mut files {
            let stem = file.path.trim_end_matches(".rs");
            file.test |= test_modules
                .iter()
                .any(|module| stem == module || stem.starts_with(&format!("{module}/")));
        }
        Ok(Self { files })
    }

    /// Rust sources, generated ones left out.
    pub(super) fn sources(&self) -> impl Iterator<Item = &Text> {
        self.files
            .iter()
            .filter(|file| has_extension(&file.path, "rs") && !file.is_generated())
    }

    /// Manifests of the workspace's crates.
    pub(super) fn manifests(&self) -> impl Iterator<Item = &Text> {
        self.files
            .iter()
            .filter(|file| file.path.ends_with("/Cargo.toml") && !file.path.starts_with("fuzz/"))
    }
}

impl Text {
    fn is_generated(&self) -> bool {
        self.content
            .lines()
            .take(3)
            .any(|line| line.contains("@generated"))
    }

    /// The crate's folder name, for files below `crates/`.
    pub(super) fn crate_name(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// The lines before the first in-file test module, numbered from 1.
    pub(super) fn production_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.content
            .lines()
            .enumerate()
            .take_while(|(_, line)| line.trim_start() != "#[cfg(test)]")
            .map(|(index, line)| (index + 1, line))
    }
}

/// Paths, without `.rs`, of the modules that a file declares for tests alone.
fn test_modules(file: &Text) -> Vec<String> {
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let stem = file.path.trim_end_matches(".rs");
    let base = match stem.rsplit('/').next() {
        Some("mod" | "lib" | "main") => folder,
        _ => stem,
    };
    let lines: Vec<&str> = file.content.lines().collect();
    lines
        .windows(2)
        .filter(|pair| pair[0].trim() == "#[cfg(test)]")
        .filter_map(|pair| pair[1].split_once("mod ")?.1.strip_suffix(';'))
        .map(|name| format!("{base}/{name}"))
        .collect()
}

fn has_extension(path: &str, wanted: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|extension| extension == wanted)
}

/// Data of the corpus and of measurements is not held to the house's rules.
fn is_text(path: &str) -> bool {
    let data = ["corpus/", "truth/", "proofs/"];
    !data.iter().any(|prefix| path.starts_with(prefix)) && !path.ends_with("Cargo.lock")
}

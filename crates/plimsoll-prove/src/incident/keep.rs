//! Writing a case: its files, cut where they are long, and what is true of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use plimsoll_model::Layer;

use super::scenario::Scenario;

/// A file of the corpus is not larger.
pub(crate) const FILE_BYTES_MAX: usize = 60_000;
/// What is kept of a long file's beginning; the end has the trouble.
const HEAD_BYTES: usize = 20_000;

/// Writes a case's folder anew.
pub(crate) fn write(
    folder: &Path,
    scenario: &Scenario,
    version: &str,
    seed: u64,
    files: &BTreeMap<String, String>,
) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).context("cannot remove the case recorded before")?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut cut = Vec::new();
    for (name, text) in files {
        let short = shorten(text);
        if short.len() < text.len() {
            cut.push(name.as_str());
        }
        save(&folder.join(name), &short)?;
    }
    save(
        &folder.join("case.toml"),
        &facts(scenario, version, seed, &cut),
    )
}

fn save(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn facts(scenario: &Scenario, version: &str, seed: u64, cut: &[&str]) -> String {
    let names = |layers: &[Layer]| layers.iter().map(|it| it.as_str()).collect::<Vec<_>>();
    let mut lines = vec![
        format!("what = {:?}", scenario.what),
        format!("class = {:?}", scenario.class.as_str()),
        format!("layers = {:?}", names(scenario.layers)),
        format!("parameters = {:?}", scenario.parameters),
        format!("at_fault = {:?}", names(scenario.at_fault)),
        format!("engine = {:?}", scenario.engine().as_str()),
        format!("version = {version:?}"),
        "made = \"recorded\"".to_owned(),
        format!("hold_out = {}", scenario.hold_out),
        format!("recorder = {:?}", scenario.name),
        format!("seed = {seed}"),
    ];
    if !cut.is_empty() {
        lines.push(format!("cut = {cut:?}"));
    }
    lines.join("\n") + "\n"
}

/// A long text without whole lines of its middle.
fn shorten(text: &str) -> String {
    if text.len() <= FILE_BYTES_MAX {
        return text.to_owned();
    }
    let head = line_end(text, HEAD_BYTES);
    let tail = line_end(text, text.len() - (FILE_BYTES_MAX - head));
    format!("{}{}", &text[..head], &text[tail.max(head)..])
}

/// Where the line ends that holds this byte.
fn line_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let end = bytes.iter().skip(at).position(|byte| *byte == b'\n');
    end.map_or(text.len(), |end| at + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_loses_whole_lines_of_its_middle() {
        let lines: Vec<String> = (0..20_000).map(|n| format!("line {n}")).collect();
        let text = lines.join("\n") + "\n";
        let short = shorten(&text);
        assert!(short.len() <= FILE_BYTES_MAX);
        assert!(short.starts_with("line 0\n") && short.ends_with("line 19999\n"));
        assert!(
            short
                .lines()
                .all(|line| text.contains(&format!("{line}\n")))
        );
        assert_eq!(shorten("a\n"), "a\n");
    }
}

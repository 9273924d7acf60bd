//! Results of long runs, kept in `proofs/NAME.json` with date and commit.
//!
//! One field a line, so that `cargo xtask tidy` can tell without a parser which
//! proofs are older than what they cover.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};

/// Writes what a run came to.
///
/// `covers` are the paths whose change makes the proof stale; `figures` what it
/// measured, the command that repeats it among them.
///
/// # Errors
/// When the repository's state cannot be told or the file cannot be written.
pub(crate) fn record(name: &str, covers: &[&str], figures: &[(&str, Value)]) -> Result<()> {
    let mut proof = Map::new();
    proof.insert("date".to_owned(), said("date", &["-u", "+%F"])?.into());
    let commit = said("git", &["rev-parse", "--short", "HEAD"])?;
    proof.insert("commit".to_owned(), commit.into());
    for (key, value) in figures {
        proof.insert((*key).to_owned(), value.clone());
    }
    let path = Path::new("proofs").join(format!("{name}.json"));
    std::fs::create_dir_all("proofs").context("cannot make the folder proofs")?;
    std::fs::write(&path, written(&proof, covers))
        .with_context(|| format!("cannot write {}", path.display()))
}

fn written(proof: &Map<String, Value>, covers: &[&str]) -> String {
    let covers = Value::from(covers.to_vec());
    let lines: Vec<String> = proof
        .iter()
        .map(|(key, value)| (key.as_str(), value))
        .chain([("covers", &covers)])
        .map(|(key, value)| format!("  {}: {value}", Value::from(key)))
        .collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

fn said(program: &str, words: &[&str]) -> Result<String> {
    let output = Command::new(program)
        .args(words)
        .output()
        .with_context(|| format!("cannot run {program}"))?;
    ensure!(output.status.success(), "{program} {words:?} failed");
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value};

    #[test]
    fn a_proof_is_one_field_a_line() {
        let mut proof = Map::new();
        proof.insert("commit".to_owned(), Value::from("abc"));
        let text = super::written(&proof, &["crates/a"]);
        assert_eq!(
            text,
            "{\n  \"commit\": \"abc\",\n  \"covers\": [\"crates/a\"]\n}\n"
        );
        assert!(serde_json::from_str::<Value>(&text).is_ok());
    }
}

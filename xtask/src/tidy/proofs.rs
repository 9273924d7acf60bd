//! Which results of long runs are older than the code they cover.
//!
//! A stale proof is listed and breaks nothing: long runs are repeated by a
//! person who has the time. A proof says what it covers itself (`proofs/*.json`,
//! fields `commit` and `covers`).

use std::process::Command;

use crate::run::output;

/// One line for every proof that is older than what it covers.
pub(super) fn stale() -> Result<Vec<String>, String> {
    let mut lines = Vec::new();
    for path in paths()? {
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
        let commit = field(&text, "commit").ok_or(format!("{path}: no field `commit`"))?;
        let covers = list(&text, "covers");
        let mut git = Command::new("git");
        git.args(["rev-list", "--count", &format!("{commit}..HEAD"), "--"]);
        let Ok(count) = output(git.args(&covers), "compare a proof with the code") else {
            lines.push(format!(
                "{path}: its commit {commit} is not in this history"
            ));
            continue;
        };
        if count.trim() != "0" {
            let count = count.trim();
            lines.push(format!(
                "{path}: {count} changes to what it covers since {commit}"
            ));
        }
    }
    Ok(lines)
}

fn paths() -> Result<Vec<String>, String> {
    let mut git = Command::new("git");
    let listed = output(git.args(["ls-files", "proofs/*.json"]), "list the proofs")?;
    Ok(listed.lines().map(str::to_owned).collect())
}

/// A text field of a proof's first level; proofs are written one field a line.
fn field(text: &str, name: &str) -> Option<String> {
    let start = format!("\"{name}\": \"");
    let line = text
        .lines()
        .find_map(|line| line.trim().strip_prefix(&start))?;
    line.split('"').next().map(str::to_owned)
}

/// A list of texts that stands on one line.
fn list(text: &str, name: &str) -> Vec<String> {
    let start = format!("\"{name}\": [");
    let line = text
        .lines()
        .find_map(|line| line.trim().strip_prefix(&start));
    line.unwrap_or("")
        .split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{field, list};

    #[test]
    fn a_proof_says_its_commit_and_what_it_covers() {
        let text = "{\n  \"commit\": \"abc1234\",\n  \"covers\": [\"crates/a\", \"crates/b\"]\n}\n";
        assert_eq!(field(text, "commit").as_deref(), Some("abc1234"));
        assert_eq!(list(text, "covers"), ["crates/a", "crates/b"]);
        assert_eq!(field(text, "date"), None);
    }
}

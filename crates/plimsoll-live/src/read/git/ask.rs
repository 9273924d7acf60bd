//! One question to git, in words that let a stranger's repository run nothing: its own
//! configuration may name programs, and each place for one is shut.

use std::path::Path;

use crate::read::collect::command::{Said, run};

/// What stands before every question (git-config, each place that names a program or
/// leads out of the machine).
const SHUT: [&str; 17] = [
    "--no-pager",
    "--no-optional-locks",
    // A path is a path, whatever letters are in it.
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "diff.external=",
    // Would run gpg.program on every commit.
    "-c",
    "log.showSignature=false",
    "-c",
    "protocol.allow=never",
    // A folder that only looks like a repository is none.
    "-c",
    "safe.bareRepository=explicit",
    "-c",
    "core.quotePath=false",
];

/// What git answers in a folder.
pub(super) async fn bytes(folder: &Path, question: &[&str]) -> Result<Vec<u8>, String> {
    let shown = folder
        .to_str()
        .ok_or("git: the folder's name is no UTF-8")?;
    let words = ["git", "-C", shown].into_iter();
    let words = words.chain(SHUT).chain(question.iter().copied());
    let words: Vec<&str> = words.collect();
    let said = run(&words)
        .await
        .outcome
        .map_err(|why| refused(shown, why))?;
    whole(said)
}

/// The same as text.
pub(super) async fn text(folder: &Path, question: &[&str]) -> Result<String, String> {
    let bytes = bytes(folder, question).await?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn whole(said: Said) -> Result<Vec<u8>, String> {
    match said.remarks.first() {
        None => Ok(said.text),
        Some(_) => Err("git printed more than is read".to_owned()),
    }
}

/// Git's own words, but for the one refusal that asks for something to be done: its last
/// line is then the command that allows it.
fn refused(folder: &str, why: String) -> String {
    if why.contains("safe.directory") {
        return format!(
            "git does not read a repository that belongs to somebody else: run plimsoll as its owner, or allow it with `git config --global --add safe.directory {folder}`"
        );
    }
    if why.starts_with("`git`") {
        return why;
    }
    format!("git {why}")
}

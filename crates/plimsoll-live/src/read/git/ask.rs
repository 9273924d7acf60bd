//! One question to git, in words that let a stranger's repository run nothing: its own
//! configuration may name programs, and each place for one is shut.

use std::path::Path;
use std::time::Duration;

use crate::read::command::{Command, Output, Variable, cannot_run};

/// How long git may take for an answer.
const TIME_MAX: Duration = Duration::from_secs(30);

/// Bytes of an answer that are read.
const ANSWER_BYTES_MAX: usize = 32 << 20;

/// What stands before every question (git-config, each place that names a program).
const SHUT: [&str; 15] = [
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
    // A folder that only looks like a repository is none.
    "-c",
    "safe.bareRepository=explicit",
    "-c",
    "core.quotePath=false",
];

/// Git reads: it refreshes no index, asks nobody, and fetches nothing that a partial
/// clone lacks (git, "Environment Variables"). A git before 2.45 would fetch it all the
/// same, from where a repository says, `ext::` and a program for one: no protocol is
/// allowed, which goes before all that any configuration says of one. What a hook of git
/// has in its environment is its own repository, not the one asked about; an external
/// diff is a program to run.
const VARIABLES: [Variable; 13] = [
    ("LC_ALL", Some("C")),
    ("GIT_OPTIONAL_LOCKS", Some("0")),
    ("GIT_TERMINAL_PROMPT", Some("0")),
    ("GIT_NO_LAZY_FETCH", Some("1")),
    ("GIT_ALLOW_PROTOCOL", Some("none")),
    ("GIT_CONFIG_NOSYSTEM", Some("1")),
    ("GIT_DIR", None),
    ("GIT_WORK_TREE", None),
    ("GIT_INDEX_FILE", None),
    ("GIT_PREFIX", None),
    ("GIT_OBJECT_DIRECTORY", None),
    ("GIT_NAMESPACE", None),
    ("GIT_EXTERNAL_DIFF", None),
];

/// What git answers in a folder.
pub(super) async fn bytes(folder: &Path, question: &[&str]) -> Result<Vec<u8>, String> {
    let shown = folder
        .to_str()
        .ok_or("git: the folder's name is no UTF-8")?;
    let words = ["git", "-C", shown].into_iter();
    let words = words.chain(SHUT).chain(question.iter().copied());
    let words: Vec<&str> = words.collect();
    let command = Command {
        words: &words,
        variables: &VARIABLES,
        stdin: "",
        bytes_max: ANSWER_BYTES_MAX,
        time_max: TIME_MAX,
    };
    let output = command.output().await;
    let output = output.map_err(|error| cannot_run("git", &error))?;
    whole(output, shown)
}

/// The same as text.
pub(super) async fn text(folder: &Path, question: &[&str]) -> Result<String, String> {
    let bytes = bytes(folder, question).await?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// An answer that is whole; else git's own words, but for the one refusal that asks for
/// something to be done: its last line is then the command that allows it.
fn whole(output: Output, folder: &str) -> Result<Vec<u8>, String> {
    match output.status {
        None => Err(format!(
            "git took more than {} s and was stopped",
            TIME_MAX.as_secs()
        )),
        Some(status) if !status.success() => {
            let why = output.complaint();
            if why.contains("safe.directory") {
                return Err(format!(
                    "git does not read a repository that belongs to somebody else: run plimsoll as its owner, or allow it with `git config --global --add safe.directory {folder}`"
                ));
            }
            Err(format!("git failed ({status}): {why}"))
        }
        Some(_) if output.text.is_cut => Err("git printed more than is read".to_owned()),
        Some(_) => Ok(output.text.bytes),
    }
}

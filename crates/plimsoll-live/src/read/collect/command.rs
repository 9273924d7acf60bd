//! One command of the user's own machine: its words as they are, no shell, a time
//! limit, and of what it prints the newest bytes.

use std::process::Stdio;
use std::time::Duration;

use plimsoll_model::secret;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;

use crate::read::one_line::one_line;

/// How long a command may take.
pub(in crate::read) const TIME_MAX: Duration = Duration::from_secs(30);

/// Bytes that are kept of what it prints.
const OUTPUT_BYTES_MAX: usize = 32 << 20;

/// Bytes that are read at a time.
const BLOCK_BYTES: usize = 64 << 10;

/// What every command is told by its environment.
const TOLD: [(&str, &str); 6] = [
    // Words that tools print in the user's language are not known.
    ("LC_ALL", "C"),
    // The AWS client would wait for a person to turn pages.
    ("AWS_PAGER", ""),
    // Git reads: it refreshes no index, asks nobody, and fetches nothing that a partial
    // clone lacks (git, "Environment Variables").
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_CONFIG_NOSYSTEM", "1"),
];

/// What a hook of git has in its environment: its own repository, not the one asked
/// about. An external diff is a program to run.
const UNTOLD: [&str; 7] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_NAMESPACE",
    "GIT_EXTERNAL_DIFF",
];

/// A command that was run.
pub(in crate::read) struct Run {
    /// Its words.
    pub(in crate::read) shown: String,
    /// What it said, or in one line why it said nothing.
    pub(in crate::read) outcome: Result<Said, String>,
}

impl Run {
    /// Its words, and the JSON that it printed.
    pub(in crate::read) fn json(self) -> (String, Result<Value, String>) {
        let value = self.outcome.and_then(|said| {
            if !said.remarks.is_empty() {
                return Err("printed more than is read".to_owned());
            }
            serde_json::from_slice(&said.text)
                .map_err(|error| format!("printed no JSON that can be read: {error}"))
        });
        (self.shown, value)
    }
}

/// What a command printed.
#[derive(Debug, Default)]
pub(in crate::read) struct Said {
    /// What it printed; what it complained of where that is asked for too.
    pub(in crate::read) text: Vec<u8>,
    /// What it complained of.
    pub(in crate::read) complaints: String,
    /// What is missing.
    pub(in crate::read) remarks: Vec<String>,
}

/// Which of a command's two outputs are its result.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Streams {
    /// Standard output.
    Output,
    /// Standard error too: a container's log is on both.
    Both,
}

/// Runs a command and takes its output.
pub(in crate::read) async fn run(words: &[&str]) -> Run {
    run_with(words, Streams::Output, TIME_MAX).await
}

pub(in crate::read) async fn run_with(words: &[&str], streams: Streams, time_max: Duration) -> Run {
    let shown = secret::mask(&words.join(" "));
    let said = tokio::time::timeout(time_max, said(words, streams)).await;
    let outcome = said.unwrap_or_else(|_| {
        let seconds = time_max.as_secs();
        Err(format!("took more than {seconds} s and was stopped"))
    });
    Run { shown, outcome }
}

async fn said(words: &[&str], streams: Streams) -> Result<Said, String> {
    let (program, arguments) = words.split_first().ok_or("no command")?;
    let mut command = Command::new(program);
    for name in UNTOLD {
        command.env_remove(name);
    }
    let mut child = command
        .args(arguments)
        .envs(TOLD)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| cannot_run(program, &error))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (output, complaints) = tokio::join!(newest(stdout), newest(stderr));
    let (mut output, complaints) = (output?, complaints?);
    let status = child.wait().await.map_err(|error| error.to_string())?;
    let complained = String::from_utf8_lossy(&complaints.text).into_owned();
    if !status.success() {
        return Err(failed(status, &complained));
    }
    if streams == Streams::Both {
        output.text.extend(complaints.text);
        output.remarks.extend(complaints.remarks);
    }
    output.complaints = complained;
    Ok(output)
}

fn cannot_run(program: &str, error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => {
            format!("`{program}` is not there: install it, or put it on PATH")
        }
        _ => format!("`{program}` cannot be run: {}", error.kind()),
    }
}

/// The last line of what it complained of: what stands before it leads there.
fn failed(status: std::process::ExitStatus, complained: &str) -> String {
    let mut lines = complained.lines().rev();
    let last = lines.find(|line| !line.trim().is_empty());
    let last = last.map_or("it said nothing".to_owned(), |it| {
        secret::mask(&one_line(it))
    });
    format!("failed ({status}): {last}")
}

/// To the end, the newest bytes kept.
async fn newest(stream: Option<impl AsyncRead + Unpin>) -> Result<Said, String> {
    let mut said = Said::default();
    let Some(mut stream) = stream else {
        return Ok(said);
    };
    let mut block = vec![0; BLOCK_BYTES];
    let mut is_cut = false;
    loop {
        let read = stream.read(&mut block).await;
        let count = read.map_err(|error| format!("its output cannot be read: {error}"))?;
        if count == 0 {
            break;
        }
        said.text.extend_from_slice(&block[..count]);
        if said.text.len() > 2 * OUTPUT_BYTES_MAX {
            is_cut = true;
            said.text.drain(..said.text.len() - OUTPUT_BYTES_MAX);
        }
    }
    if is_cut {
        let bytes = OUTPUT_BYTES_MAX >> 20;
        said.remarks.push(format!(
            "cut: the newest {bytes} MiB of its output were kept"
        ));
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::{Streams, run, run_with};
    use std::time::Duration;

    #[tokio::test]
    async fn what_went_wrong_is_said() {
        let cases: [(&[&str], &str); 3] = [
            (
                &["no-such-program-here"],
                "`no-such-program-here` is not there",
            ),
            (
                &[
                    "sh",
                    "-c",
                    "echo a >&2; echo 'denied password=hunter2' >&2; exit 3",
                ],
                "failed (exit status: 3): denied password=[redacted]",
            ),
            (&["false"], "failed (exit status: 1): it said nothing"),
        ];
        for (words, why) in cases {
            let said = run(words).await.outcome.unwrap_err();
            assert!(said.starts_with(why), "{said}");
        }
        let slow = run_with(&["sleep", "100"], Streams::Output, Duration::ZERO).await;
        assert!(slow.outcome.unwrap_err().starts_with("took more than 0 s"));
    }

    #[tokio::test]
    async fn of_a_flood_the_newest_is_kept() {
        let flood = "yes a | head -c 100000000; echo the end";
        let said = run(&["sh", "-c", flood]).await.outcome.unwrap();
        assert!(said.text.len() <= 64 << 20 && said.text.ends_with(b"the end\n"));
        assert!(said.remarks[0].starts_with("cut: "));
    }
}

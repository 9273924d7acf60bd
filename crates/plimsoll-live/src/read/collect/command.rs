//! One command that gathers: what it said, what is missing of that, or in one line
//! why it said nothing.

use std::time::Duration;

use plimsoll_model::secret;
use serde_json::Value;

use crate::read::command::{Command, Output, Variable, cannot_run};

/// How long a command may take.
pub(super) const TIME_MAX: Duration = Duration::from_secs(30);

/// How long the log of a container may take to be printed.
pub(super) const LOG_TIME_MAX: Duration = Duration::from_mins(1);

/// Bytes that are kept of what it prints.
const OUTPUT_BYTES_MAX: usize = 16 << 20;

/// Words that tools print in the user's language are not known; the AWS client would
/// wait for a person to turn pages.
const VARIABLES: [Variable; 2] = [("LC_ALL", Some("C")), ("AWS_PAGER", Some(""))];

/// A command that was run.
pub(super) struct Run {
    /// Its words.
    pub(super) shown: String,
    /// What it said, or in one line why it said nothing.
    pub(super) outcome: Result<Said, String>,
}

impl Run {
    /// Its words, and the JSON that it printed.
    pub(super) fn json(self) -> (String, Result<Value, String>) {
        let value = self.outcome.and_then(|said| {
            if !said.remarks.is_empty() {
                return Err(format!("is not whole: {}", said.remarks.join(", ")));
            }
            serde_json::from_slice(&said.text)
                .map_err(|error| format!("printed no JSON that can be read: {error}"))
        });
        (self.shown, value)
    }
}

/// What a command printed.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// What it printed; what it complained of where that is asked for too.
    pub(super) text: Vec<u8>,
    /// What it complained of.
    pub(super) complaints: String,
    /// What is missing.
    pub(super) remarks: Vec<String>,
}

/// Which of a command's two outputs are its result.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Streams {
    /// Standard output.
    Output,
    /// Standard error too: a container's log is on both.
    Both,
}

/// Runs a command and takes its output.
pub(super) async fn run(words: &[&str]) -> Run {
    run_with(words, Streams::Output, TIME_MAX).await
}

pub(super) async fn run_with(words: &[&str], streams: Streams, time_max: Duration) -> Run {
    let command = Command {
        words,
        variables: &VARIABLES,
        stdin: "",
        bytes_max: OUTPUT_BYTES_MAX,
        time_max,
    };
    let output = command.output().await;
    let program = words.first().copied().unwrap_or_default();
    Run {
        shown: secret::mask(&words.join(" ")),
        outcome: output
            .map_err(|error| cannot_run(program, &error))
            .and_then(|output| said(output, streams, time_max.as_secs())),
    }
}

fn said(output: Output, streams: Streams, seconds: u64) -> Result<Said, String> {
    if let Some(status) = output.status.filter(|it| !it.success()) {
        return Err(format!("failed ({status}): {}", output.complaint()));
    }
    let mut remarks = Vec::new();
    let is_both = streams == Streams::Both;
    let complaints = String::from_utf8_lossy(&output.complaints.bytes).into_owned();
    let mut text = output.text.bytes;
    if is_both {
        text.extend(output.complaints.bytes);
    }
    if output.text.is_cut || is_both && output.complaints.is_cut {
        let bytes = OUTPUT_BYTES_MAX >> 20;
        remarks.push(format!(
            "cut: the newest {bytes} MiB of its output were kept"
        ));
    }
    if output.status.is_none() {
        if text.is_empty() {
            return Err(format!("took more than {seconds} s and was stopped"));
        }
        remarks.push(format!("cut: stopped after {seconds} s"));
    }
    Ok(Said {
        text,
        complaints,
        remarks,
    })
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
    async fn what_was_said_before_the_limit_is_kept() {
        let words = ["sh", "-c", "echo one; exec sleep 100"];
        let limit = Duration::from_secs(2);
        let said = run_with(&words, Streams::Output, limit).await.outcome;
        let said = said.unwrap();
        assert_eq!(said.text, b"one\n");
        assert_eq!(said.remarks, ["cut: stopped after 2 s"]);
        let json = run_with(&words, Streams::Output, limit).await.json();
        assert_eq!(json.1.unwrap_err(), "is not whole: cut: stopped after 2 s");
    }

    #[tokio::test]
    async fn of_a_flood_the_newest_is_kept() {
        let flood = "yes a | head -c 100000000; echo the end";
        let said = run(&["sh", "-c", flood]).await.outcome.unwrap();
        assert!(said.text.len() <= 16 << 20 && said.text.ends_with(b"the end\n"));
        assert!(said.remarks[0].starts_with("cut: "));
    }
}

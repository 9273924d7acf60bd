//! A password from a command: run without a shell, for a limited time, the
//! first line of its output taken. It knows no database.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};

use super::command::Started;
use super::secret::Secret;

/// Bytes of the line at most.
const LINE_MAX: u64 = 16 << 10;

/// Which program gave no password, and why.
pub(super) struct Failed {
    /// The program alone: its arguments may hold secrets, as may what it wrote.
    pub(super) program: String,
    pub(super) why: String,
}

pub(super) async fn run(command: &[String], limit: Duration) -> Result<Secret, Failed> {
    let words: Vec<&str> = command.iter().map(String::as_str).collect();
    let program = command.first().ok_or_else(|| Failed {
        program: String::new(),
        why: "is empty: give a program and its arguments".to_owned(),
    })?;
    let seconds = limit.as_secs();
    let why = match tokio::time::timeout(limit, first_line(&words)).await {
        Err(_) => format!("gave no password within {seconds} s"),
        Ok(Err(why)) => why,
        Ok(Ok(line)) if line.is_empty() => {
            "gave an empty line where the password should be".to_owned()
        }
        Ok(Ok(line)) => return Ok(Secret::new(line)),
    };
    Err(Failed {
        program: program.clone(),
        why,
    })
}

async fn first_line(words: &[&str]) -> Result<String, String> {
    let started = Started::of(words, &[], Stdio::null());
    let mut started = started.map_err(|error| format!("cannot be run ({error})"))?;
    let output = started.stdout().ok_or("has no output")?;
    let mut output = BufReader::new(output.take(LINE_MAX));
    let mut line = String::new();
    let read = output.read_line(&mut line).await;
    read.map_err(|error| format!("gave no text ({})", error.kind()))?;
    // What it writes further is not waited for.
    drop(output);
    let status = started.wait().await.map_err(|error| error.to_string())?;
    let line = line.trim_end_matches(['\n', '\r']).to_owned();
    if line.is_empty() && !status.success() {
        return Err(format!("failed ({status})"));
    }
    Ok(line)
}

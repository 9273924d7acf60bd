//! One command of the user's own: its words as they are, no shell, a time limit, and
//! of what it prints the newest bytes. What it prints means nothing here.

use std::fs::File;
use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use plimsoll_model::secret;
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout};

use super::one_line::one_line;

/// Bytes that are read at a time.
const BLOCK_BYTES: usize = 64 << 10;

/// A variable of the environment, and its value if it is to have one.
pub(super) type Variable = (&'static str, Option<&'static str>);

/// A command that is to be run.
pub(super) struct Command<'a> {
    /// The program and its arguments.
    pub(super) words: &'a [&'a str],
    /// Variables beside the user's own; one without a value is not passed on.
    pub(super) variables: &'a [Variable],
    /// What it is given to read; it need not read it.
    pub(super) stdin: &'a str,
    /// Bytes that are kept of each of its two outputs.
    pub(super) bytes_max: usize,
    /// How long it may take.
    pub(super) time_max: Duration,
}

/// What a command printed.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) text: Newest,
    pub(super) complaints: Newest,
    /// How it ended; none where it met its time limit and was stopped.
    pub(super) status: Option<ExitStatus>,
}

impl Output {
    /// The last line of what it complained of: what stands before it leads there.
    pub(super) fn complaint(&self) -> String {
        let text = String::from_utf8_lossy(&self.complaints.bytes);
        let last = text.lines().rev().find(|line| !line.trim().is_empty());
        last.map_or("it said nothing".to_owned(), |line| {
            secret::mask(&one_line(line))
        })
    }
}

/// The newest bytes of a stream.
#[derive(Debug, Default)]
pub(super) struct Newest {
    pub(super) bytes: Vec<u8>,
    /// Whether there were more.
    pub(super) is_cut: bool,
}

impl Newest {
    /// Reads to the end, whatever is kept: who writes must not wait for ever.
    async fn fill(
        &mut self,
        stream: Option<impl AsyncRead + Unpin>,
        bytes_max: usize,
    ) -> io::Result<()> {
        let Some(mut stream) = stream else {
            return Ok(());
        };
        let mut block = vec![0; BLOCK_BYTES];
        loop {
            let count = stream.read(&mut block).await?;
            if count == 0 {
                return Ok(());
            }
            self.bytes.extend_from_slice(&block[..count]);
            if self.bytes.len() >= 2 * bytes_max {
                self.cut(bytes_max);
            }
        }
    }

    fn cut(&mut self, bytes_max: usize) {
        let old = self.bytes.len().saturating_sub(bytes_max);
        self.is_cut |= old > 0;
        self.bytes.drain(..old);
    }
}

impl Command<'_> {
    /// Runs it to its end or to its time limit.
    ///
    /// # Errors
    /// It cannot be run, or what it prints cannot be read.
    pub(super) async fn output(&self) -> io::Result<Output> {
        let mut started = Started::of(self.words, self.variables, Stdio::piped())?;
        let (mut text, mut complaints) = (Newest::default(), Newest::default());
        let (stdin, stdout) = (started.child.stdin.take(), started.child.stdout.take());
        let stderr = started.child.stderr.take();
        let to_its_end = async {
            let ((), read, complained) = tokio::join!(
                give(stdin, self.stdin),
                text.fill(stdout, self.bytes_max),
                complaints.fill(stderr, self.bytes_max)
            );
            read?;
            complained?;
            started.wait().await
        };
        let ended = tokio::time::timeout(self.time_max, to_its_end).await;
        text.cut(self.bytes_max);
        complaints.cut(self.bytes_max);
        Ok(Output {
            text,
            complaints,
            status: ended.ok().transpose()?,
        })
    }
}

/// Why a program could not be run, and what to do.
pub(super) fn cannot_run(program: &str, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => {
            format!("`{program}` is not there: install it, or put it on PATH")
        }
        kind => format!("`{program}` cannot be run: {kind}"),
    }
}

async fn give(stdin: Option<ChildStdin>, text: &str) {
    if let Some(mut stdin) = stdin {
        // One that reads nothing says so by what it prints.
        let _closed_early = stdin.write_all(text.as_bytes()).await;
    }
}

/// A command that runs. Where it is let go of before its end, it is killed with all
/// that it began.
pub(super) struct Started {
    child: Child,
    /// The group of its own, while it may be killed by it.
    group: Option<Pid>,
}

impl Started {
    /// Starts it; `complaints` is where its standard error goes.
    ///
    /// # Errors
    /// It cannot be run.
    pub(super) fn of(
        words: &[&str],
        variables: &[Variable],
        complaints: Stdio,
    ) -> io::Result<Self> {
        let no_words = || io::Error::new(io::ErrorKind::InvalidInput, "no command was given");
        let (program, arguments) = words.split_first().ok_or_else(no_words)?;
        let mut command = tokio::process::Command::new(program);
        command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(complaints)
            .kill_on_drop(true);
        for (name, value) in variables {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let has_own_group = !is_at_terminal();
        if has_own_group {
            command.process_group(0);
        }
        let child = command.spawn()?;
        let pid = child.id().and_then(|id| Pid::from_raw(id.try_into().ok()?));
        Ok(Self {
            child,
            group: pid.filter(|_| has_own_group),
        })
    }

    /// Its output; nothing is given to it to read.
    pub(super) fn stdout(&mut self) -> Option<ChildStdout> {
        drop(self.child.stdin.take());
        self.child.stdout.take()
    }

    /// Waits for its end; what it began may go on.
    pub(super) async fn wait(&mut self) -> io::Result<ExitStatus> {
        let status = self.child.wait().await;
        self.group = None;
        status
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        if let Some(group) = self.group {
            let _gone_already = kill_process_group(group, Signal::KILL);
        }
    }
}

/// Whether a person may be asked for a password by what is run (`ssh`, `aws` with a
/// second factor): only who is in the terminal's own group may ask.
fn is_at_terminal() -> bool {
    File::open("/dev/tty").is_ok()
}

#[cfg(test)]
mod tests {
    use super::{Command, Output, is_at_terminal};
    use std::time::{Duration, Instant};

    async fn output(script: &str, stdin: &str, bytes_max: usize, seconds: u64) -> Output {
        let words = ["sh", "-c", script];
        let command = Command {
            words: &words,
            variables: &[("PLIMSOLL_TEST", Some("a")), ("HOME", None)],
            stdin,
            bytes_max,
            time_max: Duration::from_secs(seconds),
        };
        command.output().await.unwrap()
    }

    #[tokio::test]
    async fn both_outputs_and_the_end_are_told() {
        let script =
            "cat; echo $PLIMSOLL_TEST$HOME; echo x >&2; echo 'no password=hunter2' >&2; exit 3";
        let said = output(script, "given\n", 100, 60).await;
        assert_eq!(said.text.bytes, b"given\na\n");
        assert_eq!(said.complaint(), "no password=[redacted]");
        assert_eq!(said.status.unwrap().code(), Some(3));
        assert!(!said.text.is_cut);
    }

    #[tokio::test]
    async fn of_a_flood_the_newest_is_kept_and_the_rest_is_drained() {
        let said = output("yes a | head -c 9000000; echo end", "", 1000, 60).await;
        assert_eq!(said.text.bytes.len(), 1000);
        assert!(said.text.is_cut && said.text.bytes.ends_with(b"end\n"));
    }

    #[tokio::test]
    async fn what_meets_its_limit_is_ended_with_all_that_it_began() {
        let said = output("sleep 1000 & echo $!; wait", "", 100, 2).await;
        assert!(said.status.is_none());
        let pid = String::from_utf8(said.text.bytes).unwrap();
        if is_at_terminal() {
            return;
        }
        let begun = Instant::now();
        let is_there = || {
            let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim()));
            stat.is_ok_and(|it| !it.contains(") Z"))
        };
        while is_there() {
            assert!(begun.elapsed() < Duration::from_mins(1), "{pid} runs on");
            std::thread::yield_now();
        }
    }
}

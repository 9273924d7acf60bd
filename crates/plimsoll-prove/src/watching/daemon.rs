//! `plimsoll watch` as a process: its configuration written, its page read, its end
//! asked for. What it says is taken as numbers by name and judged elsewhere.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::check::Program;
use crate::ticks::ticks_of;

/// How long it may take until it answers, and until it has ended.
const READY_MAX: Duration = Duration::from_mins(1);
const END_MAX: Duration = Duration::from_secs(10);
/// How often is looked whether it does.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// How long an answer may take.
const ANSWER_MAX: Duration = Duration::from_secs(10);

/// A daemon that runs.
pub(crate) struct Daemon {
    child: Child,
    listen: SocketAddr,
    folder: TempDir,
}

/// What its page says, and what the kernel says of it.
#[derive(Clone, Debug)]
pub(crate) struct Page(String);

impl Daemon {
    /// Starts it with these sections besides `[watch]`.
    ///
    /// # Errors
    /// When it does not answer in time; what it said is in the message.
    pub(crate) fn start(plimsoll: &Program, sections: &str, watch: &str) -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("plimsoll-watch-")
            .tempdir()?;
        let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let file = folder.path().join("plimsoll.toml");
        fs::write(
            &file,
            format!("[watch]\nlisten = \"{listen}\"\n{watch}\n{sections}"),
        )?;
        let log = fs::File::create(folder.path().join("log"))?;
        let child = Command::new(plimsoll.path())
            .env_clear()
            .env("HOME", "/nonexistent")
            // As packaging/plimsoll-watch.service runs it.
            .env("MALLOC_ARENA_MAX", "1")
            .current_dir(folder.path())
            .args(["watch", "--config"])
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .context("plimsoll watch did not start")?;
        let mut daemon = Self {
            child,
            listen,
            folder,
        };
        daemon.await_ready()?;
        Ok(daemon)
    }

    fn await_ready(&mut self) -> Result<()> {
        let until = Instant::now() + READY_MAX;
        while self.page().is_err() {
            if self.child.try_wait()?.is_some() || Instant::now() > until {
                bail!("plimsoll watch does not answer: {}", self.log());
            }
            std::thread::sleep(LOOK_EVERY);
        }
        Ok(())
    }

    /// The end of its log.
    pub(crate) fn log(&self) -> String {
        let text = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }

    /// Its `/metrics`.
    ///
    /// # Errors
    /// When it does not answer with 200.
    pub(crate) fn page(&self) -> Result<Page> {
        let mut stream = TcpStream::connect_timeout(&self.listen, ANSWER_MAX)?;
        stream.set_read_timeout(Some(ANSWER_MAX))?;
        let host = self.listen;
        write!(
            stream,
            "GET /metrics HTTP/1.0\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").context("no HTTP answer")?;
        if !head
            .lines()
            .next()
            .is_some_and(|line| line.contains(" 200"))
        {
            bail!("it answered {head}");
        }
        Ok(Page(body.to_owned()))
    }

    /// CPU that it was charged so far, in seconds.
    ///
    /// # Errors
    /// When the kernel shows no such process any more.
    pub(crate) fn cpu_seconds(&self) -> Result<f64> {
        ticks_of(self.child.id())
    }

    /// What it holds now.
    ///
    /// # Errors
    /// When the kernel shows no such process any more.
    pub(crate) fn resident_bytes(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        Ok(kilobytes.context("no VmRSS")? << 10)
    }

    /// Asks it to end and waits for it.
    ///
    /// # Errors
    /// When it takes too long, or ends in another way than well.
    pub(crate) fn stop(mut self) -> Result<()> {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status()?;
        let until = Instant::now() + END_MAX;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait()? {
                if status.success() {
                    return Ok(());
                }
                bail!("plimsoll watch ended with {status}: {}", self.log());
            }
            std::thread::sleep(LOOK_EVERY);
        }
        bail!("plimsoll watch did not end within {END_MAX:?}")
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Page {
    /// The sum of all points of a name whose labels hold these words.
    pub(crate) fn sum(&self, name: &str, holding: &str) -> f64 {
        self.points(name)
            .filter(|(labels, _)| labels.contains(holding))
            .map(|(_, value)| value)
            .sum()
    }

    /// How many points a name has.
    pub(crate) fn count(&self, name: &str, holding: &str) -> usize {
        self.points(name)
            .filter(|(labels, _)| labels.contains(holding))
            .count()
    }

    /// Labels and value of every point of a name.
    fn points<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, f64)> {
        self.0.lines().filter_map(move |line| {
            let rest = line.strip_prefix(name)?;
            let (labels, value) = rest.rsplit_once(' ')?;
            (labels.is_empty() || labels.starts_with('{'))
                .then(|| Some((labels, value.parse().ok()?)))?
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Page;

    #[test]
    fn points_are_summed_by_whole_name_and_labels() {
        let page =
            "# HELP a b\n# TYPE a gauge\na{server=\"x\"} 1\na{server=\"y\"} 2.5\nab 7\nc 3\n";
        let page = Page(page.to_owned());
        let sums = [
            page.sum("a", ""),
            page.sum("a", "server=\"y\""),
            page.sum("c", ""),
        ];
        assert_eq!(format!("{sums:?}"), "[3.5, 2.5, 3.0]");
        assert_eq!(page.count("a", ""), 2);
    }
}

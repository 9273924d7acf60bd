//! What the kernel said of late, followed where this process may read that. It is the
//! whole machine's: kills for the limit of a group that is not the server's are left
//! out, for they are another's.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use plimsoll_live::read::follow::{KernelLog, Piece};
use rustix::time::{ClockId, clock_gettime};
use tokio::time::{MissedTickBehavior, interval, sleep};

use crate::watch::keep_up::in_pool;
use crate::watch::lock::lock;
use crate::watch::log::said;

/// How often it is read.
const EVERY: Duration = Duration::from_secs(1);
/// How often it is tried again where it may not be read.
const AGAIN: Duration = Duration::from_mins(10);
/// Bytes that are kept: an account of a kill with a table of a thousand tasks is 100 kB.
const BYTES_MAX: usize = 512 << 10;

/// Its newest lines, each with its moment.
#[derive(Debug)]
pub(in crate::watch) struct Kernel(Mutex<Lines>);

#[derive(Debug)]
struct Lines {
    newest: VecDeque<(Timestamp, String)>,
    bytes: usize,
    /// Since when they are read, or why they are not.
    read: Result<Timestamp, String>,
    /// When records were found overwritten last, before they were read.
    lost: Option<Timestamp>,
}

/// What it said.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told {
    /// Since when it is read.
    pub(super) read: Timestamp,
    /// When records of the time asked for were found overwritten last.
    pub(super) lost: Option<Timestamp>,
    /// Its lines, as `dmesg` with whole times prints them.
    pub(super) text: String,
}

impl Default for Kernel {
    fn default() -> Self {
        Self(Mutex::new(Lines {
            newest: VecDeque::new(),
            bytes: 0,
            read: Err("it was not opened yet".to_owned()),
            lost: None,
        }))
    }
}

/// Follows it until it is stopped.
pub(in crate::watch) async fn follow(kernel: &Kernel) {
    loop {
        match in_pool(|| KernelLog::open(true)).await {
            Ok(log) => {
                lock(&kernel.0).read = Ok(Timestamp::now());
                let why = turns(kernel, log).await;
                tracing::warn!("the kernel's log is not followed any more: {}", said(&why));
                lock(&kernel.0).read = Err(why);
            }
            Err(why) => {
                if lock(&kernel.0).read.as_ref() != Err(&why) {
                    tracing::info!("diagnoses do without the kernel's log: {}", said(&why));
                }
                lock(&kernel.0).read = Err(why);
            }
        }
        sleep(AGAIN).await;
    }
}

async fn turns(kernel: &Kernel, mut log: KernelLog) -> String {
    let mut turns = interval(EVERY);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut before = Timestamp::now();
    loop {
        turns.tick().await;
        let (back, pieces) = in_pool(move || {
            let pieces = log.next();
            (log, pieces)
        })
        .await;
        log = back;
        let now = Timestamp::now();
        match pieces {
            Ok(pieces) => {
                for piece in pieces {
                    lock(&kernel.0).take(piece, (before, now));
                }
            }
            Err(why) => return why,
        }
        before = now;
    }
}

impl Lines {
    /// Takes what came between two moments.
    fn take(&mut self, piece: Piece, (from, to): (Timestamp, Timestamp)) {
        match piece {
            Piece::Bytes(bytes) => self.push(&String::from_utf8_lossy(&bytes), (from, to)),
            Piece::Overwritten { records } => {
                tracing::warn!(
                    "{records} records of the kernel's log were overwritten before they were read"
                );
                self.lost = Some(to);
            }
            // No file is rotated, cut or fallen behind of.
            Piece::Rotated | Piece::Truncated | Piece::Skipped { .. } => {}
        }
    }

    /// Takes lines that came between two moments.
    fn push(&mut self, text: &str, (from, to): (Timestamp, Timestamp)) {
        for line in text.lines() {
            let Some((seconds, text)) = parts(line) else {
                continue;
            };
            // The kernel's clock drifts from the machine's; when it came does not.
            let at = since_boot(seconds).map_or(to, |at| at.clamp(from, to));
            self.bytes += text.len();
            self.newest.push_back((at, text.to_owned()));
        }
        while self.bytes > BYTES_MAX
            && let Some((_, oldest)) = self.newest.pop_front()
        {
            self.bytes -= oldest.len();
        }
    }
}

/// `[   12.345678] words`
fn parts(line: &str) -> Option<(f64, &str)> {
    let (head, text) = line.strip_prefix('[')?.split_once("] ")?;
    Some((head.trim().parse().ok()?, text))
}

fn since_boot(seconds: f64) -> Option<Timestamp> {
    let clock = clock_gettime(ClockId::Monotonic);
    let up = clock.tv_sec as f64 + clock.tv_nsec as f64 / 1e9;
    let ago = SignedDuration::try_from_secs_f64(up - seconds).ok()?;
    Timestamp::now().checked_sub(ago).ok()
}

impl Kernel {
    /// What it said since a moment that may be about a server's group.
    ///
    /// # Errors
    /// Why it is not read.
    pub(super) fn since(&self, since: Timestamp, groups: &[String]) -> Result<Told, String> {
        let lines = lock(&self.0);
        let read = lines.read.clone()?;
        let recent: Vec<&(Timestamp, String)> =
            lines.newest.iter().filter(|(at, _)| *at >= since).collect();
        let mut text = String::new();
        for (at, line) in of_groups(&recent, groups) {
            let at = at.strftime("%Y-%m-%dT%H:%M:%S,%6f+00:00");
            let _ = writeln!(text, "{at} {line}");
        }
        Ok(Told {
            read,
            lost: lines.lost.filter(|at| *at >= since),
            text,
        })
    }
}

/// Without the accounts of kills for another group's limit.
fn of_groups<'a>(
    lines: &[&'a (Timestamp, String)],
    groups: &[String],
) -> Vec<&'a (Timestamp, String)> {
    let mut kept: Vec<&(Timestamp, String)> = Vec::new();
    let mut account: Option<Vec<&(Timestamp, String)>> = None;
    let is_other = |account: &[&(Timestamp, String)]| {
        let mut limits = account.iter().filter_map(|(_, line)| limited(line));
        limits.next_back().is_some_and(|of| !is_of(of, groups))
    };
    for line in lines.iter().copied() {
        if line.1.contains(" invoked oom-killer") {
            kept.extend(
                account
                    .take()
                    .filter(|it| !is_other(it))
                    .into_iter()
                    .flatten(),
            );
            account = Some(Vec::new());
        }
        match &mut account {
            Some(account) => account.push(line),
            None => kept.push(line),
        }
        let is_end = line.1.contains("oom_reaper:") || line.1.contains("Killed process ");
        if is_end {
            kept.extend(
                account
                    .take()
                    .filter(|it| !is_other(it))
                    .into_iter()
                    .flatten(),
            );
        }
    }
    kept.extend(account.filter(|it| !is_other(it)).into_iter().flatten());
    kept
}

/// The group whose limit was met (`dump_oom_summary` of the kernel), where one's was.
fn limited(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("oom_memcg=")?;
    rest.split(',').next()
}

/// Whether a limit is of a group, or of one above it. A container sees the end of its
/// own path alone.
fn is_of(limited: &str, groups: &[String]) -> bool {
    let is_below = |group: &str| {
        group == limited
            || group.starts_with(&format!("{}/", limited.trim_end_matches('/')))
            || group.len() > 1 && limited.ends_with(group)
    };
    groups.iter().any(|group| is_below(group))
}

/// The groups that a process is in (cgroups(7)): of memory, or of the one hierarchy.
pub(super) fn groups(pid: u32) -> Vec<String> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/cgroup")).unwrap_or_default();
    let lines = text.lines().filter_map(|line| {
        let mut fields = line.splitn(3, ':').skip(1);
        let (controllers, path) = (fields.next()?, fields.next()?);
        let is_memory = controllers.is_empty() || controllers.split(',').any(|it| it == "memory");
        is_memory.then(|| path.to_owned())
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::{Kernel, Piece, Timestamp, is_of, parts};
    use crate::watch::lock::lock;

    #[test]
    fn only_kills_that_may_be_the_servers_are_kept() {
        let kernel = Kernel::default();
        let (from, to) = (
            "2026-11-26T09:00:00Z".parse().unwrap(),
            "2026-11-26T09:00:01Z".parse().unwrap(),
        );
        let text = "[    1.000000] postgres invoked oom-killer: gfp_mask=0x1\n\
            [    1.100000] oom-kill:constraint=CONSTRAINT_MEMCG,oom_memcg=/other,task_memcg=/other,task=postgres,pid=3,uid=0\n\
            [    1.200000] Memory cgroup out of memory: Killed process 3 (postgres)\n\
            [    2.000000] java invoked oom-killer: gfp_mask=0x1\n\
            [    2.100000] oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),global_oom,task=java,pid=5\n\
            [    2.200000] Out of memory: Killed process 5 (java)\n\
            [    3.000000] postgres invoked oom-killer: gfp_mask=0x1\n\
            [    3.100000] oom-kill:constraint=CONSTRAINT_MEMCG,oom_memcg=/db,task_memcg=/db/a,task=postgres,pid=4,uid=0\n\
            [    3.200000] Memory cgroup out of memory: Killed process 4 (postgres)\n\
            [    4.000000] eth0: link becomes ready\n";
        {
            let mut lines = lock(&kernel.0);
            lines.read = Ok(from);
            lines.push(text, (from, to));
        }
        let told = kernel.since(from, &["/db/a".to_owned()]).unwrap().text;
        let told: Vec<&str> = told.lines().map(|line| &line[33..]).collect();
        expect_test::expect![[r"
            java invoked oom-killer: gfp_mask=0x1
            oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),global_oom,task=java,pid=5
            Out of memory: Killed process 5 (java)
            postgres invoked oom-killer: gfp_mask=0x1
            oom-kill:constraint=CONSTRAINT_MEMCG,oom_memcg=/db,task_memcg=/db/a,task=postgres,pid=4,uid=0
            Memory cgroup out of memory: Killed process 4 (postgres)
            eth0: link becomes ready"]].assert_eq(&told.join("\n"));
        assert!(kernel.since(to, &[]).is_ok());
    }

    #[test]
    fn a_container_knows_the_end_of_its_path() {
        let groups = ["/docker/9/init".to_owned()];
        assert!(is_of("/docker/9", &groups) && is_of("/docker/9/init", &groups));
        assert!(is_of("/kubepods/docker/9/init", &groups));
        assert!(!is_of("/docker/91", &groups) && !is_of("/other", &["/".to_owned()]));
        assert_eq!(parts("[   12.5] a] b"), Some((12.5, "a] b")));
        assert_eq!(parts("a"), None);
    }

    #[test]
    fn what_was_overwritten_is_told_of_its_time_alone() {
        let kernel = Kernel::default();
        let at = |second: i64| Timestamp::from_second(1_780_000_000 + second).unwrap();
        lock(&kernel.0).read = Ok(at(0));
        let lost = |since| kernel.since(at(since), &[]).unwrap().lost;
        assert_eq!(lost(0), None);
        lock(&kernel.0).take(Piece::Overwritten { records: 7 }, (at(9), at(10)));
        assert_eq!((lost(5), lost(11)), (Some(at(10)), None));
    }
}

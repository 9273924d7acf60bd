//! The lines that name who is killed, by kernel: `Killed process 431 (postgres)
//! total-vm:…kB, anon-rss:…kB, …` (`mm/oom_kill.c`, `__oom_kill_process`; up to 5.0
//! behind a `Kill process … score … or sacrifice child`), `oom_reaper: reaped
//! process …`, and the summary `oom-kill:constraint=…` (5.0 on).

use super::words::{leading, number};
use crate::signal::OomScope;

/// A killed process, as the kernel names it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Victim {
    pub(super) pid: u32,
    pub(super) name: String,
    pub(super) anon_bytes: Option<u64>,
    pub(super) file_bytes: Option<u64>,
    pub(super) shmem_bytes: Option<u64>,
    pub(super) page_table_bytes: Option<u64>,
}

impl Victim {
    /// All that it held, where its line says so.
    pub(super) fn resident_bytes(&self) -> Option<u64> {
        let parts = [self.anon_bytes, self.file_bytes, self.shmem_bytes];
        self.anon_bytes.map(|_| sum(parts))
    }
}

fn sum(parts: [Option<u64>; 3]) -> u64 {
    parts.into_iter().flatten().fold(0, u64::saturating_add)
}

/// `431 (postgres)` behind `label`, and where the text goes on. A name may hold
/// blanks and parentheses.
fn named<'a>(line: &'a str, label: &str) -> Option<(u32, String, &'a str)> {
    let rest = &line[line.find(label)? + label.len()..];
    let pid = u32::try_from(leading(rest)?).ok()?;
    let name = &rest[rest.find(" (")? + 2..];
    // What may follow the name in any of the kernels; a name has at most 15 bytes.
    let ends = [
        ") total-vm:",
        "), UID ",
        "), now ",
        ") score ",
        ") is already",
    ];
    let end = ends.iter().filter_map(|end| name.find(end)).min();
    let end = end.or_else(|| name.rfind(')'))?;
    Some((pid, name[..end].to_owned(), &name[end..]))
}

/// A line that says that a process was killed.
pub(super) fn killed(line: &str) -> Option<Victim> {
    let (pid, name, rest) = named(line, "Killed process ")?;
    let bytes = |label: &str| Some(number(rest, label)?.saturating_mul(1024));
    let (anon, file, shmem) = (bytes("anon-rss:"), bytes("file-rss:"), bytes("shmem-rss:"));
    let resident = sum([anon, file, shmem]);
    // 5.3 and 5.4.0 print bytes and call them kB (mended in 5.5): tables larger
    // than what they map are those.
    let page_table = bytes("pgtables:").map(|bytes| {
        if bytes > resident {
            bytes / 1024
        } else {
            bytes
        }
    });
    Some(Victim {
        pid,
        name,
        anon_bytes: anon,
        file_bytes: file,
        shmem_bytes: shmem,
        page_table_bytes: page_table,
    })
}

/// `oom_reaper: reaped process 431 (postgres), now anon-rss:0kB, …`: its memory is
/// given back; how much it was is not told.
pub(super) fn reaped(line: &str) -> Option<Victim> {
    let (pid, name, _) = named(line.strip_prefix("oom_reaper: ")?, "reaped process ")?;
    Some(Victim {
        pid,
        name,
        anon_bytes: None,
        file_bytes: None,
        shmem_bytes: None,
        page_table_bytes: None,
    })
}

/// A process that ended by itself while it was chosen.
pub(super) fn spared(line: &str) -> Option<u32> {
    let (pid, _, rest) = named(
        line.strip_prefix("OOM victim ").map(|_| line)?,
        "OOM victim ",
    )?;
    rest.contains("is already exiting").then_some(pid)
}

/// Whose memory ran out, where the line that names the victim says so.
pub(super) fn scope(line: &str) -> Option<OomScope> {
    if line.starts_with("Memory cgroup out of memory") {
        return Some(OomScope::Cgroup(None));
    }
    let host = line.starts_with("Out of memory: ") || line.starts_with("Out of memory (");
    host.then_some(OomScope::Host)
}

/// The summary in one line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Summary {
    pub(super) scope: OomScope,
    /// The victim's own group.
    pub(super) group: Option<String>,
    pub(super) name: String,
    pub(super) pid: u32,
}

/// `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,
/// oom_memcg=/a,task_memcg=/a/b,task=postgres,pid=431,uid=26`; for the machine
/// `global_oom` in the place of `oom_memcg=…`.
pub(super) fn summary(line: &str) -> Option<Summary> {
    let rest = line.strip_prefix("oom-kill:constraint=")?;
    let between = |from: &str, to: &str| {
        let at = rest.find(from)? + from.len();
        let end = rest[at..].find(to)?;
        Some(rest[at..at + end].to_owned())
    };
    let limited = between(",oom_memcg=", ",task_memcg=");
    let scope = if rest.starts_with("CONSTRAINT_MEMCG") {
        OomScope::Cgroup(limited)
    } else {
        OomScope::Host
    };
    let end = rest.rfind(",pid=")?;
    let name = rest.get(rest.find(",task=")? + ",task=".len()..end)?;
    Some(Summary {
        scope,
        group: between(",task_memcg=", ",task="),
        name: name.to_owned(),
        pid: u32::try_from(number(&rest[end..], ",pid=")?).ok()?,
    })
}

//! The machine this process runs on: memory, swap, processors, and the limit
//! of the memory cgroup it runs in. It knows nothing of databases.

use std::fs;
use std::path::Path;

use plimsoll_model::{Known, ServerFacts};

use super::cgroup;

/// The facts of this machine and of this process's memory cgroup.
pub fn this_machine() -> ServerFacts {
    let mut facts = under(Path::new("/"));
    facts.cpus = match std::thread::available_parallelism() {
        Ok(cpus) => Known::Known(
            u32::try_from(cpus.get()).unwrap_or(u32::MAX),
            "this machine".to_owned(),
        ),
        Err(error) => Known::Unknown(error.to_string()),
    };
    facts
}

/// The facts that the files under a root say (`/`, or a recorded tree):
/// `proc/meminfo`, `proc/self/cgroup`, `proc/self/mountinfo` and the cgroup
/// file systems that the last one names.
pub fn under(root: &Path) -> ServerFacts {
    let meminfo = fs::read_to_string(root.join("proc/meminfo"));
    let meminfo = meminfo.as_deref().map_err(ToString::to_string);
    let field = |name: &str| match meminfo {
        Ok(text) => meminfo_bytes(text, name).map_or_else(
            || Known::Unknown(format!("/proc/meminfo has no {name}")),
            |bytes| Known::Known(bytes, "this machine".to_owned()),
        ),
        Err(ref why) => Known::Unknown(format!("cannot read /proc/meminfo: {why}")),
    };
    let memory_bytes = field("MemTotal");
    let group = cgroup::limits(root);
    ServerFacts {
        limit_bytes: below(group.memory, memory_bytes.get()),
        swap_bytes: smaller(field("SwapTotal"), group.swap),
        memory_bytes,
        hugepages: match field("HugePages_Total") {
            Known::Known(pages, source) => Known::Known(pages, source),
            unknown @ Known::Unknown(_) => unknown,
        },
        hugepage_bytes: field("Hugepagesize"),
        ..ServerFacts::default()
    }
}

/// A limit at or above the memory is none (cgroup v1 writes one of 2^63).
fn below(limit: Option<cgroup::Limit>, memory_bytes: Option<&u64>) -> Known<u64> {
    match limit {
        Some(limit) if memory_bytes.is_none_or(|memory| limit.bytes < *memory) => {
            Known::Known(limit.bytes, limit.file)
        }
        Some(_) | None => Known::Unknown("this process has no memory limit of its own".to_owned()),
    }
}

fn smaller(machine: Known<u64>, group: Option<cgroup::Limit>) -> Known<u64> {
    match (machine.get(), group) {
        (Some(swap), Some(limit)) if limit.bytes < *swap => Known::Known(limit.bytes, limit.file),
        _ => machine,
    }
}

/// A figure of /proc/meminfo in bytes; those without a unit are counts.
fn meminfo_bytes(text: &str, name: &str) -> Option<u64> {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    let mut words = line.split_whitespace();
    let number = words.next()?.parse::<u64>().ok()?;
    match words.next() {
        Some("kB") => number.checked_mul(1 << 10),
        Some(_) => None,
        None => Some(number),
    }
}

#[cfg(test)]
mod tests;

//! Facts of the process that is the server, and of where its data lies: what a
//! limit or a file system of this process would not tell of it.

use plimsoll_model::{Known, Malloc, ServerFacts};

use super::processes::field;
use super::{Mount, Tree, disk, machine};
use crate::read::cgroup;

/// What hangs on the server's process.
pub(super) fn facts(tree: &Tree, pid: u32, data_directory: Option<&str>) -> ServerFacts {
    let process = pid.to_string();
    let data = disk::of(tree, pid, data_directory);
    ServerFacts {
        cpus: cpus(tree, &process),
        nofile: known(nofile(tree, pid), format!("/proc/{pid}/limits")),
        malloc: known(malloc(tree, pid), format!("/proc/{pid}/maps")),
        shm_bytes: shm(tree, pid).map_or_else(Known::Unknown, |shm| {
            Known::Known(shm.total_bytes, shm.source)
        }),
        storage: data.storage,
        disk_bytes: match data.space {
            Known::Known(space, source) => Known::Known(space.free_bytes, source),
            Known::Unknown(why) => Known::Unknown(why),
        },
        sysctl: machine::sysctls(tree, &process),
        ..ServerFacts::default()
    }
}

fn known<T>(fact: Result<T, String>, source: String) -> Known<T> {
    match fact {
        Ok(fact) => Known::Known(fact, source),
        Err(why) => Known::Unknown(why),
    }
}

/// Processors it may run on, or its group's quota where that is less, rounded up.
/// A cpuset shows in the list of the process.
pub(super) fn cpus(tree: &Tree, process: &str) -> Known<u32> {
    match processors(tree, process) {
        Ok((processors, file)) => Known::Known((processors.ceil() as u32).max(1), file),
        Err(why) => Known::Unknown(why),
    }
}

/// The same as they are, and the file that says so.
pub(super) fn processors(tree: &Tree, process: &str) -> Result<(f64, String), String> {
    let path = format!("/proc/{process}/status");
    let status = tree.text(&path)?;
    let list = field(&status, "Cpus_allowed_list");
    let count = list.and_then(machine::count_list);
    let count = count.ok_or_else(|| format!("{path} has no list of processors"))?;
    let quota = cgroup::quota(tree, process);
    let quota = quota.filter(|(quota, _)| *quota < f64::from(count));
    Ok(quota.unwrap_or((f64::from(count), path)))
}

/// The soft limit of open files.
fn nofile(tree: &Tree, pid: u32) -> Result<u64, String> {
    let path = format!("/proc/{pid}/limits");
    let text = tree.text(&path)?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().next());
    match soft {
        Some("unlimited") => Ok(u64::MAX),
        Some(soft) => soft
            .parse()
            .map_err(|_| format!("{path} is not as proc(5) says")),
        None => Err(format!("{path} has no limit of open files")),
    }
}

/// Files it has open: its folder of them can be listed by its own user and root.
pub(super) fn open_files(tree: &Tree, pid: u32) -> Known<u64> {
    let path = format!("/proc/{pid}/fd");
    known(tree.names(&path).map(|names| names.len() as u64), path)
}

/// The allocator among the libraries it has mapped; one linked in statically does
/// not show, so glibc's is said only where a shared one is there and no other.
fn malloc(tree: &Tree, pid: u32) -> Result<Malloc, String> {
    let path = format!("/proc/{pid}/maps");
    let maps = tree.text(&path)?;
    let mapped = |start: &str| {
        let files = maps.lines().filter_map(|line| line.rsplit_once('/'));
        let mut names = files.map(|(_, name)| name);
        names.any(|name| name.starts_with(start))
    };
    if mapped("libjemalloc") {
        Ok(Malloc::Jemalloc)
    } else if mapped("libtcmalloc") {
        Ok(Malloc::Tcmalloc)
    } else if mapped("libmimalloc") || mapped("ld-musl") {
        Err(format!("{path} shows an allocator that is not measured"))
    } else if mapped("libc.so.6") || mapped("libc-2.") {
        Ok(Malloc::Glibc)
    } else {
        Err(format!("{path} shows no C library"))
    }
}

/// /dev/shm as the server has it.
pub(super) struct Shm {
    pub(super) total_bytes: u64,
    pub(super) used_bytes: Option<u64>,
    source: String,
}

/// Where it is.
const SHM: &str = "/dev/shm";

/// Its mount, and the path to ask for its space: the server's own view is asked
/// through its root folder, which needs its rights; the file system is the same as
/// here where the device is.
pub(super) fn shm_place(tree: &Tree, pid: u32) -> Result<(Mount, String), String> {
    let theirs = format!("/proc/{pid}/mountinfo");
    let mountinfo = tree.text(&theirs)?;
    let mount = Mount::of(&mountinfo, SHM).filter(|mount| mount.point == SHM);
    let mount = mount.ok_or_else(|| format!("{theirs} has no {SHM}"))?;
    let own = tree.read("/proc/self/mountinfo").ok();
    let own = own.and_then(|text| Mount::of(&text, SHM));
    let path = if own.is_some_and(|own| own.device == mount.device) {
        SHM.to_owned()
    } else {
        format!("/proc/{pid}/root{SHM}")
    };
    Ok((mount, path))
}

/// Its size stands among the options of the mount, if one was set.
pub(super) fn shm(tree: &Tree, pid: u32) -> Result<Shm, String> {
    let (mount, path) = shm_place(tree, pid)?;
    let size = mount.option("size").and_then(option_bytes);
    match (tree.space(&path), size) {
        (Ok(space), _) => Ok(Shm {
            total_bytes: space.total_bytes,
            used_bytes: Some(space.total_bytes.saturating_sub(space.free_bytes)),
            source: path,
        }),
        (Err(_), Some(total_bytes)) => Ok(Shm {
            total_bytes,
            used_bytes: None,
            source: format!("/proc/{pid}/mountinfo"),
        }),
        (Err(why), None) => Err(why),
    }
}

/// A tmpfs's size as the kernel writes it: kilobytes.
fn option_bytes(text: &str) -> Option<u64> {
    text.strip_suffix('k')?
        .parse::<u64>()
        .ok()?
        .checked_mul(1 << 10)
}

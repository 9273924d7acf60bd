//! The machine: memory, swap, huge pages and the kernel's settings. It knows
//! nothing of databases.
//!
//! Sources: proc(5) and the kernel's documentation: filesystems/proc.rst for
//! meminfo, admin-guide/sysctl for the settings, accounting/psi.rst.

use std::collections::BTreeMap;

use plimsoll_model::{Known, MachineMemory, Pressure, ServerFacts};

use super::Tree;

pub(super) const MEMINFO: &str = "/proc/meminfo";
const THP: &str = "/sys/kernel/mm/transparent_hugepage/enabled";

/// The kernel's settings that rules ask for, and those that explain them.
pub(crate) const SYSCTLS: &[&str] = &[
    "fs.aio-max-nr",
    "fs.file-max",
    "kernel.io_uring_disabled",
    "kernel.shmall",
    "kernel.shmmax",
    "net.core.somaxconn",
    "net.ipv4.tcp_keepalive_time",
    "vm.dirty_background_bytes",
    "vm.dirty_background_ratio",
    "vm.dirty_bytes",
    "vm.dirty_ratio",
    "vm.max_map_count",
    "vm.min_free_kbytes",
    "vm.nr_hugepages",
    "vm.nr_overcommit_hugepages",
    "vm.overcommit_kbytes",
    "vm.overcommit_memory",
    "vm.overcommit_ratio",
    "vm.panic_on_oom",
    "vm.swappiness",
    "vm.zone_reclaim_mode",
];

/// The settings that a container may have of its own, by the namespace that holds
/// them (namespaces(7)).
const NAMESPACED: &[(&str, &str)] = &[("net.", "net"), ("kernel.shm", "ipc")];

/// What the machine says, without any limit of a group.
pub(super) fn facts(tree: &Tree) -> ServerFacts {
    let meminfo = tree.text(MEMINFO);
    let field = |name: &str| match &meminfo {
        Ok(text) => meminfo_bytes(text, name).map_or_else(
            || Known::Unknown(format!("{MEMINFO} has no {name}")),
            |bytes| Known::Known(bytes, MEMINFO.to_owned()),
        ),
        Err(why) => Known::Unknown(why.clone()),
    };
    ServerFacts {
        memory_bytes: field("MemTotal"),
        swap_bytes: field("SwapTotal"),
        hugepages: field("HugePages_Total"),
        hugepage_bytes: field("Hugepagesize"),
        ..ServerFacts::default()
    }
}

/// The kernel's settings as a process sees them: those of a namespace only where
/// this process shows the same one.
pub(super) fn sysctls(tree: &Tree, process: &str) -> BTreeMap<String, String> {
    let shared = |name: &str| {
        let held = namespace(name);
        held.is_none_or(|namespace| same_namespace(tree, process, namespace))
    };
    let seen = SYSCTLS.iter().filter(|name| shared(name));
    let seen = seen.filter_map(|name| {
        let file = format!("/proc/sys/{}", name.replace('.', "/"));
        Some(((*name).to_owned(), tree.read(&file).ok()?.trim().to_owned()))
    });
    seen.collect()
}

/// The namespace that holds a setting; `None`: it is the whole machine's.
pub(super) fn namespace(setting: &str) -> Option<&'static str> {
    let held = NAMESPACED.iter();
    let mut held = held.filter(|(start, _)| setting.starts_with(start));
    held.next().map(|(_, namespace)| *namespace)
}

/// Whether a process is in the same namespace as this one, as far as it may be
/// seen: links that cannot be followed are taken for different.
fn same_namespace(tree: &Tree, process: &str, namespace: &str) -> bool {
    let of = |process: &str| tree.link(&format!("/proc/{process}/ns/{namespace}"));
    of(process).is_ok_and(|its| of("self") == Ok(its))
}

/// The mode of transparent huge pages: the one in brackets.
pub(super) fn thp(tree: &Tree) -> Known<String> {
    let mode = tree.text(THP).and_then(|text| {
        let mode = text
            .split_whitespace()
            .find_map(|word| word.strip_prefix('[')?.strip_suffix(']'));
        mode.map(str::to_owned)
            .ok_or_else(|| format!("{THP} marks no mode"))
    });
    match mode {
        Ok(mode) => Known::Known(mode, THP.to_owned()),
        Err(why) => Known::Unknown(why),
    }
}

/// What the machine holds now; what hangs on one server is left open.
pub(super) fn memory(tree: &Tree) -> Known<MachineMemory> {
    let text = match tree.text(MEMINFO) {
        Ok(text) => text,
        Err(why) => return Known::Unknown(why),
    };
    let part = |name| meminfo_bytes(&text, name);
    let some = |name| part(name).unwrap_or(0);
    let Some(total_bytes) = part("MemTotal") else {
        return Known::Unknown(format!("{MEMINFO} has no MemTotal"));
    };
    let memory = MachineMemory {
        total_bytes,
        available_bytes: part("MemAvailable"),
        swap_total_bytes: some("SwapTotal"),
        swap_used_bytes: some("SwapTotal").saturating_sub(some("SwapFree")),
        committed_bytes: some("Committed_AS"),
        commit_limit_bytes: some("CommitLimit"),
        hugepages: (
            some("HugePages_Total"),
            some("HugePages_Free"),
            some("HugePages_Rsvd"),
        ),
        hugepage_bytes: some("Hugepagesize"),
        numa_nodes: numa_nodes(tree),
        open_files: open_files(tree),
        oom_kills: tree
            .read("/proc/vmstat")
            .ok()
            .and_then(|text| event(&text, "oom_kill")),
        pressure: tree
            .read("/proc/pressure/memory")
            .ok()
            .and_then(|text| pressure(&text)),
        ..MachineMemory::default()
    };
    Known::Known(memory, MEMINFO.to_owned())
}

/// A figure of meminfo in bytes; those without a unit are counts.
pub(super) fn meminfo_bytes(text: &str, name: &str) -> Option<u64> {
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

fn numa_nodes(tree: &Tree) -> Option<u32> {
    count_list(tree.read("/sys/devices/system/node/online").ok()?.trim())
}

/// How many numbers a list of the kernel's names: `0-3,8`.
pub(super) fn count_list(list: &str) -> Option<u32> {
    let count = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
        last.checked_sub(first)?.checked_add(1)
    };
    let mut parts = list.split(',');
    parts.try_fold(0_u32, |sum, part| sum.checked_add(count(part)?))
}

/// Open files and the most there may be: `/proc/sys/fs/file-nr` has a third
/// figure between, always 0.
fn open_files(tree: &Tree) -> Option<(u64, u64)> {
    let text = tree.read("/proc/sys/fs/file-nr").ok()?;
    let mut words = text.split_whitespace();
    Some((words.next()?.parse().ok()?, words.nth(1)?.parse().ok()?))
}

/// A count of vmstat's.
pub(super) fn event(vmstat: &str, name: &str) -> Option<u64> {
    vmstat
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
}

/// The two lines of a pressure file.
pub(crate) fn pressure(text: &str) -> Option<Pressure> {
    let line = |kind: &str| text.lines().find_map(|line| line.strip_prefix(kind));
    let field = |line: &str, name: &str| {
        let mut words = line.split_whitespace();
        words.find_map(|word| {
            word.strip_prefix(name)?
                .strip_prefix('=')
                .map(str::to_owned)
        })
    };
    let percent = |line: &str| field(line, "avg10")?.parse().ok();
    let total_us = |line: &str| field(line, "total")?.parse().ok();
    let (some, full) = (line("some ")?, line("full ")?);
    Some(Pressure {
        some_percent: percent(some)?,
        full_percent: percent(full)?,
        some_total_us: total_us(some)?,
        full_total_us: total_us(full)?,
    })
}

#[cfg(test)]
mod tests {
    use super::{count_list, meminfo_bytes, pressure};
    use plimsoll_model::Pressure;

    #[test]
    fn lists_of_the_kernel_are_counted() {
        assert_eq!(count_list("0-3,8"), Some(5));
        assert_eq!(count_list("0"), Some(1));
        for bad in ["", "3-0", "x", "0-4294967295"] {
            assert_eq!(count_list(bad), None, "{bad}");
        }
    }

    #[test]
    fn meminfo_has_sizes_and_counts() {
        let text = "MemTotal:  1024 kB\nHugePages_Total:   7\nOdd: 1 MB\n";
        assert_eq!(meminfo_bytes(text, "MemTotal"), Some(1 << 20));
        assert_eq!(meminfo_bytes(text, "HugePages_Total"), Some(7));
        assert_eq!(meminfo_bytes(text, "Odd"), None);
    }

    #[test]
    fn pressure_is_read_off_both_lines() {
        let text = "some avg10=1.50 avg60=0.00 avg300=0.00 total=337856116\n\
                    full avg10=0.25 avg60=0.00 avg300=0.00 total=203601417\n";
        let told = Pressure {
            some_percent: 1.5,
            full_percent: 0.25,
            some_total_us: 337_856_116,
            full_total_us: 203_601_417,
        };
        assert_eq!(pressure(text), Some(told));
        assert_eq!(pressure("some avg10=1.50\n"), None);
    }
}

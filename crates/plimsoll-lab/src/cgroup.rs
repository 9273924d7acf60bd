//! Memory cgroups: what a server's processes hold that the kernel cannot take back, and a limit.
//!
//! Both hierarchies: version 1 (kernel documentation, admin-guide/cgroup-v1/memory) and
//! version 2 (admin-guide/cgroup-v2).

use crate::LabError;
use crate::name::PREFIX;
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Memory of a group's processes that the kernel cannot take back; page cache is not in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MemoryUse {
    /// Anonymous memory.
    pub anon_bytes: u64,
    /// Shared memory and tmpfs.
    pub shmem_bytes: u64,
    /// The kernel's own for these processes: page tables, sockets, file handles, dentries.
    pub kernel_bytes: u64,
}

impl MemoryUse {
    /// The sum of the three.
    pub const fn total_bytes(self) -> u64 {
        self.anon_bytes
            .saturating_add(self.shmem_bytes)
            .saturating_add(self.kernel_bytes)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hierarchy {
    V1,
    V2,
}

/// A memory cgroup of the lab's own; removed when dropped.
#[derive(Debug)]
pub struct Cgroup {
    folder: PathBuf,
    hierarchy: Hierarchy,
}

impl Cgroup {
    /// Makes a group, with a limit where one is given (swap is not allowed to widen it).
    ///
    /// # Errors
    /// When this machine has no memory cgroups or this user may not make one.
    pub fn create(limit_bytes: Option<u64>) -> Result<Self, LabError> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let (root, hierarchy) = mounted()
            .ok_or_else(|| LabError::Cgroup("no hierarchy with the memory controller".into()))?;
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = root.join(format!("{PREFIX}{}-{count}", std::process::id()));
        fs::create_dir(&folder).map_err(|error| {
            LabError::Cgroup(format!(
                "cannot make {}: {error}; run as root",
                folder.display()
            ))
        })?;
        let group = Self { folder, hierarchy };
        if let Some(limit) = limit_bytes {
            group.set_limit(limit)?;
        }
        Ok(group)
    }

    /// Kills and removes the groups whose name `is_left_behind` knows.
    pub(crate) fn sweep(is_left_behind: impl Fn(&str) -> bool) {
        let Some((root, hierarchy)) = mounted() else {
            return;
        };
        for entry in fs::read_dir(&root).into_iter().flatten().flatten() {
            if entry.file_name().to_str().is_some_and(&is_left_behind) {
                let group = Self {
                    folder: entry.path(),
                    hierarchy,
                };
                group.kill_rest();
            }
        }
    }

    fn set_limit(&self, limit_bytes: u64) -> Result<(), LabError> {
        let files: &[(&str, u64)] = match self.hierarchy {
            // The second caps memory and swap together; kernels without swap accounting lack it.
            Hierarchy::V1 => &[
                ("memory.limit_in_bytes", limit_bytes),
                ("memory.memsw.limit_in_bytes", limit_bytes),
            ],
            Hierarchy::V2 => &[("memory.max", limit_bytes), ("memory.swap.max", 0)],
        };
        for (index, (file, value)) in files.iter().enumerate() {
            let path = self.folder.join(file);
            if index == 0 || path.exists() {
                fs::write(&path, value.to_string()).map_err(LabError::io("write", &path))?;
            }
        }
        Ok(())
    }

    /// The file that a process id is written to in order to enter the group.
    pub fn procs_file(&self) -> PathBuf {
        self.folder.join("cgroup.procs")
    }

    /// What the group holds now.
    ///
    /// # Errors
    /// When the kernel's files cannot be read.
    pub fn memory(&self) -> Result<MemoryUse, LabError> {
        let stat = self.read("memory.stat")?;
        Ok(match self.hierarchy {
            Hierarchy::V1 => {
                let kernel = self.read("memory.kmem.usage_in_bytes")?;
                from_v1(&stat, &kernel)
            }
            Hierarchy::V2 => from_v2(&stat),
        })
    }

    /// How many processes of the group the kernel has killed for its limit.
    ///
    /// # Errors
    /// When the kernel's files cannot be read.
    pub fn oom_kills(&self) -> Result<u64, LabError> {
        let text = self.read(match self.hierarchy {
            Hierarchy::V1 => "memory.oom_control",
            Hierarchy::V2 => "memory.events",
        })?;
        Ok(value_of(&text, "oom_kill").unwrap_or(0))
    }

    /// Its name below the hierarchy's root, as the kernel's log gives it (`/name`).
    pub fn name(&self) -> String {
        let name = self.folder.file_name().unwrap_or_default();
        format!("/{}", name.to_string_lossy())
    }

    /// The processes in it now.
    pub fn pids(&self) -> Vec<u32> {
        let text = fs::read_to_string(self.procs_file()).unwrap_or_default();
        text.lines().filter_map(|line| line.parse().ok()).collect()
    }

    /// Sends SIGKILL to whatever is left in the group: processes that outlived their server.
    pub(crate) fn kill_rest(&self) {
        for pid in self.pids() {
            if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
                let _gone_already = kill_process(pid, Signal::KILL);
            }
        }
    }

    fn read(&self, file: &str) -> Result<String, LabError> {
        let path = self.folder.join(file);
        fs::read_to_string(&path).map_err(LabError::io("read", &path))
    }
}

impl Drop for Cgroup {
    /// The kernel refuses while a process is still leaving: tried until it is gone.
    fn drop(&mut self) {
        let until = Instant::now() + Duration::from_secs(5);
        while fs::remove_dir(&self.folder).is_err() && Instant::now() < until {
            self.kill_rest();
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

fn mounted() -> Option<(PathBuf, Hierarchy)> {
    find_mount(&fs::read_to_string("/proc/mounts").unwrap_or_default())
}

/// The hierarchy that has the memory controller, in the text of `/proc/mounts` (fields: device,
/// folder, type, options).
fn find_mount(mounts: &str) -> Option<(PathBuf, Hierarchy)> {
    let mut unified = None;
    for line in mounts.lines() {
        let fields: Vec<&str> = line.split(' ').collect();
        match fields[..] {
            [_, folder, "cgroup", options, ..] if options.split(',').any(|o| o == "memory") => {
                return Some((PathBuf::from(folder), Hierarchy::V1));
            }
            [_, folder, "cgroup2", ..] => unified = Some(PathBuf::from(folder)),
            _ => {}
        }
    }
    unified.map(|folder| (folder, Hierarchy::V2))
}

/// The value after `key` in a file of `key value` lines.
fn value_of(text: &str, key: &str) -> Option<u64> {
    text.lines().find_map(|line| {
        let (name, value) = line.split_once(' ')?;
        (name == key).then(|| value.trim().parse().ok())?
    })
}

/// Version 1: `total_` is the group with those below it; the kernel's part has a file of its own.
fn from_v1(stat: &str, kernel: &str) -> MemoryUse {
    MemoryUse {
        anon_bytes: value_of(stat, "total_rss").unwrap_or(0),
        shmem_bytes: value_of(stat, "total_shmem").unwrap_or(0),
        kernel_bytes: kernel.trim().parse().unwrap_or(0),
    }
}

/// Version 2: `kernel` since Linux 5.18; before, its parts.
fn from_v2(stat: &str) -> MemoryUse {
    const PARTS: [&str; 4] = ["kernel_stack", "pagetables", "percpu", "slab"];
    let parts = || PARTS.iter().filter_map(|key| value_of(stat, key)).sum();
    let sockets = value_of(stat, "sock").unwrap_or(0);
    MemoryUse {
        anon_bytes: value_of(stat, "anon").unwrap_or(0),
        shmem_bytes: value_of(stat, "shmem").unwrap_or(0),
        kernel_bytes: value_of(stat, "kernel").unwrap_or_else(parts) + sockets,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hierarchy_with_the_memory_controller_is_found() {
        let hybrid = "tmpfs /sys/fs/cgroup tmpfs ro 0 0\n\
                      cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n\
                      cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0\n\
                      cgroup /sys/fs/cgroup/memory cgroup rw,nosuid,memory 0 0\n";
        let v1 = Some((PathBuf::from("/sys/fs/cgroup/memory"), Hierarchy::V1));
        assert_eq!(find_mount(hybrid), v1);
        let unified = "cgroup2 /sys/fs/cgroup cgroup2 rw,nsdelegate 0 0\n";
        let v2 = Some((PathBuf::from("/sys/fs/cgroup"), Hierarchy::V2));
        assert_eq!(find_mount(unified), v2);
        assert_eq!(find_mount("proc /proc proc rw 0 0\n"), None);
    }

    #[test]
    fn version_1_counts_the_group_and_what_is_below() {
        let stat = "cache 900\nrss 1\nshmem 2\ntotal_cache 900\ntotal_rss 100\ntotal_shmem 30\n";
        let used = from_v1(stat, "7\n");
        assert_eq!(
            (used.anon_bytes, used.shmem_bytes, used.kernel_bytes),
            (100, 30, 7)
        );
        assert_eq!(used.total_bytes(), 137);
    }

    #[test]
    fn version_2_takes_the_kernels_sum_or_its_parts() {
        let new = "anon 100\nfile 900\nkernel 50\nkernel_stack 10\nslab 30\nsock 4\nshmem 30\n";
        assert_eq!(from_v2(new).kernel_bytes, 54);
        let old = "anon 100\nkernel_stack 10\npagetables 5\nslab 30\nsock 4\nshmem 30\n";
        assert_eq!(from_v2(old).kernel_bytes, 49);
        assert_eq!(from_v2(old).total_bytes(), 179);
    }
}

//! The limit of the memory cgroup of this process: the smallest on the path
//! from its group to the root, in version 2 (`memory.max`) and version 1
//! (`memory.limit_in_bytes`) of the kernel's interface.
//!
//! Sources: kernel documentation, admin-guide/cgroup-v2.rst and
//! admin-guide/cgroup-v1/memory.rst; proc(5) for `mountinfo`.

use std::fs;
use std::path::{Path, PathBuf};

/// A limit and the file that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) bytes: u64,
    pub(super) file: String,
}

/// The limits of this process's group; `None` where it has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Limits {
    pub(super) memory: Option<Limit>,
    pub(super) swap: Option<Limit>,
}

/// The limits that the files under a root say.
pub(super) fn limits(root: &Path) -> Limits {
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap_or_default();
    let mounts = read("proc/self/mountinfo");
    let groups = read("proc/self/cgroup");
    // A hybrid machine mounts both; the memory controller is in only one.
    if let Some(walk) = Walk::v1(&groups, &mounts) {
        let memory = walk.smallest(root, "memory.limit_in_bytes");
        // v1 limits memory and swap together.
        let both = walk.smallest(root, "memory.memsw.limit_in_bytes");
        let swap = both.zip(memory.as_ref()).map(|(both, memory)| Limit {
            bytes: both.bytes.saturating_sub(memory.bytes),
            file: both.file,
        });
        return Limits { memory, swap };
    }
    Walk::v2(&groups, &mounts).map_or_else(Limits::default, |walk| Limits {
        memory: walk.smallest(root, "memory.max"),
        swap: walk.smallest(root, "memory.swap.max"),
    })
}

/// The folders from a group up to the mount of its hierarchy.
struct Walk {
    mount: PathBuf,
    below: PathBuf,
}

impl Walk {
    fn v1(groups: &str, mounts: &str) -> Option<Self> {
        let group = groups.lines().find_map(|line| {
            let (controllers, group) = line.split_once(':')?.1.split_once(':')?;
            controllers
                .split(',')
                .any(|controller| controller == "memory")
                .then_some(group)
        })?;
        let mount = mounts.lines().filter_map(Mount::parse).find(|mount| {
            mount.kind == "cgroup" && mount.options.split(',').any(|option| option == "memory")
        })?;
        Some(Self::from(group, &mount))
    }

    fn v2(groups: &str, mounts: &str) -> Option<Self> {
        let group = groups.lines().find_map(|line| line.strip_prefix("0::"))?;
        let mount = mounts
            .lines()
            .filter_map(Mount::parse)
            .find(|mount| mount.kind == "cgroup2")?;
        Some(Self::from(group, &mount))
    }

    /// A container may see the group's path of the host and a mount that
    /// begins at its own group: only what lies below the mount's root counts.
    fn from(group: &str, mount: &Mount<'_>) -> Self {
        let below = Path::new(group)
            .strip_prefix(mount.root)
            .ok()
            .filter(|below| !below.components().any(|part| part.as_os_str() == ".."))
            .unwrap_or(Path::new(""));
        Self {
            mount: PathBuf::from(mount.point),
            below: below.to_path_buf(),
        }
    }

    fn smallest(&self, root: &Path, file: &str) -> Option<Limit> {
        self.below
            .ancestors()
            .filter_map(|below| {
                let path = self.mount.join(below).join(file);
                let text = fs::read_to_string(root.join(path.strip_prefix("/").ok()?)).ok()?;
                // `max` (v2) is no number and so no limit.
                let bytes = text.trim().parse().ok()?;
                let file = path.display().to_string();
                Some(Limit { bytes, file })
            })
            .min_by_key(|limit| limit.bytes)
    }
}

/// One line of /proc/self/mountinfo, as far as it is needed.
struct Mount<'a> {
    root: &'a str,
    point: &'a str,
    kind: &'a str,
    options: &'a str,
}

impl<'a> Mount<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let (before, after) = line.split_once(" - ")?;
        let mut before = before.split(' ').skip(3);
        let mut after = after.split(' ');
        Some(Self {
            root: before.next()?,
            point: before.next()?,
            kind: after.next()?,
            options: after.nth(1)?,
        })
    }
}

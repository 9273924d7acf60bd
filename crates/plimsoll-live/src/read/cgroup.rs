//! Which control group a process is in, as this process sees it, and the smallest
//! limit on the path from there to the root: version 2 (`memory.max`) and version 1
//! (`memory.limit_in_bytes`) of the kernel's interface.
//!
//! Sources: kernel documentation, admin-guide/cgroup-v2.rst and
//! admin-guide/cgroup-v1/memory.rst; proc(5) for `mountinfo`; `cgroup_namespaces(7)`.

mod cpu;
mod memory;

pub(super) use cpu::{CpuUse, quota};
pub(super) use memory::{Standing, memory};

use super::host::{Mount, Tree};

/// A limit and the file that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) bytes: u64,
    pub(super) file: String,
}

/// The limits of a group; `None` where it has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Limits {
    pub(super) memory: Option<Limit>,
    pub(super) swap: Option<Limit>,
}

/// The kernel's interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    One,
    Two,
}

/// A group of one hierarchy: where that is mounted, and the group's path below.
#[derive(Clone, Debug)]
pub(super) struct Group {
    version: Version,
    mount: String,
    below: String,
    /// Whether the mount shows the hierarchy's own root, as far as is told.
    whole: bool,
}

/// The limits of the memory group of a process (`self` or its id).
pub(super) fn limits(tree: &Tree, process: &str) -> Result<Limits, String> {
    let group = Group::of(tree, process, "memory")?;
    let stat = group.stat(tree).ok();
    let memory = group.limit(tree, stat.as_deref());
    Ok(match group.version {
        Version::One => {
            // v1 limits memory and swap together.
            let both = group.hierarchical(
                tree,
                stat.as_deref(),
                "memory.memsw.limit_in_bytes",
                "hierarchical_memsw_limit",
            );
            let swap = both.zip(memory.as_ref()).map(|(both, memory)| Limit {
                bytes: both.bytes.saturating_sub(memory.bytes),
                file: both.file,
            });
            Limits { memory, swap }
        }
        Version::Two => Limits {
            memory,
            swap: group.smallest(tree, "memory.swap.max"),
        },
    })
}

impl Group {
    /// The group that a process is in for a controller. A hybrid machine mounts
    /// both versions; a controller is in only one.
    pub(super) fn of(tree: &Tree, process: &str, controller: &str) -> Result<Self, String> {
        let groups = tree.text(&format!("/proc/{process}/cgroup"))?;
        // The files are read from where this process sees them mounted, whatever
        // the server's own view is.
        let mounts = tree.text("/proc/self/mountinfo")?;
        let mounts: Vec<Mount> = mounts.lines().filter_map(Mount::parse).collect();
        let (version, path, mount) = v1(&groups, &mounts, controller)
            .map(|(path, mount)| (Version::One, path, mount))
            .or_else(|| v2(&groups, &mounts).map(|(path, mount)| (Version::Two, path, mount)))
            .ok_or_else(|| format!("no control group of {controller} is mounted here"))?;
        let below = below(path, &mount.root).or_else(|| {
            // A container may see the group's path of the host and a mount that
            // begins at its own group.
            let own = tree.text("/proc/self/cgroup").ok()?;
            (process == "self" || own == groups).then(String::new)
        });
        let below = below.ok_or_else(|| format!("the group {path} is not visible from here"))?;
        Ok(Self::at(version, mount, below))
    }

    fn at(version: Version, mount: &Mount, below: String) -> Self {
        Self {
            version,
            whole: mount.root == "/",
            mount: mount.point.clone(),
            below,
        }
    }

    /// Its own folder.
    pub(super) fn folder(&self) -> String {
        self.folders().next().unwrap_or_default()
    }

    /// Whether it is the hierarchy's root, as far as is told: a container's own group
    /// may look like it.
    pub(super) const fn is_root(&self) -> bool {
        self.whole && self.below.is_empty()
    }

    /// The group of version 2 that a process is in, whatever controllers that has;
    /// `None` where it is the root.
    pub(super) fn unified(tree: &Tree, process: &str) -> Option<Self> {
        let groups = tree.read(&format!("/proc/{process}/cgroup")).ok()?;
        let mounts = tree.read("/proc/self/mountinfo").ok()?;
        let mounts: Vec<Mount> = mounts.lines().filter_map(Mount::parse).collect();
        let (path, mount) = v2(&groups, &mounts)?;
        let below = below(path, &mount.root).filter(|below| !below.is_empty())?;
        Some(Self::at(Version::Two, mount, below))
    }

    /// The processes in it, those of groups below not among them.
    pub(super) fn processes(&self, tree: &Tree) -> Result<Vec<u32>, String> {
        let text = tree.text(&format!("{}/cgroup.procs", self.folder()))?;
        Ok(text.lines().filter_map(|line| line.parse().ok()).collect())
    }

    /// The smallest memory limit on the way to the root; `stat` is the text of its
    /// `memory.stat`.
    fn limit(&self, tree: &Tree, stat: Option<&str>) -> Option<Limit> {
        match self.version {
            Version::One => self.hierarchical(
                tree,
                stat,
                "memory.limit_in_bytes",
                "hierarchical_memory_limit",
            ),
            Version::Two => self.smallest(tree, "memory.max"),
        }
    }

    fn stat(&self, tree: &Tree) -> Result<String, String> {
        tree.text(&format!("{}/memory.stat", self.folder()))
    }

    /// The paths of a file in the group and in those above it.
    fn files<'a>(&'a self, file: &'a str) -> impl Iterator<Item = String> + 'a {
        self.folders().map(move |folder| format!("{folder}/{file}"))
    }

    /// The folders from the group up to the mount.
    fn folders(&self) -> impl Iterator<Item = String> + '_ {
        let mut rest = Some(self.below.as_str());
        std::iter::from_fn(move || {
            let below = rest?;
            rest = below.rfind('/').map(|at| &below[..at]);
            Some(format!("{}{below}", self.mount.trim_end_matches('/')))
        })
    }

    fn smallest(&self, tree: &Tree, file: &str) -> Option<Limit> {
        let limits = self.files(file).filter_map(|path| {
            // `max` (v2) is no number and so no limit.
            let bytes = tree.read(&path).ok()?.trim().parse().ok()?;
            Some(Limit { bytes, file: path })
        });
        limits.min_by_key(|limit| limit.bytes)
    }

    /// v1 also tells the smallest limit of the groups above that a container
    /// cannot see.
    fn hierarchical(
        &self,
        tree: &Tree,
        stat: Option<&str>,
        file: &str,
        key: &str,
    ) -> Option<Limit> {
        let seen = self.smallest(tree, file);
        let told = stat
            .and_then(|text| value_of(text, key))
            .map(|bytes| Limit {
                bytes,
                file: format!("{}/memory.stat", self.folder()),
            });
        seen.into_iter().chain(told).min_by_key(|limit| limit.bytes)
    }
}

/// The files of version 2 that tell what a group may take, holds and suffered.
const FILES_OF_TWO: [&str; 10] = [
    "memory.max",
    "memory.high",
    "memory.current",
    "memory.peak",
    "memory.swap.max",
    "memory.events",
    "memory.stat",
    "memory.pressure",
    "cpu.max",
    "pids.max",
];

/// Version 1's.
const FILES_OF_ONE: [&str; 7] = [
    "memory.limit_in_bytes",
    "memory.memsw.limit_in_bytes",
    "memory.usage_in_bytes",
    "memory.max_usage_in_bytes",
    "memory.failcnt",
    "memory.oom_control",
    "memory.stat",
];

/// The paths of these files, of a process's group and of those above it; not all
/// of them are there.
pub(super) fn files(tree: &Tree, process: &str) -> Result<Vec<String>, String> {
    let group = Group::of(tree, process, "memory")?;
    let names: &[&str] = match group.version {
        Version::One => &FILES_OF_ONE,
        Version::Two => &FILES_OF_TWO,
    };
    let paths = names.iter().flat_map(|name| group.files(name));
    Ok(paths.collect())
}

/// The value after `key` in a file of `key value` lines.
fn value_of(text: &str, key: &str) -> Option<u64> {
    text.lines().find_map(|line| {
        let (name, value) = line.split_once(' ')?;
        (name == key).then(|| value.trim().parse().ok())?
    })
}

fn v1<'a>(groups: &'a str, mounts: &'a [Mount], controller: &str) -> Option<(&'a str, &'a Mount)> {
    let path = groups.lines().find_map(|line| {
        let (controllers, path) = line.split_once(':')?.1.split_once(':')?;
        controllers
            .split(',')
            .any(|one| one == controller)
            .then_some(path)
    })?;
    let mount = mounts.iter().find(|mount| {
        mount.kind == "cgroup" && mount.options.split(',').any(|one| one == controller)
    })?;
    Some((path, mount))
}

fn v2<'a>(groups: &'a str, mounts: &'a [Mount]) -> Option<(&'a str, &'a Mount)> {
    let path = groups.lines().find_map(|line| line.strip_prefix("0::"))?;
    Some((path, mounts.iter().find(|mount| mount.kind == "cgroup2")?))
}

/// A group's path below a mount that begins at `root`; empty, or `/` and names.
fn below(path: &str, root: &str) -> Option<String> {
    let rest = path.strip_prefix(root.trim_end_matches('/'))?;
    let outside = rest.split('/').any(|name| name == "..");
    let below = rest.is_empty() || rest.starts_with('/');
    (below && !outside).then(|| rest.trim_end_matches('/').to_owned())
}

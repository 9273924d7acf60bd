//! What a memory group holds now.
//!
//! Version 1's `rss` is anonymous memory alone and its `cache` counts shared memory
//! as page cache: `shmem` stands apart in it. Its kernel memory has a file of its own,
//! page tables and stacks included; TCP buffers are not charged to the group there.
//! Version 2's `file` counts shared memory too; `kernel` is whole since Linux 5.18
//! and its parts stand beside it before; `sock` comes on top. Huge pages of the pool
//! have a controller of their own in both.

use plimsoll_model::{GroupMemory, Pressure};

use super::{Group, Version, value_of};
use crate::read::host::{Tree, pressure};

/// The parts of version 2's kernel memory, where there is no sum of them.
const KERNEL_PARTS: [&str; 5] = [
    "kernel_stack",
    "pagetables",
    "sec_pagetables",
    "percpu",
    "slab",
];

/// Sizes of huge pages of the common architectures, as the controller's files name them.
const HUGETLB_SIZES: [&str; 5] = ["64KB", "1MB", "2MB", "32MB", "1GB"];

/// A process's own group, and the one above it with the smallest limit, where
/// that is not the same.
pub(in crate::read) struct Memory {
    pub(in crate::read) own: GroupMemory,
    pub(in crate::read) limiting: Option<GroupMemory>,
}

/// What a group holds and what it may, read together and often: what is not needed
/// every second (its processes, its peak, huge pages) is left out of it.
pub(in crate::read) struct Standing {
    pub(in crate::read) held: GroupMemory,
    /// The smallest limit on the way to the root.
    pub(in crate::read) limit_bytes: Option<u64>,
}

impl Group {
    /// What it holds now, and the limit.
    ///
    /// # Errors
    /// One line: what cannot be read.
    pub(in crate::read) fn standing(&self, tree: &Tree) -> Result<Standing, String> {
        let stat = self.stat(tree)?;
        // Version 1 tells it beside the rest; then the files of limits tell no more.
        let told = value_of(&stat, "hierarchical_memory_limit");
        let limit = told.or_else(|| Some(self.limit(tree, None)?.bytes));
        Ok(Standing {
            held: self.version.held(tree, &self.folder(), &stat),
            limit_bytes: limit.filter(|limit| !is_none(*limit)),
        })
    }

    /// Whether it is the root, whose figures are the machine's. A container's group
    /// may look like it: on version 1 its limit tells it from one; on version 2 the
    /// root alone has no file of what it uses.
    pub(in crate::read) fn holds_all(&self, tree: &Tree) -> bool {
        match self.version {
            Version::One => self.is_root() && self.version.limit(tree, &self.folder()).is_none(),
            Version::Two => number(tree, &self.folder(), "memory.current").is_none(),
        }
    }

    /// Whether a memory limit holds for it, its own or one above.
    pub(in crate::read) fn is_limited(&self, tree: &Tree) -> bool {
        self.standing(tree).is_ok_and(|it| it.limit_bytes.is_some())
    }

    /// Whether its version keeps pressure by group.
    pub(in crate::read) const fn has_pressure(&self) -> bool {
        matches!(self.version, Version::Two)
    }

    /// How long its processes have waited for memory; version 2 alone keeps it.
    pub(in crate::read) fn pressure(&self, tree: &Tree) -> Option<Pressure> {
        group_pressure(tree, &self.folder())
    }
}

/// What the memory group of a process holds now.
///
/// # Errors
/// One line: why there are no figures (no group of its own, not visible, not allowed).
pub(in crate::read) fn memory(tree: &Tree, process: &str) -> Result<Memory, String> {
    let group = Group::of(tree, process, "memory")?;
    let hugetlb = Group::of(tree, process, "hugetlb").ok();
    let folder = group.folders().next().unwrap_or_default();
    if group.version == Version::One && group.holds_all(tree) {
        return Err("the server is in no memory group of its own".to_owned());
    }
    let own = group.version.read(tree, &folder)?;
    let limits = group.folders().filter_map(|above| {
        let limit = group.version.limit(tree, &above)?;
        Some((limit, above))
    });
    let limiting = limits
        .min_by_key(|(limit, _)| *limit)
        .map(|(_, above)| above);
    let limiting = limiting.filter(|above| *above != folder);
    let limiting = limiting.and_then(|above| group.version.read(tree, &above).ok());
    let hugetlb_bytes = hugetlb.and_then(|group| {
        let folder = group.folders().next()?;
        group.version.hugetlb(tree, &folder)
    });
    let own = GroupMemory {
        hugetlb_bytes,
        ..own
    };
    Ok(Memory { own, limiting })
}

impl Version {
    fn limit(self, tree: &Tree, folder: &str) -> Option<u64> {
        let file = match self {
            Self::One => "memory.limit_in_bytes",
            Self::Two => "memory.max",
        };
        number(tree, folder, file).filter(|limit| !is_none(*limit))
    }

    fn read(self, tree: &Tree, folder: &str) -> Result<GroupMemory, String> {
        let usage = match self {
            Self::One => "memory.usage_in_bytes",
            Self::Two => "memory.current",
        };
        let usage = tree
            .text(&format!("{folder}/{usage}"))
            .map_err(|why| match self {
                // The root alone has no such file.
                Self::Two => format!("the server is in no memory group of its own ({why})"),
                Self::One => why,
            })?;
        let stat = tree.text(&format!("{folder}/memory.stat"))?;
        let peak = match self {
            Self::One => "memory.max_usage_in_bytes",
            Self::Two => "memory.peak",
        };
        Ok(GroupMemory {
            folder: folder.to_owned(),
            processes: tree
                .text(&format!("{folder}/cgroup.procs"))
                .ok()
                .and_then(|text| u32::try_from(text.lines().count()).ok()),
            limit_bytes: self.limit(tree, folder),
            usage_bytes: usage.trim().parse().unwrap_or(0),
            peak_bytes: number(tree, folder, peak),
            pressure: group_pressure(tree, folder),
            ..self.held(tree, folder, &stat)
        })
    }

    /// The parts of what is held, swap and kills; `stat` is the text of `memory.stat`.
    fn held(self, tree: &Tree, folder: &str, stat: &str) -> GroupMemory {
        match self {
            Self::One => first(tree, folder, stat),
            Self::Two => second(tree, folder, stat),
        }
    }

    fn hugetlb(self, tree: &Tree, folder: &str) -> Option<u64> {
        let file = |size| match self {
            Self::One => format!("hugetlb.{size}.usage_in_bytes"),
            Self::Two => format!("hugetlb.{size}.current"),
        };
        let used = HUGETLB_SIZES
            .iter()
            .filter_map(|size| number(tree, folder, &file(size)));
        used.reduce(u64::saturating_add)
    }
}

/// Version 1; `total_` is the group with those below it.
fn first(tree: &Tree, folder: &str, stat: &str) -> GroupMemory {
    let part = |key| value_of(stat, key).unwrap_or(0);
    let shmem_bytes = part("total_shmem");
    let oom = tree.read(&format!("{folder}/memory.oom_control"));
    GroupMemory {
        anon_bytes: part("total_rss"),
        shmem_bytes,
        kernel_bytes: number(tree, folder, "memory.kmem.usage_in_bytes").unwrap_or(0),
        file_bytes: part("total_cache").saturating_sub(shmem_bytes),
        inactive_file_bytes: part("total_inactive_file"),
        swap_bytes: value_of(stat, "total_swap"),
        oom_kills: oom.ok().and_then(|text| value_of(&text, "oom_kill")),
        ..GroupMemory::default()
    }
}

/// Version 2; every figure is the group with those below it.
fn second(tree: &Tree, folder: &str, stat: &str) -> GroupMemory {
    let part = |key| value_of(stat, key).unwrap_or(0);
    let shmem_bytes = part("shmem");
    let events = tree.read(&format!("{folder}/memory.events"));
    let whole = value_of(stat, "kernel");
    let kernel = whole.unwrap_or_else(|| KERNEL_PARTS.iter().map(|key| part(key)).sum());
    GroupMemory {
        high_bytes: number(tree, folder, "memory.high"),
        anon_bytes: part("anon"),
        shmem_bytes,
        kernel_bytes: kernel.saturating_add(part("sock")),
        kernel_reclaimable_bytes: value_of(stat, "slab_reclaimable"),
        file_bytes: part("file").saturating_sub(shmem_bytes),
        inactive_file_bytes: part("inactive_file"),
        swap_bytes: number(tree, folder, "memory.swap.current"),
        oom_kills: events.ok().and_then(|text| value_of(&text, "oom_kill")),
        ..GroupMemory::default()
    }
}

fn group_pressure(tree: &Tree, folder: &str) -> Option<Pressure> {
    pressure(&tree.read(&format!("{folder}/memory.pressure")).ok()?)
}

/// A file that is one number; `max` is none.
fn number(tree: &Tree, folder: &str, file: &str) -> Option<u64> {
    tree.read(&format!("{folder}/{file}"))
        .ok()?
        .trim()
        .parse()
        .ok()
}

/// Version 1 writes a limit of 2^63 less a page where there is none.
const fn is_none(limit: u64) -> bool {
    limit >= 1 << 62
}

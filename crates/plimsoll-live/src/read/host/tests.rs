//! Recorded trees of machines that this one is not.

use std::fs;

use plimsoll_model::Known;

use super::{Tree, of_this_process};

const MEMINFO: &str = "MemTotal:        8388608 kB\nSwapTotal:       1048576 kB\nHugePages_Total:      16\nHugepagesize:       2048 kB\n";

mod trees;

fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

#[test]
fn the_smallest_limit_on_the_path_to_the_root_counts_in_v2() {
    let root = tree(&[
        ("proc/meminfo", MEMINFO),
        ("proc/self/cgroup", "0::/system.slice/db.service\n"),
        (
            "proc/self/mountinfo",
            "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n",
        ),
        ("sys/fs/cgroup/system.slice/memory.max", "2147483648\n"),
        ("sys/fs/cgroup/system.slice/db.service/memory.max", "max\n"),
        (
            "sys/fs/cgroup/system.slice/db.service/memory.swap.max",
            "0\n",
        ),
    ]);
    let facts = of_this_process(&Tree::below(root.path()));
    assert_eq!(facts.memory_bytes.get(), Some(&(8 << 30)));
    assert_eq!(
        facts.limit_bytes,
        Known::Known(2 << 30, "/sys/fs/cgroup/system.slice/memory.max".to_owned())
    );
    assert_eq!(facts.swap_bytes.get(), Some(&0));
    assert_eq!(facts.hugepages.get(), Some(&16));
    assert_eq!(facts.hugepage_bytes.get(), Some(&(2 << 20)));
}

#[test]
fn a_container_of_v1_sees_its_own_group_at_the_mount() {
    let root = tree(&[
        ("proc/meminfo", MEMINFO),
        (
            "proc/self/cgroup",
            "5:cpu,cpuacct:/docker/ab\n4:memory:/docker/ab\n",
        ),
        (
            "proc/self/mountinfo",
            "41 40 0:31 /docker/ab /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n",
        ),
        ("sys/fs/cgroup/memory/memory.limit_in_bytes", "536870912\n"),
        (
            "sys/fs/cgroup/memory/memory.memsw.limit_in_bytes",
            "805306368\n",
        ),
    ]);
    let facts = of_this_process(&Tree::below(root.path()));
    assert_eq!(facts.limit_bytes.get(), Some(&(512 << 20)));
    assert_eq!(facts.swap_bytes.get(), Some(&(256 << 20)));
}

#[test]
fn a_limit_above_the_memory_is_none_and_a_bare_tree_says_why() {
    let root = tree(&[
        ("proc/meminfo", MEMINFO),
        ("proc/self/cgroup", "4:memory:/\n"),
        (
            "proc/self/mountinfo",
            "41 40 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n",
        ),
        (
            "sys/fs/cgroup/memory/memory.limit_in_bytes",
            "9223372036854771712\n",
        ),
    ]);
    assert_eq!(
        of_this_process(&Tree::below(root.path())).limit_bytes.why(),
        Some("there is no memory limit below the machine's memory")
    );
    let bare = tree(&[]);
    let why = of_this_process(&Tree::below(bare.path())).memory_bytes;
    assert!(why.why().unwrap().starts_with("cannot read /proc/meminfo"));
}

//! tmpdir on a memory file system: temporary files take the server's memory.

use crate::Input;
use crate::answer::{Answer, Found};
use crate::rule::{Look, rule};

rule! {
    /// ## What it finds
    ///
    /// A `tmpdir`, `innodb_tmpdir` or `slave_load_tmpdir` below `/dev/shm` or `/run`.
    ///
    /// ## Why it matters
    ///
    /// These are file systems in memory. Sorts that spill, temporary tables and the sort
    /// files of `ALTER TABLE` are written there without any limit by a parameter, and every
    /// page of them counts as memory of the container and cannot be dropped like page cache.
    /// What spills because memory is short then makes it shorter, and one index build can
    /// take more than the machine has; if the file system is small, statements fail with "No
    /// space left".
    ///
    /// ## Example
    ///
    /// `tmpdir = /dev/shm` to make temporary tables faster.
    ///
    /// ## What to do instead
    ///
    /// A folder on a fast disk. Temporary tables that should stay in memory have their own
    /// limits (`tmp_table_size`, `temptable_max_ram`).
    ///
    /// ## Sources
    ///
    /// - MySQL manual, "Where MySQL Stores Temporary Files"
    /// - Linux kernel documentation, admin-guide/cgroup-v2 (shmem), filesystems/tmpfs
    TEMPORARY_FILES_IN_MEMORY {
        postgresql: None,
        mysql: Some("MY-MEM-005"),
        name: "temporary-files-in-memory",
        worst: Warning,
        look: Look::Ask(look),
    }
}

fn look(input: &Input<'_>) -> Answer {
    const NAMES: &[&str] = &["tmpdir", "innodb_tmpdir", "slave_load_tmpdir"];
    let in_memory = |path: &str| {
        ["/dev/shm", "/run", "/var/run"].iter().any(|root| {
            let below = path.trim().strip_prefix(root);
            below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    let any_in_memory = |name: &&&str| {
        let text = input.settings.text(name).filter(|_| input.is_set(name));
        text.is_some_and(|text| text.split(':').any(in_memory))
    };
    let names: Vec<&str> = NAMES.iter().filter(any_in_memory).copied().collect();
    let Some(first) = names.first() else {
        return Answer::QUIET;
    };
    Found::warning(format!(
        "{first} lies in memory: temporary files have no limit and count as the server's memory"
    ))
    .blames(input, &names)
    .into()
}

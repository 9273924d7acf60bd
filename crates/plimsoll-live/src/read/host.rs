//! The machine a server runs on, the memory group it lives in and its processes:
//! limits and kernel settings as facts, and what is held now as a sample. It reads
//! files of the kernel and asks no database.

mod disk;
mod find;
mod machine;
mod mount;
mod processes;
pub mod prometheus;
mod pss;
mod rds;
mod role;
pub mod sampler;
mod server;
mod tree;
mod via;

pub use find::{Found, pid_among_servers, pid_of_data_directory, pid_of_file, servers};
pub(super) use machine::{SYSCTLS, pressure};
pub(super) use mount::Mount;
pub use processes::{PROCESSES_MAX, taken};
pub use pss::{Pss, pss};
pub use rds::{RdsInstance, rds};
pub use tree::Tree;
pub use via::{SCRIPT, parse as parse_brought, tree_via};

use plimsoll_model::{HostSample, Known, MachineMemory, ServerFacts};

use super::cgroup;

/// The facts of this machine and of this process's memory cgroup.
pub fn this_machine() -> ServerFacts {
    of_this_process(&Tree::machine())
}

/// The facts that files say of the process that reads them: memory, limit, swap,
/// huge pages and processors. The kernel's settings are a server's, and not of the
/// machine that a file happens to be checked on.
pub fn of_this_process(tree: &Tree) -> ServerFacts {
    let facts = ServerFacts {
        cpus: server::cpus(tree, "self"),
        ..machine::facts(tree)
    };
    limited(facts, cgroup::limits(tree, "self"))
}

/// The facts of a server by its process id. The data directory is asked for where the
/// folder that the server works in may not be seen.
pub fn of_server(tree: &Tree, pid: u32, data_directory: Option<&str>) -> ServerFacts {
    let machine = machine::facts(tree);
    let facts = ServerFacts {
        memory_bytes: machine.memory_bytes,
        swap_bytes: machine.swap_bytes,
        hugepages: machine.hugepages,
        hugepage_bytes: machine.hugepage_bytes,
        thp: machine::thp(tree),
        ..server::facts(tree, pid, data_directory)
    };
    limited(facts, cgroup::limits(tree, &pid.to_string()))
}

/// What a server, its group and its machine hold now.
pub fn sample(tree: &Tree, pid: u32, data_directory: Option<&str>) -> HostSample {
    let (group, limiting_group) = match cgroup::memory(tree, &pid.to_string()) {
        Ok(memory) => {
            let source = memory.own.folder.clone();
            let limiting = match memory.limiting {
                Some(group) => Known::Known(group.clone(), group.folder),
                None => Known::Unknown("no group above has a limit that is smaller".to_owned()),
            };
            (Known::Known(memory.own, source), limiting)
        }
        Err(why) => (Known::Unknown(why.clone()), Known::Unknown(why)),
    };
    HostSample {
        processes: processes::of_server(tree, pid),
        group,
        limiting_group,
        machine: machine_of(tree, pid, data_directory),
        container: Known::Unknown("its groups tell of it".to_owned()),
    }
}

fn machine_of(tree: &Tree, pid: u32, data_directory: Option<&str>) -> Known<MachineMemory> {
    let (memory, source) = match machine::memory(tree) {
        Known::Known(memory, source) => (memory, source),
        unknown @ Known::Unknown(_) => return unknown,
    };
    let disk = disk::of(tree, pid, data_directory);
    let shm = server::shm(tree, pid).ok();
    let memory = MachineMemory {
        shm_bytes: shm.and_then(|shm| Some((shm.total_bytes, shm.used_bytes?))),
        disk_bytes: match disk.space {
            Known::Known(space, source) => {
                Known::Known((space.total_bytes, space.free_bytes), source)
            }
            Known::Unknown(why) => Known::Unknown(why),
        },
        disk_kind: disk.kind,
        server_open_files: server::open_files(tree, pid),
        ..memory
    };
    Known::Known(memory, source)
}

/// A group's limits beside the machine's own figures.
fn limited(facts: ServerFacts, limits: Result<cgroup::Limits, String>) -> ServerFacts {
    let (limits, none) = match limits {
        Ok(limits) => (
            limits,
            "there is no memory limit below the machine's memory".to_owned(),
        ),
        Err(why) => (cgroup::Limits::default(), why),
    };
    ServerFacts {
        limit_bytes: below(limits.memory, facts.memory_bytes.get(), none),
        swap_bytes: smaller(facts.swap_bytes, limits.swap),
        ..facts
    }
}

/// A limit at or above the memory is none (cgroup v1 writes one of 2^63).
fn below(limit: Option<cgroup::Limit>, memory_bytes: Option<&u64>, none: String) -> Known<u64> {
    match limit {
        Some(limit) if memory_bytes.is_none_or(|memory| limit.bytes < *memory) => {
            Known::Known(limit.bytes, limit.file)
        }
        Some(_) | None => Known::Unknown(none),
    }
}

fn smaller(machine: Known<u64>, group: Option<cgroup::Limit>) -> Known<u64> {
    match (machine.get(), group) {
        (Some(swap), Some(limit)) if limit.bytes < *swap => Known::Known(limit.bytes, limit.file),
        _ => machine,
    }
}

#[cfg(test)]
mod tests;

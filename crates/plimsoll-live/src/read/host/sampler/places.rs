//! Where one server's figures are: its groups, as far as they are its own, and its
//! file systems.

use std::path::PathBuf;

use super::disks::Disks;
use super::whose::Whose;
use crate::read::cgroup::{CpuUse, Group};
use crate::read::host::{Tree, server};

/// What was found.
#[derive(Debug)]
pub(super) struct Places {
    /// What `/proc/PID/cgroup` said: it changes when the process is moved.
    pub(super) groups: Option<String>,
    /// The group whose figures are the server's; else why there is none.
    pub(super) memory: Result<Group, String>,
    /// What is to be known of those figures.
    pub(super) memory_note: Option<String>,
    /// Where the time in which its processes waited for memory is counted.
    pub(super) pressure: Pressure,
    /// The groups whose processor time is the server's; else why there are none.
    pub(super) cpu: Result<CpuUse, String>,
    pub(super) disks: Disks,
    process: String,
}

/// Where pressure is counted.
#[derive(Debug)]
pub(super) enum Pressure {
    /// For a group.
    Group(Group),
    /// Only for the whole machine, which is what such a server shares.
    Machine,
    /// Nowhere; why.
    Nowhere(&'static str),
}

impl Places {
    /// Looks for them.
    pub(super) fn of(
        tree: &Tree,
        pid: u32,
        folders: &[(String, PathBuf)],
        groups: Option<String>,
    ) -> Self {
        let process = pid.to_string();
        let (memory, memory_note) = match Group::of(tree, &process, "memory") {
            Ok(group) => memory(tree, group, pid),
            Err(why) => (Err(why), None),
        };
        Self {
            pressure: pressure(tree, &process, &memory),
            cpu: cpu(tree, &process, pid),
            disks: Disks::of(tree, pid, folders),
            groups,
            memory,
            memory_note,
            process,
        }
    }

    /// Whether something must be summed over the processes.
    pub(super) const fn needs_sums(&self) -> bool {
        self.memory.is_err() || self.cpu.is_err()
    }

    /// The processes of its group.
    pub(super) fn processes(&self, tree: &Tree) -> Option<u64> {
        let group = self.memory.as_ref().ok()?;
        Some(group.processes(tree).ok()?.len() as u64)
    }

    /// The processors that it may use.
    pub(super) fn processors(&self, tree: &Tree) -> Option<f64> {
        let (processors, _) = server::processors(tree, &self.process).ok()?;
        Some(processors)
    }
}

/// A limit is met by all that live in the group: where one holds for it, its figures
/// are those that count, whoever else is in it.
fn memory(tree: &Tree, group: Group, pid: u32) -> (Result<Group, String>, Option<String>) {
    let folder = group.folder();
    match Whose::of(tree, &group, pid) {
        Whose::Servers => (Ok(group), None),
        Whose::Machines => {
            let why = "the server is in no memory group of its own";
            (Err(why.to_owned()), None)
        }
        Whose::Shared(count) if group.is_limited(tree) => {
            let note =
                format!("of the group {folder}, in which {count} of another program count too");
            (Ok(group), Some(note))
        }
        Whose::Shared(count) => {
            let why = format!("in the server's group {folder} are others, {count} in number");
            (Err(why), None)
        }
    }
}

fn pressure(tree: &Tree, process: &str, memory: &Result<Group, String>) -> Pressure {
    match memory {
        Ok(group) if group.has_pressure() => Pressure::Group(group.clone()),
        // A hybrid machine keeps it in the other hierarchy.
        Ok(_) => match Group::unified(tree, process) {
            Some(group) => Pressure::Group(group),
            None => Pressure::Nowhere("version 1 of control groups keeps none of a group"),
        },
        Err(_) => Pressure::Machine,
    }
}

fn cpu(tree: &Tree, process: &str, pid: u32) -> Result<CpuUse, String> {
    let cpu = CpuUse::of(tree, process)?;
    match Whose::of(tree, &cpu.used, pid) {
        Whose::Servers => Ok(cpu),
        Whose::Machines => Err("the server is in no processor group of its own".to_owned()),
        Whose::Shared(count) => Err(format!(
            "in the server's group {} are others, {count} in number",
            cpu.used.folder()
        )),
    }
}

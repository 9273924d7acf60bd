//! The block of an OOM kill up to the line that names the victim: who asked for
//! memory, whose limit it was, what the group held (`mm/oom_kill.c`, `dump_header`;
//! `mm/memcontrol.c`, `mem_cgroup_print_oom_meminfo`).

use super::table::Table;
use super::victim::{self, Summary, Victim};
use super::words::number;
use crate::signal::{OomKill, OomScope};

/// A block that is being read.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The thread that prints it, where the kernel says so (`CONFIG_PRINTK_CALLER`).
    pub(super) caller: Option<u32>,
    pub(super) table: Table,
    /// The victim as the summary names it, until its own line comes.
    pub(super) summary: Option<Summary>,
    /// All processes of the group are killed (`memory.oom.group`); the first was.
    pub(super) is_whole_group: bool,
    invoker: Option<String>,
    scope: Option<OomScope>,
    group: Option<String>,
    limit_bytes: Option<u64>,
    usage_bytes: Option<u64>,
    /// Pages of the machine's memory.
    ram_pages: Option<u64>,
    is_in_stats: bool,
    anon_bytes: Option<u64>,
    shmem_bytes: Option<u64>,
    /// Its table went with a victim.
    is_told: bool,
}

/// A block's first line: who asked for memory.
pub(super) fn invoker(line: &str) -> Option<String> {
    let (name, rest) = line.split_once(" invoked oom-killer: ")?;
    rest.contains("gfp_mask=").then(|| name.to_owned())
}

impl Block {
    /// A block that begins.
    pub(super) fn of(invoker: String, caller: Option<u32>) -> Self {
        Self {
            caller,
            invoker: Some(invoker),
            ..Self::default()
        }
    }

    /// The victim as the summary names it.
    pub(super) fn chosen(&self) -> Option<u32> {
        self.summary.as_ref().map(|summary| summary.pid)
    }

    /// Whether it holds nothing that a victim could be told by.
    pub(super) fn is_bare(&self) -> bool {
        self.summary.is_none() && self.table.is_empty()
    }

    /// Takes a line of the block; false where it is none.
    pub(super) fn hear(&mut self, line: &str) -> bool {
        if self.is_in_stats && self.stat(line) {
            return true;
        }
        if self.table.hear(line) {
            self.is_in_stats = false;
            return true;
        }
        self.limit(line) || self.stats_begin(line) || self.outcome(line)
    }

    /// Whose memory ran out and how much there was.
    fn limit(&mut self, line: &str) -> bool {
        // Up to 4.20.
        if let Some(rest) = line.strip_prefix("Task in ") {
            let paths = rest.split_once(" killed as a result of limit of ");
            if let Some((group, limited)) = paths {
                self.group = Some(group.to_owned());
                self.scope = Some(OomScope::Cgroup(Some(limited.trim_end().to_owned())));
            }
            return paths.is_some();
        }
        if line.starts_with("memory: usage ") {
            let bytes = |label| Some(number(line, label)?.saturating_mul(1024));
            self.usage_bytes = bytes("usage ");
            self.limit_bytes = bytes("limit ");
            return true;
        }
        if let Some(pages) = line.strip_suffix(" pages RAM") {
            self.ram_pages = pages.parse().ok();
            return true;
        }
        false
    }

    /// `Memory cgroup stats for /a: cache:24KB rss:1048552KB …` to 5.2, a line for
    /// each group below the one whose limit it was; from then on a figure a line.
    fn stats_begin(&mut self, line: &str) -> bool {
        let Some(rest) = line.strip_prefix("Memory cgroup stats for ") else {
            return false;
        };
        let sum = |to: &mut Option<u64>, label: &str| {
            if let Some(kib) = number(rest, label) {
                let bytes = kib.saturating_mul(1024);
                *to = Some(to.unwrap_or(0).saturating_add(bytes));
            }
        };
        self.is_in_stats = !rest.contains("KB ");
        if !self.is_in_stats {
            sum(&mut self.anon_bytes, " rss:");
            sum(&mut self.shmem_bytes, " shmem:");
        }
        true
    }

    /// A figure of the group: `anon 33398784`; of version 1 with all groups below
    /// it `total_rss 33398784`, which comes behind its own `rss`.
    fn stat(&mut self, line: &str) -> bool {
        let mut words = line.split_ascii_whitespace();
        let (Some(name), Some(figure), None) = (words.next(), words.next(), words.next()) else {
            return false;
        };
        let Ok(bytes) = figure.parse::<u64>() else {
            return false;
        };
        match name {
            "anon" | "rss" | "total_rss" => self.anon_bytes = Some(bytes),
            "shmem" | "total_shmem" => self.shmem_bytes = Some(bytes),
            _ => {}
        }
        true
    }

    /// What the kernel is about to do.
    fn outcome(&mut self, line: &str) -> bool {
        if let Some(summary) = victim::summary(line) {
            self.scope = Some(summary.scope.clone());
            self.group.clone_from(&summary.group);
            self.summary = Some(summary);
            return true;
        }
        // Up to 5.0 the victim may be a child of the process that scored highest.
        let is_choice = line.contains(": Kill process ") && line.contains(" score ");
        if is_choice && self.scope.is_none() {
            self.scope = victim::scope(line);
        }
        is_choice
    }

    /// The kill that a line tells of. The table goes with the first victim.
    pub(super) fn kill(&mut self, victim: Victim, scope: Option<OomScope>) -> OomKill {
        if self.scope.is_none() {
            self.scope = scope;
        }
        let resident = victim.resident_bytes();
        let page = self.table.page_bytes(victim.pid, resident);
        let is_first = !std::mem::replace(&mut self.is_told, true);
        let table = is_first.then(|| self.table.clone());
        let ram = self.ram_pages.zip(page);
        let ram = ram.map(|(pages, page)| pages.saturating_mul(page));
        let is_of_group = matches!(self.scope, Some(OomScope::Cgroup(_)));
        OomKill {
            scope: self.scope.clone().unwrap_or(OomScope::Unsaid),
            group: self.group.clone(),
            invoker: self.invoker.clone(),
            victim: victim.name,
            pid: victim.pid,
            anon_bytes: victim.anon_bytes,
            file_bytes: victim.file_bytes,
            shmem_bytes: victim.shmem_bytes,
            page_table_bytes: victim.page_table_bytes,
            limit_bytes: self.limit_bytes.or(ram.filter(|_| !is_of_group)),
            usage_bytes: self.usage_bytes,
            group_anon_bytes: self.anon_bytes,
            group_shmem_bytes: self.shmem_bytes,
            tasks: table.map_or_else(Vec::new, |it| it.tasks(victim.pid, resident)),
        }
    }
}

impl Summary {
    /// The victim, of which only its name is known.
    pub(super) fn victim(&self) -> Victim {
        Victim {
            pid: self.pid,
            name: self.name.clone(),
            anon_bytes: None,
            file_bytes: None,
            shmem_bytes: None,
            page_table_bytes: None,
        }
    }
}

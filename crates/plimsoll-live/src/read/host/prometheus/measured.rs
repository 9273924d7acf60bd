//! What the figures of exporters mean for a sample: each is told as the metric that
//! means the same where this machine's own kernel is read, or not at all.
//!
//! Sources: `node_exporter`'s and cAdvisor's documentation of their metrics; cAdvisor's
//! working set is its usage without the inactive files, and its cache has the shared
//! memory in it, which the kernel keeps on the lists of anonymous pages (the kernel's
//! "cgroup-v2", `memory.stat`).

use std::collections::BTreeSet;
use std::path::PathBuf;

use plimsoll_model::{Metric, Reading};

use super::disk::holding;
use super::figures::PROCESSORS;
use super::page::{Page, lone};
use super::queries::Exporter;
use crate::read::host::sampler::look::Look;

/// Machines whose pages are always 4 KiB large; others may have larger ones, and
/// swapping is counted in pages.
const PAGE_IS_4_KIB: &[&str] = &["x86_64", "i686", "s390x", "riscv64"];

/// What a sample is made of.
pub(super) struct Measuring<'a> {
    pub(super) page: &'a Page,
    /// Exporters that were asked since the sample before: the sums of others, told
    /// again, would look as if nothing had happened.
    pub(super) news: BTreeSet<Exporter>,
    pub(super) look: Look,
}

impl Measuring<'_> {
    fn gauge(&mut self, metric: Metric, name: &'static str) {
        self.look.some(metric, self.page.figure(name));
    }

    fn sum(&mut self, of: Exporter, metric: Metric, name: &'static str) {
        if self.news.contains(&of) {
            self.gauge(metric, name);
        }
    }

    /// The machine, whoever runs on it.
    pub(super) fn machine(&mut self) {
        self.gauge(Metric::MachineMemoryBytes, "node_memory_MemTotal_bytes");
        self.gauge(
            Metric::MachineAvailableBytes,
            "node_memory_MemAvailable_bytes",
        );
        self.gauge(Metric::Load1, "node_load1");
        let node = Exporter::Node;
        self.sum(node, Metric::MachineOomKillsTotal, "node_vmstat_oom_kill");
        let swapping = [
            (Metric::SwapInBytesTotal, "node_vmstat_pswpin"),
            (Metric::SwapOutBytesTotal, "node_vmstat_pswpout"),
        ];
        let kinds = self.page.named("node_uname_info");
        let mut kinds = kinds.map(|one| one.label("machine"));
        if kinds.any(|kind| PAGE_IS_4_KIB.contains(&kind)) {
            for (metric, name) in swapping {
                let pages = self.page.figure(name);
                let bytes = pages.filter(|_| self.news.contains(&node));
                self.look.some(metric, bytes.map(|pages| pages * 4096.0));
            }
        } else {
            self.look.lack(
                "swapping",
                "it is counted in pages, and how large those are there is not told",
            );
        }
    }

    /// A server that runs on the machine itself: its limit is the machine's memory.
    pub(super) fn bare(&mut self, folders: &[(String, PathBuf)]) {
        self.gauge(Metric::MemoryLimitBytes, "node_memory_MemTotal_bytes");
        let processors = lone(self.page.part(PROCESSORS));
        self.look.some(Metric::CpuLimit, processors);
        let node = Exporter::Node;
        let waiting = "node_pressure_memory_waiting_seconds_total";
        self.sum(node, Metric::MemoryWaitingSecondsTotal, waiting);
        let stalled = "node_pressure_memory_stalled_seconds_total";
        self.sum(node, Metric::MemoryStalledSecondsTotal, stalled);
        self.look.lack(
            "memory group",
            "node_exporter tells of the whole machine: what the server holds of its memory, \
             and its processor time, are not told",
        );
        self.disks(folders);
    }

    fn disks(&mut self, folders: &[(String, PathBuf)]) {
        let sizes: Vec<_> = self.page.named("node_filesystem_size_bytes").collect();
        let sizes: Vec<_> = sizes.into_iter().cloned().collect();
        let mut seen = BTreeSet::new();
        for (name, folder) in folders {
            match holding(&sizes, &folder.to_string_lossy()) {
                Ok(size) => {
                    let point = size.label("mountpoint");
                    let free = self.page.named("node_filesystem_avail_bytes");
                    let free = free.filter(|one| one.label("mountpoint") == point);
                    let both = lone(std::iter::once(size)).zip(lone(free));
                    // Of several on one file system the first alone.
                    if let Some((size, free)) = both.filter(|_| seen.insert(point)) {
                        self.look.readings.extend([
                            Reading::of(Metric::DiskBytes, name, size),
                            Reading::of(Metric::DiskFreeBytes, name, free),
                        ]);
                    }
                }
                Err(why) => self.look.lack(&format!("disk {name}"), why),
            }
        }
    }

    /// A server in a container.
    pub(super) fn container(&mut self) {
        self.memory();
        let of = Exporter::Cadvisor;
        self.limits();
        self.sum(of, Metric::OomKillsTotal, "container_oom_events_total");
        let waiting = "container_pressure_memory_waiting_seconds_total";
        self.sum(of, Metric::MemoryWaitingSecondsTotal, waiting);
        let stalled = "container_pressure_memory_stalled_seconds_total";
        self.sum(of, Metric::MemoryStalledSecondsTotal, stalled);
        if self.news.contains(&of) {
            self.look.some(Metric::CpuSecondsTotal, self.cpu_seconds());
        }
        let throttled = "container_cpu_cfs_throttled_seconds_total";
        self.sum(of, Metric::CpuThrottledSecondsTotal, throttled);
        self.gauge(Metric::Processes, "container_processes");
        self.look.lack(
            "disks",
            "what a container's data lies on is not told by cAdvisor",
        );
    }

    /// Of all processors, or of each.
    fn cpu_seconds(&self) -> Option<f64> {
        let all = || self.page.named("container_cpu_usage_seconds_total");
        lone(all()).or_else(|| {
            let each = all().filter(|one| one.label("cpu").starts_with("cpu"));
            let seconds: f64 = each.map(|one| one.value).sum();
            (seconds.is_finite() && seconds > 0.0).then_some(seconds)
        })
    }

    /// What cAdvisor's figures of memory say of its parts. Shared memory is among its
    /// cache, and is what is in no list of files.
    fn memory(&mut self) {
        let figure = |name| self.page.figure(name);
        let anon = figure("container_memory_rss");
        let (usage, cache) = (
            figure("container_memory_usage_bytes"),
            figure("container_memory_cache"),
        );
        let parts = usage.zip(cache).zip(anon);
        let kernel = parts.map(|((usage, cache), anon)| (usage - cache - anon).max(0.0));
        let files = self.files();
        let shmem = cache
            .zip(files)
            .map(|(cache, files)| (cache - files).max(0.0));
        let held = anon.zip(shmem).zip(kernel);
        let held = held.map(|((anon, shmem), kernel)| anon + shmem + kernel);
        let has_swap = figure("node_memory_SwapTotal_bytes").is_none_or(|swap| swap > 0.0);
        for (metric, bytes) in [
            (Metric::MemoryAnonBytes, anon),
            (Metric::MemoryShmemBytes, shmem),
            (Metric::MemoryKernelBytes, kernel),
            (Metric::MemoryHeldBytes, held),
            (Metric::MemoryFileBytes, files),
            (Metric::MemorySwapBytes, (!has_swap).then_some(0.0)),
        ] {
            self.look.some(metric, bytes);
        }
        if held.is_none() {
            self.look.lack(
                "memory held",
                "cAdvisor counts shared memory as page cache, and this one does not tell the \
                 files in it (container_memory_total_active_file_bytes)",
            );
        }
        if has_swap {
            self.look.lack(
                "swap",
                "cAdvisor's figure does not mean the same in both versions of control groups",
            );
        }
    }

    /// The pages of files. Figures that are not of the same reading as the working set,
    /// or that nobody filled in, say nothing.
    fn files(&self) -> Option<f64> {
        let figure = |name| self.page.figure(name);
        let active = figure("container_memory_total_active_file_bytes")?;
        let inactive = figure("container_memory_total_inactive_file_bytes")?;
        let working_set = figure("container_memory_working_set_bytes")?;
        let usage = figure("container_memory_usage_bytes")?;
        let cache = figure("container_memory_cache")?;
        let is_one_reading = (usage - inactive - working_set).abs() < 1.0;
        (is_one_reading && active + inactive <= cache).then_some(active + inactive)
    }

    /// A limit of 0, or of more than the machine has, is none.
    fn limits(&mut self) {
        let machine = self.page.figure("node_memory_MemTotal_bytes");
        let limit = self.page.figure("container_spec_memory_limit_bytes");
        if let Some(limit) = limit {
            let own = Some(limit).filter(|limit| *limit > 0.0);
            let least = own.into_iter().chain(machine).min_by(f64::total_cmp);
            self.look
                .some(Metric::MemoryLimitBytes, least.filter(|it| *it < NO_LIMIT));
        } else {
            self.look.lack("memory limit", "cAdvisor does not tell it");
        }
        let processors = lone(self.page.part(PROCESSORS));
        let quota = self.page.figure("container_spec_cpu_quota");
        let period = self.page.figure("container_spec_cpu_period");
        let quota = quota.zip(period).filter(|(_, period)| *period > 0.0);
        let quota = quota.map(|(quota, period)| quota / period);
        let quota = quota.filter(|processors| *processors > 0.0);
        let least = quota.into_iter().chain(processors).min_by(f64::total_cmp);
        self.look.some(Metric::CpuLimit, least);
    }
}

/// From here on cAdvisor's figure means that there is no limit.
const NO_LIMIT: f64 = (1_u64 << 62) as f64;

//! What the answers mean for the facts of a host and for what it held.

use plimsoll_model::{ContainerMemory, HostSample, Known, MachineMemory, ServerFacts};

use super::ask::Answers;
use super::disk;
use super::queries::{
    AVAILABLE, CACHE, COMMIT_LIMIT, COMMITTED, CPUS, Exporter, HUGEPAGE_SIZE, HUGEPAGES,
    HUGEPAGES_FREE, HUGEPAGES_PROMISED, KILLS, KUBE_CPUS, KUBE_LIMIT, LIMIT, MAPPED, MEMORY,
    OPEN_FILES, OPEN_FILES_MAX, PERIOD, QUOTA, Query, RSS, SWAP, SWAP_FREE, SYSCTLS, USAGE,
    WORKING_SET,
};
use super::source::Prometheus;
use crate::read::host::machine;

/// From here on cAdvisor's figure means that there is no limit, as does its 0.
const NO_LIMIT: u64 = 1 << 62;

/// The facts, and what was held.
pub(super) fn read(
    answers: &Answers<'_>,
    prometheus: &Prometheus,
    data_directory: Option<&str>,
) -> (ServerFacts, HostSample) {
    let known = Reader {
        answers,
        prometheus,
    };
    let space = match &prometheus.container {
        None => disk::of(answers, data_directory),
        Some(_) => Err("what a container's data lies on is not told".to_owned()),
    };
    let disk = match &space {
        Ok(space) => Known::Known(
            (space.total_bytes, space.free_bytes),
            known.named(&space.source),
        ),
        Err(why) => Known::Unknown(why.clone()),
    };
    let limit = known.limit();
    let facts = ServerFacts {
        memory_bytes: known.memory(&limit),
        limit_bytes: match limit {
            Ok(Some((limit, source))) => Known::Known(limit, source),
            Ok(None) => {
                Known::Unknown("the container has no limit below the machine's memory".to_owned())
            }
            Err(why) => Known::Unknown(why),
        },
        swap_bytes: known.swap(),
        cpus: known.cpus(),
        hugepages: known.count(&HUGEPAGES),
        hugepage_bytes: known.count(&HUGEPAGE_SIZE),
        disk_bytes: match &disk {
            Known::Known((total, _), source) => Known::Known(*total, source.clone()),
            Known::Unknown(why) => Known::Unknown(why.clone()),
        },
        sysctl: known.sysctls().collect(),
        ..ServerFacts::default()
    };
    let unheld = match &prometheus.container {
        None => "Prometheus does not tell what the server's processes hold",
        Some(_) => "cAdvisor counts shared memory as page cache, so what is held is not told",
    };
    let sample = HostSample {
        processes: Known::Unknown("Prometheus knows no processes".to_owned()),
        group: Known::Unknown(unheld.to_owned()),
        limiting_group: Known::Unknown("Prometheus knows no groups".to_owned()),
        machine: known.machine(disk),
        container: known.container(),
    };
    (facts, sample)
}

struct Reader<'a> {
    answers: &'a Answers<'a>,
    prometheus: &'a Prometheus,
}

impl Reader<'_> {
    fn count(&self, query: &Query) -> Known<u64> {
        match self.answers.figure(query) {
            Ok(figure) => Known::Known(figure as u64, self.source(query)),
            Err(lack) => Known::Unknown(lack.why().to_owned()),
        }
    }

    fn some(&self, query: &Query) -> Option<u64> {
        self.count(query).get().copied()
    }

    fn source(&self, query: &Query) -> String {
        self.named(&self.answers.selector(query))
    }

    fn named(&self, selector: &str) -> String {
        format!("Prometheus {}: {selector}", self.prometheus.base)
    }

    /// The container's limit below the machine's memory, the kernel's own word before
    /// what Kubernetes was asked for; the error is why it is not told whether it has one.
    fn limit(&self) -> Result<Option<(u64, String)>, String> {
        let memory = self.some(&MEMORY).unwrap_or(NO_LIMIT);
        let told = [&LIMIT, &KUBE_LIMIT].map(|query| self.count(query));
        let limit = told.iter().find_map(|told| match told {
            Known::Known(limit, source) if (1..memory).contains(limit) => {
                Some((*limit, source.clone()))
            }
            Known::Known(..) | Known::Unknown(_) => None,
        });
        match (limit, told) {
            (Some(limit), _) => Ok(Some(limit)),
            (None, [Known::Unknown(why), _]) => Err(why),
            (None, [Known::Known(..), _]) => Ok(None),
        }
    }

    /// The machine's memory. A container that may have a limit has not all of it.
    fn memory(&self, limit: &Result<Option<(u64, String)>, String>) -> Known<u64> {
        match (limit, &self.prometheus.container) {
            (Err(why), Some(_)) => Known::Unknown(format!(
                "the container may have less than its machine: {why}"
            )),
            _ => self.count(&MEMORY),
        }
    }

    /// A container's share of the machine's swap is not exported in a way that means
    /// the same in both versions of cgroups.
    fn swap(&self) -> Known<u64> {
        let swap = self.count(&SWAP);
        if self.prometheus.container.is_some() && swap.get().is_some_and(|swap| *swap > 0) {
            return Known::Unknown("how much swap the container may use is not told".to_owned());
        }
        swap
    }

    /// The machine's processors, or the container's quota where that is less, rounded
    /// up.
    fn cpus(&self) -> Known<u32> {
        let figure = |query| self.answers.figure(query).ok();
        let period = figure(&PERIOD).filter(|period| *period > 0.0);
        let quota = figure(&QUOTA).zip(period);
        let quota = quota.map(|(quota, period)| (quota / period, &QUOTA));
        let quota = quota.or_else(|| Some((figure(&KUBE_CPUS)?, &KUBE_CPUS)));
        let quota = quota.filter(|(cpus, _)| *cpus > 0.0);
        let quota = quota.map(|(cpus, query)| (cpus.ceil() as u32, self.source(query)));
        match (self.count(&CPUS), quota) {
            (Known::Known(count, _), Some((quota, source))) if u64::from(quota) < count => {
                Known::Known(quota, source)
            }
            (Known::Known(count, source), _) if count > 0 => Known::Known(count as u32, source),
            (Known::Known(..), _) => Known::Unknown("Prometheus knows no processor".to_owned()),
            // Of more than the machine has, a quota is none.
            (Known::Unknown(why), _) => Known::Unknown(why),
        }
    }

    /// The kernel's settings; those of a namespace are the exporter's own and left out.
    fn sysctls(&self) -> impl Iterator<Item = (String, String)> {
        let series = self.answers.series(&SYSCTLS).unwrap_or_default();
        let names = machine::SYSCTLS.iter();
        let shared = names.filter(|name| machine::namespace(name).is_none());
        let files = self.some(&OPEN_FILES_MAX);
        let files = files.map(|max| ("fs.file-max".to_owned(), max.to_string()));
        let told = shared.filter_map(|name| {
            let metric = format!("node_sysctl_{}", name.replace(['.', '-'], "_"));
            let mut of_it = series.iter().filter(|one| one.label("__name__") == metric);
            let (one, None) = (of_it.next()?, of_it.next()) else {
                return None;
            };
            let is_whole = one.value.is_finite() && one.value.fract() == 0.0;
            is_whole.then(|| ((*name).to_owned(), format!("{:.0}", one.value)))
        });
        told.chain(files)
    }

    /// All of it, or why one figure is missing: none stands as 0 that is not known.
    fn machine(&self, disk: Known<(u64, u64)>) -> Known<MachineMemory> {
        let need = |query| self.answers.figure(query).map(|figure| figure as u64);
        let all = || {
            let swap_total_bytes = need(&SWAP)?;
            Ok(MachineMemory {
                total_bytes: need(&MEMORY)?,
                available_bytes: self.some(&AVAILABLE),
                swap_total_bytes,
                swap_used_bytes: swap_total_bytes.saturating_sub(need(&SWAP_FREE)?),
                committed_bytes: need(&COMMITTED)?,
                commit_limit_bytes: need(&COMMIT_LIMIT)?,
                hugepages: (
                    need(&HUGEPAGES)?,
                    need(&HUGEPAGES_FREE)?,
                    need(&HUGEPAGES_PROMISED)?,
                ),
                hugepage_bytes: need(&HUGEPAGE_SIZE)?,
                disk_bytes: disk,
                open_files: self.some(&OPEN_FILES).zip(self.some(&OPEN_FILES_MAX)),
                oom_kills: self.some(&KILLS),
                ..MachineMemory::default()
            })
        };
        match all() {
            Ok(machine) => Known::Known(machine, format!("Prometheus {}", self.prometheus.base)),
            Err::<_, super::ask::Lack>(lack) => Known::Unknown(lack.why().to_owned()),
        }
    }

    fn container(&self) -> Known<ContainerMemory> {
        match self.answers.series(&WORKING_SET) {
            Ok(_) => Known::Known(
                ContainerMemory {
                    usage_bytes: self.some(&USAGE),
                    working_set_bytes: self.some(&WORKING_SET),
                    rss_bytes: self.some(&RSS),
                    cache_bytes: self.some(&CACHE),
                    mapped_bytes: self.some(&MAPPED),
                },
                format!(
                    "{} in Prometheus {}",
                    Exporter::Cadvisor.title(),
                    self.prometheus.base
                ),
            ),
            Err(lack) => Known::Unknown(lack.why().to_owned()),
        }
    }
}

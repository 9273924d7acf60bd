//! What is cheap, every second, of one server's process on this machine: memory of
//! its group against the limit, processor time, the machine, the disks it writes to.
//! What is dear is asked less often and said again in between. It keeps files open
//! and remembers where things are; what the figures mean is not known here.

mod cpu;
mod disks;
pub(super) mod look;
mod machine;
mod memory;
mod places;
mod sums;
mod whose;

use std::path::PathBuf;
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Blocker, Metric, Sample, Source};

use super::Tree;
use super::processes::Stat;
use look::Look;
use places::Places;
use sums::Sums;

/// How often it is looked where things are, and whose the groups are, even if nothing
/// seems to have moved.
const PLACES_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// How often it is asked for what costs as much as a third of the rest: the machine's
/// swapping and kills, and whether the process was moved to other groups.
const FEWER_EVERY: SignedDuration = SignedDuration::from_secs(5);

/// How often what is dear is asked for: the number of processes, the processors that
/// may be used and, where its groups do not tell, what each process holds.
const SELDOM_EVERY: SignedDuration = SignedDuration::from_secs(10);

/// Servers of so few processes have them summed every time.
const FEW_PROCESSES: u64 = 4;

/// The host of one server, looked at over and over.
///
/// It asks file systems for their space, and one over a network that is gone does not
/// answer: call it where that holds up nothing else.
#[derive(Debug)]
pub struct HostSampler {
    /// Its files are opened for each reading.
    tree: Tree,
    /// The same, the files staying open.
    kept: Tree,
    pid: u32,
    /// With the id this names one process; `None`: it was never seen.
    started_ticks: Option<u64>,
    is_gone: bool,
    folders: Vec<(String, PathBuf)>,
    places: Option<(Timestamp, Places)>,
    fewer: Option<Timestamp>,
    seldom: Option<(Timestamp, Seldom)>,
    /// Processor time as summed last: it must not fall when a process ends between
    /// two readings.
    cpu_ticks: u64,
}

/// What was asked for less often.
#[derive(Clone, Debug, Default)]
struct Seldom {
    processors: Option<f64>,
    processes: Option<u64>,
    sums: Option<Result<Sums, String>>,
}

impl HostSampler {
    /// Of the process that the server's others descend from. A folder has the name
    /// that its disk is told by (`data`, `wal`, `tmp`) and the path that the server
    /// has for it.
    pub fn new(tree: Tree, pid: u32, folders: Vec<(String, PathBuf)>) -> Self {
        let started_ticks = Stat::of(&tree, pid).ok().map(|stat| stat.started_ticks);
        Self {
            kept: tree.keeping(),
            tree,
            pid,
            started_ticks,
            is_gone: started_ticks.is_none(),
            folders,
            places: None,
            fewer: None,
            seldom: None,
            cpu_ticks: 0,
        }
    }

    /// Whether the newest sample found the process ended, or its id given to another.
    /// That stays so: a server that was started again is another process.
    pub const fn is_gone(&self) -> bool {
        self.is_gone
    }

    /// One look. Figures that are asked less often are said again as they were for up
    /// to ten seconds; sums since something began (`…_total`) are not, and stand only
    /// where they were asked.
    pub fn sample(&mut self, at: Timestamp) -> Sample {
        let begun = Instant::now();
        let mut look = Look::default();
        let was_gone = self.is_gone;
        let stat = self.stat();
        let has_ended = self.is_gone && !was_gone;
        let is_fewer = has_ended || self.fewer.is_none_or(|last| is_due(last, at, FEWER_EVERY));
        if is_fewer {
            self.fewer = Some(at);
            machine::read_events(&self.kept, &mut look);
        }
        let machine_bytes = machine::read(&self.kept, &mut look);
        if self.is_gone {
            look.lack("process", format!("process {} ended", self.pid));
            if has_ended {
                self.count_kills(&mut look);
            }
        } else {
            self.find(at, is_fewer);
            let is_asked = self.ask(at, stat.as_ref());
            self.read(machine_bytes, is_asked, &mut look);
        }
        Sample {
            at,
            source: Source::Host,
            took_seconds: begun.elapsed().as_secs_f64(),
            readings: look.readings,
            blockers: Vec::<Blocker>::new(),
            gaps: look.gaps,
        }
    }

    /// What the process says of itself; notes where it is not the same any more.
    fn stat(&mut self) -> Option<Stat> {
        let stat = Stat::of(&self.kept, self.pid).ok();
        let is_same = stat
            .as_ref()
            .is_some_and(|stat| !stat.is_ended && Some(stat.started_ticks) == self.started_ticks);
        self.is_gone |= !is_same;
        stat
    }

    /// Looks where things are, where that is not known or may have changed.
    fn find(&mut self, at: Timestamp, is_fewer: bool) {
        let groups = || self.kept.read(&format!("/proc/{}/cgroup", self.pid)).ok();
        let is_found = self.places.as_ref().is_some_and(|(found, places)| {
            !is_due(*found, at, PLACES_EVERY) && (!is_fewer || groups() == places.groups)
        });
        if !is_found {
            let places = Places::of(&self.tree, self.pid, &self.folders, groups());
            self.places = Some((at, places));
            self.seldom = None;
        }
    }

    /// Asks for what is dear, where it is time; whether it did.
    fn ask(&mut self, at: Timestamp, stat: Option<&Stat>) -> bool {
        let few = |seldom: &Seldom| seldom.processes.is_some_and(|count| count <= FEW_PROCESSES);
        let is_fresh = self.seldom.as_ref().is_some_and(|(asked, seldom)| {
            !is_due(*asked, at, SELDOM_EVERY) && (seldom.sums.is_none() || !few(seldom))
        });
        if is_fresh {
            return false;
        }
        let Some((_, places)) = &self.places else {
            return false;
        };
        let sums = stat
            .filter(|_| places.needs_sums())
            .map(|stat| Sums::of(&self.tree, self.pid, stat, places.memory.is_err()));
        let counted = sums
            .as_ref()
            .and_then(|sums| Some(sums.as_ref().ok()?.processes));
        let seldom = Seldom {
            processors: places.processors(&self.tree),
            processes: counted.or_else(|| places.processes(&self.tree)),
            sums,
        };
        self.seldom = Some((at, seldom));
        true
    }

    /// Whether the kernel killed in its group: of one that ended, nothing else is told.
    fn count_kills(&self, look: &mut Look) {
        let Some((_, places)) = &self.places else {
            return;
        };
        let mut all = Look::default();
        memory::read(&self.kept, places, None, None, &mut all);
        let mut all = all.readings.into_iter();
        look.readings
            .extend(all.find(|it| it.metric == Metric::OomKillsTotal));
    }

    fn read(&mut self, machine_bytes: Option<u64>, is_asked: bool, look: &mut Look) {
        let (Some((_, places)), Some((_, seldom))) = (&self.places, &self.seldom) else {
            return;
        };
        let sums = seldom.sums.as_ref();
        let is_there = memory::read(&self.kept, places, sums, machine_bytes, look);
        if is_asked && let Some(Ok(sums)) = sums {
            self.cpu_ticks = self.cpu_ticks.max(sums.cpu_ticks);
        }
        let summed = is_asked.then_some(self.cpu_ticks);
        cpu::read(&self.kept, places, summed, look);
        look.some(Metric::CpuLimit, seldom.processors);
        look.some(
            Metric::Processes,
            seldom.processes.map(|count| count as f64),
        );
        disks::read(&self.kept, &places.disks, look);
        if !is_there {
            // A group that could be read and cannot any more: looked for anew next time.
            self.places = None;
        }
    }
}

/// Whether an interval has passed; a clock that was set back counts as that.
fn is_due(last: Timestamp, at: Timestamp, every: SignedDuration) -> bool {
    let passed = at.duration_since(last);
    passed >= every || passed.is_negative()
}

#[cfg(test)]
mod tests;

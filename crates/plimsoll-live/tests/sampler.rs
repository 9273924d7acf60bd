//! What is sampled every second of a real server, in a memory cgroup of the lab's.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test, which names what it skips"
)]

use std::fs;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use plimsoll_lab::{Installed, Instance, LabError, Server, Sign};
use plimsoll_live::read::follow::{KernelLog, Piece};
use plimsoll_live::read::host::Tree;
use plimsoll_live::read::host::sampler::HostSampler;
use plimsoll_model::{Metric, Sample};

const LIMIT_BYTES: u64 = 400 << 20;

/// How long what was made to happen may take to show.
const SHOWN_MAX: Duration = Duration::from_mins(1);

fn server() -> Option<Server> {
    match Installed::find("postgresql-15") {
        Ok(installed) => Some(
            Server::new(&installed)
                .limit_bytes(LIMIT_BYTES)
                .set("shared_buffers", "16MB"),
        ),
        Err(error) => {
            eprintln!("skipped: postgresql-15 ({error})");
            None
        }
    }
}

/// Started in its group; `None` where this machine has none to give.
fn started(server: &Server) -> Option<Instance> {
    match server.start() {
        Err(LabError::Cgroup(why)) => {
            eprintln!("skipped: postgresql-15 in a memory cgroup ({why})");
            None
        }
        other => Some(other.unwrap()),
    }
}

/// A sampler, and a clock that goes on a second with each look.
struct Looking(HostSampler, Timestamp);

impl Looking {
    fn at(instance: &Instance) -> Self {
        let folders = ["data", "wal"].map(|name| {
            let folder = instance.data_folder();
            let folder = if name == "wal" {
                folder.join("pg_wal")
            } else {
                folder.to_owned()
            };
            (name.to_owned(), folder)
        });
        let sampler = HostSampler::new(Tree::machine(), instance.pid(), folders.to_vec());
        Self(sampler, Timestamp::UNIX_EPOCH)
    }

    fn look(&mut self) -> Sample {
        self.1 += SignedDuration::from_secs(1);
        self.0.sample(self.1)
    }

    /// Looks until a figure is as wanted.
    fn until(&mut self, metric: Metric, wanted: impl Fn(f64) -> bool) -> Sample {
        let begun = Instant::now();
        loop {
            let sample = self.look();
            if value(&sample, metric).is_some_and(&wanted) {
                return sample;
            }
            assert!(begun.elapsed() < SHOWN_MAX, "{metric:?} {sample:?}");
        }
    }
}

fn value(sample: &Sample, metric: Metric) -> Option<f64> {
    let found = sample.readings.iter().find(|it| it.metric == metric);
    found.map(|it| it.value)
}

#[test]
fn memory_that_a_session_takes_shows_as_the_group_counts_it() {
    let Some(instance) = server().as_ref().and_then(started) else {
        return;
    };
    let mut looking = Looking::at(&instance);
    let before = looking.look();
    for metric in [Metric::MachineOomKillsTotal, Metric::SwapOutBytesTotal] {
        assert!(value(&before, metric).is_some(), "{metric:?} {before:?}");
    }
    let mut session = instance.session().unwrap();
    // Local buffers stay the session's until it ends.
    session.query("set temp_buffers = '100MB'").unwrap();
    session
        .query("create temp table t as select repeat('x', 1000) from generate_series(1, 120000)")
        .unwrap();
    session.query("select count(*) from t").unwrap();
    let after = looking.look();
    let figure = |sample: &Sample, metric| value(sample, metric).unwrap();
    let grown = figure(&after, Metric::MemoryAnonBytes) - figure(&before, Metric::MemoryAnonBytes);
    assert!((90e6..150e6).contains(&grown), "{grown}");
    let counted = instance.cgroup().unwrap().memory().unwrap();
    for (metric, counted) in [
        (Metric::MemoryHeldBytes, counted.total_bytes()),
        (Metric::MemoryShmemBytes, counted.shmem_bytes),
        (Metric::MemoryAnonBytes, counted.anon_bytes),
    ] {
        let off = (figure(&after, metric) - counted as f64).abs();
        assert!(off < 4e6, "{metric:?} {after:?} {counted}");
    }
    assert_eq!(
        value(&after, Metric::MemoryLimitBytes),
        Some(LIMIT_BYTES as f64)
    );
    for metric in [
        Metric::CpuLimit,
        Metric::DiskFreeBytes,
        Metric::Load1,
        Metric::MachineAvailableBytes,
        Metric::Processes,
        Metric::ShmUsedBytes,
    ] {
        assert!(value(&after, metric).is_some(), "{metric:?} {after:?}");
    }
    let disks = after
        .readings
        .iter()
        .filter(|it| it.metric == Metric::DiskBytes);
    assert_eq!(disks.count(), 1, "pg_wal is on the disk of the data");
}

#[test]
fn processor_time_grows_with_work_and_never_falls() {
    let Some(instance) = server().as_ref().and_then(started) else {
        return;
    };
    let mut looking = Looking::at(&instance);
    let mut used = Vec::new();
    for _ in 0..4 {
        // The session's own end lies between two looks.
        let mut session = instance.session().unwrap();
        session
            .query("select count(*) from generate_series(1, 1000000)")
            .unwrap();
        drop(session);
        looking.1 += SignedDuration::from_secs(10);
        used.extend(value(&looking.look(), Metric::CpuSecondsTotal));
    }
    assert_eq!(used.len(), 4);
    assert!(used.is_sorted() && used[3] > used[0], "{used:?}");
}

#[test]
fn a_limit_that_is_lowered_and_a_kill_show_at_once() {
    let Some(instance) = server().as_ref().and_then(started) else {
        return;
    };
    let mut looking = Looking::at(&instance);
    let group = instance.cgroup().unwrap();
    assert_eq!(value(&looking.look(), Metric::OomKillsTotal), Some(0.0));
    let folder = group.procs_file();
    let file = ["memory.max", "memory.limit_in_bytes"]
        .map(|name| folder.with_file_name(name))
        .into_iter()
        .find(|file| file.exists())
        .unwrap();
    fs::write(&file, (200_u64 << 20).to_string()).unwrap();
    let limit = value(&looking.look(), Metric::MemoryLimitBytes);
    assert_eq!(limit, Some(f64::from(200 << 20)));
    let mut kernel_log = KernelLog::open(true);
    let mut session = instance.session().unwrap();
    let ended = session.query("select length(repeat('x', 900000000))");
    assert!(ended.is_err());
    looking.until(Metric::OomKillsTotal, |kills| kills >= 1.0);
    assert!(group.oom_kills().unwrap() >= 1);
    match &mut kernel_log {
        Ok(kernel_log) => {
            let said = kernel_log.next().unwrap();
            let said = said.iter().map(|piece| match piece {
                Piece::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                other => format!("{other:?}"),
            });
            let said: String = said.collect();
            let killed = format!("oom_memcg={},", group.name());
            assert!(said.contains(&killed), "{said}");
        }
        Err(why) => eprintln!("skipped: the kernel's log ({why})"),
    }
}

#[test]
fn a_server_started_again_is_another_process() {
    let Some(server) = server() else {
        return;
    };
    let Some(mut instance) = started(&server) else {
        return;
    };
    let mut looking = Looking::at(&instance);
    looking.look();
    assert!(!looking.0.is_gone());
    instance.send(Sign::Kill);
    instance.wait_for_end().unwrap();
    server.restart(&mut instance).unwrap();
    let sample = looking.look();
    assert!(looking.0.is_gone());
    assert_eq!(value(&sample, Metric::MemoryHeldBytes), None);
    let mut again = Looking::at(&instance);
    assert!(value(&again.look(), Metric::MemoryHeldBytes).is_some());
    assert!(!again.0.is_gone());
}

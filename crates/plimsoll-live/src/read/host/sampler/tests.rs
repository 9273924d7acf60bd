//! Recorded trees, and trees that change between two looks.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Metric, Sample};

use super::HostSampler;
use crate::read::host::{Tree, parse_brought};

fn at(seconds: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1_700_000_000 + seconds)
}

fn brought(text: &str) -> Tree {
    parse_brought(text).unwrap()
}

/// Its readings and gaps, one a line.
fn shown(sample: &Sample) -> String {
    let reading = |it: &plimsoll_model::Reading| {
        format!("{} {} {}", it.metric.name(), it.labels.join(","), it.value).replace("  ", " ")
    };
    let gap = |it: &plimsoll_model::Gap| format!("{}: {}", it.what, it.why);
    let readings = sample.readings.iter().map(reading);
    let lines: Vec<String> = readings.chain(sample.gaps.iter().map(gap)).collect();
    lines.join("\n")
}

fn value(sample: &Sample, metric: Metric) -> Option<f64> {
    let mut found = sample.readings.iter().filter(|it| it.metric == metric);
    let value = found.next().map(|it| it.value);
    assert!(found.next().is_none(), "{metric:?} twice");
    value
}

/// A folder of files that can change.
struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.0.path().join(path.trim_start_matches('/'));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn tree(&self) -> Tree {
        Tree::below(self.0.path())
    }

    fn process(&self, pid: u32, name: &str, parent: u32, anon_kb: u64, ticks: u64) {
        let rest = format!("1 1 0 -1 0 0 0 0 0 {ticks} 0 0 0 20 0 1 0 77 0 0");
        self.put(
            &format!("/proc/{pid}/stat"),
            &format!("{pid} ({name}) S {parent} {rest}"),
        );
        let status = format!(
            "RssAnon:\t{anon_kb} kB\nRssShmem:\t{} kB\nVmPTE:\t4 kB\nVmSwap:\t1 kB\nCpus_allowed_list:\t0-3\n",
            u64::from(pid)
        );
        self.put(&format!("/proc/{pid}/status"), &status);
    }

    /// A machine of version 2 with a server in a group.
    fn machine(group: &str) -> Self {
        let files = Self::new();
        files.put(
            "/proc/meminfo",
            "MemTotal: 8388608 kB\nMemAvailable: 4194304 kB\n",
        );
        files.put("/proc/vmstat", "pswpin 3\npswpout 4\noom_kill 5\n");
        files.put("/proc/loadavg", "0.50 0.1 0.1 1/99 7\n");
        files.put("/proc/pressure/memory", PRESSURE);
        let mounts = "30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
        files.put("/proc/self/mountinfo", mounts);
        files.put("/proc/7/mountinfo", mounts);
        files.process(7, "postgres", 1, 2000, 100);
        files.process(8, "postgres", 7, 2500, 50);
        files.process(9, "postgres", 7, 2100, 5);
        files.join(group);
        files
    }

    fn join(&self, group: &str) {
        self.put("/proc/7/cgroup", &format!("0::{group}\n"));
    }

    fn group(&self, group: &str, anon: u64, limit: &str, procs: &str) {
        let put = |file: &str, text: &str| self.put(&format!("/sys/fs/cgroup{group}/{file}"), text);
        put(
            "memory.stat",
            &format!("anon {anon}\nfile 500\nkernel 20\nshmem 100\nsock 1\n"),
        );
        put("memory.current", "9999\n");
        put("memory.max", &format!("{limit}\n"));
        put("memory.events", "oom 1\noom_kill 1\n");
        put("memory.pressure", PRESSURE);
        put("cgroup.procs", procs);
        put("cpu.stat", "usage_usec 2500000\nthrottled_usec 500000\n");
    }
}

const PRESSURE: &str = "some avg10=0.00 avg60=0.00 avg300=0.00 total=3000000\n\
                        full avg10=0.00 avg60=0.00 avg300=0.00 total=1000000\n";

#[test]
fn a_service_below_a_slice_has_its_groups_figures_and_the_slices_limit() {
    let text = include_str!("../../../../tests/trees/v2-service.txt");
    let mut sampler = HostSampler::new(brought(text), 812, Vec::new());
    let sample = sampler.sample(at(0));
    expect_test::expect![[r"
        machine_memory_bytes 33554432000
        machine_memory_available_bytes 20971520000
        memory_waiting_seconds_total 0.9
        memory_stalled_seconds_total 0.4
        memory_anon_bytes 700000000
        memory_shmem_bytes 850000000
        memory_kernel_bytes 80300000
        memory_held_bytes 1630300000
        memory_file_bytes 1150000000
        memory_swap_bytes 131072
        memory_limit_bytes 4294967296
        memory_high_bytes 3758096384
        oom_kills_total 2
        cpu_limit_cores 16
        shm_bytes 16777216000
        shm_used_bytes 0
        machine swapping and kills: cannot read /proc/vmstat: it is not there
        load: cannot read /proc/loadavg: it is not there
        processor group: it does not count processor time"]]
    .assert_eq(&shown(&sample));
    assert!(!sampler.is_gone());
}

#[test]
fn a_real_server_of_version_1_below_a_limit() {
    let text = include_str!("../../../../tests/trees/v1-nested.txt");
    let mut sampler = HostSampler::new(brought(text), 5315, Vec::new());
    expect_test::expect![[r"
        machine_oom_kills_total 160
        machine_memory_bytes 25276510208
        machine_memory_available_bytes 24254787584
        memory_anon_bytes 3096576
        memory_shmem_bytes 18862080
        memory_kernel_bytes 1269760
        memory_held_bytes 23228416
        memory_file_bytes 16384
        memory_swap_bytes 0
        memory_limit_bytes 268435456
        oom_kills_total 0
        cpu_seconds_total 0.03
        cpu_limit_cores 2
        processes 6
        shm_bytes 25276510208
        shm_used_bytes 1138688
        load: cannot read /proc/loadavg: it is not there
        memory pressure: version 1 of control groups keeps none of a group
        processor group: the server is in no processor group of its own: its processes are summed"]]
    .assert_eq(&shown(&sampler.sample(at(0))));
}

#[test]
fn in_a_container_of_its_own_the_group_looks_like_the_root() {
    let text = include_str!("../../../../tests/trees/v2-container.txt");
    let mut sampler = HostSampler::new(brought(text), 1, Vec::new());
    let sample = sampler.sample(at(0));
    assert_eq!(
        value(&sample, Metric::MemoryLimitBytes),
        Some(f64::from(1 << 30))
    );
    assert_eq!(value(&sample, Metric::MemoryHeldBytes), Some(435_001_000.0));
    assert_eq!(value(&sample, Metric::CpuLimit), Some(1.5));
}

#[test]
fn a_hybrid_machine_tells_of_limits_above() {
    let text = include_str!("../../../../tests/trees/hybrid.txt");
    let stat = "=/proc/700/stat\n 700 (mysqld) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 77 0 0\n";
    // Pressure of a group is kept in the other hierarchy.
    let pressure = "=/sys/fs/cgroup/unified/system.slice/mysql.service/memory.pressure\n \
                    some avg10=0.00 total=2000000\n full avg10=0.00 total=1\n";
    let text = format!("{stat}{pressure}{text}");
    let mut sampler = HostSampler::new(brought(&text), 700, Vec::new());
    let sample = sampler.sample(at(0));
    assert_eq!(value(&sample, Metric::MemoryWaitingSecondsTotal), Some(2.0));
    assert_eq!(value(&sample, Metric::CpuLimit), Some(2.5));
    assert_eq!(
        value(&sample, Metric::MemoryLimitBytes),
        Some((3_u64 << 29) as f64)
    );
    assert_eq!(value(&sample, Metric::MemoryHeldBytes), Some(800_004_096.0));
}

#[test]
fn a_limit_that_is_changed_and_a_server_that_is_moved_are_seen() {
    let files = Files::machine("/a");
    files.group("/a", 4000, "1000000", "7\n8\n9\n");
    files.group("/b/c", 6000, "max", "");
    files.put("/sys/fs/cgroup/b/memory.max", "700000\n");
    let mut sampler = HostSampler::new(files.tree(), 7, Vec::new());
    let limit = |sample: &Sample| value(sample, Metric::MemoryLimitBytes);
    assert_eq!(limit(&sampler.sample(at(0))), Some(1e6));
    files.put("/sys/fs/cgroup/a/memory.max", "2000000\n");
    assert_eq!(limit(&sampler.sample(at(1))), Some(2e6));
    files.put("/sys/fs/cgroup/a/memory.max", "max\n");
    assert_eq!(limit(&sampler.sample(at(2))), Some((8_u64 << 30) as f64));
    files.join("/b/c");
    let sample = sampler.sample(at(5));
    assert_eq!(limit(&sample), Some(700_000.0));
    assert_eq!(value(&sample, Metric::MemoryHeldBytes), Some(6121.0));
}

#[test]
fn a_group_that_vanishes_is_said_and_looked_for_again() {
    let files = Files::machine("/a");
    files.group("/a", 4000, "max", "7\n");
    let folder = files.0.path().join("sys/fs/cgroup/a");
    let mut sampler = HostSampler::new(files.tree(), 7, Vec::new());
    assert_eq!(
        value(&sampler.sample(at(0)), Metric::MemoryAnonBytes),
        Some(4000.0)
    );
    // As the kernel does, the files that are open fail with it.
    sampler.kept = files.tree().keeping();
    fs::remove_dir_all(&folder).unwrap();
    let sample = sampler.sample(at(1));
    assert_eq!(value(&sample, Metric::MemoryAnonBytes), None);
    assert!(
        sample.gaps.iter().any(|gap| gap.what == "memory group"),
        "{sample:?}"
    );
    files.group("/a", 5000, "max", "7\n");
    assert_eq!(
        value(&sampler.sample(at(2)), Metric::MemoryAnonBytes),
        Some(5000.0)
    );
}

#[test]
fn without_a_group_of_its_own_its_processes_are_summed_and_said() {
    let files = Files::machine("/");
    files.put("/sys/fs/cgroup/cgroup.procs", "1\n7\n8\n9\n");
    files.process(10, "postgres", 7, 2600, 1);
    files.process(11, "postgres", 7, 2600, 1);
    let mut sampler = HostSampler::new(files.tree(), 7, Vec::new());
    let sample = sampler.sample(at(0));
    expect_test::expect![[r"
        machine_oom_kills_total 5
        machine_swap_in_bytes_total 12288
        machine_swap_out_bytes_total 16384
        machine_load1 0.5
        machine_memory_bytes 8589934592
        machine_memory_available_bytes 4294967296
        memory_waiting_seconds_total 3
        memory_stalled_seconds_total 1
        memory_limit_bytes 8589934592
        memory_anon_bytes 3891200
        memory_shmem_bytes 11264
        memory_kernel_bytes 20480
        memory_held_bytes 3922944
        memory_swap_bytes 5120
        cpu_seconds_total 1.57
        cpu_limit_cores 4
        processes 5
        memory pressure: of the whole machine, as its memory is
        memory group: the server is in no memory group of its own: its processes are summed, of the kernel's own their page tables alone
        processor group: the server is in no processor group of its own: its processes are summed
        /dev/shm: /proc/7/mountinfo has no /dev/shm"]].assert_eq(&shown(&sample));
    // Between two sums the gauges are said again, the time used is not.
    files.process(8, "postgres", 7, 9000, 60);
    let sample = sampler.sample(at(9));
    assert_eq!(value(&sample, Metric::Processes), Some(5.0));
    assert_eq!(value(&sample, Metric::CpuSecondsTotal), None);
    let before = value(&sample, Metric::MemoryAnonBytes).unwrap();
    let sample = sampler.sample(at(10));
    let grown = value(&sample, Metric::MemoryAnonBytes).unwrap() - before;
    assert_eq!(grown as u64, 6500 << 10);
    assert_eq!(value(&sample, Metric::CpuSecondsTotal), Some(1.67));
    // One that ends is waited for a moment after the look.
    fs::remove_dir_all(files.0.path().join("proc/8")).unwrap();
    let sample = sampler.sample(at(20));
    assert_eq!(value(&sample, Metric::CpuSecondsTotal), Some(1.67));
}

#[test]
fn a_few_processes_are_summed_every_time() {
    let files = Files::machine("/");
    let mut sampler = HostSampler::new(files.tree(), 7, Vec::new());
    sampler.sample(at(0));
    files.process(8, "postgres", 7, 9000, 60);
    assert_eq!(
        value(&sampler.sample(at(1)), Metric::CpuSecondsTotal),
        Some(1.65)
    );
}

#[test]
fn others_in_the_group_count_by_what_they_hold() {
    let files = Files::machine("/session");
    files.group("/session", 4000, "max", "5\n7\n8\n9\n20\n");
    // The shell that started it, and one that looks around beside it.
    files.process(5, "sh", 1, 90_000, 0);
    files.process(7, "postgres", 5, 2000, 0);
    files.process(20, "sh", 1, 100, 0);
    let look = || HostSampler::new(files.tree(), 7, Vec::new()).sample(at(0));
    assert_eq!(value(&look(), Metric::MemoryAnonBytes), Some(4000.0));
    // A child of a child, with and without the kernel's list of the server's own.
    files.group("/session", 4000, "max", "5\n7\n8\n9\n20\n30\n");
    files.process(30, "cp", 9, 900_000, 0);
    assert_eq!(value(&look(), Metric::MemoryAnonBytes), Some(4000.0));
    files.put("/proc/7/task/7/children", "8 9 ");
    assert_eq!(value(&look(), Metric::MemoryAnonBytes), Some(4000.0));
    files.group("/session", 4000, "max", "5\n7\n8\n9\n20\n");
    files.process(20, "cargo", 1, 900_000, 0);
    let sample = look();
    assert_eq!(
        value(&sample, Metric::MemoryAnonBytes),
        Some(f64::from(2600 << 10))
    );
    let gap = |sample: &Sample| {
        let gap = sample.gaps.iter().find(|gap| gap.what == "memory group");
        gap.unwrap().why.clone()
    };
    expect_test::expect!["in the server's group /sys/fs/cgroup/session are others, 1 in number: its processes are summed, of the kernel's own their page tables alone"].assert_eq(&gap(&sample));
    // A limit is met by all of them together.
    files.group("/session", 4000, "500000", "5\n7\n8\n9\n20\n");
    let sample = look();
    assert_eq!(value(&sample, Metric::MemoryAnonBytes), Some(4000.0));
    expect_test::expect![
        "of the group /sys/fs/cgroup/session, in which 1 of another program count too"
    ]
    .assert_eq(&gap(&sample));
}

#[test]
fn an_ended_server_and_one_with_its_id_are_gone_for_good() {
    let files = Files::machine("/a");
    files.group("/a", 4000, "max", "7\n");
    let stat = files.0.path().join("proc/7/stat");
    let text = fs::read_to_string(&stat).unwrap();
    for other in [
        text.replace(" 77 ", " 78 "),
        text.replace(") S", ") Z"),
        String::new(),
    ] {
        let mut sampler = HostSampler::new(files.tree(), 7, Vec::new());
        sampler.sample(at(0));
        assert!(!sampler.is_gone());
        fs::write(&stat, other).unwrap();
        let sample = sampler.sample(at(1));
        assert!(sampler.is_gone());
        assert_eq!(value(&sample, Metric::MemoryAnonBytes), None);
        assert!(value(&sample, Metric::MachineMemoryBytes).is_some());
        fs::write(&stat, &text).unwrap();
        sampler.sample(at(2));
        assert!(sampler.is_gone());
    }
    assert!(HostSampler::new(files.tree(), 99, Vec::new()).is_gone());
}

/// The disks of a server with a data directory, its log and its temporary files.
fn disks(texts: &[(&str, String)]) -> String {
    let texts = texts
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.clone()));
    let mut texts: BTreeMap<String, String> = texts.collect();
    let stat = "7 (postgres) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 77 0 0";
    texts.insert("/proc/7/stat".to_owned(), stat.to_owned());
    let folders = [
        ("data", "/data"),
        ("wal", "/data/pg_wal"),
        ("tmp", "/data/tmp"),
    ];
    let folders = folders.map(|(name, path)| (name.to_owned(), PathBuf::from(path)));
    let mut sampler = HostSampler::new(Tree::of_texts(texts), 7, folders.to_vec());
    let sample = sampler.sample(at(0));
    let free = sample
        .readings
        .iter()
        .filter(|it| it.metric == Metric::DiskFreeBytes);
    let free = free.map(|it| format!("{} {}", it.labels[0], it.value));
    free.collect::<Vec<_>>().join(", ")
}

fn df(device: &str, free: u64) -> String {
    let head = "Filesystem 1024-blocks Used Available Capacity Mounted on";
    format!("{head}\n{device} 100 40 {free} 40% /x\n")
}

#[test]
fn folders_of_one_file_system_are_one_disk() {
    const ROOT: &str = "/proc/7/root";
    let (data, wal) = (format!("df {ROOT}/data"), format!("df {ROOT}/wal/pg"));
    let (link, tmp) = (format!("{ROOT}/data/pg_wal"), format!("df {ROOT}/data/tmp"));
    let own = "20 1 8:9 / / rw - ext4 /dev/sdx rw\n".to_owned();
    let theirs = "30 1 8:1 / / rw - ext4 /dev/sda rw\n".to_owned();
    let found = disks(&[
        ("/proc/self/mountinfo", own),
        ("/proc/7/mountinfo", theirs),
        (&link, "/wal/pg\n".to_owned()),
        (&data, df("/dev/sda", 60)),
        (&wal, df("/dev/sdb", 1)),
        (&tmp, df("/dev/sda", 60)),
    ]);
    assert_eq!(found, "data 61440, wal 1024");
}

#[test]
fn mounts_of_its_own_that_may_not_be_seen_are_asked_for_here_where_they_are_the_same() {
    let own = "20 1 8:1 / / rw - ext4 /dev/sda rw\n";
    let found = |theirs: &str| {
        disks(&[
            ("/proc/self/mountinfo", own.to_owned()),
            ("/proc/7/mountinfo", theirs.to_owned()),
            ("df /data", df("/dev/sda", 60)),
        ])
    };
    let with_tmp = "30 1 8:1 / / rw - ext4 /dev/sda rw\n31 30 8:1 /t /tmp rw - ext4 /dev/sda rw\n";
    assert_eq!(found(with_tmp), "data 61440");
    assert_eq!(found("30 1 8:2 / / rw - ext4 /dev/sdb rw\n"), "");
}
